// Joining takes two choices: the question to join is marked first, then the one it belongs to.

export class Merging {
  question = null

  #notice
  #store
  #changed

  constructor(notice, store, changed) {
    this.#notice = notice
    this.#store = store
    this.#changed = changed
    store.subscribe(() => this.#update())
  }

  begin(id) {
    this.#set(id)
  }

  cancel() {
    this.#set(null)
  }

  // The marked one may have been withdrawn meanwhile.
  #update() {
    if (!this.question) return
    const { text, state } = this.#store.questions.get(this.question) ?? { state: "withdrawn" }
    if (state === "withdrawn") return this.cancel()
    this.#notice.querySelector("[data-quoted]").textContent = text
  }

  #set(id) {
    this.question = id
    this.#notice.hidden = id === null
    document.body.classList.toggle("is-merging", id !== null)
    this.#update()
    this.#changed()
  }
}
