import { test } from "node:test"
import assert from "node:assert/strict"
import { Saying } from "../../static/js/desk/saying.js"
import { Store } from "../../static/js/store.js"

/** The foot of a desk whose words are their keys. */
function foot() {
  const line = { textContent: "", classList: { toggle: (name, on) => { line.trouble = on } } }
  const acts = { subscribe(listener) { this.tell = listener } }
  new Saying({ querySelector: selector => selector === "[data-say]" ? line : null }, { acts, store: new Store(), word: key => key })
  return { line, tell: news => acts.tell(news) }
}

test("an answer that is long in coming is said, until it comes", () => {
  const { line, tell } = foot()
  tell({ kind: "late", subject: "q" })
  assert.deepEqual([line.textContent, line.trouble], ["late", true])
  tell({ kind: "did", name: "question.approve", subject: "q" })
  assert.deepEqual([line.textContent, line.trouble], ["did_question.approve", false])
})
