// What the hall sees of a meeting, as data. Pure; the words around it stand in templates/_stage/picture.html.

import { masked, nameForAll } from "../marks.js"

export function shown({ meeting, items, questions }) {
  if (meeting.stopped) return { ...NOTHING, state: "stopped", joinable: false, shows: "title", main: meeting.title }
  const item = items.get(meeting.current)
  const question = meeting.state === "open" ? questions.get(meeting.highlighted) : undefined
  return {
    state: meeting.state,
    joinable: meeting.state !== "ended",
    ...about(meeting, item, question),
  }
}

const NOTHING = { context: null, language: null, name: null, questions: [] }

function about(meeting, item, question) {
  if (meeting.state === "ended") return { ...NOTHING, shows: "title", main: meeting.title }
  if (question) {
    const { language } = question
    return { ...NOTHING, shows: "question", context: item?.title ?? null, main: masked(question), language, name: nameForAll(question) }
  }
  if (item) return { ...NOTHING, shows: "item", main: item.title, questions: item.questions ?? [] }
  return { ...NOTHING, shows: "title", main: meeting.title }
}
