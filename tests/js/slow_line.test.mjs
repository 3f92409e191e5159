// A line that is slow, or is lost under way: the page's own scripts and the real client, on a clock of our own.

import { afterEach, beforeEach, test } from "node:test"
import assert from "node:assert/strict"
import { asked, lines, pass, sleep } from "./fake_server.mjs"
import { Connection, rejoinOnReturn } from "../../static/js/connection.js"
import { Outbox, over } from "../../static/js/outbox.js"
import { Shelf } from "../../static/js/shelf.js"
import { Store } from "../../static/js/store.js"
const { open } = await import("../../static/js/socket.js")

const STATE = {
  ok: true, audience: "everyone", revision: { everyone: 3 },
  you: { mine: { questions: [], votes: [] } }, state: { meeting: { state: "open" }, items: {}, questions: {} },
}

let socket, connection, outbox

beforeEach(async () => {
  socket = open({ code: "ABCDEFGH", screen: "room" })
  connection = new Connection(socket, new Store())
  outbox = new Outbox(new Shelf("ABCDEFGH", null), over(socket))
  outbox.sendsWhen(() => connection.status === "online")
  connection.subscribe(status => { if (status === "online") outbox.flush() })
  await pass(1)
})

afterEach(async () => {
  socket.disconnect()
  asked.length = 0
  await pass(1)
})

test("the state is asked for once, however long it takes to come", async () => {
  await pass(60)
  assert.deepEqual(asked.map(({ name }) => name), ["join"])
  asked[0].answer(STATE)
  await pass(1)
  assert.equal(connection.status, "online")
})

test("a command is sent once, however long its acknowledgement takes to come", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  outbox.add("vote.cast", { question: "q", value: 1 })
  await pass(60)
  assert.deepEqual(asked.map(({ name }) => name), ["vote.cast"])
  asked[0].answer({ ok: true, revision: 4 })
  await pass(1)
  assert.deepEqual(outbox.waiting, [])
})

test("what had no answer when the line went is said again over the next one, under the same id", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  const { id } = outbox.add("vote.cast", { question: "q", value: 1 })
  connection.join()
  await pass(1)
  for (const line of lines) line.end()
  await pass(5)
  assert.deepEqual(asked.map(({ name }) => name), ["vote.cast", "join", "join"])
  asked.at(-1).answer(STATE)
  await pass(1)
  asked.at(-1).answer({ ok: true, revision: 4 })
  await pass(1)
  assert.deepEqual(asked.filter(({ name }) => name === "vote.cast").map(({ payload }) => payload.id), [id, id])
  assert.deepEqual(outbox.waiting, [])
})

test("what is said while the line is found dead waits for the next one, and is said there once", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  for (const line of lines) line.die()
  sleep(60)
  connection.join()
  outbox.add("vote.cast", { question: "q", value: 1 })
  await pass(5)
  assert.deepEqual(asked.map(({ name }) => name), ["join"])
  asked[0].answer(STATE)
  await pass(1)
  assert.deepEqual(asked.map(({ name }) => name), ["join", "vote.cast"])
})

const joins = () => asked.filter(({ name }) => name === "join").length

test("a line that is doubted and answers is kept", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  const [line] = lines
  connection.probe()
  await pass(1)
  asked.shift().answer(STATE)
  await pass(60)
  assert.deepEqual([...lines], [line])
  assert.equal(joins(), 0)
})

test("a line that is doubted and does not answer gives way to a new one, over which the rest is said", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  const [line] = lines
  line.die()
  outbox.add("vote.cast", { question: "q", value: 1 })
  connection.probe()
  await pass(20)
  assert.equal(lines.has(line), false)
  assert.equal(lines.size, 1)
  asked.at(-1).answer(STATE)
  await pass(3)
  assert.deepEqual(asked.map(({ name }) => name), ["vote.cast", "join", "join", "vote.cast"])
  assert.equal(asked[0].payload.id, asked[3].payload.id)
})

test("a line that is doubted is kept for whatever is heard over it", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  outbox.add("vote.cast", { question: "q", value: 1 })
  await pass(1)
  for (const hear of [
    line => line.tell("heartbeat", { everyone: 3 }),
    () => asked.find(({ name }) => name === "vote.cast").answer({ ok: true, revision: 4 }),
  ]) {
    const [line] = lines
    connection.probe()
    await pass(1)
    hear(line)
    await pass(60)
    assert.deepEqual([...lines], [line])
    asked.find(({ name }) => name === "join").answer(STATE)
    await pass(1)
    asked.splice(0, asked.length, ...asked.filter(({ name }) => name === "vote.cast"))
  }
})

test("a line that was slow before may be slow again", async () => {
  await pass(40)
  asked.shift().answer(STATE)
  await pass(1)
  const [line] = lines
  connection.probe()
  await pass(60)
  assert.deepEqual([...lines], [line])
  assert.equal(joins(), 1)
})

test("a line whose first answer is not here yet is left in peace, however often the phone is looked at", async () => {
  const [line] = lines
  for (let look = 0; look < 3; look++) {
    connection.probe()
    await pass(12)
  }
  assert.deepEqual([...lines], [line])
  assert.equal(joins(), 1)
})

test("without a line, a look at the phone does not wait for the next attempt", async () => {
  for (const line of lines) line.end()
  connection.probe()
  await pass(0.1)
  assert.equal(lines.size, 1)
})

/** A hall of phones that all see the same, each with a chance of its own; when each of them asked, and gave its line up. */
async function hall(event, phones = 60) {
  const seen = {}
  globalThis.document = { visibilityState: "visible", addEventListener: (name, listener) => (seen[name] ??= []).push(listener) }
  globalThis.addEventListener = document.addEventListener
  const begun = Date.now()
  const probed = [], renewed = []
  for (let phone = 0; phone < phones; phone++) {
    const here = new FakeSocket(() => probed.push(Date.now() - begun), () => renewed.push(Date.now() - begun))
    rejoinOnReturn(new Connection(here, new Store()))
    here.comeUp()
  }
  probed.length = 0
  for (const listener of seen[event]) listener()
  await pass(30)
  return { probed, renewed }
}

/** Answers its first join and nothing after. */
class FakeSocket {
  connected = false
  io = { on() {} }
  #heard = {}
  #told
  #answered = false

  constructor(joined, renewed) {
    this.#told = { joined, renewed }
  }

  on(event, listener) { this.#heard[event] = listener }

  emit(name, payload, reply) {
    this.#told.joined()
    if (!this.#answered) reply(STATE)
    this.#answered = true
  }

  disconnect() {
    this.#told.renewed()
    return this
  }

  connect() {}

  comeUp() {
    this.connected = true
    this.#heard.connect()
  }
}

const span = times => Math.max(...times) - Math.min(...times)

test("a hall that comes into its network again asks, and gives its lines up, not in one moment", async () => {
  const { probed, renewed } = await hall("online")
  assert.equal(probed.length, 60)
  assert.ok(span(probed) > 1000 && Math.max(...probed) <= 3100, String(probed))
  assert.equal(renewed.length, 60)
  assert.ok(span(renewed) > 4000, String(renewed))
})

test("a phone that is looked at asks soon", async () => {
  const { probed } = await hall("visibilitychange")
  assert.equal(probed.length, 60)
  assert.ok(span(probed) > 100 && Math.max(...probed) <= 600, String(probed))
})

test("a phone that joined too often waits as long as it is told, and does not call that a lost line", async () => {
  asked.shift().answer(STATE)
  await pass(1)
  connection.join()
  await pass(1)
  asked.shift().answer({ error: { code: "seat.too_fast", message: "Soon.", wait: 4 } })
  await pass(3)
  assert.equal(connection.status, "online")
  assert.equal(joins(), 0)
  await pass(2)
  assert.equal(joins(), 1)
})
