// The other end of the official client's line, on a clock of our own: it answers when a test says so.

import { mock } from "node:test"

/** What came over any line, in order: { name, payload, answer(reply) }. */
export const asked = []
/** The lines that are open. */
export const lines = new Set()

const PING = 25_000
const OPEN = `0{"sid":"s","upgrades":[],"pingInterval":${PING},"pingTimeout":20000,"maxPayload":16384}`

class FakeWebSocket {
  #pings

  constructor() {
    setTimeout(() => {
      lines.add(this)
      this.onopen()
      this.#say(OPEN)
    }, 1)
    this.#pings = setInterval(() => this.#say("2"), PING)
  }

  send(packet) {
    if (packet.startsWith("40")) return void setTimeout(() => this.#say(`40{"sid":"s"}`), 1)
    const [, number, said] = /^42(\d+)(.*)$/s.exec(packet) ?? []
    if (!number) return
    const [name, payload] = JSON.parse(said)
    asked.push({ name, payload, answer: reply => this.#say(`43${number}${JSON.stringify([reply])}`) })
  }

  close() { lines.delete(this) }

  /** The line breaks, and both ends notice. */
  end() {
    clearInterval(this.#pings)
    lines.delete(this)
    this.onclose({})
  }

  /** Nothing more arrives, and nobody is told. */
  die() { clearInterval(this.#pings) }

  /** An event that nobody asked for. */
  tell(...event) { this.#say(`42${JSON.stringify(event)}`) }

  #say(data) {
    if (lines.has(this)) this.onmessage({ data })
  }
}

globalThis.WebSocket = FakeWebSocket
globalThis.location = { protocol: "http:", host: "localhost", hostname: "localhost", port: "" }
mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 0 })

/** Lets time go by, and everybody do what is due. */
export async function pass(seconds) {
  for (let gone = 0; gone < seconds * 1000; gone += 100) {
    mock.timers.tick(100)
    await new Promise(setImmediate)
  }
}

/** A phone sleeps: its clock goes on, and no timer runs. */
export function sleep(seconds) {
  mock.timers.setTime(Date.now() + seconds * 1000)
}
