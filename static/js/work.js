// Proof of work (docs/protocol.md): a number for which SHA-256 of "salt:number" begins with so many zero bits.
// Over http, as halls have it, browsers have no SHA-256 of their own.

import { sha256 } from "../vendor/hashes/sha2.js"

// Milliseconds after which the page gets its turn, and after which one begins to wonder.
const TURN = 12
const LONG = 1000

const letters = new TextEncoder()

/** With how many zero bits these bytes begin. */
export function zeroBits(bytes) {
  const first = bytes.findIndex(byte => byte !== 0)
  return first < 0 ? bytes.length * 8 : first * 8 + Math.clz32(bytes[first]) - 24
}

/** The proof of a puzzle. `tell(share)` is called now and then when it takes longer than a second, with a share of 1. */
export async function solved({ salt, bits }, tell = () => {}) {
  const began = performance.now()
  const expected = 2 ** bits
  let number = 0
  for (;;) {
    const until = performance.now() + TURN
    do {
      for (let step = 0; step < 64; step++, number++) {
        const proof = `${salt}:${number}`
        if (zeroBits(sha256(letters.encode(proof))) >= bits) return proof
      }
    } while (performance.now() < until)
    // Nobody knows how long it takes; this comes ever nearer to its end, and says half of it when half are done.
    if (performance.now() - began > LONG) tell(1 - 2 ** (-number / expected))
    await turn()
  }
}

/** The puzzle that a refused request names in its head, or null. */
export function puzzleOf(answer) {
  const [salt, bits] = (answer?.headers.get("X-Work") ?? "").split(" ")
  return answer?.status === 429 && salt ? { salt, bits: Number(bits) } : null
}

// Lets others have their turn. Not by a timer: browsers stretch those, and stop them in a page that is not looked at.
const turn = () => new Promise(resolve => {
  const { port1, port2 } = new MessageChannel()
  port1.onmessage = () => { port1.close(); resolve() }
  port2.postMessage(null)
})

/** Shows how far the work is, in the element that is meant for it. */
export function shownIn(place) {
  return share => {
    if (!place) return
    place.hidden = false
    place.querySelector("progress").value = Math.round(share * 100)
  }
}
