// A question as its card on the desk shows it: times, groups and languages in the words of this page.

import { kinds, parts } from "../marks.js"

export function facing({ store, acts, word, language, merging, votes = () => 0 }) {
  const hour = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
  const listing = new Intl.ListFormat(language, { type: "conjunction" })
  const what = question => listing.format(kinds(question).map(kind => word(`kind_${kind}`)))
  const tongues = new Intl.DisplayNames(language, { type: "language" })

  return question => {
    const doubtful = votes(question.id)
    const into = question.into ? store.questions.get(question.into) : null
    return {
      ...question,
      parts: parts(question.text, question.marks).map(({ text, kind }) =>
        kind ? { marked: text, title: word(`kind_${kind}`) } : { plain: text }),
      hidden: kinds(question).length ? word(question.whole ? "shown" : "hidden", { what: what(question) }) : null,
      erased: !question.text,
      time: hour.format(new Date(question.at)),
      from: question.group && groupName(question.group, word),
      tongue: question.language && question.language !== language ? tongueName(question.language, tongues) : null,
      about: otherItem(question, store),
      joined: into ? into.text : null,
      pending: acts.pending(question.id),
      refusal: acts.refusal(question.id),
      merging: merging() === question.id,
      watched: doubtful ? word("watch", { num: doubtful }) : null,
      unprotected: !store.meeting.settings.protection,
    }
  }
}

/** An organiser's own group is a word already. */
export function groupName(group, word) {
  try {
    return word(`group_${group}`)
  } catch {
    return group
  }
}

function tongueName(code, tongues) {
  try {
    return tongues.of(code)
  } catch {
    return code
  }
}

// What is asked about the current item needs no label; the rest says where it belongs.
function otherItem({ item }, { meeting, items }) {
  return item && item !== meeting.current ? items.get(item)?.title ?? null : null
}
