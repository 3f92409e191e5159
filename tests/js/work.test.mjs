// Proof of work as a browser does it: the same hashes as everywhere, its turn to the page, and how far it is.

import { test } from "node:test"
import assert from "node:assert/strict"
import { createHash } from "node:crypto"
import { puzzleOf, solved, zeroBits } from "../../static/js/work.js"

const digest = text => createHash("sha256").update(text).digest()

test("what it finds begins with so many zero bits", async () => {
  for (const bits of [0, 1, 7, 8, 9, 13]) {
    const proof = await solved({ salt: "a-salt_of=ours", bits })
    assert.match(proof, /^a-salt_of=ours:[0-9]{1,15}$/)
    assert.ok(zeroBits(digest(proof)) >= bits, proof)
  }
})

test("zero bits are counted from the first one", () => {
  const counted = [[255], [128, 0], [127, 255], [1, 0], [0, 128], [0, 1, 0], [0, 0]].map(bytes => zeroBits(Uint8Array.from(bytes)))
  assert.deepEqual(counted, [0, 0, 1, 7, 8, 15, 16])
})

test("the page has its turn, and hears how far it is only where that takes long", async () => {
  let turns = 0, going = true
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => { turns += 1; if (going) port2.postMessage(null); else port1.close() }
  port2.postMessage(null)
  const shares = []
  await solved({ salt: "short", bits: 12 }, share => shares.push(share))
  assert.deepEqual(shares, [])
  const now = performance.now
  const began = now.call(performance)
  performance.now = () => began + (now.call(performance) - began) * 400 // a slow phone's second
  await solved({ salt: "long", bits: 16 }, share => shares.push(share))
  performance.now = now
  going = false
  assert.ok(turns > 3)
  assert.ok(shares.length > 0 && shares.every((share, place) => share > 0 && share < 1 && share >= (shares[place - 1] ?? 0)))
})

test("a refusal's head says what to work for", () => {
  const answer = (status, head) => ({ status, headers: new Headers(head) })
  assert.deepEqual(puzzleOf(answer(429, { "X-Work": "salt 14" })), { salt: "salt", bits: 14 })
  for (const other of [null, answer(429, {}), answer(200, { "X-Work": "salt 14" })]) assert.equal(puzzleOf(other), null)
})
