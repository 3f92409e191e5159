// Whether what an act set still stands: another moderator may have gone on from it, and undoing it would undo theirs.
// Pure. Says nothing against an act that it does not know.

/** `before` and `now`: {meeting, questions, items} as the store held them then and holds them. */
export function stands(name, payload, before, now, ack = {}) {
  return STANDS[name]?.(payload, before, now, ack) ?? true
}

const became = state => ({ question }, before, now) =>
  now.questions.get(question)?.state === state && stageIsFree(question, before, now)

// Back on the stage it would send off what was put there since.
function stageIsFree(question, before, now) {
  return before.meeting.highlighted !== question || now.meeting.highlighted === null
}

// The one before it on the stage went back to the list, and may have been dealt with there.
function couldReturn(question, { meeting, questions }) {
  return question === null || question === meeting.highlighted || questions.get(question)?.state === "open"
}

const meetingIs = (state, stopped = false) => (_payload, _before, { meeting }) => meeting.state === state && Boolean(meeting.stopped) === stopped

const questionIs = fields => ({ question }, _before, { questions }) => holds(questions.get(question), fields)

const holds = (object, fields) => object !== undefined && Object.entries(fields).every(([name, value]) => said(object[name]) === said(value))

// The server tidies what was typed: blanks, and nothing for an empty text or list.
function said(value) {
  return value === null || value === undefined || value.length === 0 ? "" : JSON.stringify(value).normalize("NFC").replace(/(?:\s|\\[nrt])+/g, " ")
}

const STANDS = {
  "question.approve": became("open"),
  "question.decline": became("declined"),
  "question.answer": became("answered"),
  "question.archive": became("archived"),
  "question.reopen": ({ question, state = "open" }, before, now) => became(state)({ question }, before, now),
  "question.merge": ({ from, into }, before, now) => became("merged")({ question: from }, before, now) && now.questions.get(from).into === into,
  "question.highlight": ({ question }, before, now) => now.meeting.highlighted === question && couldReturn(before.meeting.highlighted, now),
  "question.unmask": ({ question, whole }, before, now) => questionIs({ whole })({ question }, before, now),
  "seat.mute": questionIs({ muted: true }),
  "seat.unmute": questionIs({ muted: false }),
  "item.present": ({ item }, _before, { meeting }) => meeting.current === item,
  "item.edit": ({ item, ...fields }, _before, { items }) => holds(items.get(item), fields),
  "item.move": (fields, _before, { items }) => items.get(fields.item)?.position === fields.position,
  "item.add": (fields, _before, { items, meeting }, { item }) => holds(items.get(item), fields) && meeting.current !== item,
  "item.remove": ({ item }, _before, { items }) => !items.has(item),
  "meeting.settings": (settings, _before, { meeting }) => holds(meeting.settings, settings),
  "meeting.open": meetingIs("open"),
  "meeting.pause": meetingIs("paused"),
  "meeting.stop": meetingIs("paused", true),
  "meeting.end": meetingIs("ended"),
}
