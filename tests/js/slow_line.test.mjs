// A line that is slow, or is lost under way: the page's own scripts and the real client, on a clock of our own.

import { afterEach, beforeEach, test } from "node:test"
import assert from "node:assert/strict"
import { asked, lines, pass, sleep } from "./fake_server.mjs"
import { Connection } from "../../static/js/connection.js"
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
  await pass(15)
  assert.equal(lines.has(line), false)
  assert.equal(lines.size, 1)
  asked.at(-1).answer(STATE)
  await pass(3)
  assert.deepEqual(asked.map(({ name }) => name), ["vote.cast", "join", "join", "vote.cast"])
  assert.equal(asked[0].payload.id, asked[3].payload.id)
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
