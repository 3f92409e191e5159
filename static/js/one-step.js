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

/** The page that a form leads to takes the place of the form. What it is asked to pay, `pay(answer)` gives, or null. */
export function formInPlace(form, pay = async () => null, to = location.pathname) {
  const send = () => fetch(form.action, { method: "POST", body: new FormData(form), redirect: "manual" }).catch(() => null)
  form.addEventListener("submit", async event => {
    event.preventDefault()
    let answer = await send()
    for (let proof; (proof = await pay(answer)); answer = await send()) form.elements.work.value = proof
    if (answer?.type === "opaqueredirect") location.replace(to)
    else form.submit()
  })
}
