import { test } from "node:test"
import assert from "node:assert/strict"
import { stands } from "../../static/js/desk/standing.js"

const held = (questions, { items = [], ...meeting } = {}) => ({
  meeting: { state: "open", current: null, highlighted: null, settings: {}, ...meeting },
  questions: new Map(questions.map(question => [question.id, question])),
  items: new Map(items.map(item => [item.id, item])),
})
const q = state => held([{ id: "q", state, into: "p" }])

for (const [name, state] of Object.entries({ approve: "open", decline: "declined", answer: "answered", archive: "archived", reopen: "open" })) {
  test(`${name} stands as long as the question is ${state}`, () => {
    assert.equal(stands(`question.${name}`, { question: "q" }, q("waiting"), q(state)), true)
    assert.equal(stands(`question.${name}`, { question: "q" }, q("waiting"), q("highlighted")), false)
    assert.equal(stands(`question.${name}`, { question: "q" }, q("waiting"), held([])), false)
  })
}

test("an answer is not taken back to the stage when another question is there by now", () => {
  const before = held([{ id: "q", state: "highlighted" }], { highlighted: "q" })
  const answered = { id: "q", state: "answered" }
  assert.equal(stands("question.answer", { question: "q" }, before, held([answered])), true)
  assert.equal(stands("question.answer", { question: "q" }, before, held([answered], { highlighted: "p" })), false)
})

test("a highlight stands while it is on the stage and the one before waits to return", () => {
  const before = held([], { highlighted: "p" })
  const now = state => held([{ id: "p", state }], { highlighted: "q" })
  assert.equal(stands("question.highlight", { question: "q" }, before, now("open")), true)
  assert.equal(stands("question.highlight", { question: "q" }, before, now("answered")), false)
  assert.equal(stands("question.highlight", { question: "q" }, before, held([{ id: "p", state: "open" }])), false)
})

test("a stop stands until somebody goes on or ends it, a mute and a mask as long as they are so", () => {
  const paused = stopped => held([], { state: "paused", stopped })
  assert.equal(stands("meeting.stop", {}, held([]), paused(true)), true)
  assert.equal(stands("meeting.stop", {}, held([]), paused(false)), false)
  assert.equal(stands("meeting.pause", {}, held([]), paused(true)), false)
  const now = fields => held([{ id: "q", ...fields }])
  assert.equal(stands("seat.mute", { question: "q" }, held([]), now({ muted: true })), true)
  assert.equal(stands("seat.mute", { question: "q" }, held([]), now({ muted: false })), false)
  assert.equal(stands("question.unmask", { question: "q", whole: true }, held([]), now({ whole: true })), true)
  assert.equal(stands("question.unmask", { question: "q", whole: true }, held([]), now({ whole: false })), false)
})

test("an edit stands while its words do, however the server tidied them", () => {
  const now = item => held([], { items: [{ id: "a", minutes: 5, ...item }] })
  const edit = { item: "a", title: "Who  pays?", text: null, questions: [] }
  assert.equal(stands("item.edit", edit, held([]), now({ title: "Who pays?", text: "" })), true)
  assert.equal(stands("item.edit", edit, held([]), now({ title: "Who decides?" })), false)
  assert.equal(stands("item.edit", edit, held([]), held([])), false)
})

test("an added item that is on the stage by now is left there", () => {
  const now = current => held([], { items: [{ id: "n", title: "New" }], current })
  assert.equal(stands("item.add", { title: "New" }, held([]), now(null), { item: "n" }), true)
  assert.equal(stands("item.add", { title: "New" }, held([]), now("n"), { item: "n" }), false)
})
