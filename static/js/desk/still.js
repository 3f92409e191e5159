// Scrolling in a list that is its own scroller on a wide screen and part of the page on a narrow one.

/** Runs `change`; `node`, if it is in view, stays where it is on the screen. */
export function heldStill(list, node, change) {
  const before = node && inView(list, node) ? node.getBoundingClientRect().top : null
  change()
  if (before === null || !node.isConnected) return
  const moved = node.getBoundingClientRect().top - before
  if (moved) scroller(list).scrollBy({ top: moved, behavior: "instant" })
}

export function intoView(list, node) {
  if (scroller(list) !== list) return node.scrollIntoView({ block: "nearest" })
  const frame = list.getBoundingClientRect()
  const { top, bottom } = node.getBoundingClientRect()
  // One line of the neighbour shows that there is more.
  const margin = Math.min(40, frame.height / 6)
  if (top < frame.top + margin) list.scrollBy({ top: top - frame.top - margin, behavior: "instant" })
  else if (bottom > frame.bottom - margin) list.scrollBy({ top: bottom - frame.bottom + margin, behavior: "instant" })
}

function inView(list, node) {
  const frame = scroller(list) === list ? list.getBoundingClientRect() : { top: 0, bottom: innerHeight }
  const { top, bottom } = node.getBoundingClientRect()
  return bottom > frame.top && top < frame.bottom
}

function scroller(list) {
  return getComputedStyle(list).overflowY === "auto" ? list : document.scrollingElement
}
