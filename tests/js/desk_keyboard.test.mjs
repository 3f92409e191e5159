import { test } from "node:test"
import assert from "node:assert/strict"
import { actOf } from "../../static/js/desk/keyboard.js"

/** A key pressed on an element that lies inside the named ones. */
const press = (key, { inside = [], ...event } = {}) => actOf({
  key, ...event,
  target: { closest: selector => selector.split(", ").some(each => inside.includes(each)) ? {} : null },
})

test("keys name what they do", () => {
  assert.deepEqual(["j", "k", "a", "d", "h", "x", "z", "u", "n", "f", "r", "m", "w", "q", "Delete", "s", "/", "?"].map(key => press(key)),
    ["down", "up", "approve", "decline", "highlight", "answer", "undo", "undo", "next", "freeze", "reply", "merge", "whole", "mute", "erase", "stop", "search", "help"])
})

test("a capital letter is the same key", () => assert.equal(press("A"), "approve"))

test("no key acts while somebody types or answers a dialog", () => {
  for (const place of ["input:not([type=checkbox]):not([type=radio])", "textarea", "select", "dialog"]) assert.equal(press("a", { inside: [place] }), null)
})

test("a stop needs no way out of a dialog first, and is no letter in a word", () => {
  assert.equal(press("s", { inside: ["dialog"] }), "stop")
  assert.equal(press("s", { inside: ["button"] }), "stop")
  assert.equal(press("ы", { code: "KeyS", inside: ["dialog"] }), "stop")
  assert.equal(press("s", { inside: ["dialog", "textarea"] }), null)
  assert.equal(press("s", { ctrlKey: true }), null)
  assert.equal(press("s", { repeat: true }), null)
})

test("a box to tick takes no key but its own", () => {
  for (const key of ["a", "Escape"]) assert.notEqual(press(key, { inside: ["input", "input[type=checkbox]"] }), null)
})

test("no key acts together with another, or while a character is composed", () => {
  for (const held of ["ctrlKey", "altKey", "metaKey", "isComposing"]) assert.equal(press("a", { [held]: true }), null)
})

test("held down, only moving goes on", () => {
  assert.equal(press("j", { repeat: true }), "down")
  assert.equal(press("a", { repeat: true }), null)
})

test("on an Arabic or Russian keyboard the letter on the key counts", () => {
  assert.equal(press("ش", { code: "KeyA" }), "approve")
  assert.equal(press("ф", { code: "KeyA" }), "approve")
  assert.equal(press("ظ", { code: "Slash" }), "search")
  assert.equal(press("؟", { code: "Slash", shiftKey: true }), "help")
})

test("a button keeps its own Enter and arrows", () => {
  for (const key of ["Enter", "ArrowDown"]) assert.equal(press(key, { inside: ["button"] }), null)
  assert.equal(press("a", { inside: ["button"] }), "approve")
})

test("keys act again as soon as a dialog is closed, while the focus is still in it", () => {
  assert.equal(press("k", { inside: ["dialog:not([open])", "dialog", "textarea"] }), "up")
})
