// How each act of the moderator is taken back. Pure: `before` is what was known when it was done.
//
// The answer is a list of steps [name, payload], in the order to do them; a step may be a function of what is
// known by then, null for nothing to do. An empty list: it cannot be taken back.

/** `before`: {meeting, questions, items} as the store holds them. */
export function inverse(name, payload, before, ack = {}) {
  return INVERSE[name]?.(payload, before, ack) ?? []
}

const backToState = ({ question }, { questions }) => restore(questions.get(question))

const INVERSE = {
  "question.approve": backToState,
  "question.decline": backToState,
  "question.answer": backToState,
  "question.archive": backToState,
  "question.reopen": backToState,
  "question.merge": ({ from }, { questions }) => restore(questions.get(from)),
  "question.unmask": ({ question }, { questions }) => [["question.unmask", { question, whole: questions.get(question).whole }]],
  "seat.mute": ({ question }, { questions }) => questions.get(question).muted ? [] : [["seat.unmute", { question }]],
  "seat.unmute": ({ question }) => [["seat.mute", { question }]],
  "question.highlight": ({ question }, { meeting, questions }) => [
    ["question.highlight", { question: meeting.highlighted }],
    ...(question && question !== meeting.highlighted ? restore(questions.get(question)) : []),
  ],
  "item.present": (_payload, { meeting }) =>
    meeting.current ? [["item.present", { item: meeting.current }]] : [],
  "item.edit": ({ item, ...fields }, { items }) => [["item.edit", { item, ...pick(items.get(item), Object.keys(fields)) }]],
  "item.move": ({ item }, { items }) => [["item.move", { item, position: items.get(item).position }]],
  "item.add": (_payload, _before, { item }) => [["item.remove", { item }]],
  "item.remove": ({ item }, { meeting }) => [
    ["item.restore", { item }],
    ...(meeting.current === item ? [now => now.meeting.current ? null : ["item.present", { item }]] : []),
  ],
  "meeting.settings": (settings, { meeting }) => [["meeting.settings", pick(meeting.settings, Object.keys(settings))]],
  "meeting.open": (_payload, { meeting }) => backToMeeting(meeting),
  "meeting.pause": (_payload, { meeting }) => backToMeeting(meeting),
  "meeting.stop": (_payload, { meeting }) => backToMeeting(meeting),
  "meeting.end": (_payload, { meeting }) => backToMeeting(meeting),
}

/** From wherever it is now, back to what it was. */
function restore(question) {
  const { id, state, reason, into } = question ?? {}
  const open = ["question.reopen", { question: id, state: "open" }]
  switch (state) {
    case "waiting": return [["question.reopen", { question: id, state: "waiting" }]]
    case "open": return [open]
    case "highlighted": return [open, ["question.highlight", { question: id }]]
    case "answered": return [open, ["question.answer", { question: id }]]
    case "archived": return [open, ["question.archive", { question: id }]]
    case "declined": return [open, ["question.decline", { question: id, reason }]]
    case "merged": return [open, ["question.merge", { from: id, into }]]
    default: return []
  }
}

function backToMeeting({ state, stopped }) {
  if (stopped) return [["meeting.stop", {}]]
  return [[{ open: "meeting.open", paused: "meeting.pause", ended: "meeting.end" }[state], {}]]
}

function pick(object, names) {
  return Object.fromEntries(names.map(name => [name, object[name] ?? null]))
}
