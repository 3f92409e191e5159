// How long a text is, as people count: one for a letter with its accents, one for a family of four.

const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null

export function characters(text) {
  if (!segmenter) return Array.from(text).length
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}
