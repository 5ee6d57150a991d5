import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createFactLogs } from '../../api/assessor/fact-logs.ts'
import { createFlights } from '../../api/assessor/flights.ts'
import type { Marks } from '../../api/assessor/marks.ts'
import { packed } from '../../api/assessor/packs.ts'
import { factReader } from '../../api/compose/assessor-ports.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi } from '../helpers/api.ts'
import { watchedAssessor } from '../helpers/assessors.ts'
import { deferred } from '../helpers/intake.ts'
import { fact, openMajor, shippingFacts } from '../helpers/project-facts.ts'

const api = await openTestApi()
const send = (project: string, facts: readonly Fact[]) =>
  api.send(facts.map((one) => asEvent({ ...one, project })))
const reader = factReader(api.store)

describe('who asks for the same at once', () => {
  const names = ['once-a', 'once-b', 'once-c']

  test('has it computed once, and all get the same', async () => {
    for (const name of names) await send(name, shippingFacts())
    const assessor = watchedAssessor(api)
    const answers = await Promise.all([
      ...Array.from({ length: 10 }, () => assessor.current(names, 'release')),
      ...Array.from({ length: 10 }, async () => (await assessor.current(['once-b'], 'release')).slice()),
    ])
    expect(assessor.read.toSorted()).toEqual(names)
    expect(assessor.kept).toHaveLength(3)
    for (const answer of answers) {
      const record = answer.find(({ project }) => project === 'once-b')?.record
      expect(record).toBe(answers[0]?.[1]?.record)
    }
    const lists = await Promise.all([1, 2, 3].map(() => assessor.standings(names, 'release')))
    expect(new Set(lists).size).toBe(1)
    expect(assessor.read).toHaveLength(3)
  })

  test('standings and verdicts share the work', async () => {
    const assessor = watchedAssessor(api)
    const [standings, verdicts] = await Promise.all([
      assessor.standings(names, 'release'),
      assessor.current(names, 'release'),
    ])
    expect(assessor.read.toSorted()).toEqual(names)
    expect(standings.map(({ verdict }) => verdict)).toEqual(verdicts.map(({ record }) => record.id))
  })

  test('a failure is told to all who wait for it, and is not kept', async () => {
    const failing = { isOver: false }
    const facts = {
      ...reader,
      loadFactLog: (request: Parameters<typeof reader.loadFactLog>[0]) =>
        failing.isOver ? reader.loadFactLog(request) : Promise.reject(new Error('the store is away')),
    }
    const assessor = watchedAssessor(api, { facts })
    const questions = Array.from({ length: 5 }, () => assessor.current(['once-a'], 'release'))
    for (const outcome of await Promise.allSettled(questions))
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'the store is away' } })
    expect(assessor.read).toEqual(['once-a'])
    await expect(assessor.known({ project: 'once-a', at: null, asOf: null })).rejects.toThrow('away')
    failing.isOver = true
    expect(await assessor.current(['once-a'], 'release')).toHaveLength(1)
    expect(await assessor.known({ project: 'once-a', at: null, asOf: null })).not.toBeNull()
    expect(assessor.read).toEqual(['once-a', 'once-a', 'once-a', 'once-a'])
  })

  test('what was acknowledged while another one computes is in the answer, and records do not fork', async () => {
    const [begun, go] = [deferred(), deferred()]
    const held = { isOpen: false }
    const facts = {
      ...reader,
      loadFactLog: async (request: Parameters<typeof reader.loadFactLog>[0]) => {
        const log = await reader.loadFactLog(request)
        if (!held.isOpen) {
          held.isOpen = true
          begun.resolve()
          await go.promise
        }
        return log
      },
    }
    const assessor = watchedAssessor(api, { facts })
    const early = assessor.current(['once-c'], 'release')
    await begun.promise
    await send('once-c', [openMajor()])
    const late = assessor.current(['once-c'], 'release')
    go.resolve()
    expect((await early)[0]?.record.content.recommendation).toBe('SHIP')
    expect((await late)[0]?.record.content.recommendation).toBe('HOLD')
    expect(assessor.kept.map(({ supersedes }) => supersedes)).toEqual([null, assessor.kept[0]?.id])
  })
})

test('who asks for one project is not kept waiting by who asks for all of them', async () => {
  const many = Array.from({ length: 450 }, (_, n) => `crowd-${n}`)
  const [declared] = shippingFacts().map((one) => asEvent(one))
  await api.send(many.map((subject) => ({ ...declared, subject })))
  const [begun, go] = [deferred(), deferred()]
  const facts = {
    ...reader,
    loadFactLog: async (request: Parameters<typeof reader.loadFactLog>[0]) => {
      if (request.projects.length > 1) {
        begun.resolve()
        await go.promise
      }
      return reader.loadFactLog(request)
    },
  }
  const assessor = watchedAssessor(api, { facts })
  const all = assessor.standings(many, 'release')
  const others = assessor.standings(many, 'release')
  await begun.promise
  // In the last piece of the question about all, of which the first one has not come to its end.
  expect(await assessor.current(['crowd-99'], 'release')).toHaveLength(1)
  go.resolve()
  expect(await all).toHaveLength(many.length)
  expect(await others).toEqual(await all)
  expect(assessor.read.toSorted()).toEqual(many.toSorted())
})

test('a list stays the very same one while nothing changes, and is another one when something has', async () => {
  const names = ['same-a', 'same-b']
  for (const name of names) await send(name, shippingFacts())
  const assessor = watchedAssessor(api)
  const first = await assessor.standings(names, 'release')
  expect(await assessor.standings(names, 'release')).toBe(first)
  await send('elsewhere', shippingFacts())
  api.clock.now += 1000
  expect(await assessor.standings(names, 'release')).toBe(first)
  await send('same-b', [openMajor()])
  const changed = await assessor.standings(names, 'release')
  expect(changed[0]).toBe(first[0])
  expect(changed[1]).not.toEqual(first[1])
  expect(await assessor.standings(names, 'release')).toBe(changed)
  api.clock.now += 86_400_000
  const tomorrow = await assessor.standings(names, 'release')
  expect(tomorrow.map(({ statusDate }) => statusDate)).not.toEqual(
    changed.map(({ statusDate }) => statusDate),
  )
  expect(await assessor.standings([], 'release')).toEqual([])
})

describe('logs that are kept', () => {
  const marks = (received: number, settled: number): Marks => ({
    watermarks: new Map(['a', 'b', 'c'].map((project) => [project, received])),
    refusals: new Map(),
    wide: 0,
    policies: 0,
    settled,
  })
  function counted(capacity: number) {
    const read: string[] = []
    const loadFactLog = ({ projects }: { projects: readonly string[] }) => {
      read.push(...projects)
      return Promise.resolve(
        projects.flatMap(() => shippingFacts().map((one) => ({ ...one, receivedAt: 5 }))),
      )
    }
    return { read, logOf: createFactLogs({ facts: { ...reader, loadFactLog } }, capacity) }
  }

  test('are no more facts than there is room for, but always the last one', async () => {
    const size = shippingFacts().length
    const { read, logOf } = counted(2 * size)
    for (const project of ['a', 'b', 'a', 'c', 'a', 'c']) await logOf(project, marks(5, 10))
    expect(read).toEqual(['a', 'b', 'c'])
    await logOf('b', marks(5, 10))
    expect(read).toEqual(['a', 'b', 'c', 'b'])
    const small = counted(1)
    for (const project of ['a', 'a', 'b', 'b', 'a']) await small.logOf(project, marks(5, 10))
    expect(small.read).toEqual(['a', 'b', 'a'])
  })

  test('are read again after a newer fact, and show nobody what came after his question', async () => {
    const { read, logOf } = counted(1000)
    await logOf('a', marks(5, 10))
    await logOf('a', marks(5, 100))
    // It is on its way, and will be received after the question.
    await logOf('a', marks(200, 10))
    expect(read).toEqual(['a'])
    await logOf('a', marks(50, 100))
    expect(read).toEqual(['a', 'a'])
    expect(await logOf('a', marks(4, 4))).toEqual([])
    expect(read).toEqual(['a', 'a'])
  })
})

test('pieces of work run one after another; one that fails ends those after it', async () => {
  const flights = createFlights<string>()
  const ran: string[] = []
  const piece = (key: string, work = () => Promise.resolve()) => ({
    keys: [key],
    work: () => {
      ran.push(key)
      return work()
    },
  })
  const fails = () => Promise.reject(new Error('no'))
  const all = flights.run('basis', [piece('a'), piece('b', fails), piece('c')])
  const waiting = ['a', 'b', 'c'].map((key) => flights.of(key)!)
  expect(waiting.map((flight) => flight.isStarted())).toEqual([true, false, false])
  await expect(all).rejects.toThrow('no')
  expect((await Promise.allSettled(waiting.map(({ done }) => done))).map(({ status }) => status)).toEqual([
    'fulfilled',
    'rejected',
    'rejected',
  ])
  expect(ran).toEqual(['a', 'b'])
  expect(['a', 'b', 'c'].map((key) => flights.of(key))).toEqual([undefined, undefined, undefined])
})

test('packs keep the order, and none is larger than may be unless it is one project', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { maxLength: 40 }), fc.integer({ min: 1, max: 60 }), (rows, most) => {
      const names = rows.map((_, n) => `p${n}`)
      const rowsOf = (name: string) => rows[Number(name.slice(1))] ?? 0
      const packs = packed(names, rowsOf, most)
      expect(packs.flat()).toEqual(names)
      for (const pack of packs) {
        const sum = pack.reduce((total, name) => total + rowsOf(name), 0)
        expect(pack.length === 1 || sum <= most).toBe(true)
      }
      // Nothing is packed more loosely than need be.
      for (const [n, pack] of packs.entries()) {
        const next = packs[n + 1]?.[0]
        const sum = pack.reduce((total, name) => total + rowsOf(name), 0)
        if (next !== undefined) expect(sum + rowsOf(next)).toBeGreaterThan(most)
      }
    }),
  )
})

test('questions that are asked as one are answered for one moment, and so from the same objects', async () => {
  const project = 'one-look'
  await send(project, shippingFacts())
  const ask = () => api.ports.assessor.known({ project, at: null, asOf: null })
  const [first, second, other] = await api.ports.atOneMoment(async () => {
    const before = await ask()
    api.clock.now += 1000
    await send(project, [
      fact('cost.booked', { booking: 'b9', workPackage: 'w2', date: '2026-11-20', amount: 1 }),
    ])
    return [before, await ask(), await api.ports.assessor.current([project], 'release')] as const
  })
  expect(second?.at).toBe(first?.at)
  expect(second?.log).toEqual(first?.log)
  // The verdict is of the present all the same.
  expect(other[0]?.record.content.factCounts['cost.booked']).toBe(3)
  const now = await ask()
  expect(now?.log.length).toBe((first?.log.length ?? 0) + 1)
  expect(now?.at).toBe(api.ports.now())
  const [a, b] = await api.ports.atOneMoment(async () => [await ask(), await ask()] as const)
  expect(a).toBe(b)
  expect(api.ports.views.viewOf(a!)).toBe(api.ports.views.viewOf(b!))
})
