// The quiet meter of whose voices were heard.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { groupName } from "./face.js"
import { voices } from "./voices.js"

export class Balance {
  #list
  #silent
  #together
  #store
  #word

  constructor(root, { store, word, language }) {
    const list = new Intl.ListFormat(language, { type: "conjunction" })
    this.#together = names => list.format(names)
    this.#list = root.querySelector("[data-voices]")
    this.#silent = root.querySelector("[data-silent]")
    this.#store = store
    this.#word = word
    // On a low screen the programme needs the room.
    root.open = matchMedia("(min-width: 60rem) and (min-height: 54rem)").matches
    store.subscribe(() => this.update())
  }

  update() {
    const { meeting, questions } = this.#store
    const rows = voices(questions.values(), meeting.settings.groups)
    const most = Math.max(1, ...rows.map(({ asked }) => asked))
    const name = group => group ? groupName(group, this.#word) : this.#word("no_group")
    const entries = rows.filter(({ asked }) => asked).map(({ group, asked, taken, answered }) => ({
      id: group ?? "none", name: name(group), asked, taken, answered, most,
    }))
    reconcile(this.#list, entries, { make: () => card("desk-voice"), fill })

    const silent = rows.filter(({ asked }) => !asked).map(({ group }) => name(group))
    this.#silent.hidden = !silent.length
    this.#silent.textContent = this.#word("silent", { groups: this.#together(silent) })
  }
}
