import { mock, test } from "node:test"
import assert from "node:assert/strict"
import { Outbox, over } from "../../static/js/outbox.js"
import { Shelf } from "../../static/js/shelf.js"

class FakeStorage {
  #kept = new Map()
  get length() { return this.#kept.size }
  key(index) { return [...this.#kept.keys()][index] ?? null }
  getItem(key) { return this.#kept.get(key) ?? null }
  setItem(key, value) { this.#kept.set(key, value) }
  removeItem(key) { this.#kept.delete(key) }
}

/** A server that does what each id asks once, and a line to it that can be cut. */
class FakeLine {
  up = true
  loseAcks = 0
  done = new Map()
  judge = () => ({ ok: true, revision: 1 })

  send = async (name, payload) => {
    if (!this.up) throw new Error("no line")
    if (!this.done.has(payload.id)) {
      const answer = this.judge(name, payload)
      if (answer.error) return answer
      this.done.set(payload.id, { name, payload, answer })
    }
    if (this.loseAcks-- > 0) throw new Error("no ack")
    return this.done.get(payload.id).answer
  }
}

function phone(storage = new FakeStorage(), line = new FakeLine(), seat = "") {
  const shelf = new Shelf("ABCDEFGH", storage)
  const outbox = new Outbox(shelf, line.send, seat)
  outbox.sendsWhen(() => line.up)
  const news = []
  outbox.subscribe(each => news.push(each))
  return { storage, line, shelf, outbox, news }
}

const rest = () => new Promise(resolve => setTimeout(resolve, 5))
const texts = line => [...line.done.values()].map(({ payload }) => payload.text)

test("what is said is sent and leaves the outbox", async () => {
  const { outbox, line, news } = phone()
  outbox.add("question.ask", { text: "one" })
  await rest()
  assert.deepEqual(texts(line), ["one"])
  assert.deepEqual(outbox.waiting, [])
  assert.equal(news.filter(({ acknowledged }) => acknowledged).length, 1)
})

test("away, it waits; a reload keeps it; back, it arrives once and in order", async () => {
  const before = phone()
  before.line.up = false
  before.outbox.add("question.ask", { text: "one" })
  before.outbox.add("question.ask", { text: "two" })
  await rest()
  assert.deepEqual(texts(before.line), [])

  const after = phone(before.storage, before.line)
  assert.deepEqual(after.outbox.waiting.map(({ payload }) => payload.text), ["one", "two"])
  after.line.up = true
  after.outbox.flush()
  await rest()
  assert.deepEqual(texts(after.line), ["one", "two"])
  assert.deepEqual(after.outbox.waiting, [])
})

test("a lost ack is answered by the same id, so nothing is done twice", async () => {
  const { outbox, line } = phone()
  line.loseAcks = 1
  const { id } = outbox.add("question.ask", { text: "one" })
  await rest()
  assert.equal(outbox.waiting.length, 1)
  outbox.flush()
  await rest()
  assert.deepEqual([...line.done.keys()], [id])
  assert.deepEqual(outbox.waiting, [])
})

test("a refusal keeps the words, with the reason, and lets the next one pass", async () => {
  const { outbox, line, news } = phone()
  line.judge = (_, { text }) => text === "bad" ? { error: { code: "question.too_long", message: "Too long." } } : { ok: true }
  const { id } = outbox.add("question.ask", { text: "bad" })
  outbox.add("question.ask", { text: "good" })
  await rest()
  assert.deepEqual(texts(line), ["good"])
  assert.equal(outbox.waiting[0].refusal.message, "Too long.")
  assert.equal(news.find(({ refused }) => refused).refused.payload.text, "bad")
  outbox.discard(id)
  assert.deepEqual(outbox.waiting, [])
})

test("a busy server is not a refusal: the words wait", async () => {
  const { outbox, line, news } = phone()
  line.judge = () => ({ error: { code: "server.busy", message: "Later." } })
  outbox.add("question.ask", { text: "one" })
  await rest()
  assert.equal(outbox.waiting[0].refusal, undefined)
  assert.equal(news.some(({ refused }) => refused), false)
  line.judge = () => ({ ok: true })
  outbox.flush()
  await rest()
  assert.deepEqual(texts(line), ["one"])
})

test("the latest vote on a question wins, and others are left alone", async () => {
  const { outbox, line } = phone()
  line.up = false
  outbox.add("vote.cast", { question: "q1", value: 1 })
  outbox.add("vote.cast", { question: "q2", value: 1 })
  outbox.add("vote.cast", { question: "q1", value: 0 })
  assert.equal(outbox.vote("q1"), 0)
  line.up = true
  outbox.flush()
  await rest()
  assert.deepEqual([...line.done.values()].map(({ payload }) => [payload.question, payload.value]), [["q2", 1], ["q1", 0]])
})

test("a vote changed while the first is on the wire is sent after it", async () => {
  const { outbox, line } = phone()
  outbox.add("vote.cast", { question: "q1", value: 1 })
  outbox.add("vote.cast", { question: "q1", value: 0 })
  await rest()
  assert.deepEqual([...line.done.values()].map(({ payload }) => payload.value), [1, 0])
})

test("a vote that may be on its way over an old line is settled before the one that takes it back", async () => {
  const { outbox, line } = phone()
  line.up = false
  outbox.sendsWhen(() => true)
  const { id, payload } = outbox.add("vote.cast", { question: "q1", value: 1 })
  await rest()
  outbox.add("vote.cast", { question: "q1", value: 0 })
  assert.equal(outbox.vote("q1"), 0)
  await rest()
  line.up = true
  outbox.flush()
  await rest()
  await line.send("vote.cast", { ...payload, id }) // from the old line, at last
  assert.deepEqual([...line.done.values()].map(({ payload }) => payload.value), [1, 0])
  assert.deepEqual(outbox.waiting, [])
})

test("a refused vote leaves nothing behind", async () => {
  const { outbox, line } = phone()
  line.judge = () => ({ error: { code: "vote.closed", message: "Closed." } })
  outbox.add("vote.cast", { question: "q1", value: 1 })
  await rest()
  assert.deepEqual(outbox.waiting, [])
  assert.equal(outbox.vote("q1"), undefined)
})

test("the quick exit leaves nothing of this meeting, and all of another", () => {
  const { storage, shelf } = phone()
  const other = new Shelf("OTHERONE", storage)
  shelf.write("draft", { text: "half" })
  other.write("draft", { text: "whole" })
  shelf.clear()
  assert.equal(shelf.read("draft"), null)
  assert.deepEqual(other.read("draft"), { text: "whole" })
})

test("a browser without storage still sends", async () => {
  const { outbox, line, shelf } = phone(null)
  outbox.add("question.ask", { text: "one" })
  await rest()
  assert.equal(shelf.lasting, false)
  assert.deepEqual(texts(line), ["one"])
})

test("what no message can carry is refused here, with the reason, and lets the next one pass", async () => {
  const { shelf, line } = phone()
  const socket = { emitWithAck: line.send }
  const outbox = new Outbox(shelf, over(socket, () => "Shorten it."))
  outbox.add("question.ask", { text: "\u{1F469}\u{1F3FD}\u200D\u{1F468}".repeat(1100) })
  outbox.add("question.ask", { text: "good" })
  await rest()
  assert.deepEqual(texts(line), ["good"])
  assert.deepEqual(outbox.waiting.map(({ refusal }) => refusal), [{ code: "payload.too_large", message: "Shorten it." }])
})

test("what was tried from a seat that is lost is not sent from another: words wait for their author, votes are let go", async () => {
  const before = phone(new FakeStorage(), new FakeLine(), "aaaa")
  before.line.loseAcks = 9
  before.outbox.add("question.ask", { text: "one", item: "i" })
  await rest()
  before.outbox.add("vote.cast", { question: "q1", value: 1 })
  before.shelf.write("outbox", before.outbox.waiting.map(entry => ({ ...entry, tried: "aaaa" })))
  before.line.up = false
  before.outbox.add("question.ask", { text: "never tried" })

  const line = new FakeLine()
  const after = phone(before.storage, line, "bbbb")
  after.outbox.leaveToAuthor("Perhaps it arrived.")
  after.outbox.flush()
  await rest()
  assert.deepEqual(texts(line), ["never tried"])
  assert.deepEqual(after.outbox.waiting.map(({ payload, refusal }) => [payload.text, refusal.code]), [["one", "seat.other"]])
  assert.equal(after.news.find(({ refused }) => refused).refused.refusal.message, "Perhaps it arrived.")
})

test("from the same seat, or one that nobody can tell, what was tried is sent again", async () => {
  for (const [first, second] of [["aaaa", "aaaa"], ["", "bbbb"], ["aaaa", ""]]) {
    const before = phone(new FakeStorage(), new FakeLine(), first)
    before.line.loseAcks = 1
    before.outbox.add("question.ask", { text: "one" })
    await rest()
    const after = phone(before.storage, before.line, second)
    after.outbox.leaveToAuthor("Perhaps it arrived.")
    after.outbox.flush()
    await rest()
    assert.deepEqual(texts(after.line), ["one"])
    assert.deepEqual(after.outbox.waiting, [])
  }
})

test("what another tab writes to the shelf is told here", t => {
  const heard = []
  globalThis.addEventListener = (event, listener) => heard.push(listener)
  t.after(() => delete globalThis.addEventListener)
  const { news } = phone()
  heard.forEach(listener => listener({ key: "meeting:OTHERONE:outbox" }))
  assert.equal(news.length, 0)
  heard.forEach(listener => listener({ key: "meeting:ABCDEFGH:outbox" }))
  assert.equal(news.length, 1)
})

/** A phone on a clock of our own, at a server that lets through what `allows()` says and has the rest wait. */
function hurried(t, seconds, allows) {
  mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 1_000_000 })
  t.after(() => mock.timers.reset())
  const made = phone()
  made.line.judge = (name, payload) => allows(name, payload) ? { ok: true, revision: 1 }
    : { error: { code: "seat.too_fast", message: "You are sending quickly.", wait: seconds } }
  return made
}

async function pass(seconds) {
  for (let gone = 0; gone < seconds * 1000; gone += 100) {
    mock.timers.tick(100)
    for (let turn = 0; turn < 5; turn++) await Promise.resolve()
    await new Promise(setImmediate)
  }
}

test("who asks too quickly loses nothing: it is said how long it takes, and it goes out by itself", async t => {
  let allowed = false
  const { outbox, line, news } = hurried(t, 12, () => allowed)
  const { id } = outbox.add("question.ask", { text: "one" })
  outbox.add("question.ask", { text: "two" })
  await pass(0.2)
  assert.equal(outbox.held(outbox.waiting[0]), 12)
  assert.deepEqual(outbox.waiting.map(entry => outbox.isNext(entry)), [true, false])
  assert.deepEqual(news.filter(({ held }) => held).map(({ held }) => held), [{ name: "question.ask", seconds: 12 }])
  assert.equal(news.some(({ refused }) => refused), false)
  assert.equal(outbox.waiting[0].refusal, undefined)
  await pass(5)
  assert.equal(outbox.held(outbox.waiting[1]), 7)
  assert.equal(news.filter(({ held }) => held).length, 1, "it asks no sooner than told")
  allowed = true
  await pass(6)
  assert.deepEqual(texts(line), [])
  await pass(2)
  assert.deepEqual(texts(line), ["one", "two"])
  assert.equal([...line.done.keys()][0], id, "under the id that it had")
  assert.deepEqual(outbox.waiting, [])
})

test("a question that is held back does not hold up support, and a vote that is goes out as well", async t => {
  let votes = 0
  const { outbox, line } = hurried(t, 3, name => name === "vote.cast" && votes++ < 2)
  outbox.add("question.ask", { text: "one" })
  for (const question of ["q1", "q2", "q3"]) outbox.add("vote.cast", { question, value: 1 })
  await pass(0.2)
  assert.deepEqual([...line.done.values()].map(({ payload }) => payload.question), ["q1", "q2"])
  assert.equal(outbox.heldAbout("q3"), 3)
  assert.equal(outbox.heldAbout("q1"), 0)
  assert.equal(outbox.vote("q3"), 1)
  line.judge = () => ({ ok: true })
  await pass(4)
  assert.deepEqual([...line.done.values()].map(({ name, payload }) => payload.question ?? name), ["q1", "q2", "question.ask", "q3"])
  assert.deepEqual(outbox.waiting, [])
})

test("it counts down where it is seen, and no clock runs when nothing is held", async t => {
  let allowed = false
  const { outbox, news } = hurried(t, 3, () => allowed)
  outbox.add("question.ask", { text: "one" })
  await pass(0.2)
  news.length = 0
  await pass(2)
  assert.equal(news.length, 2)
  allowed = true
  await pass(3)
  news.length = 0
  await pass(10)
  assert.deepEqual(news, [])
})

test("a page that is loaded again asks once, and waits again", async t => {
  const before = hurried(t, 9, () => false)
  before.outbox.add("question.ask", { text: "one" })
  await pass(0.2)
  const after = phone(before.storage, before.line)
  assert.deepEqual(after.outbox.waiting.map(({ payload }) => payload.text), ["one"])
  after.outbox.flush()
  await pass(0.2)
  assert.equal(after.outbox.held(after.outbox.waiting[0]), 9)
})

test("what was said to the moderator from a seat that is lost becomes no question of another", async () => {
  const storage = new FakeStorage()
  const before = phone(storage, new FakeLine(), "aaaa")
  before.line.loseAcks = 1
  before.outbox.add("seat.appeal", { text: "why" })
  await rest()
  const after = phone(storage, new FakeLine(), "bbbb")
  after.outbox.leaveToAuthor("Perhaps it arrived.")
  assert.deepEqual(after.outbox.waiting, [])
})
