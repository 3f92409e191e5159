// My questions: what the server knows of them and what is still on its way there. Pure.

// What the end of the meeting made of what was still under way.
const LEFT = { waiting: "left", open: "left", highlighted: "last" }
const SETTLED = ["withdrawn", "merged", "declined"]
// What its author may have to do something about, or is waiting for, comes first.
const RANKS = [["refused", "unsure"], ["sending", "unsent", "held"], ["highlighted"], ["waiting", "open"], ["answered", "declined", "merged", "archived"]]

/** `held(entry)` says in words that an entry goes out in a moment by itself, or nothing. */
export function ownQuestions(store, outbox, { online = true, refusals = new Map(), held = () => null } = {}) {
  const waiting = outbox.waiting
  const ended = store.meeting?.state === "ended"
  const unsent = waiting
    .filter(entry => entry.name === "question.ask" && !arrived(entry, store))
    .map(entry => {
      const { id, at, payload, refusal } = entry
      const hold = online ? held(entry) : null
      return {
        id, at, text: payload.text, name: payload.name ?? null, replies: [],
        state: refusal ? (refusal.code === "seat.other" ? "unsure" : "refused") : hold ? "held" : online ? "sending" : "unsent",
        refusal: refusal?.message ?? null,
        held: hold,
      }
    })
  const sent = [...store.mine.questions.values()].map(question => {
    const about = waiting.filter(({ payload }) => payload.question === question.id)
    const edit = about.findLast(({ name }) => name === "question.edit")
    const leaving = about.some(({ name }) => name === "question.withdraw")
    const open = !ended && !SETTLED.includes(question.state)
    const hold = online ? about.map(held).find(Boolean) ?? null : null
    return {
      ...question,
      state: ended ? (LEFT[question.state] ?? question.state) : question.state,
      text: edit && !edit.refusal ? edit.payload.text : question.text,
      typed: edit?.payload.text ?? question.text,
      saving: !hold && Boolean((edit && !edit.refusal) || leaving),
      held: hold,
      refusal: edit?.refusal?.message ?? refusals.get(question.id) ?? null,
      editable: open && !leaving && !store.muted && Boolean(question.editable),
      withdrawable: open && !leaving && ["waiting", "open"].includes(question.state),
      score: store.questions.get(question.id)?.score ?? null,
      listed: store.questions.has(question.id),
      joined: store.questions.get(question.into)?.text ?? null,
    }
  })
  return [...unsent, ...sent].sort((one, other) =>
    rank(one) - rank(other) || other.at.localeCompare(one.at) || one.id.localeCompare(other.id))
}

// Its acknowledgement was lost, the question was not: one card is enough until the outbox has heard so as well.
function arrived({ tried, refusal, payload }, store) {
  if (tried === undefined || refusal) return false
  return [...store.mine.questions.values()].some(({ text }) => plain(text) === plain(payload.text))
}

function plain(text) {
  return text.normalize("NFC").replace(/\s+/g, " ").trim()
}

function rank({ state }) {
  const place = RANKS.findIndex(states => states.includes(state))
  return place < 0 ? RANKS.length : place
}

/** What the author holds before the server's own word arrives: the acknowledgement of a question, made whole. */
export function asAcknowledged({ at, payload }, { question, state }) {
  return { id: question, text: payload.text, name: payload.name ?? null, item: payload.item ?? null, state, at,
    replies: [], reason: null, into: null, editable: true, revision: -1 }
}
