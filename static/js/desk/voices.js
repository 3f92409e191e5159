// Whose voices were heard: questions asked, taken up and answered, by stakeholder group. Pure.

const PUBLIC = new Set(["open", "highlighted", "answered", "archived"])
const TAKEN_UP = new Set([...PUBLIC, "merged"])

/** [{group, asked, taken, answered}] in the order of `groups`, then others; `group` null is nobody's. Withdrawn ones do not count. */
export function voices(questions, groups = []) {
  const rows = new Map(groups.map(group => [group, row(group)]))
  for (const question of questions) {
    if (question.state === "withdrawn") continue
    const group = question.group ?? null
    if (!rows.has(group)) rows.set(group, row(group))
    const counts = rows.get(group)
    counts.asked += 1
    if (TAKEN_UP.has(question.state)) counts.taken += 1
    if (question.state === "answered" || question.replies.length && PUBLIC.has(question.state)) counts.answered += 1
  }
  const nobody = rows.get(null)
  rows.delete(null)
  return [...rows.values(), ...(nobody ? [nobody] : [])]
}

function row(group) {
  return { group, asked: 0, taken: 0, answered: 0 }
}
