// Keeps a store in step with the server. There is one way to recover, whatever went wrong: join again.

const STATUS = { online: "online", connecting: "connecting", offline: "offline", refused: "refused" }
const RETRY = 3000
// Whoever was cut off by the server asks within this time whether it still has its seat.
const CUT = 2000
// How long a line that is doubted may take to answer, at the least.
const PATIENCE = 10000
// Phones that wake, and phones that all come into the network again, look within this time and not all at once.
const WAKE = 500
const RETURN = 3000

export class Connection {
  status = STATUS.connecting
  refusal = null

  #socket
  #store
  #joining = false
  #took = null
  #doubt = null
  #soon = null
  #held = []
  #listeners = new Set()

  constructor(socket, store) {
    this.#socket = socket
    this.#store = store
    // Whatever is heard, acknowledgements too: the line lives.
    socket.io.on("packet", () => this.#trust())
    socket.on("connect", () => this.#begin())
    socket.on("disconnect", reason => this.#lost(reason))
    socket.on("connect_error", error => this.#failed(error))
    socket.on("pulse", pulse => this.#hear("pulse", pulse))
    socket.on("yours", message => this.#hear("yours", message))
    socket.on("heartbeat", beat => this.#store.behind(beat) && this.join())
    socket.on("again", ({ within }) => this.#joinWithin(within))
    socket.on("ended", () => this.#store.end())
  }

  /** Ask for the whole state again. What arrives meanwhile is held and applied on top of it. */
  join() {
    if (this.#joining || !this.#socket.connected) return
    this.#joining = true
    const asked = Date.now()
    // However long it takes: on a slow line asking again would only put a second answer behind the first. A line that
    // is dead is noticed by its pings, and then nothing answers here any more.
    this.#socket.emit("join", {}, reply => {
      this.#joining = false
      this.#took = Date.now() - asked
      const held = this.#held.splice(0)
      if (reply.error) return this.#refused(reply.error)
      this.#store.fresh(reply)
      this.#set(STATUS.online)
      for (const [event, message] of held) this.#hear(event, message)
    })
  }

  /**
   * Look whether anybody is still there: a phone that slept or changed networks may hold a dead line and not know. Of
   * one that has not answered yet nobody can say; one that was slow may be slow again. A hall that doubts at once must
   * not give up at once, and in that time each line has its heartbeat.
   */
  probe() {
    if (!this.#socket.connected) return this.#anew()
    if (this.#took === null) return
    this.join()
    const patience = Math.max(PATIENCE, 2 * this.#took)
    this.#doubt ??= setTimeout(() => this.#anew(), patience * (1 + Math.random() / 2))
  }

  subscribe(listener) {
    this.#listeners.add(listener)
    listener(this.status)
    return () => this.#listeners.delete(listener)
  }

  // Each process may ask for it; whoever is about to join anyway will find what all of them meant.
  #joinWithin(milliseconds) {
    this.#soon ??= setTimeout(() => {
      this.#soon = null
      this.join()
    }, Math.random() * milliseconds)
  }

  #hear(event, message) {
    if (this.#joining) return void this.#held.push([event, message])
    if (event === "yours") return void this.#store.yours(message)
    if (this.#store.apply(message) === "missed") this.join()
  }

  #begin() {
    this.#took = null
    this.join()
  }

  #trust() {
    clearTimeout(this.#doubt)
    this.#doubt = null
  }

  // The old line is closed first. And a client that waits for its next attempt would not be hurried by connect() alone.
  #anew() {
    this.#socket.disconnect().connect()
  }

  #lost(reason) {
    this.#trust()
    this.#joining = false
    this.#held = []
    // What the library would say by itself on the next line is said again by whoever still wants it.
    this.#socket.sendBuffer = []
    if (reason !== "io server disconnect") return this.#set(STATUS.offline)
    // The server closed the door itself, so the client does not knock again by itself; the line is well, and what there
    // is to say comes with the answer.
    this.#set(STATUS.connecting)
    setTimeout(() => this.#socket.connect(), CUT * Math.random())
  }

  #failed(error) {
    if (this.#socket.active) return this.#set(STATUS.offline)
    this.#refused(error.data?.error ?? error.data ?? { code: error.message })
  }

  #refused(error) {
    // Joined too often: the line is well, and the state that is held is of a moment ago.
    if (error.code === "seat.too_fast") return void setTimeout(() => this.join(), error.wait * 1000)
    const passing = !error.code || /^(limit|server|request)\b/.test(error.code)
    if (passing) return this.#again()
    this.refusal = error
    this.#set(STATUS.refused)
  }

  #again() {
    this.#set(STATUS.offline)
    setTimeout(() => this.#socket.connected ? this.join() : this.#socket.connect(), RETRY * (0.5 + Math.random()))
  }

  #set(status) {
    if (status === this.status) return
    this.status = status
    for (const listener of this.#listeners) listener(status)
  }
}

/**
 * A phone that slept has missed things without noticing: look again when it wakes, and when it is in a network again,
 * which a whole hall may be in the same moment.
 */
export function rejoinOnReturn(connection) {
  let due = null
  const look = within => {
    due ??= setTimeout(() => {
      due = null
      connection.probe()
    }, Math.random() * within)
  }
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && look(WAKE))
  addEventListener("online", () => look(RETURN))
}
