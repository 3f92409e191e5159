// What the server tells this page's scripts, read once.

export const page = JSON.parse(document.getElementById("page").textContent)
