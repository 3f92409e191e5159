// Nothing moves under a finger: changes that shift the page wait until no one has touched it for a moment.

const MOMENT = 900

let down = false
let last = -Infinity
let timer = null
let waiting = new Set()

export function watchTouch() {
  const touched = event => {
    last = event.timeStamp
    if (event.type === "pointerdown") down = true
    if (event.type === "pointerup" || event.type === "pointercancel") down = false
  }
  const options = { passive: true, capture: true }
  for (const type of ["pointerdown", "pointerup", "pointercancel", "scroll", "wheel", "touchmove", "keydown"]) {
    addEventListener(type, touched, options)
  }
}

/** Runs `change` at once when the page is at rest, else as soon as it is; asked twice, it runs once. */
export function whenCalm(change) {
  waiting.add(change)
  settle()
}

function settle() {
  clearTimeout(timer)
  const rest = MOMENT - (performance.now() - last)
  if (document.hidden || (!down && rest <= 0)) {
    const changes = waiting
    waiting = new Set()
    for (const change of changes) change()
  } else {
    timer = setTimeout(settle, Math.max(rest, 100))
  }
}
