import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { type Admin, type Consumer, Kafka, logLevel, Partitioners } from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kafkaAvailable } from '../helpers/kafka/available.ts'
import { kafkaForFile } from '../helpers/kafka/for-file.ts'
import { type KafkaBroker, startKafka } from '../helpers/kafka/kafka.ts'
import { liveBrokers } from '../helpers/kafka/metadata-probe.ts'
import { freePort } from '../helpers/proxy/free-port.ts'
import { startProxy } from '../helpers/proxy/proxy.ts'
import { until } from '../helpers/proxy/until.ts'

const available = kafkaAvailable()
const title = available.ok ? 'a single-node Kafka' : `a single-node Kafka (skipped: ${available.reason})`
if (!available.ok) process.stderr.write(`Kafka's tests are skipped: ${available.reason}\n`)
const SLOW = { timeout: 120_000, retry: 1 }

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

describe.skipIf(!available.ok)(title, SLOW, () => {
  let broker: KafkaBroker
  let proxy: Awaited<ReturnType<typeof startProxy>>
  let kafka: Kafka
  let admin: Admin

  beforeAll(async () => {
    const port = await freePort()
    proxy = await startProxy({ to: port })
    broker = await startKafka({ port, advertisedPort: proxy.port, partitions: 4 })
    kafka = new Kafka({
      brokers: [broker.bootstrapServers],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 50, maxRetryTime: 500, retries: 100 },
    })
    admin = kafka.admin()
    await admin.connect()
  }, 120_000)
  afterAll(async () => {
    await admin.disconnect()
    await broker.close()
    await proxy.close()
  })

  const send = async (topic: string, values: readonly string[]): Promise<void> => {
    const producer = kafka.producer({
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
    })
    await producer.connect()
    await producer.send({ topic, messages: values.map((value) => ({ key: value, value })) })
    await producer.disconnect()
  }
  /** Joins the group and commits what it has read. */
  const join = async (topic: string, groupId: string, seen: string[]): Promise<Consumer> => {
    const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, maxWaitTimeInMs: 100 })
    await consumer.connect()
    await consumer.subscribe({ topic, fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => {
        for (const { offset, value } of payload.batch.messages) {
          seen.push(String(value))
          payload.resolveOffset(offset)
        }
        await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets())
      },
    })
    return consumer
  }
  const ends = async (topic: string): Promise<number> => {
    const offsets = await admin.fetchTopicOffsets(topic)
    return offsets.reduce((sum, { high }) => sum + Number(high), 0)
  }
  const committed = async (topic: string, groupId: string): Promise<number> => {
    const [found] = await admin.fetchOffsets({ groupId, topics: [topic] })
    return found!.partitions.reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0)
  }
  const values = (count: number, prefix = 'v') => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

  test('makes topics, takes messages and shares them out to the members of a group', async () => {
    await admin.createTopics({ topics: [{ topic: 'shared' }], waitForLeaders: true })
    await send('shared', values(100))
    const seen: string[] = []
    const first = await join('shared', 'readers', seen)
    await until('all were read', () => new Set(seen).size === 100)
    const second = await join('shared', 'readers', seen)
    await until('two members share the partitions', async () => {
      const [group] = (await admin.describeGroups(['readers'])).groups
      return group!.state === 'Stable' && group!.members.length === 2
    })
    await send('shared', values(100, 'w'))
    await until('the rest was read', () => new Set(seen).size === 200)
    await until('all is committed', async () => (await committed('shared', 'readers')) === 200)
    await first.disconnect()
    await second.disconnect()
    expect(new Set(seen)).toEqual(new Set([...values(100), ...values(100, 'w')]))
    expect(await admin.fetchTopicMetadata({ topics: ['shared'] })).toMatchObject({
      topics: [{ partitions: expect.objectContaining({ length: 4 }) }],
    })
  })

  test.each(['stop', 'kill'] as const)('%s and start keep messages and committed offsets', async (end) => {
    const topic = `kept-${end}`
    await admin.createTopics({ topics: [{ topic }], waitForLeaders: true })
    await send(topic, values(50))
    const seen: string[] = []
    const reader = await join(topic, topic, seen)
    await until('all is committed', async () => (await committed(topic, topic)) === 50)
    await reader.disconnect()
    const pid = broker.pid()!
    await broker[end]()
    expect([isAlive(pid), broker.pid()]).toEqual([false, null])
    await expect(liveBrokers(broker.port)).rejects.toThrow('ECONNREFUSED')
    await broker.start()
    expect(await liveBrokers(broker.port)).toBe(1)
    expect(await until('the offsets are known', () => ends(topic))).toBe(50)
    expect(await until('the commits are known', () => committed(topic, topic))).toBe(50)
    await send(topic, values(50, 'w'))
    expect(await ends(topic)).toBe(100)
  })

  test('a paused broker answers nobody and goes on when resumed', async () => {
    await broker.pause()
    await expect(liveBrokers(broker.port)).rejects.toThrow('no answer')
    await broker.resume()
    await admin.createTopics({ topics: [{ topic: 'after-the-pause' }], waitForLeaders: true })
    await send('after-the-pause', values(5))
    expect(await ends('after-the-pause')).toBe(5)
  })

  test('clients talk to it through the proxy it advertises', async () => {
    const before = proxy.connections()
    expect(before).toBeGreaterThan(0)
    await proxy.cut()
    await send('through-the-proxy', values(5))
    expect(await until('all are there', () => ends('through-the-proxy'))).toBe(5)
  })

  test('nothing is left of a closed broker, and its log is shown when it had died by itself', async () => {
    const other = await startKafka({ configuration: { 'auto.create.topics.enable': false } })
    const pid = other.pid()!
    expect([isAlive(pid), existsSync(other.directory)]).toEqual([true, true])
    process.kill(pid, 'SIGKILL')
    await until('it was noticed', () => other.pid() === null)
    await expect(other.close()).rejects.toThrow(/died by itself: SIGKILL[\s\S]*Kafka Server started/)
    expect([isAlive(pid), existsSync(other.directory)]).toEqual([false, false])
  })

  test('a broker that does not come up says why', async () => {
    const taken = createServer()
    const port = await freePort()
    await once(taken.listen(port, '127.0.0.1'), 'listening')
    await expect(startKafka({ port })).rejects.toThrow(/ended: exit code 1[\s\S]*Address already in use/)
    taken.close()
  })

  test('it dies with the process that started it, even when that is killed', async () => {
    const program = fileURLToPath(new URL('../helpers/kafka/owner.mjs', import.meta.url))
    const owner = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = (await once(createInterface(owner.stdout), 'line')) as [string]
    const { pid, directory } = JSON.parse(line) as { pid: number; directory: string }
    expect(isAlive(pid)).toBe(true)
    owner.kill('SIGKILL')
    await until('the broker is gone', () => !isAlive(pid))
    await until('its directory is gone', () => !existsSync(directory))
  })
})

test.skipIf(!available.ok)('a broker for a file is there at once', SLOW, async () => {
  const broker = await kafkaForFile({ version: '3.9' })
  expect(broker.version).toMatch(/^3\.9\./)
  await broker.close()
})
