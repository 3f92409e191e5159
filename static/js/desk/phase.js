// How far the meeting is, in one word: open, paused, stopped in an emergency, ended, or forgotten for good.

export function phase({ state, stopped, forgotten_at: forgotten }) {
  if (forgotten) return "forgotten"
  return stopped ? "stopped" : state
}
