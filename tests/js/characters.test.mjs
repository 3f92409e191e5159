import { test } from "node:test"
import assert from "node:assert/strict"
import { characters } from "../../static/js/characters.js"

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
