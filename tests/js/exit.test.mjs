import { test } from "node:test"
import assert from "node:assert/strict"
import { quickExit } from "../../static/js/exit.js"

test("with the quick exit the page is empty at once, whether or not there is a line", () => {
  const went = []
  const page = { title: "A meeting", body: { hidden: false } }
  Object.assign(globalThis, {
    document: page,
    location: { replace: address => went.push(address) },
    FormData: class {},
    fetch: () => Promise.reject(new TypeError("no line")),
    localStorage: { removeItem() {}, setItem() {} },
  })
  const form = { action: "/CODE/leave", dataset: { away: "/away" }, addEventListener: (_name, listener) => (form.submit = listener) }
  let kept = 3
  let connected = true
  quickExit(form, { shelf: { code: "CODE", clear: () => (kept = 0) }, socket: { disconnect: () => (connected = false) } })
  form.submit({ preventDefault() {} })
  assert.deepEqual([page.title, page.body.hidden, went, kept, connected], ["", true, ["/away"], 0, false])
})
