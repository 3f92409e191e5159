// The quick way out: nothing of the meeting stays in this browser, and something harmless is on the screen.

export function quickExit(form, { shelf, socket }) {
  form.addEventListener("submit", event => {
    event.preventDefault()
    // The request outlives the page: only the server can take back the cookie.
    fetch(form.action, { method: "POST", body: new FormData(form), keepalive: true }).catch(() => {})
    location.replace(form.dataset.away)
    shelf.clear()
    document.title = ""
    document.body.hidden = true
    socket.disconnect()
  })
}
