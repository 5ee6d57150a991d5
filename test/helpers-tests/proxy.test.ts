import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startProxy } from '../helpers/proxy/proxy.ts'
import { until } from '../helpers/proxy/until.ts'

/** A server that echoes, and keeps what it was sent and which of its connections have ended. */
const received: string[] = []
const ended: boolean[] = []
const echo = createServer((socket) => {
  const own = received.push('') - 1
  socket.on('data', (chunk: Buffer) => {
    received[own] = `${received[own] ?? ''}${chunk.toString()}`
    socket.write(chunk)
  })
  socket.on('error', () => undefined)
  socket.on('end', () => (ended[own] = true))
})
await once(echo.listen(0, '127.0.0.1'), 'listening')
const proxy = await startProxy({ to: (echo.address() as AddressInfo).port })
const clients = new Set<Socket>()

afterEach(async () => {
  for (const client of clients) client.destroy()
  clients.clear()
  await proxy.heal()
  await proxy.cut()
  received.length = ended.length = 0
})
afterAll(async () => {
  await proxy.close()
  await new Promise((resolve) => echo.close(resolve))
})

interface Client {
  readonly socket: Socket
  readonly text: () => string
  /** The error's code, once the connection failed. */
  readonly failure: () => string | undefined
}

function open(): Client {
  const socket = connect(proxy.port, '127.0.0.1')
  clients.add(socket)
  let text = ''
  let failure: string | undefined
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  socket.on('error', (error: NodeJS.ErrnoException) => (failure = error.code))
  return { socket, text: () => text, failure: () => failure }
}

async function echoes(client: Client, text: string): Promise<void> {
  client.socket.write(text)
  await until(`"${text}" comes back`, () => client.text().endsWith(text), { deadlineMs: 5000 })
}

test('a sound proxy carries both ways, large pieces and the end too', async () => {
  const client = open()
  const large = 'x'.repeat(5_000_000)
  await echoes(client, large)
  expect(client.text()).toHaveLength(large.length)
  client.socket.end()
  await once(client.socket, 'close')
  await until('the server saw the end', () => ended[0])
  await until('the proxy forgot the connection', () => proxy.connections() === 0)
})

test('a cut resets every open connection and lets new ones through', async () => {
  const [first, second] = [open(), open()]
  await Promise.all([echoes(first, 'a'), echoes(second, 'b')])
  await proxy.cut()
  expect(proxy.connections()).toBe(0)
  await until('both were reset', () => first.failure() === 'ECONNRESET' && second.failure() === 'ECONNRESET')
  await echoes(open(), 'c')
})

test('a cut after the request gives the server exactly so many bytes and the client nothing', async () => {
  const client = open()
  await echoes(client, 'before')
  const { happened } = proxy.cutAfterRequest(5)
  client.socket.write('0123456789')
  await happened
  await until('the client was reset', () => client.failure() === 'ECONNRESET')
  await until('the server saw the end', () => ended[0])
  expect(received[0]).toBe('before01234')
  expect(client.text()).toBe('before')
  await echoes(open(), 'the next one is whole')
})

test('a cut before the response lets the whole request through and no byte back', async () => {
  const client = open()
  const { happened } = proxy.cutBeforeResponse()
  client.socket.write('the whole request')
  await happened
  await until('the client was reset', () => client.failure() === 'ECONNRESET')
  expect(received[0]).toBe('the whole request')
  expect(client.text()).toBe('')
  await echoes(open(), 'the next one is answered')
})

test('a delay holds both ways and keeps the order', async () => {
  const client = open()
  await echoes(client, 'quick')
  proxy.delay(40)
  const begin = performance.now()
  for (const piece of ['a', 'b', 'c']) client.socket.write(piece)
  await until('it comes back', () => client.text() === 'quickabc')
  // A lower bound only: timers may be late, and early by a rounding.
  expect(performance.now() - begin).toBeGreaterThan(75)
})

test('a half-open connection swallows and never answers, and stays dead after the proxy has healed', async () => {
  const old = open()
  await echoes(old, 'alive')
  proxy.halfOpen()
  const young = open()
  for (const { socket } of [old, young]) socket.write('into the void')
  await until('the proxy took the young one', () => proxy.connections() === 2)
  await proxy.heal()
  // Proof without waiting: what came after on a sound connection has been answered, the void has not.
  await echoes(open(), 'sound')
  old.socket.write('still')
  await echoes(open(), 'sound too')
  expect([old.text(), young.text()]).toEqual(['alive', ''])
  expect([old.failure(), young.failure()]).toEqual([undefined, undefined])
  expect(received.join()).not.toContain('void')
})

test('a refusing proxy resets what is open and refuses what is new, until it heals on the same port', async () => {
  const client = open()
  await echoes(client, 'a')
  await proxy.refuse()
  await until('the open one was reset', () => client.failure() === 'ECONNRESET')
  const late = open()
  await until('the new one was refused', () => late.failure() === 'ECONNREFUSED')
  await proxy.heal()
  await echoes(open(), 'b')
})

test('until gives up at its deadline with the last error as the cause', async () => {
  const cause = new Error('not yet')
  const asking = until('pigs fly', () => Promise.reject(cause), { deadlineMs: 1 })
  await expect(asking).rejects.toMatchObject({ message: expect.stringContaining('pigs fly'), cause })
})
