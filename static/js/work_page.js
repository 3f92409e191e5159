// The page between a request and its answer: works for it, then asks again in its place.

import { shownIn, solved } from "./work.js"

const form = document.getElementById("work")
const proof = await solved(
  { salt: form.dataset.salt, bits: Number(form.dataset.bits) },
  shownIn(document.getElementById("working")),
)
form.elements.work.value = proof
if (form.method === "get") {
  // What stands after the # is an invitation, which no server sees and which must not be lost.
  location.replace(`${location.pathname}?${new URLSearchParams(new FormData(form))}${location.hash}`)
} else {
  form.submit()
}
