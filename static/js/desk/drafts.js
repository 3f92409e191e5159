// What was typed into a form and is not done yet, by the place it was typed for. Only what differs from what the form
// began with is kept: the rest may have changed by the time it is opened again.

const TYPED = "textarea, select, input:not([type=radio]):not([type=checkbox])"

export class Drafts {
  #kept = new Map()
  #begun = new WeakMap()

  /** Remembers how the form stands and puts what was typed here before on top of it. */
  begin(place, form) {
    this.#begun.set(form, Object.fromEntries(fields(form).map(({ name, value }) => [name, value])))
    for (const field of fields(form)) {
      const value = this.#kept.get(place)?.[field.name]
      if (value === undefined) continue
      field.value = value
      field.dispatchEvent(new Event("input", { bubbles: true }))
    }
  }

  keep(place, typed) {
    if (typed) this.#kept.set(place, typed)
  }

  drop(place) {
    this.#kept.delete(place)
  }

  /** The fields that are not as they began, or null when all are. */
  typed(form) {
    const begun = this.#begun.get(form)
    const typed = fields(form).filter(({ name, value }) => value !== begun[name])
    return typed.length ? Object.fromEntries(typed.map(({ name, value }) => [name, value])) : null
  }
}

function fields(form) {
  return [...form.querySelectorAll(TYPED)]
}
