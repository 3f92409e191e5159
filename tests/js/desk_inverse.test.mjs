import { test } from "node:test"
import assert from "node:assert/strict"
import { inverse } from "../../static/js/desk/inverse.js"

const held = (questions, { items = [], ...meeting } = {}) => ({
  meeting: { state: "open", current: null, highlighted: null, settings: {}, ...meeting },
  questions: new Map(questions.map(question => [question.id, question])),
  items: new Map(items.map(item => [item.id, item])),
})

for (const [state, steps] of Object.entries({
  waiting: [["question.reopen", { question: "q", state: "waiting" }]],
  open: [["question.reopen", { question: "q", state: "open" }]],
  highlighted: [["question.reopen", { question: "q", state: "open" }], ["question.highlight", { question: "q" }]],
  answered: [["question.reopen", { question: "q", state: "open" }], ["question.answer", { question: "q" }]],
  archived: [["question.reopen", { question: "q", state: "open" }], ["question.archive", { question: "q" }]],
  declined: [["question.reopen", { question: "q", state: "open" }], ["question.decline", { question: "q", reason: "late" }]],
  merged: [["question.reopen", { question: "q", state: "open" }], ["question.merge", { from: "q", into: "p" }]],
})) {
  test(`a decision on a question that was ${state} is taken back to ${state}`, () => {
    const before = held([{ id: "q", state, reason: "late", into: "p" }])
    for (const name of ["approve", "decline", "answer", "archive", "reopen"]) {
      assert.deepEqual(inverse(`question.${name}`, { question: "q" }, before), steps)
    }
  })
}

test("a merge is taken apart", () => {
  assert.deepEqual(inverse("question.merge", { from: "q", into: "p" }, held([{ id: "q", state: "waiting" }])),
    [["question.reopen", { question: "q", state: "waiting" }]])
})

test("a highlight gives way to the one before, and goes back to what it was", () => {
  const before = held([{ id: "q", state: "answered" }, { id: "p", state: "highlighted" }], { highlighted: "p" })
  assert.deepEqual(inverse("question.highlight", { question: "q" }, before), [
    ["question.highlight", { question: "p" }],
    ["question.reopen", { question: "q", state: "open" }],
    ["question.answer", { question: "q" }],
  ])
})

test("what was lowered is raised again", () => {
  const before = held([{ id: "p", state: "highlighted" }], { highlighted: "p" })
  assert.deepEqual(inverse("question.highlight", { question: null }, before), [["question.highlight", { question: "p" }]])
})

test("the item before is presented again; before the first there is none", () => {
  assert.deepEqual(inverse("item.present", { item: "b" }, held([], { current: "a" })), [["item.present", { item: "a" }]])
  assert.deepEqual(inverse("item.present", { item: "b" }, held([])), [])
})

test("a removed item comes back, and on the stage if it was there and nothing else is by now", () => {
  const [back, present] = inverse("item.remove", { item: "a" }, held([], { items: [{ id: "a" }], current: "a" }))
  assert.deepEqual(back, ["item.restore", { item: "a" }])
  assert.deepEqual(present(held([])), ["item.present", { item: "a" }])
  assert.equal(present(held([], { current: "b" })), null)
  assert.equal(inverse("item.remove", { item: "a" }, held([], { current: "b" })).length, 1)
})

test("an edit restores only what it touched", () => {
  const before = held([], { items: [{ id: "a", title: "Old", minutes: null, text: "kept" }] })
  assert.deepEqual(inverse("item.edit", { item: "a", title: "New", minutes: 5 }, before),
    [["item.edit", { item: "a", title: "Old", minutes: null }]])
})

test("an added item is removed, under the id that the server gave it", () => {
  assert.deepEqual(inverse("item.add", { title: "New" }, held([]), { item: "n" }), [["item.remove", { item: "n" }]])
})

test("the meeting and its settings go back to what they were", () => {
  const before = held([], { state: "paused", settings: { voting: false, asking: true } })
  assert.deepEqual(inverse("meeting.end", {}, before), [["meeting.pause", {}]])
  assert.deepEqual(inverse("meeting.settings", { voting: true }, before), [["meeting.settings", { voting: false }]])
})

test("a stop goes back to what was before it, and comes back when what ended it is undone", () => {
  assert.deepEqual(inverse("meeting.stop", {}, held([])), [["meeting.open", {}]])
  assert.deepEqual(inverse("meeting.stop", {}, held([], { state: "paused" })), [["meeting.pause", {}]])
  assert.deepEqual(inverse("meeting.open", {}, held([], { state: "paused", stopped: true })), [["meeting.stop", {}]])
})

test("what was shown whole is hidden again; who was muted may ask again, and the other way round", () => {
  const before = held([{ id: "q", state: "open", whole: false, muted: false }])
  assert.deepEqual(inverse("question.unmask", { question: "q", whole: true }, before), [["question.unmask", { question: "q", whole: false }]])
  assert.deepEqual(inverse("seat.mute", { question: "q" }, before), [["seat.unmute", { question: "q" }]])
  assert.deepEqual(inverse("seat.unmute", { question: "q" }, before), [["seat.mute", { question: "q" }]])
})

test("deleted words, and an appeal that was answered, do not come back", () => {
  assert.deepEqual(inverse("question.erase", { question: "q" }, held([{ id: "q", state: "open" }])), [])
  assert.deepEqual(inverse("seat.mute", { question: "q" }, held([{ id: "q", muted: true, appeal: "Why?" }])), [])
})

test("a written reply cannot be taken back", () => {
  assert.deepEqual(inverse("question.reply", { question: "q", text: "…" }, held([{ id: "q", state: "open" }])), [])
})
