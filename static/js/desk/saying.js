// One line at the foot of the desk: what was done, what was taken back, what the server refused.

const LENGTH = 60

export class Saying {
  #line
  #undo
  #acts
  #store
  #word
  #state = null
  #alarm = null
  // Whose words the line quotes.
  #quoted = null

  constructor(root, { acts, store, word }) {
    this.#line = root.querySelector("[data-say]")
    this.#undo = root.querySelector("[data-act=undo]")
    this.#acts = acts
    this.#store = store
    this.#word = word
    acts.subscribe(news => this.#tell(news))
    store.subscribe(() => {
      this.#meeting(store.meeting.state)
      this.#unquote()
    })
  }

  /** The line is back: nobody need be told that it is not. */
  online() {
    if (this.#alarm === "offline") this.#show("")
  }

  say = (key, values) => this.#show(this.#word(key, values))

  /** Votes for a question stand out. */
  watched = ({ id, text }) => {
    this.#show(this.#word("watch_new", { about: short(text) }))
    this.#quoted = id
  }

  #tell(news) {
    const before = this.#line.textContent
    this.#news(news)
    if (this.#line.textContent === before) return
    const quotes = news.name !== "question.erase" && this.#store.questions.get(news.subject)?.text
    this.#quoted = quotes ? news.subject : null
  }

  // Words that were withdrawn or deleted, by whomever, are not left standing here.
  #unquote() {
    if (this.#quoted && !this.#store.questions.get(this.#quoted)?.text) {
      this.#show("")
      this.#quoted = null
    }
  }

  #news({ kind, name, subject, message }) {
    if (this.#undo) this.#undo.disabled = !this.#acts.undoable
    if (kind === "did") this.#show(this.#did(name, subject))
    if (kind === "undone") this.#show(this.#word("undone", { what: this.#did(name, subject) }))
    if (kind === "final" || kind === "unknown") this.#show(this.#word(kind, { what: this.#did(name, subject) }), kind)
    if (kind === "changed") this.#show(this.#word("changed"), kind)
    if (kind === "nothing") this.#show(this.#word("nothing_to_undo"))
    if (kind === "refused") this.#show(message ?? this.#word("refused"), kind)
    if (kind === "offline") this.#show(this.#word("not_sent"), kind)
    if (kind === "late") this.#show(this.#word("late"), kind)
    if (kind === "lost") this.#show(this.#word("lost"), kind)
  }

  // What was refused then may be taken now.
  #meeting(state) {
    if (state !== this.#state && this.#alarm === "refused") this.#show("")
    this.#state = state
  }

  #did(name, subject) {
    const about = name === "question.erase" ? null : this.#store.questions.get(subject)?.text ?? this.#store.items.get(subject)?.title
    const did = this.#word(`did_${name}`)
    return about ? this.#word("did_about", { did, about: short(about) }) : did
  }

  #show(text, alarm = null) {
    this.#alarm = alarm
    this.#line.textContent = text
    this.#line.classList.toggle("is-trouble", alarm !== null)
  }
}

function short(text) {
  const characters = [...text.replace(/\s+/g, " ")]
  return characters.length > LENGTH ? `${characters.slice(0, LENGTH).join("")}…` : characters.join("")
}
