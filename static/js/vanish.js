// The page turns into something harmless, and shows nothing more of the meeting until that is there.

/** Empties the page at once; where there is no line, the browser's own page of trouble takes its place. */
export function vanish(away = "/away") {
  location.replace(away)
  document.title = ""
  document.body.hidden = true
}

/** Whether that has begun: nothing else is loaded in its place any more. */
export const vanished = () => document.body.hidden
