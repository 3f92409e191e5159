// The quiet meter of whose voices were heard.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { groupName } from "./face.js"
import { voices } from "./voices.js"

export class Balance {
  #list
  #store
  #word

  constructor(root, { store, word }) {
    this.#list = root.querySelector("[data-voices]")
    this.#store = store
    this.#word = word
    store.subscribe(() => this.update())
  }

  update() {
    const { meeting, questions } = this.#store
    const rows = voices(questions.values(), meeting.settings.groups)
    const most = Math.max(1, ...rows.map(({ asked }) => asked))
    const entries = rows.map(({ group, asked, taken, answered }) => ({
      id: group ?? "none", name: group ? groupName(group, this.#word) : this.#word("no_group"), asked, taken, answered, most,
      silent: asked === 0,
    }))
    reconcile(this.#list, entries, { make: () => card("desk-voice"), fill })
  }
}
