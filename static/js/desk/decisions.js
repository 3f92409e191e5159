// What can be done about a question, in which of its states, and what the list does meanwhile.

import { askErase, askReason, askReply, askWhole } from "./dialogs.js"

const PUBLIC = ["open", "highlighted", "answered", "archived"]

const APPLIES = {
  approve: ["waiting", "declined"],
  decline: ["waiting", ...PUBLIC],
  highlight: ["waiting", ...PUBLIC],
  answer: ["open", "highlighted", "archived"],
  archive: ["open", "highlighted", "answered"],
  reopen: ["answered", "archived", "declined", "merged"],
  reply: ["waiting", ...PUBLIC],
  merge: ["waiting", ...PUBLIC],
  whole: ["waiting", ...PUBLIC, "declined", "merged"],
  erase: ["waiting", ...PUBLIC, "declined", "merged"],
}

// What is decided about is what stood here to be read: its author may be changing it in this moment.
const asRead = ({ id, edition }) => ({ question: id, ...(edition === undefined ? {} : { edition }) })

/** The acts on the selected question, by the names that keys and buttons use. */
export function decisions({ acts, queue, merging, store, say }) {
  const on = (name, decide) => () => {
    const question = queue.selected
    if (!question) return say("no_selection")
    if (!APPLIES[name].includes(question.state)) return say("not_here")
    return decide(question)
  }
  // Whatever became of the question: this is about what is in it, and about who asked it.
  const about = act => () => queue.selected ? act(queue.selected) : say("no_selection")
  // Somebody else may have gone on with it, or its author have changed it, while a dialog asked.
  const meanwhile = ({ id, text }, states, act) => {
    const question = store.questions.get(id)
    if (states.includes(question?.state) && question.text === text) return act()
    say("changed")
    return false
  }
  // It will leave this list: the hand is already on the next, and comes back if it did not leave and the hand has not
  // gone elsewhere meanwhile.
  let next = null
  const leaving = async (question, ...steps) => {
    if (acts.online) {
      queue.moveOn(question.id)
      next = queue.selected?.id
    }
    const accepted = await acts.perform(...steps)
    if (!accepted && queue.selected?.id === next) {
      queue.select(question.id)
      next = null
    }
    return accepted
  }

  return {
    approve: on("approve", q => leaving(q, ["question.approve", asRead(q)])),
    answer: on("answer", q => leaving(q, ["question.answer", { question: q.id }])),
    archive: on("archive", q => leaving(q, ["question.archive", { question: q.id }])),
    reopen: on("reopen", q => leaving(q, ["question.reopen", { question: q.id }])),
    decline: on("decline", q => askReason(q, reason =>
      meanwhile(q, [q.state], () => leaving(q, ["question.decline", { question: q.id, reason: reason || null }])))),
    highlight: on("highlight", q => {
      const raise = ["question.highlight", { question: q.id }]
      if (q.state === "highlighted") return acts.perform(["question.highlight", { question: null }])
      return q.state === "waiting" ? acts.perform(["question.approve", asRead(q)], raise) : acts.perform(raise)
    }),
    reply: on("reply", q => askReply(q, text =>
      meanwhile(q, APPLIES.reply, () => acts.perform(["question.reply", { question: q.id, text }])))),
    erase: on("erase", q => q.text === "" ? say("not_here") : askErase(q, () =>
      meanwhile(q, APPLIES.erase, () => leaving(q, ["question.erase", { question: q.id }])))),
    whole: about(q => {
      if (!q.marks && !q.name_hidden) return say("not_here")
      const show = () => acts.perform(["question.unmask", { ...asRead(q), whole: !q.whole }])
      // Where everybody looks, one press does not show whom it could lead to.
      return q.whole || !PUBLIC.includes(q.state) ? show() : askWhole(q, () => meanwhile(q, APPLIES.whole, show))
    }),
    mute: about(({ id, muted }) => acts.perform([muted ? "seat.unmute" : "seat.mute", { question: id }])),
    // Their appeal is answered, and it stays so.
    keep: about(({ id, appeal }) => appeal ? acts.perform(["seat.mute", { question: id }, "seat.keep"]) : say("not_here")),
    merge: on("merge", q => {
      const from = merging.question
      if (!from) return merging.begin(q.id)
      if (from === q.id) return merging.cancel()
      merging.cancel()
      return acts.perform(["question.merge", { from, into: q.id }])
    }),
  }
}
