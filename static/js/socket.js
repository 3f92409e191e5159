// The official client, opened for this page. The seat travels in the cookie that scripts cannot read.

import { io } from "../vendor/socket.io.esm.min.js"

export function open({ code, screen }) {
  return io({
    auth: { meeting: code, screen },
    // A network that lets no WebSocket through refuses it at once; without this the client would never try the other.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    // A server that comes back is met by a whole hall within five seconds, and not in the same moment
    // (tests/js/reconnection.test.mjs). The limit cuts off what chance adds, so it must not be reached at once.
    reconnectionDelay: 1000,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.8,
    timeout: 15000,
  })
}
