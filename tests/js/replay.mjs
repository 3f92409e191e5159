// Reads one life of a screen per line, lets the store live it, and answers with what it ends with.

import { createInterface } from "node:readline"
import { Store } from "../../static/js/store.js"

for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(live(JSON.parse(line))))
}

function live(life) {
  const store = new Store()
  for (const [event, message, outcome] of life) {
    if (event === "fresh") store.fresh(message)
    else if (event === "yours") store.yours(message)
    else {
      const found = store.apply(message)
      if (found !== outcome) return { wrong: `expected ${outcome}, found ${found}`, message }
    }
  }
  const { questions, votes } = store.mine
  return { state: store.state, mine: { questions: Object.fromEntries(questions), votes: [...votes].sort(), muted: store.muted, appeal: store.appeal } }
}
