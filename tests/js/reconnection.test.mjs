// How a hall comes back to a server that was away: the real client with the real settings, on a clock of our own.

import { mock, test } from "node:test"
import assert from "node:assert/strict"

const PHONES = 400
const STEP = 20
// What the server's being there again may cost: the last phone's wait, and the share that comes within any 100 ms.
const BACK_WITHIN = 5000
const AT_ONCE = 0.15

let up = true
let arrivals = []
const open = new Set()

class FakeWebSocket {
  constructor() {
    setTimeout(() => up ? this.#comeUp() : this.onerror({}), 1)
  }

  send(packet) {
    if (packet.startsWith("40")) setTimeout(() => this.onmessage({ data: `40{"sid":"s"}` }), 1)
  }

  close() { open.delete(this) }

  #comeUp() {
    arrivals.push(Date.now())
    open.add(this)
    this.onopen()
    this.onmessage({ data: `0{"sid":"s","upgrades":[],"pingInterval":1e9,"pingTimeout":1e9,"maxPayload":16384}` })
  }
}

globalThis.WebSocket = FakeWebSocket
globalThis.location = { protocol: "http:", host: "localhost", hostname: "localhost", port: "" }
mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 0 })
let seed = 1
mock.method(Math, "random", () => (seed = seed * 48271 % 2147483647) / 2147483647)
const { open: connect } = await import("../../static/js/socket.js")

async function pass(milliseconds) {
  for (let gone = 0; gone < milliseconds; gone += STEP) {
    mock.timers.tick(STEP)
    await new Promise(setImmediate)
  }
}

function busiest(times) {
  return Math.max(...times.map(time => times.filter(other => other >= time && other < time + 100).length))
}

const sockets = Array.from({ length: PHONES }, () => connect({ code: "ABCDEFGH", screen: "room" }))
await pass(100)

for (const away of [0, 1500, 4000, 15000, 60000]) {
  test(`a hall comes back to a server that was away for ${away} ms`, async () => {
    assert.equal(sockets.filter(({ connected }) => connected).length, PHONES)
    up = away === 0
    for (const socket of open) socket.onclose({})
    open.clear()
    arrivals = []
    await pass(away)
    up = true
    const back = Date.now()
    await pass(BACK_WITHIN + 1000)
    assert.equal(sockets.filter(({ connected }) => connected).length, PHONES)
    assert.ok(Math.max(...arrivals) - back <= BACK_WITHIN, `the last after ${Math.max(...arrivals) - back} ms`)
    assert.ok(busiest(arrivals) <= AT_ONCE * PHONES, `${busiest(arrivals)} of ${PHONES} within 100 ms`)
  })
}
