import { test } from "node:test"
import assert from "node:assert/strict"
import { Store } from "../../static/js/store.js"
import { asAcknowledged, ownQuestions } from "../../static/js/room/own.js"
import { difference, openQuestions } from "../../static/js/room/order.js"

const entry = (name, payload, more = {}) => ({ id: `id-${payload.text ?? name}`, name, payload, at: "2026-11-22T09:00:00.000Z", ...more })
const states = questions => questions.map(({ state }) => state)

function author(questions = [], waiting = []) {
  const store = new Store({ questions })
  store.meeting = { state: "open" }
  return { store, outbox: { waiting } }
}
const question = more => ({ id: "q", text: "words", state: "open", at: "2026-11-22T08:00:00.000Z", editable: true, revision: 1, ...more })

test("what is not yet sent says whether the line is there", () => {
  const { store, outbox } = author([], [entry("question.ask", { text: "one" })])
  assert.deepEqual(states(ownQuestions(store, outbox, { online: true })), ["sending"])
  assert.deepEqual(states(ownQuestions(store, outbox, { online: false })), ["unsent"])
})

test("an acknowledged question is there before the server speaks of it again, and yields to its word", () => {
  const { store, outbox } = author()
  const asked = entry("question.ask", { text: "one" })
  store.yours({ set: { questions: { q: question({ text: "one", state: "open", revision: 1 }) } } })
  store.yours({ set: { questions: { q: { ...asAcknowledged(asked, { question: "q", state: "waiting" }) } } } })
  assert.deepEqual(states(ownQuestions(store, outbox)), ["open"])
})

test("a change on its way shows the new words; a refused one shows the old, and keeps the new for correcting", () => {
  const change = entry("question.edit", { question: "q", text: "new words" })
  const [sending] = ownQuestions(...Object.values(author([question()], [change])))
  assert.deepEqual([sending.text, sending.typed, sending.saving], ["new words", "new words", true])
  const [refused] = ownQuestions(...Object.values(author([question()], [{ ...change, refusal: { message: "Too late." } }])))
  assert.deepEqual([refused.text, refused.typed, refused.refusal, refused.saving], ["words", "new words", "Too late.", false])
})

test("only what stands waiting or open can be withdrawn, and nothing once the meeting has ended", () => {
  const { store, outbox } = author([question()])
  assert.equal(ownQuestions(store, outbox)[0].withdrawable, true)
  store.end()
  assert.equal(ownQuestions(store, outbox)[0].withdrawable, false)
  assert.equal(ownQuestions(store, outbox)[0].editable, false)
})

test("the list goes by support, then by who has waited longest", () => {
  const list = openQuestions([
    { id: "a", state: "open", score: 1, at: "2" }, { id: "b", state: "open", score: 1, at: "1" },
    { id: "c", state: "open", score: 5, at: "3" }, { id: "d", state: "answered", score: 9, at: "0" },
  ])
  assert.deepEqual(list.map(({ id }) => id), ["c", "b", "a"])
})

test("what waits behind the button is counted, and a mere change of order is told apart", () => {
  assert.deepEqual(difference(["a", "b"], ["c", "a", "b"]), { fresh: 1, moved: true })
  assert.deepEqual(difference(["a", "b"], ["b", "a"]), { fresh: 0, moved: true })
  assert.deepEqual(difference(["a", "b"], ["a", "b"]), { fresh: 0, moved: false })
})

test("what waits for its author comes first, then what is live, then what is over", () => {
  const each = (id, state, at) => question({ id, state, at })
  const { store, outbox } = author(
    [each("a", "withdrawn", "9"), each("b", "answered", "8"), each("c", "open", "1"), each("d", "highlighted", "0"), each("e", "waiting", "2")],
    [entry("question.ask", { text: "one" }, { refusal: { message: "No." } })],
  )
  assert.deepEqual(states(ownQuestions(store, outbox)), ["refused", "highlighted", "waiting", "open", "answered", "withdrawn"])
})

test("a question that arrived without our hearing of it stands there once", () => {
  const { store, outbox } = author([question({ text: "o\u00f9 ?" })], [entry("question.ask", { text: "ou\u0300 ?" }, { tried: "" })])
  assert.deepEqual(states(ownQuestions(store, outbox)), ["open"])
  outbox.waiting = [entry("question.ask", { text: "o\u00f9 ?" })]
  assert.deepEqual(states(ownQuestions(store, outbox)), ["sending", "open"])
})

test("words from a lost seat wait for their author's decision", () => {
  const { store, outbox } = author([], [entry("question.ask", { text: "one" }, { refusal: { code: "seat.other", message: "Perhaps." } })])
  assert.deepEqual(states(ownQuestions(store, outbox)), ["unsure"])
})

test("what was sent too quickly says so, and that it goes out by itself; away, it waits for the network", () => {
  const held = ({ name }) => name === "question.ask" || name === "question.edit" ? "In a moment." : null
  const { store, outbox } = author([question()], [entry("question.ask", { text: "one" }), entry("question.edit", { question: "q", text: "new" })])
  const [unsent, sent] = ownQuestions(store, outbox, { held })
  assert.deepEqual([unsent.state, unsent.held, unsent.refusal], ["held", "In a moment.", null])
  assert.deepEqual([sent.text, sent.held, sent.saving], ["new", "In a moment.", false])
  assert.deepEqual(states(ownQuestions(store, outbox, { held, online: false })), ["unsent", "open"])
  assert.equal(ownQuestions(store, outbox, { held, online: false })[1].held, null)
  const refused = author([], [entry("question.ask", { text: "one" }, { refusal: { code: "x", message: "No." } })])
  assert.deepEqual(states(ownQuestions(refused.store, refused.outbox, { held: () => null })), ["refused"])
})
