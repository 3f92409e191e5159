import { formInPlace, linksInPlace } from "./one-step.js"
import { Shelf } from "./shelf.js"
import { cleared } from "./unsent.js"
import { quickExit } from "./exit.js"
import { puzzleOf, shownIn, solved } from "./work.js"

// The page before worked for this one, and what it paid with is spent: it need not stand in the address.
if (new URLSearchParams(location.search).has("work")) history.replaceState(null, "", location.pathname)

// A code of one's own does not stay in the address bar, also where nobody asks for it any more.
if (location.hash) history.replaceState(null, "", location.pathname + location.search)

const form = document.getElementById("join")
const show = shownIn(document.getElementById("working"))
// How often the same press of the button is asked to pay: once, unless too long passed meanwhile.
const TIMES = 3
let paid = 0

async function pay(answer) {
  const puzzle = puzzleOf(answer)
  if (!puzzle || paid >= TIMES) return (paid = 0) || null
  paid += 1
  return solved(puzzle, show)
}

// With a code of one's own, this page came as the answer to one.
if (form) formInPlace(form, pay, location.pathname.replace(/\/join$/, ""))
linksInPlace()

// A meeting that has forgotten its participants leaves nothing with them either.
const over = document.querySelector("[data-over]")
if (over) {
  const shelf = new Shelf(over.dataset.over)
  const notice = cleared(shelf)
  if (notice) {
    over.before(notice)
    quickExit(notice.querySelector("form"), { shelf })
  }
}
