// The official client, opened for this page. The seat travels in the cookie that scripts cannot read.

import { io } from "../vendor/socket.io.esm.min.js"

export function open({ code, screen }) {
  return io({
    auth: { meeting: code, screen },
    transports: ["websocket", "polling"],
    reconnectionDelay: 500,
    reconnectionDelayMax: 8000,
    // A server that comes back is not met by a whole hall in the same second.
    randomizationFactor: 0.8,
    timeout: 15000,
  })
}
