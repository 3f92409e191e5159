// A meeting takes one step of the browser's history, so that the quick exit leaves nothing to go back to.

/** Links that stay on this page, or ask for it in another language, take its place. */
export function linksInPlace(root = document) {
  root.addEventListener("click", event => {
    const link = event.target.closest?.('a[href^="#"], a[href^="?"]')
    if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    location.replace(link.href)
  })
}

/** The page that a form leads to takes the place of the form. */
export function formInPlace(form, to = location.pathname) {
  form.addEventListener("submit", async event => {
    event.preventDefault()
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null)
    if (answer?.type === "opaqueredirect") location.replace(to)
    else form.submit()
  })
}
