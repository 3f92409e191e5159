// What the hall sees of a meeting, as data. Pure; the words around it stand in templates/_stage/picture.html.

export function shown({ meeting, items, questions }) {
  const item = items.get(meeting.current)
  const question = meeting.state === "open" ? questions.get(meeting.highlighted) : undefined
  return {
    state: meeting.state,
    joinable: meeting.state !== "ended",
    ...about(meeting, item, question),
  }
}

function about(meeting, item, question) {
  const nothing = { context: null, language: null, name: null, questions: [] }
  if (meeting.state === "ended") return { ...nothing, shows: "title", main: meeting.title }
  if (question) {
    const { text, language, name = null } = question
    return { ...nothing, shows: "question", context: item?.title ?? null, main: text, language, name }
  }
  if (item) return { ...nothing, shows: "item", main: item.title, questions: item.questions ?? [] }
  return { ...nothing, shows: "title", main: meeting.title }
}
