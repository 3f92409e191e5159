import { test } from "node:test"
import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { dirname, join, normalize } from "node:path"

const root = new URL("../../", import.meta.url).pathname

/** Every module that one needs, however deep. */
function needed(path, found = new Set()) {
  for (const [, specifier] of readFileSync(join(root, path), "utf8").matchAll(/from "(\.[^"]+)"/g)) {
    const next = normalize(join(dirname(path), specifier))
    if (found.has(next)) continue
    found.add(next)
    if (!next.includes("vendor")) needed(next, found)
  }
  return found
}

test("the phone's page asks at once for every module it will need, and for no other", () => {
  const page = readFileSync(join(root, "templates/room.html"), "utf8")
  const [, list] = page.match(/for module in \[([^\]]+)\]/)
  const asked = [...list.matchAll(/"([^"]+)"/g)].map(([, name]) => `static/js/${name}.js`)
  assert.deepEqual(new Set([...asked, "static/vendor/socket.io.esm.min.js"]), needed("static/js/room.js"))
})
