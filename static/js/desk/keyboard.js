// Which key means what. A key never acts while somebody types, in a dialog, or together with Ctrl, Alt or Meta.

export const KEYS = {
  j: "down", k: "up", ArrowDown: "down", ArrowUp: "up",
  1: "waiting", 2: "open", 3: "decided",
  a: "approve", d: "decline", h: "highlight", x: "answer", e: "archive", o: "reopen", r: "reply", m: "merge",
  Enter: "confirm", Escape: "cancel",
  z: "undo", u: "undo", n: "next", f: "freeze", "/": "search", "?": "help",
}

// Held down, these go on; anything else happens once for each press.
const REPEATING = new Set(["down", "up"])
// These belong to whatever has the focus, if that is something of its own.
const NATIVE = new Set(["ArrowDown", "ArrowUp", "Enter"])
// Fields to type in, which a box to tick is not, and dialogs.
const ELSEWHERE = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable], dialog"

/** The name of the act that a keydown asks for, or null. */
export function actOf(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null
  // For a moment after it closed, the focus is still in a dialog that nobody sees.
  const target = event.target.closest?.("dialog:not([open])") ? null : event.target
  if (target?.closest?.(ELSEWHERE)) return null
  if (NATIVE.has(event.key) && target?.closest?.("a, button, summary, [role]")) return null
  const act = KEYS[latin(event)] ?? null
  return event.repeat && !REPEATING.has(act) ? null : act
}

// On an Arabic or Cyrillic keyboard the key that bears the letter counts.
function latin({ key, code = "", shiftKey }) {
  if (key.length > 1 || /[!-~]/.test(key)) return key.length === 1 ? key.toLowerCase() : key
  if (code === "Slash") return shiftKey ? "?" : "/"
  const letter = /^(?:Key|Digit)(.)$/.exec(code)
  return letter ? letter[1].toLowerCase() : key
}
