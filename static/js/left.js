// Whoever left while there was no line has a cookie left that only the server can take back: done before anything else.

const MARK = "left"

/** Notes what is still to be taken back, and where nobody can keep it, notes nothing. */
export function toTakeBack(code, storage = globalThis.localStorage) {
  try {
    storage.removeItem(MARK) // other tabs hear of what changes alone, and this may stand there from before
    storage.setItem(MARK, code)
  } catch { /* it ends with the browser */ }
}

/** Another tab of this browser has just been left by the quick way. */
export function whenLeft(listener, tab = globalThis) {
  tab.addEventListener?.("storage", ({ key, newValue }) => key === MARK && newValue && listener())
}

/** Takes it back, and says of which meeting; null where there was nothing to take back, or no line. */
export async function takeBack(storage = globalThis.localStorage, send = fetch) {
  try {
    const code = storage.getItem(MARK)
    if (!code) return null
    const { status, type } = await send(`/${encodeURIComponent(code)}/leave`, { method: "POST", redirect: "manual" })
    if (type !== "opaqueredirect" && status >= 400) return null
    if (storage.getItem(MARK) === code) storage.removeItem(MARK)
    return code
  } catch {
    return null
  }
}
