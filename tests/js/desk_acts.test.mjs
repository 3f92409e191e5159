import { mock, test } from "node:test"
import assert from "node:assert/strict"
import { Acts } from "../../static/js/desk/acts.js"
import { Store } from "../../static/js/store.js"

mock.timers.enable({ apis: ["setTimeout"] })

const WAITING = { id: "q", text: "Who pays?", state: "waiting", score: 0, at: "2026-11-22T09:00:00.000Z", replies: [], revision: 1 }

/** A desk whose server answers what the test says, in turn; the pulse comes only when the test sends it. */
function desk(...answers) {
  const store = new Store()
  store.fresh({
    you: {}, audience: "team", revision: { everyone: 1, team: 1 },
    state: { meeting: { state: "open", current: null, highlighted: null, settings: {} }, items: {}, questions: { q: WAITING } },
  })
  const line = { online: true }
  const sent = []
  const send = (name, { id, ...payload }) => {
    sent.push([name, payload])
    const answer = answers.shift()
    return answer === undefined ? Promise.reject(new Error("timeout")) : Promise.resolve(answer)
  }
  const acts = new Acts({ store, send, online: () => line.online })
  const news = []
  acts.subscribe(({ kind }) => news.push(kind))
  const pulse = (to, state = "open") => store.apply({
    audience: "team", from: store.revision, to, set: { questions: { q: { ...WAITING, state, revision: to } } },
  })
  return { acts, line, news, pulse, sent, store }
}

const approve = ["question.approve", { question: "q" }]

test("an act is pending until its change has arrived, and never shown as done before", async () => {
  const { acts, pulse, store } = desk({ ok: true, revision: 2 })
  const done = acts.perform(approve)
  assert.equal(acts.pending("q"), true)
  assert.equal(await done, true)
  assert.equal(acts.pending("q"), true)
  assert.equal(store.questions.get("q").state, "waiting")
  pulse(2)
  assert.equal(acts.pending("q"), false)
})

test("an act whose change came before its ack is pending no more", async () => {
  const { acts, pulse } = desk({ ok: true, revision: 2 })
  const done = acts.perform(approve)
  pulse(2)
  await done
  assert.equal(acts.pending("q"), false)
})

test("a refusal keeps the server's sentence with the question, and leaves nothing to undo", async () => {
  const { acts, news } = desk({ error: { code: "question.wrong_state", message: "It was withdrawn." } })
  assert.equal(await acts.perform(approve), false)
  assert.equal(acts.refusal("q"), "It was withdrawn.")
  assert.equal(acts.pending("q"), false)
  assert.equal(acts.undoable, false)
  assert.ok(news.includes("refused"))
})

test("without a connection nothing is sent", async () => {
  const { acts, line, news, sent } = desk()
  line.online = false
  assert.equal(await acts.perform(approve), false)
  assert.deepEqual(sent, [])
  assert.deepEqual(news.slice(0, 1), ["offline"])
})

test("an answer that is long in coming is told, and settles the act when it comes", async () => {
  const { acts, news } = desk(new Promise(resolve => setTimeout(resolve, 30_000, { ok: true, revision: 1 })))
  const done = acts.perform(approve)
  mock.timers.tick(4_000)
  assert.ok(!news.includes("late"))
  mock.timers.tick(1_000)
  assert.ok(news.includes("late"))
  assert.equal(acts.pending("q"), true)
  mock.timers.tick(25_000)
  assert.equal(await done, true)
  assert.equal(news.filter(kind => kind === "late").length, 1)
})

test("no answer is told as no answer", async () => {
  const { acts, news } = desk(undefined)
  assert.equal(await acts.perform(approve), false)
  assert.ok(news.includes("lost"))
})

test("undo sends the inverse once the act is through, and only once", async () => {
  const { acts, sent } = desk({ ok: true, revision: 2 }, { ok: true, revision: 3 })
  acts.perform(approve)
  await acts.undo()
  assert.deepEqual(sent, [approve, ["question.reopen", { question: "q", state: "waiting" }]])
  assert.equal(acts.undoable, false)
})

test("an undo that found no connection can be pressed again", async () => {
  const { acts, line, sent } = desk({ ok: true, revision: 2 }, { ok: true, revision: 3 })
  await acts.perform(approve)
  line.online = false
  await acts.undo()
  assert.equal(sent.length, 1)
  line.online = true
  await acts.undo()
  assert.equal(sent.length, 2)
})

test("steps stop at the first refusal, and what was done can be undone", async () => {
  const { acts, sent } = desk({ ok: true, revision: 2 }, { error: { code: "question.wrong_state", message: "No." } }, { ok: true, revision: 3 })
  assert.equal(await acts.perform(approve, ["question.highlight", { question: "q" }]), false)
  await acts.undo()
  assert.deepEqual(sent.at(-1), ["question.reopen", { question: "q", state: "waiting" }])
})

test("what cannot be taken back is said, and nothing older goes in its stead", async () => {
  const { acts, news, sent } = desk({ ok: true, revision: 2 }, { ok: true, revision: 3 }, { ok: true, revision: 4 })
  await acts.perform(approve)
  await acts.perform(["question.reply", { question: "q", text: "In writing" }])
  await acts.undo()
  assert.equal(news.at(-1), "final")
  assert.equal(sent.length, 2)
  await acts.undo()
  assert.deepEqual(sent.at(-1), ["question.reopen", { question: "q", state: "waiting" }])
})

test("what had no answer is not taken back, and nothing older goes in its stead", async () => {
  const { acts, news, sent } = desk({ ok: true, revision: 2 }, undefined)
  await acts.perform(approve)
  await acts.perform(["question.archive", { question: "q" }])
  await acts.undo()
  assert.equal(news.at(-1), "unknown")
  assert.equal(sent.length, 2)
})

test("what another moderator went on from is left alone", async () => {
  const { acts, news, pulse, sent } = desk({ ok: true, revision: 2 })
  await acts.perform(approve)
  pulse(2)
  pulse(3, "answered")
  await acts.undo()
  assert.equal(news.at(-1), "changed")
  assert.equal(sent.length, 1)
})

test("what a meeting refused while it was paused is forgotten when it goes on", async () => {
  const { acts, store } = desk({ error: { code: "meeting.paused", message: "It is paused." } })
  const meeting = state => store.apply({ audience: "team", from: store.revision, to: store.revision + 1, set: { meeting: { ...store.meeting, state } } })
  meeting("paused")
  await acts.perform(approve)
  meeting("paused")
  assert.equal(acts.refusal("q"), "It is paused.")
  meeting("open")
  assert.equal(acts.refusal("q"), null)
})

test("two acts on one question are taken back by two presses, however fast", async () => {
  const { acts, pulse, sent } = desk({ ok: true, revision: 2 }, { ok: true, revision: 3 }, { ok: true, revision: 4 }, { ok: true, revision: 5 })
  await acts.perform(approve)
  pulse(2)
  await acts.perform(["question.archive", { question: "q" }])
  pulse(3, "archived")
  await Promise.all([acts.undo(), acts.undo()])
  assert.deepEqual(sent.slice(2), [
    ["question.reopen", { question: "q", state: "open" }], ["question.reopen", { question: "q", state: "waiting" }],
  ])
})
