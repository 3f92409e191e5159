// What one message to the server holds: a larger one would cost the whole line, and be sent again for ever.

const BYTES = 15000

export function fits(payload) {
  return new TextEncoder().encode(JSON.stringify(payload)).length <= BYTES
}
