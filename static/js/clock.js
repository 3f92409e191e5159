// A plain world clock.

const faces = [...document.querySelectorAll("[data-zone]")].map(element => ({
  element,
  format: new Intl.DateTimeFormat(document.documentElement.lang, {
    timeZone: element.dataset.zone, weekday: "short", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
  }),
}))

function tick() {
  const now = new Date()
  for (const { element, format } of faces) element.textContent = format.format(now)
  setTimeout(tick, 60000 - (now.getTime() % 60000))
}

tick()
