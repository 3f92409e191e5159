// The official client, opened for this page. The seat travels in the cookie that scripts cannot read.

import { io } from "../vendor/socket.io.esm.min.js"

export function open({ code, screen }) {
  return io({
    auth: { meeting: code, screen },
    transports: ["websocket", "polling"],
    // A server that comes back is met by a whole hall within five seconds, and not in the same moment
    // (tests/js/reconnection.test.mjs). The limit cuts off what chance adds, so it must not be reached at once.
    reconnectionDelay: 1000,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.8,
    timeout: 15000,
  })
}
