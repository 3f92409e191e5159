// What the moderator is asked before an act: why a question is declined, what is written, what an item holds.

import { ask } from "./dialog.js"

const at = id => document.getElementById(id)

/** Passes on the reason, "" for none. A figure chooses one and declines at once. */
export function askReason(question, decline) {
  return ask(at("decline"), {
    subject: question.id,
    prepare(form) {
      quote(form, question)
      form.onkeydown = event => {
        const choice = event.target.matches("textarea, input:not([type=radio])") ? null : form.querySelector(`[data-key="${event.key}"]`)
        if (!choice) return
        event.preventDefault()
        choice.checked = true
        form.requestSubmit()
      }
      form.elements.own.oninput = () => { form.querySelector("[value=own]").checked = true }
    },
    act: answer => decline(answer.get("reason") === "own" ? answer.get("own").trim() : answer.get("reason")),
  })
}

export function askReply(question, send) {
  return ask(at("reply"), {
    subject: question.id,
    prepare(form) {
      quote(form, question)
      form.onkeydown = event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit()
      }
    },
    act(answer) {
      const text = answer.get("text").trim()
      return text !== "" && send(text)
    },
  })
}

/** Passes on the fields of an item as the protocol names them. */
export function askItem(item, save) {
  const dialog = at("item")
  dialog.dataset.adding = String(!item)
  return ask(dialog, {
    subject: item?.id,
    prepare(form) {
      if (!item) return
      for (const name of ["title", "kind", "minutes", "text"]) form.elements[name].value = item[name] ?? ""
      for (const name of ["questions", "speakers"]) form.elements[name].value = (item[name] ?? []).join("\n")
    },
    act(answer) {
      const lines = name => answer.get(name).split("\n").map(line => line.trim()).filter(Boolean)
      return save({
        title: answer.get("title").trim(),
        kind: answer.get("kind"),
        minutes: Number(answer.get("minutes")) || null,
        text: answer.get("text").trim() || null,
        questions: lines("questions"),
        speakers: lines("speakers"),
      })
    },
  })
}

/** Asked before what nothing brings back. */
export function askErase(question, erase) {
  return ask(at("erase"), { prepare: form => quote(form, question), act: erase })
}

/** Asked before everybody sees what could lead to somebody. */
export function askWhole(question, show) {
  return ask(at("whole"), { prepare: form => quote(form, question), act: show })
}

/** Whatever is open gives way; what was typed there is kept. */
export function closeDialogs() {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close()
}

export function confirmEnd(end) {
  return ask(at("end"), { act: end })
}

export function confirmForget(forget) {
  return ask(at("forget"), { act: forget })
}

export function showHelp() {
  return ask(at("help"))
}

function quote(form, { text, language }) {
  const quoted = form.querySelector("[data-quoted]")
  quoted.textContent = text
  quoted.lang = language ?? ""
}
