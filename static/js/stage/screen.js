// The projector's screen: no cursor over the words, no sleep, the whole screen at f or a double click.

const STILL = 2000

export function hideIdleCursor(root = document.documentElement) {
  let timer
  const show = () => {
    delete root.dataset.idle
    clearTimeout(timer)
    timer = setTimeout(() => { root.dataset.idle = "" }, STILL)
  }
  addEventListener("pointermove", show)
  show()
}

/** Needs https; elsewhere the machine's own settings decide. */
export function keepAwake() {
  const hold = () => {
    if (document.visibilityState === "visible") navigator.wakeLock?.request("screen").catch(() => {})
  }
  document.addEventListener("visibilitychange", hold)
  hold()
}

export function toggleFullScreen() {
  const toggle = () => {
    if (document.fullscreenElement) document.exitFullscreen()
    else document.documentElement.requestFullscreen?.().catch(() => {})
  }
  addEventListener("dblclick", toggle)
  addEventListener("keydown", event => {
    if (event.key === "f" && !event.ctrlKey && !event.metaKey && !event.altKey) toggle()
  })
}
