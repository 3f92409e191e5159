// Draws what the hall sees into one `.picture`: on the stage itself, and small on the desk.

import { fill } from "../bind.js"
import { aroundMasks } from "../marks.js"
import { clock, timer } from "./timer.js"
import { fit } from "./fit.js"
import { shown } from "./shown.js"

export class Picture {
  #root
  #store
  #word
  #drawn = ""

  constructor(root, store, word) {
    this.#root = root
    this.#store = store
    this.#word = word
    this.#words = root.querySelector(".picture-words")
    new ResizeObserver(() => fit(this.#words)).observe(this.#words)
    setInterval(() => this.draw(), 1000)
    store.subscribe(() => this.draw())
  }

  #words

  draw() {
    if (!this.#store.meeting) return
    const scene = shown(this.#store)
    const picture = { ...scene, words: aroundMasks(scene.main), timer: this.#timer() }
    const drawn = JSON.stringify(picture)
    if (drawn === this.#drawn) return
    this.#drawn = drawn
    fill(this.#root, picture)
    fit(this.#words)
  }

  #timer() {
    const { meeting, items } = this.#store
    if (meeting.state !== "open") return null
    const minutes = items.get(meeting.current)?.minutes
    return timer(clock({ presentedAt: meeting.presented_at, minutes, now: this.#store.now() }), this.#word)
  }
}
