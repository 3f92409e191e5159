// How a question's support looks to this seat: what the server counted, and on top of it what is still on its way.
// Pure, like the store.

export class Votes {
  #store
  #outbox
  // Acknowledged, but not yet in the state that is held: question -> { change, revision }.
  #ahead = new Map()

  constructor(store, outbox) {
    this.#store = store
    this.#outbox = outbox
    outbox.subscribe(({ acknowledged, ack }) => {
      if (acknowledged?.name === "vote.cast") this.#acknowledged(acknowledged.payload, ack)
    })
  }

  of({ id, score }) {
    const counted = this.#store.mine.votes.has(id)
    const wanted = this.#outbox.vote(id)
    const voted = wanted === undefined ? counted : wanted === 1
    return { voted, score: score + this.#behind(id) + voted - counted, pending: wanted !== undefined }
  }

  #acknowledged({ question, value }, { revision }) {
    const change = value - this.#store.mine.votes.has(question)
    if (change && revision > this.#store.revision) {
      this.#ahead.set(question, { change: change + this.#behind(question), revision })
    }
    this.#store.voted(question, value)
  }

  // The state catches up at the acknowledged revision; from then on it has counted the vote itself.
  #behind(id) {
    const ahead = this.#ahead.get(id)
    if (!ahead) return 0
    if (this.#store.revision >= ahead.revision) {
      this.#ahead.delete(id)
      return 0
    }
    return ahead.change
  }
}
