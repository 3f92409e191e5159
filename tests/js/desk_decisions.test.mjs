import { test } from "node:test"
import assert from "node:assert/strict"
import { decisions } from "../../static/js/desk/decisions.js"

/** A list of waiting questions with the hand on the first; acts end when the test says how. */
function desk(...ids) {
  const queue = {
    at: ids[0],
    get selected() { return { id: this.at, state: "waiting" } },
    select(id) { this.at = id },
    moveOn(id) { this.at = ids[ids.indexOf(id) + 1] ?? id },
  }
  const ends = []
  const acts = { online: true, perform: () => new Promise(resolve => ends.push(resolve)) }
  return { acts, queue, ends, ...decisions({ acts, queue, merging: {}, store: { questions: new Map() }, say() {} }) }
}

test("the hand goes on to the next, and stays there when the act is done", async () => {
  const { approve, queue, ends } = desk("a", "b", "c")
  const done = approve()
  assert.equal(queue.at, "b")
  ends[0](true)
  await done
  assert.equal(queue.at, "b")
})

test("without a line the hand stays", async () => {
  const { acts, approve, queue, ends } = desk("a", "b", "c")
  acts.online = false
  for (const _ of [1, 2]) {
    const done = approve()
    ends.pop()(false)
    await done
  }
  assert.equal(queue.at, "a")
})

test("what did not happen has the hand again, the first of them where there are several", async () => {
  const { approve, queue, ends } = desk("a", "b", "c")
  const done = [approve(), approve()]
  assert.equal(queue.at, "c")
  for (const end of ends) end(false)
  await Promise.all(done)
  assert.equal(queue.at, "a")
})

test("a hand that went elsewhere meanwhile is left there", async () => {
  const { approve, queue, ends } = desk("a", "b", "c")
  const done = approve()
  queue.select("c")
  ends[0](false)
  await done
  assert.equal(queue.at, "c")
})

test("muting and showing are set to the other of what they are, in any state of the question", () => {
  const done = []
  const acts = { perform: step => done.push(step) }
  const said = []
  const on = selected => decisions({ acts, queue: { selected }, merging: {}, store: {}, say: what => said.push(what) })
  on({ id: "q", state: "declined", muted: false }).mute()
  on({ id: "q", state: "withdrawn", muted: true }).mute()
  on({ id: "q", state: "waiting", marks: [[0, 1, "name"]], whole: false }).whole()
  on({ id: "q", state: "open", muted: true, appeal: "Why?" }).keep()
  on({ id: "q", state: "open", marks: null, name_hidden: false }).whole()
  on({ id: "n", state: "waiting", marks: null, name_hidden: true, whole: false }).whole()
  on({ id: "q", state: "open", muted: true, appeal: null }).keep()
  assert.deepEqual(done, [
    ["seat.mute", { question: "q" }], ["seat.unmute", { question: "q" }],
    ["question.unmask", { question: "q", whole: true }], ["seat.mute", { question: "q" }, "seat.keep"],
    ["question.unmask", { question: "n", whole: true }],
  ])
  assert.deepEqual(said, ["not_here", "not_here"])
})
