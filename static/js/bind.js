// Fills a card. The markup and every word stand in the card (templates/_cards/), the data carries none.
//
//   data-text="field"                   textContent
//   data-if="field"  data-if="!field"   hidden unless truthy, or unless falsy
//   data-when="open answered"           hidden unless the card's state is one of these; data-of="kind" asks another field
//   data-attr-lang="language"           an attribute; null and false remove it, except aria-…, which says "false"
//   data-each="replies"                 a list; its <template> is one entry; a plain text is the entry's `value`;
//                                       an empty list is hidden

const known = new WeakMap()
const filled = new WeakMap()

export function card(name, data) {
  const template = document.getElementById(`card-${name}`)
  const node = template.content.firstElementChild.cloneNode(true)
  return data ? fill(node, data) : node
}

/** Filling a card again with what it shows already costs nothing. */
export function fill(root, data) {
  if (same(filled.get(root), data)) return root
  filled.set(root, data)
  if ("id" in data && root.dataset.id !== data.id) root.dataset.id = data.id
  for (const { element, kind, field, detail } of bindings(root)) writers[kind](element, data, field, detail)
  return root
}

function same(before, data) {
  if (!before) return false
  const keys = Object.keys(data)
  return keys.length === Object.keys(before).length && keys.every(key => before[key] === data[key])
}

const writers = {
  text(element, data, field) {
    const text = String(data[field] ?? "")
    if (element.textContent !== text) element.textContent = text
  },
  if(element, data, field, negated) {
    show(element, Boolean(data[field]) !== negated)
  },
  when(element, data, field, states) {
    show(element, states.includes(data[field]))
  },
  attr(element, data, field, name) {
    let value = data[field] ?? false
    if (name.startsWith("aria-") && typeof value === "boolean") value = String(value)
    if (value === false) element.removeAttribute(name)
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value === true ? "" : value)
  },
  each(element, data, field) {
    const template = entryTemplate(element)
    const entries = data[field] ?? []
    const rows = [...element.children].filter(child => child.localName !== "template")
    entries.forEach((entry, index) => {
      const row = rows[index] ?? element.appendChild(template.content.firstElementChild.cloneNode(true))
      fill(row, typeof entry === "object" ? entry : { value: entry })
    })
    rows.slice(entries.length).forEach(row => row.remove())
    show(element, entries.length > 0)
  },
}

function show(element, shown) {
  if (element.hidden === shown) element.hidden = !shown
}

function bindings(root) {
  if (!known.has(root)) known.set(root, [...own(root)].flatMap(read))
  return known.get(root)
}

// The entries of a list are filled with their own data, not with the card's.
function* own(root) {
  yield root
  for (const element of root.querySelectorAll("*")) {
    if (element.parentElement.closest("[data-each]") === null || !root.contains(element.parentElement.closest("[data-each]"))) {
      yield element
    }
  }
}

function read(element) {
  const found = []
  for (const { name, value } of element.attributes) {
    if (name === "data-text") found.push({ element, kind: "text", field: value })
    if (name === "data-each") found.push({ element, kind: "each", field: value })
    if (name === "data-if") found.push({ element, kind: "if", field: value.replace("!", ""), detail: value.startsWith("!") })
    if (name === "data-when") found.push({ element, kind: "when", field: element.dataset.of ?? "state", detail: value.split(" ") })
    if (name.startsWith("data-attr-")) found.push({ element, kind: "attr", field: value, detail: name.slice("data-attr-".length) })
  }
  return found
}

// A card from the server has no template of its own inside: the empty card lends it.
function entryTemplate(element) {
  const inside = element.querySelector(":scope > template")
  if (inside) return inside
  for (const template of document.querySelectorAll("template[id^=card-]")) {
    const list = template.content.querySelector(`[data-each="${element.dataset.each}"] > template`)
    if (list) return list
  }
  throw new Error(`no template for ${element.dataset.each}`)
}
