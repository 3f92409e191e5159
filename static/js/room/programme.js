// The programme as it stands, folded away: where we are in it.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"

export class ProgrammeList {
  #list
  #store

  constructor(list, store) {
    this.#list = list
    this.#store = store
  }

  update() {
    const entries = [...this.#store.items.values()]
      .sort((one, other) => one.position - other.position)
      .map(item => ({ ...item, current: item.id === this.#store.meeting.current && "step" }))
    reconcile(this.#list, entries, { make: () => card("entry"), fill })
  }
}
