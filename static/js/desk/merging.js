// Joining takes two choices: the question to join is marked first, then the one it belongs to.

export class Merging {
  question = null

  #notice
  #changed

  constructor(notice, changed) {
    this.#notice = notice
    this.#changed = changed
  }

  begin(id) {
    this.#set(id)
  }

  cancel() {
    this.#set(null)
  }

  /** The marked one may have been withdrawn meanwhile. */
  update(questions) {
    if (this.question && !questions.has(this.question)) this.cancel()
    if (this.question) this.#notice.querySelector("[data-quoted]").textContent = questions.get(this.question).text
  }

  #set(id) {
    this.question = id
    this.#notice.hidden = id === null
    document.body.classList.toggle("is-merging", id !== null)
    this.#changed()
  }
}
