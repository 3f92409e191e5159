// How the meeting works: open, paused or ended, and what people may do in it.

import { closeDialogs, confirmEnd } from "./dialogs.js"

export class MeetingMenu {
  #root
  #store
  #acts

  constructor(root, { store, acts }) {
    this.#root = root
    this.#store = store
    this.#acts = acts
    root.addEventListener("change", ({ target }) => {
      if (target.name in store.meeting.settings) acts.perform(["meeting.settings", { [target.name]: target.checked }])
    })
    document.addEventListener("click", ({ target }) => { if (!root.contains(target)) root.open = false })
    store.subscribe(() => this.#show())
    acts.subscribe(({ kind }) => { if (kind !== "pending") this.#show() })
  }

  /** True when it was open. */
  close() {
    if (!this.#root.open) return false
    const within = this.#root.contains(document.activeElement)
    this.#root.open = false
    if (within) this.#root.querySelector("summary").focus()
    return true
  }

  reopen = () => this.#acts.perform(["meeting.open", {}])
  stop = () => {
    closeDialogs()
    if (!this.#store.meeting?.stopped) return this.#acts.perform(["meeting.stop", {}])
  }
  pause = () => this.#acts.perform(["meeting.pause", {}])
  end = () => confirmEnd(() => this.#acts.perform(["meeting.end", {}]))

  /** Opens at the switch that makes votes cost a phone some work. */
  protect = () => {
    this.#root.open = true
    this.#root.querySelector("[name=protection]").focus()
  }

  // What the meeting says holds, whatever a switch was set to.
  #show() {
    const { meeting } = this.#store
    if (!meeting) return
    for (const input of this.#root.querySelectorAll("input[type=checkbox]")) input.checked = meeting.settings[input.name] ?? false
    for (const button of this.#root.querySelectorAll("[data-meeting-when]")) {
      button.hidden = !button.dataset.meetingWhen.split(" ").includes(meeting.stopped ? "stopped" : meeting.state)
    }
  }
}
