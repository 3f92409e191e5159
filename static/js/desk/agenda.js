// What the moderator does with the programme while it is played.

import { askItem } from "./dialogs.js"

export function agenda({ acts, store, runOfShow, say }) {
  const present = item => {
    if (item.id !== store.meeting.current) acts.perform(["item.present", { item: item.id }])
  }

  return {
    next() {
      const item = runOfShow.next
      if (item) present(item)
      else say("last_item")
    },
    present,
    async add() {
      const fields = await askItem()
      if (fields) await acts.perform(["item.add", fields])
    },
    async edit(item) {
      const fields = await askItem(item)
      if (!fields) return
      const changed = Object.entries(fields).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(item[name] ?? null))
      if (changed.length) await acts.perform(["item.edit", { item: item.id, ...Object.fromEntries(changed) }])
    },
    earlier: item => acts.perform(["item.move", { item: item.id, position: item.position - 1 }]),
    later: item => acts.perform(["item.move", { item: item.id, position: item.position + 1 }]),
    remove: item => acts.perform(["item.remove", { item: item.id }]),
  }
}
