// The quick way out: nothing of the meeting stays in this browser, and something harmless is on the screen.

import { toTakeBack, whenLeft } from "./left.js"
import { vanish } from "./vanish.js"

export function quickExit(form, { shelf, socket }) {
  form.addEventListener("submit", event => {
    event.preventDefault()
    // The request outlives the page: only the server can take back the cookie.
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {})
    vanish(form.dataset.away)
    shelf.clear()
    // The page may not live to hear that there is no line; where there is one, the answer or the next page takes it away.
    toTakeBack(shelf.code)
    socket?.disconnect()
  })
  // What this tab wrote down while another one was leaving.
  whenLeft(() => shelf.clear())
}
