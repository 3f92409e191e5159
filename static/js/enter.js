// The link's secret stands after the #, where no server and no log sees it. It leaves the address bar before it is sent.

const form = document.getElementById("enter")
const secret = location.hash.slice(1)

if (secret) {
  history.replaceState(null, "", location.pathname)
  form.elements.invite.value = secret
  form.requestSubmit()
}
