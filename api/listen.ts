import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import type { ServerType } from '@hono/node-server'

/** Starts listening. @throws with a sentence that says what to do when the port is taken */
export async function listen(server: ServerType, host: string, port: number): Promise<AddressInfo> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
      throw new Error(
        `port ${port} on ${host} is in use: stop what listens there, or choose another with --port`,
        { cause: error },
      )
    }
    throw error
  }
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('listen: not a network address')
  return address
}
