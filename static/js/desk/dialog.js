// One question put to the moderator in a dialog. What was typed there outlives the dialog: it is dropped only when what
// it was typed for was done.

import { Drafts } from "./drafts.js"

const drafts = new Drafts()

/** `act` is called with the form's fields unless it was left, and promises true when it was done; `subject` tells whose draft it is. */
export async function ask(dialog, { subject = "", prepare = () => {}, act = () => true } = {}) {
  const form = dialog.querySelector("form")
  const place = `${dialog.id} ${subject}`
  dialog.onclose?.() // it was closed just now, and a key came before the word of that
  form.reset()
  prepare(form)
  drafts.begin(place, form)
  const { answer, typed } = await answered(dialog, form, place)
  if (answer && !await act(answer)) drafts.keep(place, typed)
}

function answered(dialog, form, place) {
  return new Promise(resolve => {
    let answer = null
    form.onsubmit = event => {
      event.preventDefault()
      answer = new FormData(form)
      dialog.close()
    }
    dialog.onclick = event => {
      const beside = event.target === dialog && !drafts.typed(form)
      if (beside || event.target.closest("[data-close]")) dialog.close()
    }
    dialog.onclose = () => {
      dialog.onclose = null
      const typed = drafts.typed(form)
      // On its way it is not offered again: it would be sent twice.
      drafts.drop(place)
      for (const quoted of form.querySelectorAll("[data-quoted]")) quoted.textContent = ""
      if (!answer) drafts.keep(place, typed)
      resolve({ answer, typed })
    }
    dialog.showModal()
  })
}
