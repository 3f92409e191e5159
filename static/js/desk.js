// The desk: wires what is known (store), what is done (acts) and the keys to what is seen.

import { Connection, rejoinOnReturn } from "./connection.js"
import { agenda } from "./desk/agenda.js"
import { Acts } from "./desk/acts.js"
import { Balance } from "./desk/balance.js"
import { decisions } from "./desk/decisions.js"
import { showHelp } from "./desk/dialogs.js"
import { facing } from "./desk/face.js"
import { actOf } from "./desk/keyboard.js"
import { MeetingMenu } from "./desk/meeting_menu.js"
import { Merging } from "./desk/merging.js"
import { Queue } from "./desk/queue.js"
import { RunOfShow } from "./desk/run_of_show.js"
import { Saying } from "./desk/saying.js"
import { Search } from "./desk/search.js"
import { Status } from "./desk/status.js"
import { Touch } from "./desk/touch.js"
import { Watch } from "./desk/watch.js"
import { leaveWhenGone, nothingLeft } from "./gone.js"
import { over } from "./outbox.js"
import { page } from "./page.js"
import { open } from "./socket.js"
import { Picture } from "./stage/picture.js"
import { Store } from "./store.js"
import { wordsOf } from "./words.js"

const at = selector => document.querySelector(selector)
const word = wordsOf(page)
const store = new Store()
const socket = open(page)
const connection = new Connection(socket, store)
const acts = new Acts({ store, send: over(socket), online: () => connection.status === "online" })

const merging = new Merging(at("#merging"), store, () => queue.update())
const watch = new Watch(socket)
const face = facing({ store, acts, word, language: page.language, merging: () => merging.question, votes: id => watch.votes(id) })
const queue = new Queue(at("#queue"), { store, face, word })
const runOfShow = new RunOfShow(at("#run"), { store, acts, word })
const menu = new MeetingMenu(at("#meeting"), { store, acts })
const saying = new Saying(at("#foot"), { acts, store, word })
const search = new Search(at("#search"), queue)
new Balance(at("#balance"), { store, word, language: page.language })
new Status(at("#head"), { word, language: page.language, store, socket, connection })
new Picture(at("#mirror .picture"), store, word)

const programme = agenda({ acts, store, runOfShow, say: saying.say })
const decide = decisions({ acts, queue, merging, store, say: saying.say })
const moderates = at("#main").dataset.role === "moderator"

const everyone = {
  up: () => queue.move(-1),
  down: () => queue.move(1),
  waiting: () => queue.activate("waiting"),
  open: () => queue.activate("open"),
  decided: () => queue.activate("decided"),
  freeze: () => queue.freeze(!queue.frozen),
  search: () => search.begin(),
  help: showHelp,
  reply: decide.reply,
  appeal() {
    search.clear()
    if (queue.appeal) queue.select(queue.appeal)
  },
  undo: () => acts.undo(),
  cancel() {
    if (menu.close()) return
    merging.cancel()
    search.clear()
  },
}

const moderators = {
  ...decide,
  confirm: () => { if (merging.question) decide.merge() },
  next: programme.next,
  add: programme.add,
  stop: menu.stop,
  "meeting-open": menu.reopen,
  "meeting-pause": menu.pause,
  "meeting-end": menu.end,
  "meeting-forget": menu.forget,
  protect: menu.protect,
}

const table = moderates ? { ...everyone, ...moderators } : everyone
const itemActs = moderates ? programme : {}

addEventListener("keydown", event => {
  const act = actOf(event)
  if (!act || !table[act]) return
  if (act !== "confirm" || merging.question) event.preventDefault()
  table[act]()
})

const touch = new Touch()
document.addEventListener("click", event => {
  const button = event.target.closest("[data-act], [data-item-act]")
  if (!button || touch.slipped(event)) return
  const { act, itemAct } = button.dataset
  if (act) return void table[act]?.()
  const item = store.items.get(button.closest("[data-id]").dataset.id)
  if (item) itemActs[itemAct]?.(item)
})

queue.subscribe(() => {
  document.body.classList.toggle("is-frozen", queue.frozen)
  for (const button of document.querySelectorAll("[data-act=freeze][aria-pressed]")) button.setAttribute("aria-pressed", queue.frozen)
})
acts.subscribe(({ kind, subject }) => {
  queue.update()
  if (kind === "undone") queue.follow(subject, () => acts.pending(subject))
  if (kind === "late") connection.probe()
})
watch.subscribe(fresh => {
  queue.update()
  const question = store.questions.get(fresh[0])
  if (question) saying.watched(question)
})
connection.subscribe(status => { if (status === "online") saying.online() })
leaveWhenGone(connection, { path: `/${page.code}/desk`, empty: () => nothingLeft(store) })
rejoinOnReturn(connection)

// Where the page scrolls, the buttons of a list stand above the foot, however much it says.
new ResizeObserver(() => document.body.style.setProperty("--foot", `${at("#foot")?.offsetHeight ?? 0}px`)).observe(at("#foot"))
