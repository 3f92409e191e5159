import { test } from "node:test"
import assert from "node:assert/strict"
import { voices } from "../../static/js/desk/voices.js"

const question = (group, state, replies = []) => ({ group, state, replies })

test("counts what each group asked, what was taken up and what was answered; the silent ones stay", () => {
  const rows = voices([
    question("state", "waiting"), question("state", "open"), question("state", "answered"),
    question("affected", "open", [{ text: "In writing" }]), question("affected", "declined"),
    question(null, "merged"), question("state", "withdrawn"),
  ], ["state", "business", "affected"])
  assert.deepEqual(rows, [
    { group: "state", asked: 3, taken: 2, answered: 1 },
    { group: "business", asked: 0, taken: 0, answered: 0 },
    { group: "affected", asked: 2, taken: 1, answered: 1 },
    { group: null, asked: 1, taken: 1, answered: 0 },
  ])
})

test("a group that the settings no longer name still counts", () => {
  assert.deepEqual(voices([question("union", "open")], []), [{ group: "union", asked: 1, taken: 1, answered: 0 }])
})

test("a reply answers a group only where everybody reads it", () => {
  const reply = [{ text: "In writing" }]
  const [row] = voices([question("state", "waiting", reply), question("state", "declined", reply), question("state", "archived", reply)], [])
  assert.equal(row.answered, 1)
})
