import { test } from "node:test"
import assert from "node:assert/strict"
import { appeals, freeze, holds, keepPlaces, laneOf, lanes, successor } from "../../static/js/desk/order.js"

const question = (id, state, fields = {}) => ({
  id, state, score: 0, at: `2026-11-22T09:00:0${id}.000Z`, revision: 1, text: "", replies: [], ...fields,
})

test("what waits stands oldest first, the list by support and then by age, decisions latest first", () => {
  const found = lanes([
    question("2", "waiting"), question("1", "waiting"),
    question("3", "open", { score: 1 }), question("5", "open", { score: 4 }), question("4", "highlighted", { score: 1 }),
    question("6", "answered", { revision: 7 }), question("7", "declined", { revision: 9 }), question("8", "merged", { revision: 8 }),
  ])
  assert.deepEqual(found, { waiting: ["1", "2"], open: ["5", "3", "4"], decided: ["7", "8", "6"] })
})

test("what was taken back stands nowhere", () => {
  assert.equal(laneOf(question("1", "withdrawn")), undefined)
  assert.deepEqual(lanes([question("1", "withdrawn")]), { waiting: [], open: [], decided: [] })
})

test("nothing overtakes under the eyes: newcomers come after, leavers leave no gap", () => {
  assert.deepEqual(keepPlaces(["a", "b", "c"], ["d", "c", "a"]), ["a", "c", "d"])
})

test("a frozen list lets nothing in and counts what waits behind it", () => {
  assert.deepEqual(freeze(["a", "b"], ["c", "b", "d"]), { order: ["b"], behind: 2 })
})

test("the selection goes to the next that is still there, else to the one before", () => {
  assert.equal(successor(["a", "b", "c"], ["a", "c"], "b"), "c")
  assert.equal(successor(["a", "b", "c"], ["a", "b"], "c"), "b")
  assert.equal(successor(["a", "b", "c"], ["a"], "b"), "a")
  assert.equal(successor(["a"], [], "a"), null)
})

test("a search looks at words, name and answers, in any case", () => {
  const asked = question("1", "open", { text: "Who pays?", name: "Amina", replies: [{ text: "The State" }] })
  for (const sought of ["", "PAYS", "amina", "state"]) assert.equal(holds(asked, sought), true)
  assert.equal(holds(asked, "budget"), false)
})

test("what was taken back is in no list, unless its author is muted because of it", () => {
  assert.equal(laneOf(question("1", "withdrawn")), undefined)
  assert.equal(laneOf(question("1", "withdrawn", { muted: true })), "decided")
})

test("appeals wait in the order of their questions, in whichever list these stand", () => {
  const asked = [question("3", "declined", { appeal: "Why?" }), question("1", "open", { appeal: "And I?" }), question("2", "waiting")]
  assert.deepEqual(appeals(asked), ["1", "3"])
})
