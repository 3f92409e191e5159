// What the moderator does. An act shows as pending until the server has said yes and its change has arrived; a
// refusal changes nothing and is told in the server's own sentence. Nothing is ever shown as done that is not.

import { uuid } from "../uuid.js"
import { inverse } from "./inverse.js"
import { stands } from "./standing.js"

const MEMORY = 50
// The pulse follows the ack within a moment; a mark never outlives a lost one.
const ARRIVAL = 3000
// After this long without an answer that is said, and the line is doubted; the act waits on, as long as the line lives.
const PATIENCE = 5000

export class Acts {
  #store
  #send
  #online
  #done = []
  #state = null
  #acknowledged = 0
  #undoing = Promise.resolve()
  #pending = new Map()
  #refusals = new Map()
  #listeners = new Set()

  /** `send(name, payload)` promises the ack, and rejects when none came. */
  constructor({ store, send, online }) {
    this.#store = store
    this.#send = send
    this.#online = online
    store.subscribe(() => this.#arrived())
  }

  /** Does steps [name, payload] one after the other, as one act; true when all were accepted. A third is its name. */
  async perform(...steps) {
    const entry = { name: told(steps.at(-1)), subject: this.#subject(steps[0]), back: [], stands: () => true }
    entry.done = this.#steps(steps, ({ name, payload, before, ack }) => {
      entry.back.unshift(...inverse(name, payload, before, ack))
      entry.stands = now => stands(name, payload, before, now, ack)
    })
    this.#remember(entry)
    const done = await entry.done
    const accepted = done === "accepted"
    // What did not happen is forgotten. What cannot be taken back stays: nothing before it is undone by mistake.
    if (!entry.back.length && !accepted && done !== "unanswered") this.#done = this.#done.filter(other => other !== entry)
    const { name, subject } = entry
    this.#tell(accepted ? { kind: "did", name, subject } : { kind: "settled", subject })
    return accepted
  }

  /** Takes the last act back, unless somebody went on from it; one after the other. */
  undo() {
    const next = () => this.#undo()
    return this.#undoing = this.#undoing.then(next, next)
  }

  get online() {
    return this.#online()
  }

  get undoable() {
    return this.#done.length > 0
  }

  pending(id) {
    return this.#pending.has(id)
  }

  refusal(id) {
    return this.#refusals.get(id) ?? null
  }

  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  async #undo() {
    const entry = this.#done.pop()
    if (!entry) return this.#tell({ kind: "nothing" })
    const { name, subject, back } = entry
    const done = await entry.done
    if (done === "unanswered") return this.#tell({ kind: "unknown", name, subject })
    if (!back.length) return this.#tell({ kind: done === "accepted" ? "final" : "settled", name, subject })
    // Until one's own changes have arrived, nothing newer is known.
    if (this.#store.revision >= this.#acknowledged && !entry.stands(this.#look())) return this.#tell({ kind: "changed", name, subject })
    const undone = await this.#steps(back)
    if (undone === "unsent" || undone === "unanswered") this.#remember(entry)
    this.#tell({ kind: undone === "accepted" ? "undone" : "settled", name, subject })
  }

  async #steps(steps, each = () => {}) {
    for (const step of steps) {
      const before = this.#look()
      const [name, payload] = typeof step === "function" ? step(before) ?? [] : step
      if (!name) continue
      if (!this.#online()) {
        this.#tell({ kind: "offline", subject: this.#subject([name, payload]) })
        return "unsent"
      }
      const ack = await this.#one(name, payload)
      if (!ack) return "unanswered"
      if (!ack.ok) return "refused"
      this.#acknowledged = Math.max(this.#acknowledged, ack.revision)
      each({ name, payload, before, ack })
    }
    return "accepted"
  }

  async #one(name, payload) {
    const subject = this.#subject([name, payload])
    const mark = { revision: Infinity }
    this.#refusals.delete(subject)
    this.#pending.set(subject, mark)
    this.#tell({ kind: "pending", subject })
    const doubt = setTimeout(() => this.#tell({ kind: "late", subject }), PATIENCE)
    const ack = await this.#send(name, { ...payload, id: uuid() }).catch(() => null)
    clearTimeout(doubt)
    const settled = () => {
      if (this.#pending.get(subject) === mark) this.#pending.delete(subject)
    }
    if (ack?.ok && ack.revision > this.#store.revision) {
      mark.revision = ack.revision
      setTimeout(() => { settled(); this.#tell({ kind: "settled", subject }) }, ARRIVAL)
      return ack
    }
    settled()
    if (ack?.error) this.#refusals.set(subject, ack.error.message ?? ack.error.code)
    if (ack?.ok) this.#tell({ kind: "settled", subject })
    else this.#tell({ kind: ack ? "refused" : "lost", name, subject, message: ack?.error.message })
    return ack
  }

  #arrived() {
    // What a paused or ended meeting refused, an open one may take.
    const { state } = this.#store.meeting
    if (state !== this.#state) this.#refusals.clear()
    this.#state = state
    for (const [subject, { revision }] of this.#pending) {
      if (this.#store.revision >= revision) this.#pending.delete(subject)
    }
  }

  #remember(entry) {
    this.#done.push(entry)
    if (this.#done.length > MEMORY) this.#done.shift()
  }

  #subject([name, payload]) {
    return payload.question ?? payload.from ?? payload.item ?? (name === "question.highlight" ? this.#store.meeting.highlighted : name)
  }

  #look() {
    const { meeting, questions, items } = this.#store
    return { meeting, questions: new Map(questions), items: new Map(items) }
  }

  #tell(news) {
    for (const listener of this.#listeners) listener(news)
  }
}

// What it is called when it is told: highlighting nothing takes a question off the stage, showing not all of it hides it.
function told([name, payload, as]) {
  if (as) return as
  if (name === "question.highlight" && payload.question === null) return "question.lower"
  return name === "question.unmask" && !payload.whole ? "question.mask" : name
}
