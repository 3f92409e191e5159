import { test } from "node:test"
import assert from "node:assert/strict"
import { Shelf } from "../../static/js/shelf.js"
import { unsent } from "../../static/js/unsent.js"

function storage() {
  const held = new Map([["other", "1"], ["meeting:OTHER:draft", '{"text":"of another meeting"}']])
  return {
    held, get length() { return held.size }, key: index => [...held.keys()][index],
    getItem: key => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: key => held.delete(key),
  }
}

function full() {
  return { setItem() { throw new Error("full") }, removeItem() {}, getItem: () => null, length: 0, key: () => null }
}

for (const [where, kept] of [["in the browser", storage()], ["in the page alone", full()], ["without storage", null]]) {
  test(`everything that was written and not sent is found once, and then it is gone: ${where}`, () => {
    const shelf = new Shelf("CODE", kept)
    assert.deepEqual(unsent(shelf), [])
    shelf.write("outbox", [
      { id: "1", name: "question.ask", payload: { text: "asked" } },
      { id: "2", name: "vote.cast", payload: { question: "q", value: 1 } },
      { id: "3", name: "question.edit", payload: { question: "q", text: "corrected" } },
    ])
    shelf.write("draft", { text: "begun", name: "Ana" })
    shelf.write("edit-q", "corrected")
    shelf.write("edit-r", " ")
    shelf.write("appeal", "to the moderator")
    shelf.write("appealed", true)
    assert.deepEqual(unsent(shelf).sort(), ["asked", "begun", "corrected", "to the moderator"])
    shelf.clear()
    assert.deepEqual([unsent(shelf), shelf.keys], [[], []])
    if (kept?.held) assert.deepEqual([...kept.held.keys()], ["other", "meeting:OTHER:draft"])
  })
}
