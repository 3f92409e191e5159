// Asking is switched off for this person: said in the place of the composer, with a way to appeal.

import { fill } from "../bind.js"

const KEPT = "appeal"
// Whether a message of theirs has reached the moderator since they were muted: the answer may come while this sleeps.
const APPEALED = "appealed"

export class Muted {
  #section
  #composer
  #store
  #outbox
  #shelf
  #announce
  #word
  #seen = null

  constructor(section, composer, { store, outbox, shelf, word, announce }) {
    this.#section = section
    this.#composer = composer
    this.#store = store
    this.#outbox = outbox
    this.#shelf = shelf
    this.#word = word
    this.#announce = announce
    const field = this.#field
    field.value ||= shelf.read(KEPT) ?? ""
    if (field.value) field.closest("details").open = true
    field.addEventListener("input", () => {
      shelf.write(KEPT, field.value)
      this.#say(null)
    })
    composer.addEventListener("submit", () => { this.#unmuted.hidden = true })
  }

  /** Sends what was typed to the moderator, once. */
  appeal() {
    const text = this.#field.value.trim()
    if (!text) return this.#field.focus()
    this.#outbox.add("seat.appeal", { text })
    this.#shelf.remove(KEPT)
    this.#field.value = ""
  }

  /** Words that were refused, with the reason. */
  takeBack(text, reason) {
    if (!this.#field.value) this.#field.value = text
    this.#field.closest("details").open = true
    this.#say(reason)
  }

  update() {
    const { muted, appeal } = this.#store
    const sending = this.#outbox.waiting.findLast(({ name }) => name === "seat.appeal")
    this.#section.hidden = !muted
    this.#composer.hidden = muted
    fill(this.#section, {
      appeal: appeal ?? sending?.payload.text ?? null,
      sending: Boolean(sending),
      kept: muted && !appeal && !sending && this.#answered(),
      draft: this.#composer.elements.text.value.trim() || null,
    })
    this.#remember({ muted, appeal })
    this.#tell({ muted, appeal })
  }

  #answered() {
    return this.#shelf.read(APPEALED, false)
  }

  #remember({ muted, appeal }) {
    if (muted && appeal && !this.#answered()) this.#shelf.write(APPEALED, true)
    if (!muted && this.#answered()) this.#shelf.remove(APPEALED)
    if (this.#seen?.muted && !muted) this.#unmuted.hidden = false
    if (muted) this.#unmuted.hidden = true
  }

  // Read out when it changes, and not when the page begins with it.
  #tell(now) {
    const before = this.#seen
    this.#seen = now
    if (!before) return
    if (now.muted !== before.muted) this.#announce(this.#word(now.muted ? "muted" : "unmuted"))
    else if (now.muted && before.appeal && !now.appeal) this.#announce(this.#word("still_muted"))
  }

  #say(reason) {
    const place = this.#section.querySelector("#appeal-refusal")
    place.hidden = !reason
    place.textContent = reason ?? ""
  }

  get #unmuted() {
    return document.getElementById("unmuted")
  }

  get #field() {
    return this.#section.querySelector("textarea")
  }
}
