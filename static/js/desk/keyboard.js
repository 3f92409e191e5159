// Which key means what. A key never acts while somebody types, in a dialog, or together with Ctrl, Alt or Meta.

export const KEYS = {
  j: "down", k: "up", ArrowDown: "down", ArrowUp: "up",
  1: "waiting", 2: "open", 3: "decided",
  a: "approve", d: "decline", h: "highlight", x: "answer", e: "archive", o: "reopen", r: "reply", m: "merge",
  w: "whole", q: "mute", Delete: "erase", s: "stop",
  Enter: "confirm", Escape: "cancel",
  z: "undo", u: "undo", n: "next", f: "freeze", "/": "search", "?": "help",
}

// Held down, these go on; anything else happens once for each press.
const REPEATING = new Set(["down", "up"])
// These belong to whatever has the focus, if that is something of its own.
const NATIVE = new Set(["ArrowDown", "ArrowUp", "Enter"])
// Fields to type in, which a box to tick is not, and dialogs.
const FIELD = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"
// In an emergency there is no time to leave a dialog first.
const ANYWHERE = new Set(["stop"])

/** The name of the act that a keydown asks for, or null. */
export function actOf(event) {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.altKey || event.metaKey) return null
  // For a moment after it closed, the focus is still in a dialog that nobody sees.
  const target = event.target.closest?.("dialog:not([open])") ? null : event.target
  if (target?.closest?.(FIELD)) return null
  if (NATIVE.has(event.key) && target?.closest?.("a, button, summary, [role]")) return null
  const act = KEYS[latin(event)] ?? null
  if (!ANYWHERE.has(act) && target?.closest?.("dialog")) return null
  return event.repeat && !REPEATING.has(act) ? null : act
}

// On an Arabic or Cyrillic keyboard the key that bears the letter counts.
function latin({ key, code = "", shiftKey }) {
  if (key.length > 1 || /[!-~]/.test(key)) return key.length === 1 ? key.toLowerCase() : key
  if (code === "Slash") return shiftKey ? "?" : "/"
  const letter = /^(?:Key|Digit)(.)$/.exec(code)
  return letter ? letter[1].toLowerCase() : key
}
