// What was written here and had not arrived when the meeting was over: its author sees it once more, and it is kept no longer.

const WRITTEN = /^(draft|appeal|edit-.*)$/

/** Every text on a shelf that nobody has answered to, each once. */
export function unsent(shelf) {
  const waiting = shelf.read("outbox", []).map(({ payload }) => payload.text)
  const begun = shelf.keys.filter(key => WRITTEN.test(key)).map(key => shelf.read(key)).map(kept => kept?.text ?? kept)
  return [...new Set([...waiting, ...begun])].filter(text => typeof text === "string" && text.trim())
}

/** Takes everything off the shelf; gives a notice with what had not arrived, or null where there is nothing to tell. */
export function cleared(shelf) {
  const texts = unsent(shelf)
  shelf.clear()
  if (!texts.length) return null
  const notice = document.getElementById("lost").content.firstElementChild.cloneNode(true)
  const one = notice.querySelector("li")
  one.replaceWith(...texts.map(text => Object.assign(one.cloneNode(), { textContent: text })))
  return notice
}
