import { test } from "node:test"
import assert from "node:assert/strict"
import { Store } from "../../static/js/store.js"

const joined = (revision = 4) => ({
  ok: true, audience: "everyone", revision: { everyone: revision },
  you: { role: "participant", mine: { questions: [own("q1", "waiting", 1)], votes: ["q2"] } },
  state: { meeting: { code: "ABCDEFGH", state: "open", revision: 1 }, items: {}, questions: { q2: question("q2", 3) } },
})
const question = (id, score, revision = 1) => ({ id, text: id, state: "open", score, revision })
const own = (id, state, revision) => ({ id, text: id, state, revision })
const pulse = (from, to, set = {}, drop = {}) => ({ audience: "everyone", from, to, set, drop })
const held = revision => {
  const store = new Store()
  store.fresh(joined(revision))
  return store
}

test("before the first join every pulse says that something was missed", () => {
  assert.equal(new Store().apply(pulse(0, 1)), "missed")
})

test("a pulse that follows is applied", () => {
  const store = held(4)
  assert.equal(store.apply(pulse(4, 6, { questions: { q3: question("q3", 0) } }, { questions: ["q2"] })), "applied")
  assert.deepEqual(Object.keys(store.state.questions), ["q3"])
  assert.equal(store.revision, 6)
})

test("a pulse that overlaps is applied; one that is old, or for others, is not", () => {
  const store = held(4)
  assert.equal(store.apply(pulse(2, 5, { meeting: { state: "paused" } })), "applied")
  assert.equal(store.apply(pulse(2, 5, { meeting: { state: "open" } })), "stale")
  assert.equal(store.apply({ ...pulse(5, 9, { meeting: { state: "open" } }), audience: "team" }), "stale")
  assert.equal(store.meeting.state, "paused")
})

test("a gap changes nothing and asks for a fresh start", () => {
  const store = held(4)
  assert.equal(store.apply(pulse(6, 7, { questions: { q9: question("q9", 1) } })), "missed")
  assert.equal(store.revision, 4)
  assert.equal(store.questions.has("q9"), false)
})

test("a heartbeat above what is held means the same as a gap", () => {
  assert.equal(held(4).behind({ everyone: 4 }), false)
  assert.equal(held(4).behind({ everyone: 5 }), true)
})

test("the team follows its own revision", () => {
  const store = new Store()
  store.fresh({ ...joined(), audience: "team", revision: { everyone: 4, team: 40 } })
  assert.equal(store.revision, 40)
  assert.equal(store.behind({ everyone: 99, team: 40 }), false)
})

test("an older word on one's own question never replaces a newer one", () => {
  const store = held()
  store.yours({ set: { questions: { q1: own("q1", "open", 3) } } })
  store.yours({ set: { questions: { q1: own("q1", "waiting", 2) } } })
  assert.equal(store.mine.questions.get("q1").state, "open")
})

test("a score is put on the question that is held, and nothing else of it changes", () => {
  const store = held(4)
  const before = store.questions.get("q2")
  assert.equal(store.apply(pulse(4, 5, { scores: { q2: 9 } })), "applied")
  assert.deepEqual(store.questions.get("q2"), { ...before, score: 9 })
  assert.equal(before.score, 3, "who remembers what was, remembers it still")
})

test("the score of a question that is not held is ignored", () => {
  const store = held(4)
  assert.equal(store.apply(pulse(4, 5, { scores: { q9: 1, q2: 4 } }, { questions: ["q2"] })), "applied")
  assert.equal(store.questions.size, 0)
})

test("an old score never replaces a newer one", () => {
  const store = held(4)
  store.apply(pulse(4, 6, { scores: { q2: 9 } }))
  assert.equal(store.apply(pulse(4, 5, { scores: { q2: 8 } })), "stale")
  assert.equal(store.questions.get("q2").score, 9)
})

test("a change of scores alone is told to whoever draws", () => {
  const store = held(4)
  const heard = []
  store.subscribe(({ set }) => heard.push(set))
  store.apply(pulse(4, 5, { scores: { q2: 9 } }))
  assert.deepEqual(heard, [{ scores: { q2: 9 } }])
})

test("a vote that was acknowledged after the state was read stays, until a state has it", () => {
  const store = held(4)
  store.voted("q2", 0, 5)
  store.voted("q3", 1, 6)
  store.fresh(joined(4))
  assert.deepEqual([...store.mine.votes], ["q3"], "read before either")
  store.fresh(joined(5))
  assert.deepEqual([...store.mine.votes], ["q2", "q3"], "read after the first: what it says of that holds")
  store.fresh(joined(6))
  assert.deepEqual([...store.mine.votes], ["q2"])
})

test("what another page of the seat did later stands above one's own acknowledged vote", () => {
  const store = held(4)
  store.voted("q3", 1, 5)
  store.fresh(joined(4))
  store.yours({ set: { votes: { q3: 0 } } })
  assert.deepEqual([...store.mine.votes], ["q2"])
})

test("after the database was set back, a vote that it lost is not kept on top", () => {
  const store = held(100)
  store.voted("q3", 1, 101)
  store.fresh(joined(40))
  assert.deepEqual([...store.mine.votes], ["q2"])
  store.fresh(joined(41))
  assert.deepEqual([...store.mine.votes], ["q2"])
})

test("whether one may ask is what was told last, and a join begins afresh with it", () => {
  const store = held(4)
  assert.deepEqual([store.muted, store.appeal], [false, null])
  store.yours({ set: { muted: true, appeal: null } })
  store.yours({ set: { questions: {} } })
  assert.deepEqual([store.muted, store.appeal], [true, null])
  store.yours({ set: { muted: true, appeal: "Why?" } })
  assert.equal(store.appeal, "Why?")
  store.fresh(joined(5))
  assert.deepEqual([store.muted, store.appeal], [false, null])
})
