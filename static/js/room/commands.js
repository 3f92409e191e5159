// The forms that work without scripts, sent through the outbox instead of loading a page.

import { fill } from "../bind.js"

export function commands(root, { outbox, composer, muted, shelf, refusals, store }) {
  root.addEventListener("submit", event => {
    const form = event.target.closest("form[data-command]")
    if (!form || event.defaultPrevented) return
    event.preventDefault()
    if (form.dataset.command === "seat.appeal") return muted.appeal()
    const question = form.elements.question.value
    refusals.delete(question)
    send[form.dataset.command](question, form, event.submitter)
  })

  root.addEventListener("click", event => {
    const button = event.target.closest("[data-refused]")
    if (button) settleRefused(button.dataset.refused, button.closest("[data-id]").dataset.id)
  })

  const send = {
    "vote.cast": (question, form, button) => {
      const value = Number(button.value)
      outbox.add("vote.cast", { question, value })
      if (!store.meeting) early(button, value)
    },
    "question.withdraw": question => outbox.add("question.withdraw", { question }),
    "question.edit": (question, form) => {
      const text = form.elements.text.value.trim()
      if (!text) return form.elements.text.focus()
      shelf.remove(`edit-${question}`)
      form.closest("details").open = false
      outbox.add("question.edit", { question, text })
    },
  }

  // The first join has not been answered yet: the card is the server's, so only the button can tell.
  function early(button, value) {
    const score = Number(button.querySelector(".count").textContent) + (value || -1)
    fill(button, { score, voted: value === 1, next: value ? "0" : "1" })
  }

  function settleRefused(wish, id) {
    const entry = outbox.waiting.find(waiting => waiting.id === id)
    if (!entry) return
    if (wish === "correct" && !composer.takeBack(entry.payload, entry.refusal.message)) return composer.busy()
    outbox.discard(id)
  }
}
