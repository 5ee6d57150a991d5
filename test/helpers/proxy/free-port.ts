import { createServer } from 'node:net'

// Below the range from which Linux (32768) and the others (49152) take the ports of outgoing connections: a
// client that keeps calling a stopped server's port from that range can meet itself, or take the port away.
const FIRST = 15_000
const LAST = 32_000

const given = new Set<number>()

/** A loopback port that nobody listens on and that stays usable over stops and starts; never the same one twice. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 200; tries++) {
    const port = FIRST + Math.floor(Math.random() * (LAST - FIRST))
    if (given.has(port) || !(await canListen(port))) continue
    given.add(port)
    return port
  }
  throw new Error(`no free port between ${FIRST} and ${LAST}`)
}

function canListen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}
