// What was answered or set aside, folded away; answers in writing stand under their question.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { closedQuestions } from "./order.js"

export class ClosedList {
  #box
  #store
  #face

  constructor(box, { store, face }) {
    this.#box = box
    this.#store = store
    this.#face = face
  }

  update() {
    const closed = closedQuestions(this.#store.questions.values())
    this.#box.hidden = closed.length === 0
    this.#box.querySelector(".count").textContent = closed.length
    reconcile(this.#box.querySelector(".cards"), closed.map(this.#face), { make: () => card("question"), fill })
  }
}
