import { formInPlace, linksInPlace } from "./one-step.js"

// A code of one's own does not stay in the address bar, also where nobody asks for it any more.
if (location.hash) history.replaceState(null, "", location.pathname + location.search)

const form = document.getElementById("join")
// With a code of one's own, this page came as the answer to one.
if (form) formInPlace(form, location.pathname.replace(/\/join$/, ""))
linksInPlace()
