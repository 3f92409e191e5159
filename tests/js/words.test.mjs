import { test } from "node:test"
import assert from "node:assert/strict"
import { wordsOf } from "../../static/js/words.js"

const words = { hello: "Now: %(title)s", new: { zero: "z", one: "1", two: "2", few: "%(num)s few", many: "%(num)s many", other: "o" } }

test("a gap is filled, and what was typed into it is left as it is", () => {
  assert.equal(wordsOf({ language: "en", words })("hello", { title: "%(num)s $& <b>" }), "Now: %(num)s $& <b>")
})

test("Arabic picks among six forms", () => {
  const word = wordsOf({ language: "ar", words })
  assert.deepEqual([0, 1, 2, 3, 11, 100].map(num => word("new", { num })), ["z", "1", "2", "3 few", "11 many", "o"])
})

test("a missing word is a mistake of ours, found at once", () => {
  assert.throws(() => wordsOf({ language: "en", words })("nothing"))
})
