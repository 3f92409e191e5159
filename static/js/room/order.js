// Which questions stand on the open list, and in which order. Pure.

/** Most support first; among equals the one that has waited longest. */
export function bySupport(questions) {
  return [...questions].sort((one, other) =>
    other.score - one.score || one.at.localeCompare(other.at) || one.id.localeCompare(other.id))
}

export function openQuestions(questions) {
  return bySupport([...questions].filter(({ state }) => state === "open"))
}

export function closedQuestions(questions) {
  return [...questions]
    .filter(({ state }) => state === "answered" || state === "archived")
    .sort((one, other) => other.revision - one.revision)
}

/** How the list that is shown differs from the list as it is now; one's own questions are no news. */
export function difference(shown, wanted, mine = new Map()) {
  const held = new Set(shown)
  const fresh = wanted.filter(id => !held.has(id) && !mine.has(id)).length
  const moved = shown.length !== wanted.length || shown.some((id, place) => id !== wanted[place])
  return { fresh, moved }
}
