// Which questions are supported in a way that one phone could do, as the server tells the team: a sign, no proof.

export class Watch {
  #votes = {}
  #listeners = new Set()

  constructor(socket) {
    socket.on("watch", watch => this.#hear(watch))
    socket.on("heartbeat", ({ watch }) => watch && this.#hear(watch))
  }

  /** How many such votes a question has; 0 where nothing stands out. */
  votes(question) {
    return this.#votes[question] ?? 0
  }

  /** `listener(ids)` hears of each change, with the questions that stand out only now. */
  subscribe(listener) {
    this.#listeners.add(listener)
  }

  #hear({ votes }) {
    const before = this.#votes
    if (same(before, votes)) return
    this.#votes = votes
    const fresh = Object.keys(votes).filter(id => !before[id])
    for (const listener of this.#listeners) listener(fresh)
  }
}

function same(one, other) {
  const ids = Object.keys(one)
  return ids.length === Object.keys(other).length && ids.every(id => one[id] === other[id])
}
