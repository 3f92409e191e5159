// One question put to the moderator in a dialog: the form's fields, or null when it was left.

export function ask(dialog, prepare = () => {}) {
  const form = dialog.querySelector("form")
  form.reset()
  prepare(form)
  return new Promise(resolve => {
    let answer = null
    form.onsubmit = event => {
      event.preventDefault()
      answer = new FormData(form)
      dialog.close()
    }
    dialog.onclick = event => {
      if (event.target === dialog || event.target.closest("[data-close]")) dialog.close()
    }
    dialog.onclose = () => resolve(answer)
    dialog.showModal()
  })
}
