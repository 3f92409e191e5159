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

  /** Everything of this meeting, gone. */
  clear() {
    this.#memory.clear()
    this.#parsed.clear()
    if (!this.#storage) return
    const names = Array.from({ length: this.#storage.length }, (_, index) => this.#storage.key(index))
    for (const name of names) if (name.startsWith(this.#name(""))) this.#storage.removeItem(name)
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
