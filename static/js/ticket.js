// The code of one's own stands after the #, where no server and no log sees it. It leaves the address bar before it is sent.

const form = document.getElementById("own-code")
const code = location.hash.slice(1)

if (code) {
  history.replaceState(null, "", location.pathname + location.search)
  form.elements.ticket.value = code
  form.requestSubmit()
}
