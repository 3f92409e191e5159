import { test } from "node:test"
import assert from "node:assert/strict"
import { Store } from "../../static/js/store.js"
import { Votes } from "../../static/js/votes.js"

function seat({ score = 5, votes = [] } = {}) {
  const store = new Store()
  store.fresh({
    revision: { everyone: 10 }, audience: "everyone",
    you: { mine: { questions: [], votes } },
    state: { meeting: {}, items: {}, questions: { q: { id: "q", score, revision: 1 } } },
  })
  const outbox = {
    wanted: undefined,
    vote() { return this.wanted },
    subscribe(listener) { this.tell = listener },
    acknowledge(value, revision) {
      this.tell({ acknowledged: { name: "vote.cast", payload: { question: "q", value } }, ack: { ok: true, revision } })
      this.wanted = undefined
    },
  }
  const seen = new Votes(store, outbox)
  return { store, outbox, look: () => seen.of(store.questions.get("q")) }
}

test("support shows at once", () => {
  const { outbox, look } = seat()
  outbox.wanted = 1
  assert.deepEqual(look(), { voted: true, score: 6, pending: true })
})

test("the count does not flicker between the ack and the pulse", () => {
  const { store, outbox, look } = seat()
  outbox.wanted = 1
  outbox.acknowledge(1, 11)
  assert.deepEqual(look(), { voted: true, score: 6, pending: false })
  store.apply({ audience: "everyone", from: 10, to: 11, set: { questions: { q: { id: "q", score: 6, revision: 2 } } } })
  assert.deepEqual(look(), { voted: true, score: 6, pending: false })
})

test("a refusal takes it back", () => {
  const { outbox, look } = seat()
  outbox.wanted = 1
  outbox.wanted = undefined
  assert.deepEqual(look(), { voted: false, score: 5, pending: false })
})

test("support taken away counts down, and saying the same twice changes nothing", () => {
  const { outbox, look } = seat({ votes: ["q"] })
  outbox.wanted = 0
  assert.deepEqual(look(), { voted: false, score: 4, pending: true })
  outbox.wanted = 1
  assert.deepEqual(look(), { voted: true, score: 5, pending: true })
})

const pulse = score => ({ audience: "everyone", from: 10, to: 11, set: { questions: { q: { id: "q", score, revision: 2 } } } })

test("a vote from another tab of the same seat shows here, and is counted once", () => {
  const { store, outbox, look } = seat()
  outbox.wanted = 1
  assert.deepEqual(look(), { voted: true, score: 6, pending: true })
  store.yours({ set: { votes: { q: 1 } } })
  assert.deepEqual(look(), { voted: true, score: 6, pending: true })
  store.apply(pulse(6))
  assert.deepEqual(look(), { voted: true, score: 6, pending: true })
  outbox.wanted = undefined
  assert.deepEqual(look(), { voted: true, score: 6, pending: false })
})

test("one taken away in another tab goes here as well", () => {
  const { store, look } = seat({ votes: ["q"] })
  store.yours({ set: { votes: { q: 0 } } })
  assert.deepEqual(look(), { voted: false, score: 4, pending: false })
  store.apply(pulse(4))
  assert.deepEqual(look(), { voted: false, score: 4, pending: false })
})

test("the server's word, the pulse and the acknowledgement may come in any order", () => {
  const steps = {
    yours: ({ store }) => store.yours({ set: { votes: { q: 1 } } }),
    ack: ({ outbox }) => outbox.acknowledge(1, 11),
    pulse: ({ store }) => store.apply(pulse(6)),
  }
  for (const order of ["yours ack pulse", "ack yours pulse", "yours pulse ack", "ack pulse yours"]) {
    const phone = seat()
    phone.outbox.wanted = 1
    for (const step of order.split(" ")) {
      steps[step](phone)
      assert.equal(phone.look().score, 6, `${order}: ${step}`)
    }
  }
})

test("a score that arrives alone counts one's own vote once, like a whole question", () => {
  const { store, outbox, look } = seat()
  outbox.wanted = 1
  outbox.acknowledge(1, 11)
  store.apply({ audience: "everyone", from: 10, to: 11, set: { scores: { q: 6 } } })
  assert.deepEqual(look(), { voted: true, score: 6, pending: false })
})

test("after the database was set back, a vote that it lost is neither shown nor counted", () => {
  const { store, outbox, look } = seat()
  outbox.wanted = 1
  outbox.acknowledge(1, 11)
  store.fresh({
    revision: { everyone: 4 }, audience: "everyone",
    you: { mine: { questions: [], votes: [] } },
    state: { meeting: {}, items: {}, questions: { q: { id: "q", score: 2, revision: 1 } } },
  })
  assert.deepEqual(look(), { voted: false, score: 2, pending: false })
})
