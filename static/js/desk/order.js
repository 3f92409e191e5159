// Which question stands where on the desk. Pure.

export const LANES = ["waiting", "open", "decided"]

const LANE = {
  waiting: "waiting", open: "open", highlighted: "open",
  answered: "decided", archived: "decided", declined: "decided", merged: "decided",
}

const earlier = (one, other) => one.at.localeCompare(other.at) || one.id.localeCompare(other.id)

const SORT = {
  waiting: earlier,
  open: (one, other) => other.score - one.score || earlier(one, other),
  decided: (one, other) => other.revision - one.revision || earlier(one, other),
}

/** The lane of a question, or undefined for one that was taken back, unless its author may ask nothing more: that can be undone. */
export function laneOf({ state, muted }) {
  return state === "withdrawn" && muted ? "decided" : LANE[state]
}

/** Who appeals against being muted: the ids of their questions, the oldest first. */
export function appeals(questions) {
  return questions.filter(({ appeal }) => appeal).sort(earlier).map(({ id }) => id)
}

/** The ids of each lane, sorted as that lane is. */
export function lanes(questions) {
  const found = { waiting: [], open: [], decided: [] }
  for (const question of questions) found[laneOf(question)]?.push(question)
  for (const lane of LANES) found[lane] = found[lane].sort(SORT[lane]).map(({ id }) => id)
  return found
}

/** What stood there stays in its place, what left is gone, what is new comes after. */
export function keepPlaces(shown, wanted) {
  const there = new Set(wanted)
  const known = new Set(shown)
  return [...shown.filter(id => there.has(id)), ...wanted.filter(id => !known.has(id))]
}

/** The same, and what is new waits: {order, behind} where `behind` counts it. */
export function freeze(shown, wanted) {
  const known = new Set(shown)
  const there = new Set(wanted)
  return { order: shown.filter(id => there.has(id)), behind: wanted.filter(id => !known.has(id)).length }
}

/** What to select once `id` has left: the next that is still there, else the one before. */
export function successor(before, after, id) {
  const there = new Set(after)
  const from = before.indexOf(id)
  const next = before.slice(from + 1).find(other => there.has(other))
  return next ?? before.slice(0, Math.max(from, 0)).reverse().find(other => there.has(other)) ?? null
}

/** Does a question hold what is searched for, in its words, its author's name or its answers? */
export function holds(question, sought) {
  if (!sought) return true
  const text = [question.text, question.name ?? "", ...question.replies.map(reply => reply.text)].join("\n")
  return text.toLocaleLowerCase().includes(sought.toLocaleLowerCase())
}
