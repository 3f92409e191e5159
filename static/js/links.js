// Copying and printing, where the browser can. Halls serve http, where the clipboard is shut: then the text is selected.

const said = document.getElementById("copied")

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false
  button.addEventListener("click", async () => {
    const text = document.getElementById(button.dataset.copy)
    getSelection().selectAllChildren(text)
    if (await copied(text.textContent)) {
      button.textContent = said.textContent = button.dataset.copied
    }
  })
}

const print = document.getElementById("print")
print.hidden = false
print.addEventListener("click", () => window.print())

async function copied(text) {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return document.execCommand("copy")
  }
}
