// The state of the line, in words that say what is safe. A hiccup is not worth a word: only what lasts is said.

const GRACE = 1500

export class Line {
  #element
  #word
  #timer = null

  constructor(element, word) {
    this.#element = element
    this.#word = word
  }

  show(status, { lasting, refusal }) {
    clearTimeout(this.#timer)
    if (status === "online") return this.#say(null)
    if (status === "refused") return this.#say(refusal?.message ?? this.#word("seat_gone"))
    const key = lasting ? status : "offline_memory"
    this.#timer = setTimeout(() => this.#say(this.#word(key)), GRACE)
  }

  #say(text) {
    this.#element.hidden = !text
    this.#element.textContent = text ?? ""
  }
}
