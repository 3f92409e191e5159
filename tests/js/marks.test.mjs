import { test } from "node:test"
import assert from "node:assert/strict"
import { aroundMasks, kinds, masked, parts } from "../../static/js/marks.js"

test("a text is cut where marks begin and end, in code points", () => {
  assert.deepEqual(parts("👩🏽 at x@y.org?", [[6, 13, "email"]]), [
    { text: "👩🏽 at ", kind: null }, { text: "x@y.org", kind: "email" }, { text: "?", kind: null },
  ])
  assert.deepEqual(parts("plain", null), [{ text: "plain", kind: null }])
  assert.deepEqual(parts("", null), [])
})

test("everybody sees a mask, unless all of it is shown", () => {
  const question = { text: "Call 123, or 456", marks: [[5, 8, "phone"], [13, 16, "phone"]] }
  assert.equal(masked(question), "Call ▒▒▒, or ▒▒▒")
  assert.equal(masked({ ...question, whole: true }), question.text)
  assert.equal(masked({ text: "plain" }), "plain")
})

test("masks stand apart on the stage", () => {
  assert.deepEqual(aroundMasks("Call ▒▒▒, or ▒▒▒"), [
    { text: "Call ", mask: false }, { text: "▒▒▒", mask: true }, { text: ", or ", mask: false }, { text: "▒▒▒", mask: true },
  ])
  assert.deepEqual(aroundMasks("plain"), [{ text: "plain", mask: false }])
})

test("each kind is named once", () => {
  assert.deepEqual(kinds({ marks: [[0, 1, "name"], [2, 3, "phone"], [4, 5, "name"]] }), ["name", "phone"])
  assert.deepEqual(kinds({ marks: null, name_hidden: false }), [])
  assert.deepEqual(kinds({ marks: null, name_hidden: true }), ["author"])
})
