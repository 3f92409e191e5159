// The programme as it is played: what is on now and for how long, what comes next.

import { card, fill } from "../bind.js"
import { reconcile } from "../reconcile.js"
import { clock } from "../stage/timer.js"

export class RunOfShow {
  #list
  #next
  #store
  #acts
  #word
  #current

  constructor(root, { store, acts, word }) {
    this.#list = root.querySelector("[data-items]")
    this.#next = root.querySelector("[data-next]")
    this.#store = store
    this.#acts = acts
    this.#word = word
    store.subscribe(() => this.update())
    acts.subscribe(() => this.update())
    setInterval(() => this.update(), 1000)
  }

  get items() {
    return [...this.#store.items.values()].sort((one, other) => one.position - other.position)
  }

  /** What n presents: the item after the current one, the first where there is none. */
  get next() {
    const { items } = this
    const place = items.findIndex(({ id }) => id === this.#store.meeting.current)
    return items[place + 1] ?? null
  }

  update() {
    const { meeting } = this.#store
    if (!meeting) return
    const { items, next } = this
    const entries = items.map((item, place) => ({
      ...item,
      number: place + 1,
      planned: item.minutes ? this.#word("planned", { num: item.minutes }) : null,
      current: item.id === meeting.current && "step",
      pending: this.#acts.pending(item.id),
      refusal: this.#acts.refusal(item.id),
      first: place === 0,
      last: place === items.length - 1,
      ...(item.id === meeting.current ? this.#time(item, meeting) : { gone: null, rest: null, share: null, over: false }),
    }))
    reconcile(this.#list, entries, { make: () => card("desk-item"), fill })
    if (this.#next) {
      this.#next.disabled = !next
      fill(this.#next, { title: next?.title ?? this.#word("nothing_next") })
    }
    if (this.#current !== meeting.current) this.#reveal(meeting.current)
  }

  #time(item, meeting) {
    const time = clock({ presentedAt: meeting.presented_at, minutes: item.minutes, now: this.#store.now() })
    if (!time) return { gone: null, rest: null, share: null, over: false }
    const gone = this.#word("gone", { num: time.elapsed })
    if (time.left === null) return { gone, rest: null, share: null, over: false }
    return { gone, over: time.over !== null, share: time.share, rest: this.#rest(time) }
  }

  #rest({ left, over }) {
    if (over === null) return this.#word("minutes_left", { num: left })
    return over ? this.#word("minutes_over", { num: over }) : this.#word("time_up")
  }

  #reveal(id) {
    this.#current = id
    const node = id && this.#list.querySelector(`[data-id="${CSS.escape(id)}"]`)
    if (node && getComputedStyle(this.#list).overflowY === "auto") {
      this.#list.scrollTop += node.getBoundingClientRect().top - this.#list.getBoundingClientRect().top
    }
  }
}
