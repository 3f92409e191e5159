// The three lists of the desk together: what waits, what is on the list, what was decided; which of them the keys
// act on, what is searched for, and whether all of it is held still for reading.

import { fill } from "../bind.js"
import { Lane } from "./lane.js"
import { holds, LANES, lanes } from "./order.js"

const RESORT = 4000

export class Queue {
  active = "waiting"
  frozen = false
  sought = ""

  #store
  #lanes
  #root
  #word
  #started = false
  #listeners = new Set()

  constructor(root, { store, face, word }) {
    this.#root = root
    this.#store = store
    this.#word = word
    this.#lanes = Object.fromEntries(LANES.map(name => [
      name, new Lane(root.querySelector(`[data-cards="${name}"]`), { name, face }),
    ]))
    root.addEventListener("click", event => this.#chosen(event.target))
    root.addEventListener("focusin", event => this.#chosen(event.target))
    store.subscribe(() => this.update())
    setInterval(() => this.#resort(), RESORT)
  }

  get selected() {
    return this.#store.questions.get(this.lane.selected) ?? null
  }

  get lane() {
    return this.#lanes[this.active]
  }

  update({ afresh = false } = {}) {
    if (!this.#store.meeting) return
    const hadFocus = document.activeElement
    const { questions } = this.#store
    const wanted = lanes([...questions.values()].filter(question => holds(question, this.sought)))
    for (const name of LANES) {
      this.#lanes[name].show(wanted[name], questions, { frozen: this.frozen, afresh: afresh || !this.#started })
      this.#label(name, wanted[name].length)
    }
    this.#start()
    this.#offer()
    // A card that left took the focus with it; the keys go on from the next.
    if (hadFocus !== document.activeElement && document.activeElement === document.body) this.lane.focus()
  }

  activate(name) {
    if (!LANES.includes(name)) return
    this.active = name
    this.#root.dataset.active = name
    const details = this.#root.querySelector(`details[data-lane="${name}"]`)
    if (details) details.open = true
    this.lane.focus()
    // A list that was folded has its size only after this.
    requestAnimationFrame(() => this.lane.reveal())
    this.#tell()
  }

  move(steps) {
    this.lane.move(steps)
    this.lane.focus()
    this.#tell()
  }

  moveOn(id) {
    this.lane.moveOn(id)
    this.lane.focus()
    this.#tell()
  }

  freeze(frozen) {
    this.frozen = frozen
    this.update({ afresh: !frozen })
    this.#tell()
  }

  search(text) {
    this.sought = text.trim()
    this.update({ afresh: true })
  }

  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  #chosen(target) {
    const name = target.closest("[data-lane]")?.dataset.lane
    if (!name) return
    this.active = name
    this.#root.dataset.active = name
    const id = target.closest("[data-cards] > [data-id]")?.dataset.id
    if (id) this.lane.select(id)
    this.#tell()
  }

  #label(name, count) {
    const lane = this.#root.querySelector(`[data-lane="${name}"]`)
    const { order, behind } = this.#lanes[name]
    lane.querySelector("[data-count]").textContent = count
    lane.querySelector("[data-empty]").hidden = order.length > 0 || Boolean(this.sought)
    lane.querySelector("[data-none-found]").hidden = order.length > 0 || !this.sought
    lane.querySelector("[data-lane-actions]")?.toggleAttribute("hidden", order.length === 0)
    const behindButton = lane.querySelector("[data-behind]")
    behindButton.hidden = behind === 0
    if (behind) behindButton.textContent = this.#word("behind", { num: behind })
  }

  // The buttons say what they would do to the selected question.
  #offer() {
    for (const name of LANES) {
      const actions = this.#root.querySelector(`[data-lane="${name}"] > [data-lane-actions]`)
      const question = this.#store.questions.get(this.#lanes[name].selected)
      if (actions && question) fill(actions, { state: question.state })
    }
  }

  #start() {
    if (this.#started) return
    this.#started = true
    this.active = this.#lanes.waiting.order.length || !this.#lanes.open.order.length ? "waiting" : "open"
    this.#root.dataset.active = this.active
    this.#tell()
  }

  #resort() {
    if (!this.frozen && this.#lanes.open.wantsSorting) this.update({ afresh: true })
  }

  #tell() {
    this.#offer()
    for (const listener of this.#listeners) listener()
  }
}
