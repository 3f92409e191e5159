// What this screen knows of the meeting. Pure: no DOM and no socket, so it runs under Node as it is.
// docs/protocol.md says how a pulse is applied; this is that rule and nothing more.

export class Store {
  audience = null
  revision = null
  meeting = null
  items = new Map()
  questions = new Map()
  you = null
  mine = null
  /** Whether this seat may ask nothing more, and what its holder said to that. */
  muted = false
  appeal = null

  #ahead = 0
  // Votes as they were acknowledged: question -> { value, revision }.
  #acknowledged = new Map()
  #listeners = new Set()

  /** `mine` may be what the page came with, until the first join. */
  constructor(mine = {}) {
    this.mine = own(mine)
  }

  /** The reply to a join: forget everything and begin from it. */
  fresh({ you, state, revision, audience, now }) {
    if (now) this.#ahead = Date.parse(now) - Date.now()
    this.audience = audience ?? ("team" in revision ? "team" : "everyone")
    // A state that was read late is not below what was held when it was asked for: the database was set back.
    const setBack = revision[this.audience] < this.revision
    if (setBack) this.#acknowledged.clear()
    this.revision = revision[this.audience]
    this.meeting = state.meeting
    this.items = new Map(Object.entries(state.items))
    this.questions = new Map(Object.entries(state.questions))
    this.you = you
    this.mine = own(you?.mine ?? {})
    this.muted = you?.muted ?? false
    this.appeal = you?.appeal ?? null
    this.#putOnTop()
    this.#tell({ fresh: true, setBack })
  }

  /** "applied", "stale" (already known, or for others) or "missed" (join again). */
  apply({ audience, from, to, set = {}, drop = {} }) {
    if (this.revision === null) return "missed"
    if (audience !== this.audience || to <= this.revision) return "stale"
    if (from > this.revision) return "missed"
    if (set.meeting) this.meeting = set.meeting
    for (const kind of ["items", "questions"]) {
      for (const [id, whole] of Object.entries(set[kind] ?? {})) this[kind].set(id, whole)
      for (const id of drop[kind] ?? []) this[kind].delete(id)
    }
    for (const [id, score] of Object.entries(set.scores ?? {})) this.#score(id, score)
    this.revision = to
    this.#tell({ set, drop })
    return "applied"
  }

  /** True when a heartbeat tells of more than is held here: join again. */
  behind(heartbeat) {
    return this.revision === null || heartbeat[this.audience] > this.revision
  }

  /** What became of one's own questions; an older word never replaces a newer one. */
  yours({ set = {} }) {
    for (const [id, question] of Object.entries(set.questions ?? {})) {
      const held = this.mine.questions.get(id)
      if (!held || question.revision >= held.revision) this.mine.questions.set(id, question)
    }
    if ("muted" in set) this.muted = set.muted
    if ("appeal" in set) this.appeal = set.appeal
    const voted = Object.entries(set.votes ?? {}).filter(([id, value]) => this.#vote(id, value))
    this.#tell({ yours: set, voted })
  }

  /** A vote that the server has acknowledged, at this revision. */
  voted(question, value, revision) {
    this.#acknowledged.set(question, { value, revision })
    if (this.#vote(question, value)) this.#tell({ voted: [[question, value]] })
  }

  /** The meeting is over. Its seats end with it, so nobody can join again to hear so. */
  end() {
    if (this.meeting) this.meeting = { ...this.meeting, state: "ended" }
    this.#tell({ ended: true })
  }

  /** Nothing is known any more; nobody is told. */
  clear() {
    this.revision = this.meeting = this.you = this.appeal = null
    this.items = new Map()
    this.questions = new Map()
    this.mine = own({})
    this.#acknowledged.clear()
  }

  /** Milliseconds, by the server's clock: this machine's own may be minutes off. */
  now() {
    return Date.now() + this.#ahead
  }

  /** The whole as plain data, in the shape of the join reply's state. */
  get state() {
    return {
      meeting: this.meeting,
      items: Object.fromEntries(this.items),
      questions: Object.fromEntries(this.questions),
    }
  }

  subscribe(listener) {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Put anew, never altered: an act on the desk remembers what it began with. */
  #score(id, score) {
    const held = this.questions.get(id)
    if (held) this.questions.set(id, { ...held, score })
  }

  // A state may have been read before a vote was stored, and arrive after its acknowledgement.
  #putOnTop() {
    for (const [question, { value, revision }] of this.#acknowledged) {
      if (revision > this.revision) this.#vote(question, value)
      else this.#acknowledged.delete(question)
    }
  }

  /** Whether that is news. */
  #vote(question, value) {
    const { votes } = this.mine
    return value ? !votes.has(question) && Boolean(votes.add(question)) : votes.delete(question)
  }

  #tell(change) {
    for (const listener of this.#listeners) listener(change)
  }
}

function own({ questions = [], votes = [] }) {
  return { questions: new Map(questions.map(question => [question.id, question])), votes: new Set(votes) }
}
