import { test } from "node:test"
import assert from "node:assert/strict"
import { ask } from "../../static/js/desk/dialog.js"

/** A dialog with one field, whose word of being closed comes when the test says so. */
function dialog() {
  const field = { name: "text", value: "", dispatchEvent() {} }
  const form = { querySelectorAll: () => [field], reset() { field.value = "" } }
  return { id: "reply", field, querySelector: () => form, showModal() {}, onclose: null }
}

test("what was typed is kept although the next question came before the word that the dialog was closed", async () => {
  const reply = dialog()
  const first = ask(reply, { subject: "q1" })
  reply.field.value = "The duty officer."
  const second = ask(reply, { subject: "q2" })
  assert.equal(reply.field.value, "")
  await first
  reply.onclose()
  await second
  ask(reply, { subject: "q1" })
  assert.equal(reply.field.value, "The duty officer.")
})

test("what was emptied is not offered again", async () => {
  const reply = dialog()
  const first = ask(reply, { subject: "q9" })
  reply.field.value = "Never mind"
  reply.onclose()
  await first
  const second = ask(reply, { subject: "q9" })
  reply.field.value = ""
  reply.onclose()
  await second
  ask(reply, { subject: "q9" })
  assert.equal(reply.field.value, "")
})
