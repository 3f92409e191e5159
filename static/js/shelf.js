// What a browser keeps for one meeting, and forgets on the way out. Without storage it lasts as long as the page.

const PREFIX = "meeting"

export class Shelf {
  #storage
  #name
  #memory = new Map()
  #parsed = new Map()

  constructor(code, storage = anyStorage()) {
    this.#name = key => `${PREFIX}:${code}:${key}`
    this.#storage = storage
    this.code = code
  }

  /** Whether all that it holds outlives the page. */
  get lasting() {
    return this.#storage !== null && this.#memory.size === 0
  }

  read(key, otherwise = null) {
    const name = this.#name(key)
    try {
      const text = this.#memory.has(name) ? this.#memory.get(name) : this.#storage?.getItem(name)
      return text == null ? otherwise : this.#parse(key, text)
    } catch {
      return otherwise
    }
  }

  // Asked for each card of a long list, and seldom changed. What is read is never altered, only written anew.
  #parse(key, text) {
    const before = this.#parsed.get(key)
    if (before?.text === text) return before.value
    const value = JSON.parse(text)
    this.#parsed.set(key, { text, value })
    return value
  }

  write(key, value) {
    const name = this.#name(key)
    const text = JSON.stringify(value)
    try {
      if (!this.#storage) throw new Error("nothing to keep it in")
      this.#storage.setItem(name, text)
      this.#memory.delete(name)
    } catch {
      this.#memory.set(name, text)
    }
  }

  remove(key) {
    this.#memory.delete(this.#name(key))
    this.#storage?.removeItem(this.#name(key))
  }

  /** Another tab of this browser wrote to the same place. */
  watch(key, listener) {
    globalThis.addEventListener?.("storage", event => {
      if (event.key === null || event.key === this.#name(key)) listener()
    })
  }

  /** Under what it holds anything, wherever that is. */
  get keys() {
    const names = Array.from({ length: this.#storage?.length ?? 0 }, (_, index) => this.#storage.key(index))
    const ours = new Set([...names, ...this.#memory.keys()].filter(name => name.startsWith(this.#name(""))))
    return [...ours].map(name => name.slice(this.#name("").length))
  }

  /** Everything of this meeting, gone. */
  clear() {
    for (const key of this.keys) this.remove(key)
    this.#parsed.clear()
  }
}

function anyStorage() {
  try {
    globalThis.localStorage.getItem(PREFIX)
    return globalThis.localStorage
  } catch {
    return null
  }
}
