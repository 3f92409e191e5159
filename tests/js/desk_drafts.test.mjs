import { test } from "node:test"
import assert from "node:assert/strict"
import { Drafts } from "../../static/js/desk/drafts.js"

/** A form of fields that can be typed into. */
const form = values => {
  const fields = Object.entries(values).map(([name, value]) => ({ name, value, heard: 0, dispatchEvent() { this.heard += 1 } }))
  return { fields, querySelectorAll: () => fields, field: name => fields.find(field => field.name === name) }
}

test("what was typed comes back where it was typed, and nowhere else", () => {
  const drafts = new Drafts()
  const reply = form({ text: "" })
  drafts.begin("reply q", reply)
  assert.equal(drafts.typed(reply), null)
  reply.field("text").value = "Half a thought"
  drafts.keep("reply q", drafts.typed(reply))

  const other = form({ text: "" })
  drafts.begin("reply p", other)
  assert.equal(other.field("text").value, "")
  const again = form({ text: "" })
  drafts.begin("reply q", again)
  assert.equal(again.field("text").value, "Half a thought")
  assert.equal(again.field("text").heard, 1)
  assert.deepEqual(drafts.typed(again), { text: "Half a thought" })
})

test("what was done comes back no more, and nothing typed is nothing kept", () => {
  const drafts = new Drafts()
  drafts.keep("reply q", { text: "Typed" })
  drafts.drop("reply q")
  drafts.keep("reply q", null)
  const again = form({ text: "" })
  drafts.begin("reply q", again)
  assert.equal(again.field("text").value, "")
})

test("a field that was left alone shows what holds by now", () => {
  const drafts = new Drafts()
  const item = form({ title: "Old", minutes: "5" })
  drafts.begin("item a", item)
  item.field("title").value = "New"
  drafts.keep("item a", drafts.typed(item))
  const again = form({ title: "Old", minutes: "10" })
  drafts.begin("item a", again)
  assert.deepEqual(again.fields.map(({ value }) => value), ["New", "10"])
})
