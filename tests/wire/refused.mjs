// A page's connection over the real client, as it stands some seconds after its seat was refused: one line of JSON.

import { io } from "socket.io-client"
import { Connection } from "../../static/js/connection.js"
import { Store } from "../../static/js/store.js"

const [address, meeting, seat, transport] = process.argv.slice(2)
const PATIENCE = 20000
// As long as several attempts to come back would take.
const WATCHED = 2000

const socket = io(address, {
  auth: { meeting, seat }, transports: [transport], reconnectionDelay: 50, reconnectionDelayMax: 100,
})
let opened = 0
socket.io.on("open", () => opened++)
const connection = new Connection(socket, new Store())

const tell = status => {
  if (status === "online") console.log("online")
  if (status !== "refused") return
  clearTimeout(late)
  setTimeout(() => {
    console.log(JSON.stringify({ status: connection.status, code: connection.refusal.code, opened, active: socket.active }))
    process.exit()
  }, WATCHED)
}
const late = setTimeout(() => process.exit(1), PATIENCE)
connection.subscribe(tell)
