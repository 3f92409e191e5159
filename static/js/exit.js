// The quick way out: nothing of the meeting stays in this browser, and something harmless is on the screen.

export function quickExit(form, { shelf, socket }) {
  form.addEventListener("submit", event => {
    event.preventDefault()
    const leaving = new FormData(form)
    document.body.replaceChildren()
    document.title = "…"
    shelf.clear()
    socket.disconnect()
    // The page goes at once; the request outlives it. Only the server can take back the cookie.
    fetch(form.action, { method: "POST", body: leaving, keepalive: true }).catch(() => {})
    location.replace(form.dataset.away)
  })
}
