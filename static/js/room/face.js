// A question as its card shows it to this person: their own support, and whether they may give it.

/** `held(question)` says in words that a vote goes out in a moment by itself, or nothing. */
export function facing({ store, votes, refusals, online, held = () => null }) {
  return question => {
    const own = store.mine.questions.has(question.id)
    const { voted, score, pending } = votes.of(question)
    const { state, settings } = store.meeting
    const live = question.state === "open" || question.state === "highlighted"
    const votable = live && !own && settings.voting && state === "open"
    return {
      ...question,
      own,
      voted,
      score,
      next: voted ? "0" : "1",
      votable,
      tallied: !votable && question.state !== "gone",
      pending: pending && !online(),
      held: pending && online() ? held(question.id) : null,
      refusal: refusals.get(question.id) ?? null,
    }
  }
}
