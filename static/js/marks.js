// The marked places of a question's text, [from, to, kind] in code points. Pure.

export const MASK = "▒▒▒"

/** The text in parts, {text, kind}; `kind` is null where nothing is marked. */
export function parts(text, marks) {
  const points = [...text]
  const found = []
  let at = 0
  const part = (from, to, kind) => { if (to > from) found.push({ text: points.slice(from, to).join(""), kind }) }
  for (const [from, to, kind] of marks ?? []) {
    part(at, from, null)
    part(from, to, kind)
    at = to
  }
  part(at, points.length, null)
  return found
}

/** The text as everyone sees it. */
export function masked({ text, marks, whole }) {
  return whole || !marks ? text : parts(text, marks).map(({ text, kind }) => kind ? MASK : text).join("")
}

/** A text with masks in it, cut where they stand: [{text, mask}]. */
export function aroundMasks(text) {
  return text.split(new RegExp(`(${MASK})`)).filter(Boolean).map(part => ({ text: part, mask: part === MASK }))
}

/** The name that its author gave, as everyone sees it, or null. */
export function nameForAll({ name = null, name_hidden, whole }) {
  return name_hidden && !whole ? null : name
}

/** What kinds of things are marked in a question, each once, in the order in which they come; last, its author's name. */
export function kinds({ marks, name_hidden }) {
  return [...new Set((marks ?? []).map(([, , kind]) => kind)), ...name_hidden ? ["author"] : []]
}
