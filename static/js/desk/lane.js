// One list of questions on the desk, and the one of them that is selected. A selection belongs to a question, not to
// a place: whatever comes, goes or overtakes, it stays where the eyes are.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { freeze, keepPlaces, successor } from "./order.js"
import { heldStill, intoView } from "./still.js"

// Milliseconds without a hand on the list before it may be sorted anew.
const CALM = 2500

export class Lane {
  order = []
  selected = null
  behind = 0

  #list
  #face
  #wanted = []
  #filled = new WeakMap()
  #touched = -Infinity

  constructor(list, { name, face }) {
    this.name = name
    this.#list = list
    this.#face = face
    for (const type of ["pointermove", "pointerdown", "wheel", "touchmove", "keydown"]) {
      list.addEventListener(type, () => { this.#touched = performance.now() }, { passive: true })
    }
  }

  /** `wanted` ids as they ought to stand; `frozen` lets nothing in and moves nothing. */
  show(wanted, questions, { frozen = false, afresh = false } = {}) {
    const before = this.order
    this.#wanted = wanted
    const frozenView = freeze(before, wanted)
    this.behind = frozen ? frozenView.behind : 0
    if (frozen) this.order = frozenView.order
    else this.order = afresh || this.name !== "open" ? wanted : keepPlaces(before, wanted)
    if (!this.order.includes(this.selected)) this.selected = successor(before, this.order, this.selected) ?? this.order[0] ?? null
    heldStill(this.#list, this.card(this.selected), () => this.#draw(questions))
  }

  /** Is there a better order, and nobody reading or reaching here? */
  get wantsSorting() {
    return performance.now() - this.#touched > CALM && this.order.some((id, place) => id !== this.#wanted[place])
  }

  select(id) {
    if (!this.order.includes(id)) return
    this.#mark(this.selected, false)
    this.selected = id
    this.#mark(id, true)
  }

  move(steps) {
    const place = this.order.indexOf(this.selected) + steps
    const id = this.order[Math.max(0, Math.min(place, this.order.length - 1))]
    if (id) this.select(id)
    this.reveal()
  }

  /** The hand goes on to the next while an act on this one is on its way. */
  moveOn(id) {
    const next = successor(this.order, this.order.filter(other => other !== id), id)
    if (id === this.selected && next) this.select(next)
    this.reveal()
  }

  reveal() {
    const node = this.card(this.selected)
    if (node) intoView(this.#list, node)
  }

  focus() {
    this.card(this.selected)?.focus({ preventScroll: true })
  }

  card(id) {
    return id ? this.#list.querySelector(`:scope > [data-id="${CSS.escape(id)}"]`) : null
  }

  #draw(questions) {
    const entries = this.order.map(id => questions.get(id)).filter(Boolean)
    reconcile(this.#list, entries, { make: () => card("desk-question"), fill: (node, question) => this.#fill(node, question) })
    for (const node of this.#list.querySelectorAll(":scope > [aria-current]")) {
      if (node.dataset.id !== this.selected) this.#mark(node.dataset.id, false)
    }
    this.#mark(this.selected, true)
  }

  // Most of a pulse is about other cards.
  #fill(node, question) {
    const data = this.#face(question)
    const key = JSON.stringify([data.revision, data.score, data.pending, data.refusal, data.merging, data.about, data.joined,
      data.watched, data.unprotected])
    if (this.#filled.get(node) === key) return
    this.#filled.set(node, key)
    fill(node, data)
  }

  #mark(id, selected) {
    const node = this.card(id)
    if (!node) return
    node.tabIndex = selected ? 0 : -1
    if (selected) node.setAttribute("aria-current", "true")
    else node.removeAttribute("aria-current")
  }
}
