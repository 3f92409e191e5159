// The page's own words, in the page's own language. Plural forms are picked by the language's rules.

export function wordsOf({ language, words }) {
  const rules = new Intl.PluralRules(language)

  return function word(key, values = {}) {
    const found = words[key]
    const text = typeof found === "object" ? found[rules.select(values.num)] ?? found.other : found
    if (text === undefined) throw new Error(`no word for ${key}`)
    return text.replace(/%\((\w+)\)s/g, (whole, name) => values[name] ?? whole)
  }
}
