// What the moderator is asked before an act: why a question is declined, what is written, what an item holds.

import { ask } from "./dialog.js"

const at = id => document.getElementById(id)

/** The reason, "" for none, or null when it was left. A figure chooses one and declines at once. */
export async function askReason(question) {
  const dialog = at("decline")
  const answer = await ask(dialog, form => {
    quote(form, question)
    form.onkeydown = event => {
      const choice = event.target.matches("textarea, input:not([type=radio])") ? null : form.querySelector(`[data-key="${event.key}"]`)
      if (!choice) return
      event.preventDefault()
      choice.checked = true
      form.requestSubmit()
    }
    form.elements.own.oninput = () => { form.querySelector("[value=own]").checked = true }
  })
  if (!answer) return null
  return answer.get("reason") === "own" ? answer.get("own").trim() : answer.get("reason")
}

export async function askReply(question) {
  const answer = await ask(at("reply"), form => {
    quote(form, question)
    form.onkeydown = event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
    }
  })
  return answer?.get("text").trim() || null
}

/** The fields of an item as the protocol names them. */
export async function askItem(item = null) {
  const dialog = at("item")
  dialog.dataset.adding = String(!item)
  const answer = await ask(dialog, form => {
    if (!item) return
    for (const name of ["title", "kind", "minutes", "text"]) form.elements[name].value = item[name] ?? ""
    for (const name of ["questions", "speakers"]) form.elements[name].value = (item[name] ?? []).join("\n")
  })
  if (!answer) return null
  const lines = name => answer.get(name).split("\n").map(line => line.trim()).filter(Boolean)
  return {
    title: answer.get("title").trim(),
    kind: answer.get("kind"),
    minutes: Number(answer.get("minutes")) || null,
    text: answer.get("text").trim() || null,
    questions: lines("questions"),
    speakers: lines("speakers"),
  }
}

export async function confirmEnd() {
  return await ask(at("end")) !== null
}

export function showHelp() {
  return ask(at("help"))
}

function quote(form, { text, language }) {
  const quoted = form.querySelector("[data-quoted]")
  quoted.textContent = text
  quoted.lang = language ?? ""
}
