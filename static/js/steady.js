// What a person is looking at stays where it is while something above it grows or goes.
// Done by hand: one of the large browsers does not anchor the scroll, and two anchors would pull against each other.

/** `anchors` are the elements that must not move: the first one in view is held still during `change`. */
export function steadily(anchors, change) {
  const anchor = anchors.find(inView)
  const before = anchor?.getBoundingClientRect().top
  change()
  if (!anchor || !anchor.isConnected || scrollY === 0) return
  const moved = anchor.getBoundingClientRect().top - before
  if (moved) scrollBy({ top: moved, behavior: "instant" })
}

export function inView(element) {
  const { top, bottom, height } = element.getBoundingClientRect()
  return height > 0 && bottom > 0 && top < innerHeight
}
