// What the moderator does. An act shows as pending until the server has said yes and its change has arrived; a
// refusal changes nothing and is told in the server's own sentence. Nothing is ever shown as done that is not.

import { uuid } from "../uuid.js"
import { inverse } from "./inverse.js"

const MEMORY = 50
// The pulse follows the ack within a moment; a mark never outlives a lost one.
const ARRIVAL = 3000

export class Acts {
  #store
  #send
  #online
  #done = []
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

  /** Does steps [name, payload] one after the other, as one act; true when all were accepted. */
  async perform(...steps) {
    const entry = { name: told(steps.at(-1)), subject: this.#subject(steps[0]), back: [] }
    const done = this.#steps(steps, ({ name, payload, before, ack }) => {
      entry.back.unshift(...inverse(name, payload, before, ack))
    })
    entry.done = done
    this.#remember(entry)
    const accepted = await done === "accepted"
    if (!entry.back.length) this.#done = this.#done.filter(other => other !== entry)
    if (accepted) this.#tell({ kind: "did", name: entry.name, subject: entry.subject, undoable: entry.back.length > 0 })
    else this.#tell({ kind: "settled", subject: entry.subject })
    return accepted
  }

  /** Takes the last act back. */
  async undo() {
    const entry = this.#done.pop()
    if (!entry) return this.#tell({ kind: "nothing" })
    await entry.done
    if (!entry.back.length) return
    const undone = await this.#steps(entry.back)
    if (undone === "unanswered") this.#remember(entry)
    if (undone === "accepted") this.#tell({ kind: "undone", name: entry.name, subject: entry.subject })
    else this.#tell({ kind: "settled", subject: entry.subject })
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

  async #steps(steps, each = () => {}) {
    let ack = {}
    for (const step of steps) {
      const [name, payload] = typeof step === "function" ? step(ack) : step
      const before = this.#look()
      ack = await this.#one(name, payload)
      if (!ack) return "unanswered"
      if (!ack.ok) return "refused"
      each({ name, payload, before, ack })
    }
    return "accepted"
  }

  async #one(name, payload) {
    const subject = this.#subject([name, payload])
    if (!this.#online()) return void this.#tell({ kind: "offline", name, subject })
    const mark = { revision: Infinity }
    this.#refusals.delete(subject)
    this.#pending.set(subject, mark)
    this.#tell({ kind: "pending", subject })
    const ack = await this.#send(name, { ...payload, id: uuid() }).catch(() => null)
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

// What it is called when it is told: highlighting nothing takes a question off the stage.
function told([name, payload]) {
  return name === "question.highlight" && payload.question === null ? "question.lower" : name
}
