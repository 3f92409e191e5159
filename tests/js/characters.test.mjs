import { test } from "node:test"
import assert from "node:assert/strict"
import { characters, towers } from "../../static/js/characters.js"

for (const [text, count] of [
  ["", 0],
  ["où", 2],
  ["e\u0301", 1],
  ["\u{1F468}\u200D\u{1F469}\u200D\u{1F467}", 1],
  ["سُؤَال", 4],
  ["नमस्ते", 3],
]) {
  test(`${JSON.stringify(text)} is ${count}`, () => assert.equal(characters(text), count))
}

test("a family in all its tones is one character, a tower of accents is too much of one", () => {
  assert.equal(towers("\u{1F469}\u{1F3FD}\u200D\u2764\uFE0F\u200D\u{1F48B}\u200D\u{1F468}\u{1F3FF}".repeat(3)), false)
  assert.equal(towers("e\u0301"), false)
  assert.equal(towers(`fine Z${"\u030d\u0316".repeat(8)}`), true)
})
