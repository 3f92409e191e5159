import { test } from "node:test"
import assert from "node:assert/strict"
import { Connection } from "../../static/js/connection.js"
import { Store } from "../../static/js/store.js"

/** A socket whose joins are answered when the test says so. */
class FakeSocket {
  connected = false
  active = true
  joins = []
  io = { on() {} }
  #heard = {}

  on(event, listener) { this.#heard[event] = listener }
  hear(event, message) { this.#heard[event](message) }
  emit(name, payload, reply) { this.joins.push(reply) }
  connect() { this.reconnected = true }

  comeUp() {
    this.connected = true
    this.hear("connect")
  }
}

const reply = (revision, questions = {}) => ({
  ok: true, audience: "everyone", revision: { everyone: revision },
  you: { mine: { questions: [], votes: [] } }, state: { meeting: { state: "open" }, items: {}, questions },
})
const pulse = (from, to, id = `q${to}`) => ({ audience: "everyone", from, to, set: { questions: { [id]: { id } } }, drop: {} })

function line() {
  const socket = new FakeSocket()
  const store = new Store()
  return { socket, store, connection: new Connection(socket, store) }
}

test("it joins as soon as there is a line, and is online once the state is here", () => {
  const { socket, connection, store } = line()
  assert.equal(connection.status, "connecting")
  socket.comeUp()
  assert.equal(connection.status, "connecting")
  socket.joins[0](reply(3))
  assert.equal(connection.status, "online")
  assert.equal(store.revision, 3)
})

test("a pulse that overtakes the answer to a join is not lost", () => {
  const { socket, store } = line()
  socket.comeUp()
  socket.hear("pulse", pulse(3, 4))
  socket.joins[0](reply(3))
  assert.equal(store.revision, 4)
  assert.equal(store.questions.has("q4"), true)
})

test("a vote acknowledged while a state read before it is on its way does not vanish", () => {
  const { socket, store } = line()
  socket.comeUp()
  socket.joins[0](reply(7))
  socket.hear("pulse", pulse(8, 9))
  store.voted("q", 1, 8)
  socket.joins[1](reply(7))
  assert.deepEqual([...store.mine.votes], ["q"])
})

test("a gap, or a heartbeat ahead of us, joins again: once at a time", () => {
  const { socket, store } = line()
  socket.comeUp()
  socket.joins[0](reply(3))
  socket.hear("pulse", pulse(5, 6))
  socket.hear("pulse", pulse(6, 7))
  socket.hear("heartbeat", { everyone: 7 })
  assert.equal(socket.joins.length, 2)
  socket.joins[1](reply(7))
  assert.equal(store.revision, 7)
  socket.hear("heartbeat", { everyone: 7 })
  assert.equal(socket.joins.length, 2)
})

test("a line that goes is said, and coming back joins again", () => {
  const { socket, connection } = line()
  socket.comeUp()
  socket.joins[0](reply(3))
  socket.connected = false
  socket.hear("disconnect", "transport close")
  assert.equal(connection.status, "offline")
  socket.comeUp()
  assert.equal(socket.joins.length, 2)
})

test("a seat that is gone is a refusal, with its reason, and not knocked at again", () => {
  const { socket, connection } = line()
  socket.active = false
  socket.hear("connect_error", { message: "seat.unknown", data: { error: { code: "seat.unknown", message: "Join again." } } })
  assert.equal(connection.status, "refused")
  assert.equal(connection.refusal.message, "Join again.")
})

test("the end of the meeting is told by the event alone", () => {
  const { socket, store } = line()
  socket.comeUp()
  socket.joins[0](reply(3))
  socket.hear("ended", {})
  assert.equal(store.meeting.state, "ended")
  assert.equal(socket.joins.length, 1)
})

test("asked to join again, it does so once within the time, however often it is asked meanwhile", t => {
  t.mock.timers.enable({ apis: ["setTimeout"] })
  const { socket } = line()
  socket.comeUp()
  socket.joins[0](reply(3))
  socket.hear("again", { within: 8000 })
  socket.hear("again", { within: 8000 })
  assert.equal(socket.joins.length, 1)
  t.mock.timers.tick(8000)
  assert.equal(socket.joins.length, 2)
  socket.joins[1](reply(4))
  socket.hear("again", { within: 8000 })
  t.mock.timers.tick(8000)
  assert.equal(socket.joins.length, 3)
})
