// What stands around a list of the desk: how many there are, why there are none, and what can be done.

import { fill } from "../bind.js"

/** `lane` is the list, `count` how many there would be in it, `sought` what is searched for. */
export function frame(section, { lane, count, sought, word }) {
  const { order, behind } = lane
  section.querySelector("[data-count]").textContent = count
  section.querySelector("[data-empty]").hidden = order.length > 0 || Boolean(sought)
  section.querySelector("[data-none-found]").hidden = order.length > 0 || !sought
  section.querySelector("[data-lane-actions]")?.toggleAttribute("hidden", order.length === 0)
  const behindButton = section.querySelector("[data-behind]")
  behindButton.hidden = behind === 0
  if (behind) behindButton.textContent = word("behind", { num: behind })
}

/** The buttons say what they would do to the selected question. */
export function offer(section, question) {
  const actions = section.querySelector(":scope > [data-lane-actions]")
  if (!actions || !question) return
  const { state, marks, name_hidden, whole, muted, appeal, text } = question
  fill(actions, { state, muted, markable: Boolean(marks || name_hidden), whole, appealing: Boolean(appeal), erasable: text !== "", standing: state !== "withdrawn" })
}
