// What this browser has still to say. It waits on the shelf, so a reload or a tunnel only delays it; it is sent
// in order, one at a time, under the same id until an answer comes, so it arrives exactly once.

import { fits } from "./frame.js"
import { uuid } from "./uuid.js"

const PAUSE = 2000
// What every reader's time is spent on is slowed by itself, so that nobody's support waits behind it.
const ASKING = ["question.ask", "seat.appeal"]

export class Outbox {
  #shelf
  #send
  #seat
  #ready = () => true
  #inFlight = null
  #timer = null
  // Until when the server wants less of one kind: it was told by somebody who went quickly.
  #holds = new Map()
  #ticking = null
  #listeners = new Set()

  /** `send(name, payload)` promises the ack, and rejects when none came; `seat` tells one seat from another. */
  constructor(shelf, send, seat = "") {
    this.#shelf = shelf
    this.#send = send
    this.#seat = seat
    shelf.watch("outbox", () => this.#tell({}))
  }

  /** Asked before each sending: no line, no attempt. */
  sendsWhen(ready) {
    this.#ready = ready
  }

  get waiting() {
    return this.#shelf.read("outbox", [])
  }

  add(name, payload) {
    const entry = { id: uuid(), name, payload, at: new Date().toISOString() }
    this.#change(entries => [...entries.filter(other => !this.#replaces(entry, other)), entry])
    this.flush()
    return entry
  }

  /** The last word on a question's support that is still on its way, or undefined. */
  vote(question) {
    const votes = this.waiting.filter(({ name, payload }) => name === "vote.cast" && payload.question === question)
    return votes.at(-1)?.payload.value
  }

  /** Seconds until this goes out by itself because too much was sent quickly; 0 where nothing holds it. */
  held({ name, refusal }) {
    const until = refusal ? 0 : this.#holds.get(kind(name)) ?? 0
    return Math.max(0, Math.ceil((until - Date.now()) / 1000))
  }

  /** Whether this is the one of its kind that goes out then; others come after it, one by one. */
  isNext({ id, name }) {
    return this.waiting.find(each => !each.refusal && kind(each.name) === kind(name))?.id === id
  }

  /** The seconds of the last word on a question's support, or on whatever else is under way about it. */
  heldAbout(question) {
    return Math.max(0, ...this.waiting.filter(({ payload }) => payload.question === question).map(entry => this.held(entry)))
  }

  /**
   * What was tried from a seat that is lost may have arrived, and would arrive again from this one. A vote is let go,
   * words wait for their author with the reason.
   */
  leaveToAuthor(message) {
    const strays = this.waiting.filter(entry => this.#strayed(entry))
    if (!strays.length) return
    const refusal = { code: "seat.other", message }
    // What was said to the moderator was about that other seat.
    const words = strays.filter(({ name, payload }) => "text" in payload && name !== "seat.appeal")
      .map(({ payload: { text, name }, ...entry }) => ({ ...entry, name: "question.ask", payload: { text, name }, refusal }))
    this.#change(entries => entries.flatMap(entry => this.#strayed(entry) ? words.filter(({ id }) => id === entry.id) : [entry]))
    for (const refused of words) this.#tell({ refused })
  }

  discard(id) {
    this.#change(entries => entries.filter(entry => entry.id !== id))
  }

  async flush() {
    if (this.#inFlight || !this.#ready()) return
    const entry = this.waiting.find(each => !each.refusal && !this.held(each))
    if (!entry) return
    clearTimeout(this.#timer)
    this.#inFlight = entry.id
    this.#try(entry)
    let answer
    try {
      answer = await this.#send(entry.name, { ...entry.payload, id: entry.id })
    } catch {
      answer = null
    }
    this.#inFlight = null
    if (!this.waiting.some(({ id }) => id === entry.id)) return this.flush()
    if (answer?.ok) this.#acknowledged(entry, answer)
    else if (answer?.error?.code === "seat.too_fast") this.#hold(entry, answer.error.wait)
    else if (answer?.error && !passing(answer.error)) this.#refused(entry, answer.error)
    else return this.#later((answer?.error?.retry_after ?? 0) * 1000 || PAUSE)
    this.flush()
  }

  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  // Written down before it leaves: the browser may not live to hear the answer.
  #try({ id, tried }) {
    if (tried === this.#seat) return
    const entries = this.waiting.map(entry => entry.id === id ? { ...entry, tried: this.#seat } : entry)
    this.#shelf.write("outbox", entries)
  }

  #strayed({ tried, refusal }) {
    return !refusal && Boolean(tried && this.#seat) && tried !== this.#seat
  }

  #acknowledged(entry, ack) {
    this.#tell({ acknowledged: entry, ack })
    this.#change(entries => entries.filter(({ id }) => id !== entry.id))
  }

  // Words that were refused stay until their author has taken them back; a refused vote has nothing to keep.
  #refused(entry, error) {
    const refusal = { code: error.code, message: error.message }
    this.#change(entries => "text" in entry.payload
      ? entries.map(other => other.id === entry.id ? { ...other, refusal } : other)
      : entries.filter(({ id }) => id !== entry.id))
    this.#tell({ refused: { ...entry, refusal } })
  }

  // Nothing is lost and nothing is to be done: it goes out by itself, and meanwhile one can see when.
  #hold({ name }, seconds = 1) {
    this.#holds.set(kind(name), Date.now() + seconds * 1000)
    this.#ticking ??= setTimeout(() => this.#tick(), 1000)
    this.#tell({ held: { name, seconds } })
  }

  #tick() {
    for (const [name, until] of this.#holds) if (until <= Date.now()) this.#holds.delete(name)
    this.#ticking = this.#holds.size ? setTimeout(() => this.#tick(), 1000) : null
    this.#tell({})
    this.flush()
  }

  #later(delay) {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.flush(), delay)
  }

  // The latest vote on a question wins. One that was tried is settled first, under its own id: an old line may still
  // deliver it, and then nothing is done any more.
  #replaces(entry, other) {
    return entry.name === "vote.cast" && other.name === "vote.cast"
      && entry.payload.question === other.payload.question && !("tried" in other)
  }

  // Read again each time: another tab of the same meeting writes to the same shelf.
  #change(edit) {
    this.#shelf.write("outbox", edit(this.waiting))
    this.#tell({})
  }

  #tell(news) {
    for (const listener of this.#listeners) listener(news)
  }
}

function kind(name) {
  return ASKING.includes(name) ? "asking" : "acting"
}

/** Not a judgement of what was said, only of the moment: the same words may go through later. */
function passing({ code = "" }) {
  return /^(limit|server)\b/.test(code)
}

/**
 * Sends over this socket: the acknowledgement, however late it comes; rejects when the line goes first.
 * `tooLarge()` is the reason given for what no message can carry: it must not stand in the way of what is behind it.
 */
export function over(socket, tooLarge) {
  return async (name, payload) => fits(payload)
    ? socket.emitWithAck(name, payload)
    : { error: { code: "payload.too_large", message: tooLarge() } }
}
