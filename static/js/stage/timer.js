// Times of the current item. Pure: who calls says what time it is.

const MINUTE = 60_000

/** How an item stands: whole minutes gone, minutes left or over (null where none were planned), the share used. */
export function clock({ presentedAt, minutes, now }) {
  if (!presentedAt) return null
  const gone = Math.max(0, now - Date.parse(presentedAt))
  const elapsed = Math.floor(gone / MINUTE)
  if (!minutes) return { elapsed, left: null, seconds: null, over: null, share: null }
  const rest = minutes * MINUTE - gone
  return {
    elapsed,
    left: rest > 0 ? Math.ceil(rest / MINUTE) : 0,
    seconds: rest > 0 ? Math.ceil(rest / 1000) : 0,
    over: rest <= 0 ? Math.floor(-rest / MINUTE) : null,
    share: Math.min(1, gone / (minutes * MINUTE)),
  }
}

/** For the hall: minutes, and seconds only in the last one, so that nothing flickers while people think. */
export function timer(time, word) {
  if (!time || time.left === null) return null
  if (time.over) return word("over", { num: time.over })
  if (time.seconds < 60) return `0:${String(time.seconds).padStart(2, "0")}`
  return word("left", { num: time.left })
}
