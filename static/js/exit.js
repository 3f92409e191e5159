// The quick way out: nothing of the meeting stays in this browser, and something harmless is on the screen.

import { toTakeBack } from "./left.js"

export function quickExit(form, { shelf, socket }) {
  form.addEventListener("submit", event => {
    event.preventDefault()
    // The request outlives the page: only the server can take back the cookie.
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {})
    location.replace(form.dataset.away)
    shelf.clear()
    // The page may not live to hear that there is no line; where there is one, the answer or the next page takes it away.
    toTakeBack(shelf.code)
    document.title = ""
    document.body.hidden = true
    socket?.disconnect()
  })
}
