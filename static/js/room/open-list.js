// The open list. Counts and words change in place; the order changes only when nobody is looking at it, or on request.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { steadily } from "../steady.js"
import { difference, openQuestions } from "./order.js"

export class OpenList {
  #list
  #latest
  #empty
  #total
  #store
  #face
  #word
  #shown = []
  #seen = false
  #begun = false

  /** `face(question)` is the question as its card shows it to this person. */
  constructor(section, { store, face, word }) {
    this.#list = section.querySelector(".cards")
    this.#latest = section.querySelector("#latest")
    this.#empty = section.querySelector("#no-questions")
    this.#total = section.querySelector("#open-count")
    this.#store = store
    this.#face = face
    this.#word = word
    this.#shown = [...this.#list.children].map(node => node.dataset.id)
    this.#latest.addEventListener("click", () => this.#asked())
    new IntersectionObserver(([{ isIntersecting }]) => this.#looked(isIntersecting)).observe(this.#list)
    document.addEventListener("visibilitychange", () => document.hidden && this.#begun && this.settle())
  }

  get cards() {
    return [...this.#list.children]
  }

  update() {
    const wanted = openQuestions(this.#store.questions.values())
    this.#total.textContent = wanted.length
    this.#empty.hidden = wanted.length > 0 || this.#shown.length > 0
    if (!this.#begun || !this.#shown.length || this.#ahead()) return this.settle()
    steadily(this.cards, () => {
      for (const node of this.#list.children) this.#hold(node)
    })
    this.#offer(difference(this.#shown, wanted.map(({ id }) => id), this.#store.mine.questions))
  }

  settle() {
    this.#begun = true
    const wanted = openQuestions(this.#store.questions.values())
    reconcile(this.#list, wanted, { make: () => card("question"), fill: (node, question) => this.#fill(node, question) })
    this.#shown = wanted.map(({ id }) => id)
    this.#empty.hidden = wanted.length > 0
    this.#offer({ fresh: 0, moved: false })
  }

  #fill(node, question) {
    if (question.state !== "gone") node.style.minBlockSize = ""
    fill(node, this.#face(question))
  }

  // A card keeps its place until the list is put in order again: what has gone leaves it without its words, and what
  // is being answered stands at the top of the page as well.
  #hold(node) {
    const id = node.dataset.id
    const question = this.#store.questions.get(id) ?? { id, state: "gone", text: "", score: 0, replies: [] }
    if (question.state === "gone") node.style.minBlockSize = `${node.offsetHeight}px`
    this.#fill(node, question.state === "highlighted" ? { ...question, state: "open" } : question)
  }

  #offer({ fresh, moved }) {
    this.#latest.hidden = !moved
    if (moved) this.#latest.textContent = fresh ? this.#word("new_questions", { num: fresh }) : this.#word("new_order")
  }

  #asked() {
    this.settle()
    const first = this.#list.firstElementChild
    first?.scrollIntoView({ block: "start" })
    first?.querySelector(".support")?.focus({ preventScroll: true })
  }

  #looked(seen) {
    this.#seen = seen
    if (this.#begun && this.#ahead()) this.settle()
  }

  // Still below what is on the screen: nobody sees it change, and nothing that is seen moves.
  #ahead() {
    return !this.#seen && this.#list.getBoundingClientRect().top > 0
  }
}
