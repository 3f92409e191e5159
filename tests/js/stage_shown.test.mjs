import { test } from "node:test"
import assert from "node:assert/strict"
import { shown } from "../../static/js/stage/shown.js"

const item = { id: "i", title: "How to prevent?", questions: ["What works?", "Who pays?"] }
const question = { id: "q", text: "Why so late?", language: "fr", name: "Amina" }
const hall = meeting => shown({
  meeting: { title: "Forum", state: "open", current: null, highlighted: null, ...meeting },
  items: new Map([["i", item]]),
  questions: new Map([["q", question]]),
})

test("before the first item: the meeting's title and the way in", () => {
  const { shows, main, joinable } = hall({})
  assert.deepEqual({ shows, main, joinable }, { shows: "title", main: "Forum", joinable: true })
})

test("the current item, with the questions that belong to it", () => {
  const { shows, main, questions } = hall({ current: "i" })
  assert.deepEqual({ shows, main, questions }, { shows: "item", main: item.title, questions: item.questions })
})

test("a highlighted question comes before its item, which stays as its context", () => {
  const { shows, main, context, language, name, questions } = hall({ current: "i", highlighted: "q" })
  assert.deepEqual({ shows, main, context, language, name, questions },
    { shows: "question", main: "Why so late?", context: item.title, language: "fr", name: "Amina", questions: [] })
})

test("a pause takes the question off, not the item", () => {
  assert.equal(hall({ state: "paused", current: "i", highlighted: "q" }).shows, "item")
})

test("a moderator's stage masks what everybody's does, although the team is told all of it", () => {
  const all = question => shown({
    meeting: { title: "Forum", state: "open", highlighted: "q" }, items: new Map(), questions: new Map([["q", question]]),
  })
  const seen = question => all(question).main
  const marked = { text: "Call 123?", marks: [[5, 8, "phone"]] }
  assert.equal(seen(marked), "Call ▒▒▒?")
  assert.equal(seen({ ...marked, whole: true }), "Call 123?")
  const named = { text: "Why?", name: "Call 123", name_hidden: true }
  assert.equal(all(named).name, null)
  assert.equal(all({ ...named, whole: true }).name, "Call 123")
})

test("stopped: the title, and nothing else", () => {
  const { state, shows, main, joinable, context, questions } = hall({ state: "paused", stopped: true, current: "i", highlighted: "q" })
  assert.deepEqual({ state, shows, main, joinable, context, questions },
    { state: "stopped", shows: "title", main: "Forum", joinable: false, context: null, questions: [] })
})

test("at the end: the title, and nobody is asked to join", () => {
  const { shows, joinable } = hall({ state: "ended", current: "i", highlighted: "q" })
  assert.deepEqual({ shows, joinable }, { shows: "title", joinable: false })
})
