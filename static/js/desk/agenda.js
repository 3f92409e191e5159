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
    add: () => askItem(null, fields => acts.perform(["item.add", fields])),
    edit: item => askItem(item, fields => {
      const changed = Object.entries(fields).filter(([name, value]) => !same(value, item[name]))
      const now = store.items.get(item.id)
      if (!now || changed.some(([name]) => !same(now[name], item[name]))) {
        say("changed")
        return false
      }
      return !changed.length || acts.perform(["item.edit", { item: item.id, ...Object.fromEntries(changed) }])
    }),
    earlier: item => acts.perform(["item.move", { item: item.id, position: item.position - 1 }]),
    later: item => acts.perform(["item.move", { item: item.id, position: item.position + 1 }]),
    remove: item => acts.perform(["item.remove", { item: item.id }]),
  }
}

function same(one, other) {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}
