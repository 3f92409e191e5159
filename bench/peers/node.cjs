// Node's Socket.IO: pulses to everybody four times a second between two SIGUSR2, and answers votes, storing nothing.
const http = require('node:http')
const { Server } = require('socket.io')

const EVERY = 250
const bytes = Number(process.argv[2] || 300)

const server = http.createServer()
const io = new Server(server, { perMessageDeflate: false, serveClient: false })

io.on('connection', socket => {
  socket.on('vote', (vote, answer) => answer({ ok: true }))
})

const seconds = () => (Number(process.hrtime.bigint()) / 1e9).toFixed(9)
const head = '42["pulse",{"sent":,"pad":""}]'.length + seconds().length + 4
const pad = 'x'.repeat(bytes - head)

let timer, due
function pulse () {
  io.emit('pulse', { sent: Number(seconds()), pad })
  due += EVERY
  timer = setTimeout(pulse, Math.max(0, due - performance.now()))
}

process.on('SIGUSR2', () => {
  clearTimeout(timer)
  timer = timer ? undefined : (due = performance.now(), setTimeout(pulse, 0))
})

server.listen({ port: 0, host: '127.0.0.1', backlog: 4096 }, () => console.log(`ready ${server.address().port}`))
