// The phone: wires what is known (store), what is still to be said (outbox) and the line to what is seen.

import { page } from "./page.js"
import { wordsOf } from "./words.js"
import { Store } from "./store.js"
import { Shelf } from "./shelf.js"
import { Outbox, over } from "./outbox.js"
import { Votes } from "./votes.js"
import { open } from "./socket.js"
import { Connection, rejoinOnReturn } from "./connection.js"
import { leaveWhenGone } from "./gone.js"
import { cleared } from "./unsent.js"
import { watchTouch, whenCalm } from "./calm.js"
import { steadily } from "./steady.js"
import { quickExit } from "./exit.js"
import { linksInPlace } from "./one-step.js"
import { asAcknowledged, ownQuestions } from "./room/own.js"
import { Now } from "./room/now.js"
import { OpenList } from "./room/open-list.js"
import { ClosedList } from "./room/closed-list.js"
import { MyQuestions } from "./room/my-questions.js"
import { ProgrammeList } from "./room/programme.js"
import { Composer } from "./room/composer.js"
import { Muted } from "./room/muted.js"
import { Line } from "./room/line.js"
import { facing } from "./room/face.js"
import { commands } from "./room/commands.js"

const at = selector => document.querySelector(selector)
const word = wordsOf(page)
const shelf = new Shelf(page.code)
const store = new Store(JSON.parse(at("#own").textContent))
const socket = open(page)
const outbox = new Outbox(shelf, over(socket, () => word("too_large")), page.seat)
const votes = new Votes(store, outbox)
const connection = new Connection(socket, store)
const refusals = new Map()
const online = () => connection.status === "online"

const soon = num => num ? word("held", { num }) : null
const whenHeld = entry => outbox.isNext(entry) ? soon(outbox.held(entry)) : outbox.held(entry) ? word("held_behind") : null
const face = facing({ store, votes, refusals, online, held: question => soon(outbox.heldAbout(question)) })
const now = new Now(at("#now"), { store, face, onNew: ({ title }) => announce(word("now", { title })) })
const openList = new OpenList(at("#open"), { store, face, word })
const closedList = new ClosedList(at("#closed"), { store, face })
const programme = new ProgrammeList(at("#entries"), store)
const mine = new MyQuestions(at("#mine"), {
  shelf, word,
  own: () => ownQuestions(store, outbox, { online: online(), refusals, held: whenHeld }),
  onNews: (id, state) => store.meeting?.state === "ended" || announce(word(`mine_${state}`)),
})
const composer = new Composer(at("#ask"), {
  shelf, word, onAsk: words => {
    outbox.add("question.ask", { ...words, item: store.meeting?.current ?? null })
    announce(word(online() ? "mine_sending" : "mine_unsent"))
  },
})
const muted = new Muted(at("#muted"), at("#ask"), { store, outbox, shelf, word, announce })
const line = new Line(at(".composer"), { word, announce })

function announce(text) {
  at("#news").textContent = text
}

/** What stands above the list may grow: it waits for a still moment, and the list stays where it is. */
function updateAbove() {
  steadily(openList.cards, () => {
    now.update()
    mine.update()
  })
}

function update() {
  if (!store.meeting) return mine.update()
  openList.update()
  closedList.update()
  programme.update()
  composer.allow(store.meeting)
  muted.update()
  tellOfStop(store.meeting)
  whenCalm(updateAbove)
}

let stopped = false
function tellOfStop(meeting) {
  if (meeting.stopped && !stopped) announce(word("stopped"))
  at("#stopped").hidden = !meeting.stopped
  stopped = meeting.stopped
}

store.subscribe(update)
outbox.sendsWhen(online)
outbox.subscribe(({ acknowledged, ack, refused, held }) => {
  if (held && held.name !== "question.ask") announce(soon(held.seconds)) // a question's card tells its news itself
  if (acknowledged?.name === "question.ask") {
    const question = asAcknowledged(acknowledged, ack)
    store.yours({ set: { questions: { [question.id]: question } } })
    announce(word(`mine_${question.state}`))
  }
  if (refused) takeBack(refused)
  update()
  // One's own doing is shown at once, and still moves nothing that one is reading.
  steadily(openList.cards, () => mine.update())
})

outbox.leaveToAuthor(word("unsure"))

function takeBack({ id, name, payload, refusal }) {
  const reason = refusal.message ?? word("refused")
  if (name === "question.ask" && composer.takeBack(payload, reason)) outbox.discard(id)
  if (name === "question.edit") {
    mine.correct(payload.question, payload.text)
    outbox.discard(id)
  }
  if (name === "seat.appeal") {
    muted.takeBack(payload.text, reason)
    return outbox.discard(id)
  }
  if (name !== "question.ask") refusals.set(payload.question, reason)
}

// What stays on the page once the meeting is over: words that had not arrived, and that are kept nowhere any more.
let lost = null
function leaveNothing() {
  lost = cleared(shelf)
  if (!lost) return
  at("#over").hidden = false
  at("#over").prepend(lost)
  at("#main").replaceChildren(at("#over"))
  at(".composer").remove()
}

connection.subscribe(status => {
  if (lost) return
  // A seat that is over with the meeting is nothing to be told of, and nothing of it is kept here either.
  if (status === "refused" && store.meeting?.state === "ended") return leaveNothing()
  line.show(status, { lasting: shelf.lasting, refusal: connection.refusal })
  if (status === "online") outbox.flush()
  update()
})

commands(document, { outbox, composer, muted, shelf, refusals, store })
quickExit(at("#leave"), { shelf, socket })
linksInPlace()
watchTouch()
// The door says what there is to say. What is written waits there on the shelf; where this page alone holds it, it stays.
leaveWhenGone(connection, { path: `/${page.code}`, empty: () => !lost && (shelf.lasting || store.meeting?.state === "ended") })
rejoinOnReturn(connection)
mine.update()
