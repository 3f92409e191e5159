import { test } from "node:test"
import assert from "node:assert/strict"
import { Watch } from "../../static/js/desk/watch.js"

function watch() {
  const heard = {}
  const made = new Watch({ on: (event, listener) => { heard[event] = listener } })
  const news = []
  made.subscribe(fresh => news.push(fresh))
  return { made, heard, news }
}

test("what stands out is known at once, from a word or a heartbeat, and told once", () => {
  const { made, heard, news } = watch()
  heard.watch({ votes: { q: 8 } })
  heard.heartbeat({ everyone: 1, team: 2, here: 3, watch: { votes: { q: 8 } } })
  assert.equal(made.votes("q"), 8)
  assert.equal(made.votes("r"), 0)
  heard.heartbeat({ everyone: 1, team: 2, here: 3, watch: { votes: { q: 9, r: 12 } } })
  assert.deepEqual(news, [["q"], ["r"]])
  assert.deepEqual([made.votes("q"), made.votes("r")], [9, 12])
})

test("it calms down with the server, and a heartbeat without a word of it changes nothing", () => {
  const { made, heard, news } = watch()
  heard.watch({ votes: { q: 8 } })
  heard.heartbeat({ everyone: 1, team: 2 })
  assert.equal(made.votes("q"), 8)
  heard.heartbeat({ everyone: 1, team: 2, here: 3, watch: { votes: {} } })
  assert.equal(made.votes("q"), 0)
  assert.deepEqual(news, [["q"], []])
})
