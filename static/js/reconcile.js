// Makes a list hold these entries in this order, reusing the cards it has: [{id, …}], make(entry), fill(node, entry).

export function reconcile(list, entries, { make, fill }) {
  const held = new Map()
  for (const node of [...list.children]) if (node.localName !== "template") held.set(node.dataset.id, node)
  // First out with what has left: a card that goes from the top must not make all the others move.
  const wanted = new Set(entries.map(({ id }) => id))
  for (const [id, node] of held) if (!wanted.has(id)) node.remove()
  const focused = list.contains(document.activeElement) ? document.activeElement : null

  let after = null
  for (const entry of entries) {
    const node = held.get(entry.id) ?? make(entry)
    fill(node, entry)
    const next = after ? after.nextElementSibling : list.firstElementChild
    if (node !== next) list.insertBefore(node, next)
    after = node
  }

  // A card that moved took the focus out of the page with it.
  if (focused && focused !== document.activeElement && list.contains(focused)) focused.focus({ preventScroll: true })
}
