import { connect } from 'node:net'

const METADATA = 3
const VERSION = 1

/** Metadata v1 about no topic, by a client without a name: understood by every broker from 0.10 to 4.x. */
const REQUEST = Buffer.from([0, 0, 0, 14, 0, METADATA, 0, VERSION, 0, 0, 0, 1, 0xff, 0xff, 0, 0, 0, 0])

/**
 * How many live brokers the one at `port` knows of. One means that it has registered itself, is let in by the
 * controller and answers clients, which an open port alone does not say.
 *
 * @throws {Error} when nobody answers within a second
 */
export function liveBrokers(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(REQUEST))
    const fail = (error: Error) => {
      socket.destroy()
      reject(error)
    }
    let answer = Buffer.alloc(0)
    socket.setTimeout(1000, () => fail(new Error(`no answer from the broker on port ${port}`)))
    socket.once('error', fail)
    socket.once('close', () => fail(new Error(`the broker on port ${port} closed the connection`)))
    socket.on('data', (chunk) => {
      answer = Buffer.concat([answer, chunk])
      if (answer.length < 12) return
      resolve(answer.readInt32BE(8)) // after the size and the correlation id
      socket.destroy()
    })
  })
}
