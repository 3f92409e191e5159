// A seat that was revoked or has run out, or whose meeting is over: nothing of it stays on this screen.

import { vanished } from "./vanish.js"

const GONE = /^(seat|meeting)\.(unknown|ended)$/
// A page that was never let in is not loaded again and again.
const SOON = 30_000

/**
 * Once the seat is no more, does `empty()` and loads `path` anew, whose page says what there is to say. `empty` answers
 * false where the page has to stay, because something would be lost with it.
 */
export function leaveWhenGone(connection, { path, empty, age = () => performance.now(), load = to => vanished() || location.replace(to) }) {
  let live = false
  connection.subscribe(status => {
    live ||= status === "online"
    if (status !== "refused" || !GONE.test(connection.refusal.code)) return
    if (empty() !== false && (live || age() > SOON)) load(path)
  })
}

/** Takes everything of the meeting out of the store and off the page; the page's own notice takes its place. */
export function nothingLeft(store) {
  store.clear()
  const notice = document.getElementById("gone").content.cloneNode(true)
  document.title = notice.querySelector("h1").textContent
  document.body.className = "page"
  document.body.replaceChildren(notice)
}
