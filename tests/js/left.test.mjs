import { test } from "node:test"
import assert from "node:assert/strict"
import { takeBack, toTakeBack, whenLeft } from "../../static/js/left.js"

function shelf() {
  const held = new Map()
  return { held, getItem: key => held.get(key) ?? null, setItem: (key, value) => held.set(key, value), removeItem: key => held.delete(key) }
}

test("what was left without a line is taken back with the first one, and once", async () => {
  const storage = shelf()
  const sent = []
  toTakeBack("ABCDEFGH", storage)
  assert.equal(await takeBack(storage, async () => { throw new Error("no line") }), null)
  assert.equal(storage.held.size, 1)
  assert.equal(await takeBack(storage, async () => ({ status: 503, type: "basic" })), null)
  assert.equal(await takeBack(storage, async path => { sent.push(path); return { status: 0, type: "opaqueredirect" } }), "ABCDEFGH")
  assert.equal(await takeBack(storage, async path => { sent.push(path) }), null)
  assert.deepEqual([sent, storage.held.size], [["/ABCDEFGH/leave"], 0])
})

test("other tabs hear of it each time, also where it stands there from before, and of nothing else", () => {
  const storage = shelf()
  const tab = new EventTarget()
  const put = (key, newValue) => {
    if (storage.held.get(key) === (newValue ?? undefined)) return // as a browser does: no change, no word
    if (newValue === null) storage.held.delete(key)
    else storage.held.set(key, newValue)
    tab.dispatchEvent(Object.assign(new Event("storage"), { key, newValue }))
  }
  const shared = { ...storage, setItem: put, removeItem: key => put(key, null) }
  let heard = 0
  whenLeft(() => heard++, tab)
  toTakeBack("ABCDEFGH", shared)
  toTakeBack("ABCDEFGH", shared)
  assert.equal(heard, 2)
  put("meeting:ABCDEFGH:draft", "{}")
  put("left", null)
  assert.equal(heard, 2)
})
