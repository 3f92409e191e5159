// How long a text is, as people count: one for a letter with its accents, one for a family of four.

// As the server has it: a family in four skin tones needs 11 code points, a tower of accents more.
const CODE_POINTS = 16

const segmenter = globalThis.Intl?.Segmenter ? new Intl.Segmenter(undefined, { granularity: "grapheme" }) : null

export function characters(text) {
  if (!segmenter) return Array.from(text).length
  let count = 0
  for (const _ of segmenter.segment(text)) count += 1
  return count
}

/** Whether one of the characters is piled up higher than the server takes; without a segmenter, it says so itself. */
export function towers(text) {
  if (!segmenter) return false
  for (const { segment } of segmenter.segment(text.normalize("NFC"))) if (Array.from(segment).length > CODE_POINTS) return true
  return false
}
