// My questions, the liveliest first: each with what became of it, and what its author can still do.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"

// As many as leave the list of everybody's questions within reach; room.css hides the rest.
const FIRST = 3

export class MyQuestions {
  #section
  #list
  #more
  #word
  #own
  #shelf
  #states = new Map()
  #onNews

  /** `own()` gives them in order; `onNews(id, state)` hears of each change of state. */
  constructor(section, { own, shelf, word, onNews }) {
    this.#section = section
    this.#list = section.querySelector(".cards")
    this.#more = section.querySelector("#more-mine")
    this.#word = word
    this.#own = own
    this.#shelf = shelf
    this.#onNews = onNews
    this.#more.addEventListener("click", () => {
      this.#section.classList.add("all")
      this.update()
      this.#section.querySelector("h2").focus({ preventScroll: true })
    })
    this.#list.addEventListener("toggle", event => this.#toggled(event.target), true)
    this.#list.addEventListener("input", event => this.#typed(event.target))
    this.#list.addEventListener("click", event => event.target.closest("[data-close]") && this.close(event.target))
  }

  update() {
    const questions = this.#own()
    this.#section.hidden = questions.length === 0
    this.#more.hidden = questions.length <= FIRST || this.#section.classList.contains("all")
    this.#more.textContent = this.#word("more_mine", { num: Math.max(questions.length - FIRST, 1) })
    reconcile(this.#list, questions, {
      make: ({ id }) => this.#reopened(card("mine"), id),
      fill: (node, question) => {
        fill(node, question)
        this.#prepared(node.querySelector(".edit"), question)
        node.querySelectorAll("details").forEach(box => {
          const allowed = box.matches(".edit") ? question.editable : question.withdrawable
          if (!allowed && box.open) box.open = false
        })
      },
    })
    for (const { id, state } of questions) {
      const before = this.#states.get(id)
      if (before && before !== state) this.#onNews(id, state)
      this.#states.set(id, state)
    }
  }

  /** Put the words of a refused change back where they can be corrected. */
  correct(question, text) {
    const node = [...this.#list.children].find(({ dataset }) => dataset.id === question)
    if (!node) return
    this.#shelf.write(`edit-${question}`, text)
    this.#reopened(node, question)
  }

  close(inside) {
    const node = inside.closest("[data-id]")
    this.#shelf.remove(`edit-${node.dataset.id}`)
    const box = inside.closest("details")
    box.open = false
    this.update()
    box.querySelector("summary").focus()
  }

  // A half-typed correction survives a reload.
  #reopened(node, id) {
    const text = this.#shelf.read(`edit-${id}`)
    if (text !== null) {
      node.querySelector(".edit").open = true
      node.querySelector(".edit textarea").value = text
    }
    return node
  }

  // The words are there before the box is opened: once it is, they belong to whoever types.
  #prepared(box, { id, typed = "" }) {
    const field = box.querySelector("textarea")
    const text = this.#shelf.read(`edit-${id}`) ?? typed
    if (!box.open && field.value !== text) field.value = text
  }

  #toggled(box) {
    if (box.open && box.matches(".edit")) box.querySelector("textarea").focus()
  }

  #typed(field) {
    if (field.name === "text") this.#shelf.write(`edit-${field.closest("[data-id]").dataset.id}`, field.value)
  }
}
