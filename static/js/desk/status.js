// The line to the meeting, who is here, what time it is, and whether the meeting is open.

import { fill } from "../bind.js"

export class Status {
  #word
  #at
  #alone
  #standing
  #seen = null

  constructor(root, { word, language, store, socket, connection }) {
    this.#word = word
    this.#at = name => root.querySelector(`[data-status="${name}"]`)
    this.#alone = document.getElementById("alone")
    this.#standing = document.getElementById("standing")
    const time = new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" })
    const hour = () => time.format(new Date(store.now()))

    setInterval(() => this.#text("time", hour()), 1000)
    this.#text("time", hour())
    socket.on("heartbeat", ({ here }) => here === undefined || this.#text("here", word("here", { num: here })))
    socket.onAny(() => { this.#seen = hour() })
    store.subscribe(() => this.#meeting(store.meeting))
    connection.subscribe(status => {
      if (status === "online") this.#seen = hour()
      this.#line(status, connection.refusal)
    })
  }

  #meeting({ state: entered, stopped, title }) {
    const state = stopped ? "stopped" : entered
    fill(this.#standing, { state })
    this.#text("state", this.#word(`meeting_${state}`))
    this.#text("title", title)
    document.body.dataset.meeting = state
  }

  // What is safe and what to do; the lists below are then a picture of the last known moment.
  #line(status, refusal) {
    this.#text("line", this.#word(status === "online" || status === "connecting" ? status : "offline_short"))
    document.body.dataset.line = status
    this.#alone.hidden = status === "online" || status === "connecting"
    if (status === "refused") this.#alone.textContent = refusal?.message ?? this.#word("seat_gone")
    else if (status === "offline") this.#alone.textContent = this.#seen ? this.#word("offline_since", { time: this.#seen }) : this.#word("offline")
  }

  #text(name, text) {
    const element = this.#at(name)
    if (element.textContent !== text) element.textContent = text
  }
}
