// Shows only the questions that hold certain words.

export class Search {
  #field
  #queue

  constructor(field, queue) {
    this.#field = field
    this.#queue = queue
    field.addEventListener("input", () => queue.search(field.value))
    field.addEventListener("keydown", event => {
      if (event.key === "Escape") this.clear()
      else if (event.key !== "Enter" && event.key !== "ArrowDown") return
      event.preventDefault()
      queue.lane.reveal()
      field.blur()
      queue.lane.focus()
    })
  }

  begin() {
    this.#field.focus()
    this.#field.select()
  }

  clear() {
    if (!this.#field.value) return
    this.#field.value = ""
    this.#queue.search("")
  }
}
