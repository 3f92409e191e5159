// The official client, opened for this page. The seat travels in the cookie that scripts cannot read.

import { whenLeft } from "./left.js"
import { io } from "../vendor/socket.io.esm.min.js"

export function open({ code, screen }) {
  const socket = io({
    auth: { meeting: code, screen },
    // Where a WebSocket is refused, the client tries the other at once; without this it never would.
    transports: ["websocket", "polling"],
    tryAllTransports: true,
    // A server that comes back is met by a whole hall within five seconds, and not in the same moment
    // (tests/js/reconnection.test.mjs). The limit cuts off what chance adds, so it must not be reached at once.
    reconnectionDelay: 1000,
    reconnectionDelayMax: 4000,
    randomizationFactor: 0.8,
    timeout: 15000,
  })
  // Where nobody answers it at all, the attempt ends before the other has its turn: the next one begins with that.
  socket.on("connect_error", ({ message }) => {
    if (message === "timeout") socket.io.opts.transports.reverse()
  })
  whenLeft(() => socket.disconnect())
  return socket
}
