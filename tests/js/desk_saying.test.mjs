import { test } from "node:test"
import assert from "node:assert/strict"
import { Saying } from "../../static/js/desk/saying.js"
import { Store } from "../../static/js/store.js"

/** The foot of a desk whose words are their keys. */
function foot() {
  const line = { textContent: "", classList: { toggle: (name, on) => { line.trouble = on } } }
  const acts = { subscribe(listener) { this.tell = listener } }
  const store = new Store()
  const word = (key, { about = "" } = {}) => key + about
  new Saying({ querySelector: selector => selector === "[data-say]" ? line : null }, { acts, store, word })
  return { line, store, tell: news => acts.tell(news) }
}

test("an answer that is long in coming is said, until it comes", () => {
  const { line, tell } = foot()
  tell({ kind: "late", subject: "q" })
  assert.deepEqual([line.textContent, line.trouble], ["late", true])
  tell({ kind: "did", name: "question.approve", subject: "q" })
  assert.deepEqual([line.textContent, line.trouble], ["did_question.approve", false])
})

const holding = text => ({
  revision: { team: 1 }, state: { meeting: { state: "open" }, items: {}, questions: { q: { id: "q", text } } },
})

test("deleted words are not quoted, and a quotation goes with the words, whoever took them away", () => {
  const { line, store, tell } = foot()
  store.fresh(holding("secret"))
  tell({ kind: "did", name: "question.erase", subject: "q" })
  assert.equal(line.textContent, "did_question.erase")
  store.fresh(holding(""))
  assert.equal(line.textContent, "did_question.erase")
  store.fresh(holding("secret"))
  tell({ kind: "did", name: "question.approve", subject: "q" })
  assert.match(line.textContent, /secret/)
  store.fresh(holding(""))
  assert.equal(line.textContent, "")
})
