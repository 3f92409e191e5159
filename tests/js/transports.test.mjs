// A network that neither lets a WebSocket through nor says so: the real client with the real settings, on a clock of our own.

import { mock, test } from "node:test"
import assert from "node:assert/strict"

const tried = []

class SwallowedWebSocket {
  constructor() { tried.push("websocket") }
  close() {}
}

class SwallowedRequest {
  withCredentials = false
  open() { tried.push("polling") }
  setRequestHeader() {}
  send() {}
  abort() {}
}

globalThis.WebSocket = SwallowedWebSocket
globalThis.XMLHttpRequest = SwallowedRequest
globalThis.location = { protocol: "http:", host: "localhost", hostname: "localhost", port: "" }
mock.timers.enable({ apis: ["setTimeout", "setInterval", "Date"], now: 0 })
const { open } = await import("../../static/js/socket.js")

test("where nobody answers one way, the next attempt takes the other, and so on", async () => {
  const socket = open({ code: "ABCDEFGH", screen: "room" })
  while (tried.length < 3 && Date.now() < 120_000) {
    mock.timers.tick(100)
    await new Promise(setImmediate)
  }
  socket.disconnect()
  assert.deepEqual(tried, ["websocket", "polling", "websocket"])
})
