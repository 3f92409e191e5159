import { formInPlace, linksInPlace } from "./one-step.js"

const form = document.getElementById("join")
if (form) formInPlace(form)
linksInPlace()
