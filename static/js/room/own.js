// My questions, newest first: what the server knows of them and what is still on its way there. Pure.

const SETTLED = ["withdrawn", "merged", "declined"]

export function ownQuestions(store, outbox, { online = true, refusals = new Map() } = {}) {
  const waiting = outbox.waiting
  const unsent = waiting
    .filter(({ name }) => name === "question.ask")
    .map(({ id, at, payload, refusal }) => ({
      id, at, text: payload.text, name: payload.name ?? null, replies: [],
      state: refusal ? "refused" : online ? "sending" : "unsent",
      refusal: refusal?.message ?? null,
    }))
  const sent = [...store.mine.questions.values()].map(question => {
    const about = waiting.filter(({ payload }) => payload.question === question.id)
    const edit = about.findLast(({ name }) => name === "question.edit")
    const leaving = about.some(({ name }) => name === "question.withdraw")
    const open = !SETTLED.includes(question.state) && store.meeting?.state !== "ended"
    return {
      ...question,
      text: edit && !edit.refusal ? edit.payload.text : question.text,
      typed: edit?.refusal ? edit.payload.text : question.text,
      saving: Boolean((edit && !edit.refusal) || leaving),
      refusal: edit?.refusal?.message ?? refusals.get(question.id) ?? null,
      editable: open && !leaving && Boolean(question.editable),
      withdrawable: open && !leaving && ["waiting", "open"].includes(question.state),
      score: store.questions.get(question.id)?.score ?? null,
      listed: store.questions.has(question.id),
      joined: store.questions.get(question.into)?.text ?? null,
    }
  })
  return [...unsent, ...sent].sort((one, other) => other.at.localeCompare(one.at))
}

/** What the author holds before the server's own word arrives: the acknowledgement of a question, made whole. */
export function asAcknowledged({ at, payload }, { question, state }) {
  return { id: question, text: payload.text, name: payload.name ?? null, item: payload.item ?? null, state, at,
    replies: [], reason: null, into: null, editable: true, revision: -1 }
}
