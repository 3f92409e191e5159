// The three lists of the desk together: what waits, what is on the list, what was decided; which of them the keys
// act on, what is searched for, and whether all of it is held still for reading.

import { Lane } from "./lane.js"
import { frame, offer } from "./lane_frame.js"
import { appeals, holds, LANES, lanes } from "./order.js"

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
  #followed = null
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

  /** The question of whoever has waited for longest with an appeal, or undefined. */
  get appeal() {
    return appeals([...this.#store.questions.values()])[0]
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
      frame(this.#section(name), { lane: this.#lanes[name], count: wanted[name].length, sought: this.sought, word: this.#word })
    }
    this.#tellOfAppeals(appeals([...questions.values()]).length)
    this.#start()
    this.#follow()
    this.#offer()
    // A card that left took the focus with it; the keys go on from the next.
    if (hadFocus !== document.activeElement && document.activeElement === document.body) this.lane.focus()
  }

  activate(name) {
    if (!LANES.includes(name)) return
    this.active = name
    this.#root.dataset.active = name
    const section = this.#section(name)
    if (section.matches("details")) section.open = true
    this.lane.focus()
    // A list that was folded has its size only after this.
    requestAnimationFrame(() => this.lane.reveal())
    this.#tell()
  }

  /** Selects a question in whichever list it stands. */
  select(id) {
    const name = LANES.find(name => this.#lanes[name].order.includes(id))
    if (!name) return
    this.#lanes[name].select(id)
    this.activate(name)
  }

  /** The same, and goes with it to another list as long as `moving` says so and the hand stays away. */
  follow(id, moving) {
    this.#followed = { id, moving }
    this.#follow()
  }

  move(steps) {
    this.#followed = null
    this.lane.move(steps)
    this.lane.focus()
    this.#tell()
  }

  moveOn(id) {
    this.#followed = null
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

  #follow() {
    if (!this.#followed) return
    const { id, moving } = this.#followed
    this.select(id)
    if (!moving()) this.#followed = null
  }

  #chosen(target) {
    const name = target.closest("[data-lane]")?.dataset.lane
    if (!name) return
    this.active = name
    this.#root.dataset.active = name
    const id = target.closest("[data-cards] > [data-id]")?.dataset.id
    if (id) this.lane.select(id)
    if (id !== this.#followed?.id) this.#followed = null
    this.#tell()
  }

  #offer() {
    for (const name of LANES) offer(this.#section(name), this.#store.questions.get(this.#lanes[name].selected))
  }

  // In the list that is always looked at, wherever the question stands.
  #tellOfAppeals(num) {
    const button = this.#root.querySelector("[data-appeals]")
    button.hidden = num === 0
    if (num) button.textContent = this.#word("appeals", { num })
  }

  #section(name) {
    return this.#root.querySelector(`[data-lane="${name}"]`)
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
