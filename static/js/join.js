import { formInPlace, linksInPlace } from "./one-step.js"
import { Shelf } from "./shelf.js"

const form = document.getElementById("join")
if (form) formInPlace(form)
linksInPlace()

// A meeting that has forgotten its participants leaves nothing with them either.
const over = document.querySelector("[data-over]")
if (over) new Shelf(over.dataset.over).clear()
