import { test } from "node:test"
import assert from "node:assert/strict"
import { phase } from "../../static/js/desk/phase.js"

test("how far a meeting is", () => {
  assert.equal(phase({ state: "open", stopped: false, forgotten_at: null }), "open")
  assert.equal(phase({ state: "paused", stopped: true, forgotten_at: null }), "stopped")
  assert.equal(phase({ state: "ended", stopped: false, forgotten_at: null }), "ended")
  assert.equal(phase({ state: "ended", stopped: false, forgotten_at: "2026-01-01T00:00:00.000Z" }), "forgotten")
})
