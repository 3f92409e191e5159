// The big screen. It keeps its last picture whatever happens to the line, unless its link was revoked.

import { Connection, rejoinOnReturn } from "./connection.js"
import { leaveWhenGone, nothingLeft } from "./gone.js"
import { page } from "./page.js"
import { open } from "./socket.js"
import { Picture } from "./stage/picture.js"
import { hideIdleCursor, keepAwake, toggleFullScreen } from "./stage/screen.js"
import { followTheme } from "./stage/theme.js"
import { Store } from "./store.js"
import { wordsOf } from "./words.js"

const store = new Store()
const socket = open(page)
const connection = new Connection(socket, store)

new Picture(document.querySelector(".picture"), store, wordsOf(page))
rejoinOnReturn(connection)
followTheme()
hideIdleCursor()
keepAwake()
toggleFullScreen()

const line = document.getElementById("line")
connection.subscribe(status => { line.hidden = status === "online" || status === "connecting" })
leaveWhenGone(connection, { path: `/${page.code}/stage`, empty: () => nothingLeft(store) })
