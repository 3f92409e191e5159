// Where a question is written. What is half typed is kept on the shelf; what was refused comes back here.

import { fill } from "../bind.js"
import { characters, towers } from "../characters.js"
import { fits } from "../frame.js"

const LIMIT = 500
const NEAR = 100
const KEPT = 12000

export class Composer {
  #form
  #text
  #name
  #counter
  #refusal
  #kept
  #shelf
  #word
  #open = true

  constructor(form, { shelf, word, onAsk }) {
    this.#form = form
    this.#text = form.elements.text
    this.#name = form.elements.name
    this.#counter = form.querySelector("#ask-count")
    this.#refusal = form.querySelector("#ask-refusal")
    this.#kept = form.querySelector("#ask-kept")
    this.#shelf = shelf
    this.#word = word
    this.#restore()
    this.#opening()
    form.addEventListener("input", () => this.#changed())
    form.addEventListener("keydown", event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
    })
    form.addEventListener("submit", event => {
      event.preventDefault()
      this.#send(onAsk)
    })
  }

  get empty() {
    return this.#text.value.trim() === ""
  }

  /** Words that were refused, with the reason; true when there was room to put them. */
  takeBack({ text, name }, reason) {
    if (!this.empty) return false
    this.#text.value = text
    if (this.#name && name) this.#nameAs(name)
    this.#changed()
    this.#say(reason)
    return true
  }

  /** Somebody wants to correct a refused question while another one is being written. */
  busy() {
    this.#say(this.#word("finish_first"))
    this.#text.focus()
  }

  /** Whether questions are taken at all; what is typed stays either way. */
  allow({ state, settings, stopped }) {
    const open = state === "open" && settings.asking
    if (open && !this.#open) this.#say(null)
    this.#open = open
    fill(this.#form, { state: stopped ? "stopped" : state, closed: state === "open" && !settings.asking })
    this.#measure()
  }

  #send(onAsk) {
    const text = this.#text.value.trim()
    if (!this.#open) return
    if (!text) return this.#text.focus()
    if (characters(text) > LIMIT) return this.#say(this.#word("too_long", { num: characters(text) - LIMIT }))
    const words = { text, ...(this.#name?.value.trim() ? { name: this.#name.value.trim() } : {}) }
    if (towers(text) || !fits(words)) return this.#say(this.#word("too_large"))
    onAsk(words)
    this.#text.value = ""
    this.#changed()
    // Shut again, so that the list is back; the line that stays tells where the question is now.
    document.activeElement.blur()
    this.#form.classList.add("shut")
    this.#kept.hidden = false
    setTimeout(() => { this.#kept.hidden = true }, KEPT)
  }

  // Opens with the field, and shuts when something else is touched or focused: never on a mere blur, which comes
  // before the click that caused it and would move the button away from under the finger.
  #opening() {
    const elsewhere = ({ target }) => {
      if (!this.#form.contains(target)) this.#form.classList.add("shut")
    }
    this.#form.classList.add("ready")
    this.#text.addEventListener("focus", () => this.#form.classList.remove("shut"))
    document.addEventListener("focusin", elsewhere)
    document.addEventListener("click", elsewhere)
  }

  #restore() {
    const draft = this.#shelf.read("draft")
    if (draft) {
      if (!this.#text.value) this.#text.value = draft.text ?? ""
      if (this.#name && !this.#name.value) this.#nameAs(draft.name)
    }
    // A fast thumb types before the scripts are awake.
    if (this.#text.value !== (draft?.text ?? "")) this.#keep()
    this.#measure()
  }

  #keep() {
    this.#shelf.write("draft", { text: this.#text.value, name: this.#name?.value ?? "" })
  }

  #nameAs(name = "") {
    this.#name.value = name
    this.#name.closest("details").open = name !== ""
  }

  #changed() {
    this.#keep()
    this.#say(null)
    this.#kept.hidden = true
    this.#measure()
  }

  #measure() {
    const left = LIMIT - characters(this.#text.value.trim())
    this.#form.classList.toggle("has-text", this.#text.value !== "")
    this.#form.querySelector("[type=submit]").disabled = !this.#open
    this.#counter.textContent = left < 0 ? this.#word("over", { num: -left }) : this.#word("left", { num: left })
    this.#counter.classList.toggle("trouble", left < 0)
    // Read out only when it begins to matter.
    this.#counter.setAttribute("aria-live", left <= NEAR && left % 20 === 0 || left < 0 ? "polite" : "off")
  }

  #say(reason) {
    this.#refusal.hidden = !reason
    this.#refusal.textContent = reason ?? ""
    this.#text.setAttribute("aria-invalid", String(Boolean(reason)))
  }
}
