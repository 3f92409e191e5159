// What is happening now: whether the meeting runs, what is being answered, what is being discussed.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"

export class Now {
  #section
  #store
  #face
  #onNew
  #item

  constructor(section, { store, face, onNew }) {
    this.#section = section
    this.#store = store
    this.#face = face
    this.#onNew = onNew
  }

  update() {
    const { meeting, questions, items } = this.#store
    const running = meeting.state !== "ended"
    const highlighted = running && !meeting.stopped && questions.get(meeting.highlighted)
    const item = running && items.get(meeting.current)
    fill(this.#section, {
      state: meeting.stopped ? "stopped" : meeting.state,
      idle: running && !meeting.stopped && !item && !highlighted,
    })
    this.#show("#answering", highlighted && this.#face(highlighted), "question")
    this.#show("#current", item, "item")
    if (item && this.#item !== undefined && this.#item !== item.id) this.#onNew(item)
    this.#item = item ? item.id : null
  }

  #show(place, entry, name) {
    reconcile(this.#section.querySelector(place), entry ? [entry] : [], { make: () => card(name), fill })
  }
}
