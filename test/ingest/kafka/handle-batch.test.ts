import { describe, expect, test } from 'vitest'
import type { BatchPayload } from '../../../ingest/kafka/batch-payload.ts'
import { type BatchPorts, handleBatch } from '../../../ingest/kafka/handle-batch.ts'
import { createMembership } from '../../../ingest/kafka/membership.ts'
import { createPartitionBreakers } from '../../../ingest/kafka/partition-breaker.ts'
import type { Deliver } from '../../../ingest/kafka/store-chunk.ts'
import { deferred } from '../../helpers/intake.ts'
import { makeEvent, NOW } from '../../helpers/events.ts'
import { until } from '../../helpers/proxy/until.ts'

const messages = (count: number) =>
  Array.from({ length: count }, (_, n) => ({
    key: null,
    value: Buffer.from(JSON.stringify(makeEvent(`e-${n}`))),
    timestamp: String(NOW),
    offset: String(n),
  }))

/** A batch whose calls are written down in order, with everything going well unless told otherwise. */
function makeBatch(count: number, changes: Partial<BatchPayload> = {}) {
  const calls: string[] = []
  let resolved = '0'
  const payload: BatchPayload = {
    batch: { topic: 't', partition: 0, messages: messages(count) },
    heartbeat: () => Promise.resolve(),
    isRunning: () => true,
    isStale: () => false,
    resolveOffset: (offset) => {
      calls.push(`resolve ${offset}`)
      resolved = String(Number(offset) + 1)
    },
    uncommittedOffsets: () => ({
      topics: [{ topic: 't', partitions: [{ partition: 0, offset: resolved }] }],
    }),
    commitOffsetsIfNecessary: ({ topics }) => {
      calls.push(`commit ${topics[0]!.partitions[0]!.offset}`)
      return Promise.resolve()
    },
    ...changes,
  }
  const deliver: Deliver = (candidates) => {
    const accepted = Array.from(candidates).length
    calls.push(`store ${accepted}`)
    return Promise.resolve({ accepted, duplicates: 0, quarantined: [] })
  }
  const ports: BatchPorts = {
    deliver,
    deadLetter: () => {
      calls.push('dead letter')
      return Promise.resolve()
    },
    breakerOf: createPartitionBreakers(true),
    onTripped: () => calls.push('tripped'),
    membership: createMembership(),
    onProgress: () => undefined,
    rewind: ({ offset }) => calls.push(`rewind ${offset}`),
    wait: () => Promise.resolve(),
    now: () => NOW,
    heartbeatMs: 1,
    chunkRows: 100,
    carefulRows: 40,
    stopping: new AbortController().signal,
  }
  return { calls, payload, ports }
}

/** As the intake, with every event refused. */
const refuseAll: Deliver = (candidates) => {
  const quarantined = Array.from(candidates, ({ index }) => ({
    index,
    id: null,
    code: 'UNKNOWN_KIND' as const,
    field: null,
    message: 'type',
  }))
  return Promise.resolve({ accepted: 0, duplicates: 0, quarantined })
}

describe('a batch', () => {
  test('is stored, then committed, chunk by chunk; careful at first', async () => {
    const { calls, payload, ports } = makeBatch(90)
    await handleBatch(payload, ports)
    const chunk = (rows: number, end: number) => [`store ${rows}`, `resolve ${end - 1}`, `commit ${end}`]
    expect(calls).toEqual([...chunk(40, 40), ...chunk(40, 80), ...chunk(10, 90)])
  })

  test('has its dead letters written before the commit', async () => {
    const { calls, payload, ports } = makeBatch(3)
    await handleBatch(payload, { ...ports, deliver: refuseAll })
    expect(calls).toEqual(['dead letter', 'resolve 2', 'commit 3'])
  })

  test('is not committed when it opened the breaker, nor anything after', async () => {
    const { calls, payload, ports } = makeBatch(90)
    await handleBatch(payload, { ...ports, deliver: refuseAll })
    expect(calls).toEqual(['dead letter', 'resolve 39', 'commit 40', 'dead letter', 'tripped'])
    await handleBatch(payload, ports)
    expect(calls.slice(5)).toEqual([])
  })

  test('is not committed after a failed heartbeat, whose error is handed on', async () => {
    const { calls, payload, ports } = makeBatch(10)
    const failed = deferred()
    const lost = Object.assign(new Error('rebalance'), { name: 'KafkaJSProtocolError' })
    const membership = createMembership()
    const stay = membership.stay()
    const handled = handleBatch(
      { ...payload, heartbeat: () => Promise.reject(lost) },
      {
        ...ports,
        membership,
        deliver: async (candidates, origin) => {
          await failed.promise
          return ports.deliver(candidates, origin)
        },
      },
    )
    handled.catch(() => undefined)
    await until('the heartbeat failed', () => membership.stay() !== stay)
    failed.resolve()
    await expect(handled).rejects.toBe(lost)
    expect(calls).toEqual(['store 10'])
  })

  test('is not committed by a member that joined anew while it was stored', async () => {
    const { calls, payload, ports } = makeBatch(10)
    const deliver: Deliver = (candidates, origin) => {
      ports.membership.joined([0])
      return ports.deliver(candidates, origin)
    }
    await handleBatch(payload, { ...ports, deliver })
    expect(calls).toEqual(['store 10'])
  })

  test('is read again when its commit failed', async () => {
    const failure = Object.assign(new Error('cut'), { name: 'KafkaJSConnectionError' })
    const { calls, payload, ports } = makeBatch(10, {
      commitOffsetsIfNecessary: () => Promise.reject(failure),
    })
    await expect(handleBatch(payload, ports)).rejects.toBe(failure)
    expect(calls).toEqual(['store 10', 'resolve 9', 'rewind 0'])
  })

  test('ends after its chunk when the consumer stops', async () => {
    const { calls, payload, ports } = makeBatch(90)
    await handleBatch({ ...payload, isRunning: () => calls.length === 0 }, ports)
    expect(calls).toEqual(['store 40', 'resolve 39', 'commit 40'])
  })

  test('is left when it stops while it waits for another try', async () => {
    const { calls, payload, ports } = makeBatch(10)
    const stopping = new AbortController()
    const away = Object.assign(new Error('away'), { retriable: true })
    await handleBatch(payload, {
      ...ports,
      stopping: stopping.signal,
      deliver: () => Promise.reject(away),
      wait: () => {
        stopping.abort()
        return Promise.resolve()
      },
    })
    expect(calls).toEqual([])
  })

  test('fails by an error that is not known to pass, without another try', async () => {
    const { calls, payload, ports } = makeBatch(10)
    await expect(
      handleBatch(payload, { ...ports, deliver: () => Promise.reject(new TypeError('bug')) }),
    ).rejects.toThrow('bug')
    expect(calls).toEqual([])
  })
})
