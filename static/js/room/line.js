// The state of the line, in words that say what is safe. A hiccup is not worth a word: only what lasts is said.

const GRACE = 1500

export class Line {
  #element
  #word
  #again
  #announce
  #timer = null

  constructor(root, { word, announce }) {
    this.#element = root.querySelector("#line")
    this.#again = root.querySelector("#line-again")
    this.#word = word
    this.#announce = announce
  }

  show(status, { lasting, refusal }) {
    clearTimeout(this.#timer)
    this.#again.hidden = status !== "refused"
    if (status === "online") return this.#say(null)
    if (status === "refused") return this.#say(refusal?.message ?? this.#word("seat_gone"))
    const key = lasting ? status : "offline_memory"
    this.#timer = setTimeout(() => this.#say(this.#word(key)), GRACE)
  }

  #say(text) {
    if (text) this.#announce(text)
    this.#element.hidden = !text
    this.#element.textContent = text ?? ""
  }
}
