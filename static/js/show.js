// Shows what is typed into a passphrase's field, for who is alone with it: seven words are hard to type unseen.

for (const button of document.querySelectorAll("[data-show]")) {
  const field = document.getElementById(button.dataset.show)
  button.hidden = false
  button.addEventListener("click", () => {
    const shown = field.type === "password"
    field.type = shown ? "text" : "password"
    button.setAttribute("aria-pressed", shown)
    field.focus()
  })
  // A browser keeps what was typed in an open field, for others to be offered.
  field.form.addEventListener("submit", () => { field.type = "password" })
}
