// How a question's support looks to this seat: what the server counted, and on top of it what is still on its way.
// Pure, like the store.

export class Votes {
  #store
  #outbox
  // Counted for this seat, but not yet in the state that is held: question -> { change, revision }.
  #ahead = new Map()

  constructor(store, outbox) {
    this.#store = store
    this.#outbox = outbox
    // First of all listeners: what they draw has to be right already.
    store.subscribe(({ setBack, voted = [] }) => {
      if (setBack) this.#ahead.clear()
      for (const [question, value] of voted) this.#counted(question, value ? 1 : -1)
    })
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

  // The state that is held may have overtaken the acknowledgement, and has counted the vote then.
  #acknowledged({ question, value }, { revision }) {
    const caughtUp = this.#store.revision >= revision
    this.#store.voted(question, value, revision)
    if (caughtUp) this.#ahead.delete(question)
    else if (this.#ahead.has(question)) this.#ahead.get(question).revision = revision
  }

  // The server tells a seat of its votes before it tells everybody of the count: the next pulse has it.
  #counted(question, change) {
    this.#ahead.set(question, { change: change + this.#behind(question), revision: this.#store.revision + 1 })
  }

  // The state catches up with that pulse; from then on it has counted the vote itself.
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
