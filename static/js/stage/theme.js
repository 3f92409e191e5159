// Light or dark as the room asks for it: the system's choice, until t is pressed. Kept for the next reload.

const NAME = "stage-theme"

export function followTheme(root = document.documentElement) {
  set(root, kept())
  addEventListener("keydown", event => {
    if (event.key !== "t" || event.ctrlKey || event.metaKey || event.altKey) return
    const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches
    set(root, dark ? "light" : "dark")
    keep(root.dataset.theme)
  })
}

function set(root, theme) {
  if (theme) root.dataset.theme = theme
}

function kept() {
  try {
    return localStorage.getItem(NAME)
  } catch {
    return null
  }
}

function keep(theme) {
  try {
    localStorage.setItem(NAME, theme)
  } catch {
    // A screen without storage asks again after a reload.
  }
}
