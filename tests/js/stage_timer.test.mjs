import { test } from "node:test"
import assert from "node:assert/strict"
import { clock, timer } from "../../static/js/stage/timer.js"

const presentedAt = "2026-11-22T09:00:00.000Z"
const at = (minutes, seconds = 0) => Date.parse(presentedAt) + minutes * 60_000 + seconds * 1000
const word = (key, { num }) => `${key} ${num}`
const told = (minutes, seconds) => timer(clock({ presentedAt, minutes: 20, now: at(minutes, seconds) }), word)

test("whole minutes gone and left, and the share that is used", () => {
  assert.deepEqual(clock({ presentedAt, minutes: 20, now: at(5, 1) }),
    { elapsed: 5, left: 15, seconds: 899, over: null, share: 301 / 1200 })
})

test("an item without minutes only counts up; one that was not presented has no time", () => {
  assert.deepEqual(clock({ presentedAt, minutes: null, now: at(5) }), { elapsed: 5, left: null, seconds: null, over: null, share: null })
  assert.equal(clock({ presentedAt: null, minutes: 20, now: at(5) }), null)
})

test("a clock that is a little behind the server's does not count below nothing", () => {
  assert.equal(clock({ presentedAt, minutes: 20, now: at(0, -3) }).elapsed, 0)
})

for (const [minutes, seconds, text] of [
  [0, 0, "left 20"], [18, 59, "left 2"], [19, 0, "left 1"], [19, 1, "0:59"], [19, 55, "0:05"], [20, 0, "0:00"], [20, 59, "0:00"], [23, 30, "over 3"],
]) {
  test(`after ${minutes} min ${seconds} s of 20 the hall reads “${text}”`, () => assert.equal(told(minutes, seconds), text))
}
