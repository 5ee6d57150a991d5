import { describe, expect, test } from 'vitest'
import { stateAt } from '../../analytics/facts/state.ts'
import { declarationOf } from '../../analytics/indicators/project-view.ts'
import { createFinishedProjects } from '../../api/finished-projects.ts'
import { recentlyUsed } from '../../api/recently-used.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { shippedPolicies } from '../helpers/assessing.ts'
import { declaration, fact, noon, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const shipped = fact(
  'project.declared',
  { ...declaration, status: 'shipped', shippedAt: `${TODAY}T11:00:00+09:00` },
  { occurredAt: noon(TODAY) },
)
const tests = (executed: number, day: string) =>
  fact(
    'tests.reported',
    { phase: 'st', asOf: day, planned: 900, executed, passed: executed, failed: 0 },
    { occurredAt: noon(day) },
  )

/** Finished projects over logs in memory, with the reads of their facts counted. */
function counted(projects: number, capacity = 1000) {
  const clock = { now: noon(TODAY) + 60_000 }
  const logs = new Map<string, Fact[]>()
  for (let i = 0; i < projects; i += 1) logs.set(`old-${i}`, [...shippingFacts(), shipped])
  const reads: string[] = []
  const declaredIn = (project: string, log: readonly Fact[], at: number) =>
    declarationOf(stateAt(project, log, at))?.data ?? null
  const finished = createFinishedProjects({
    assessor: {
      known: ({ project, at, asOf }) => {
        reads.push(project)
        const instant = at !== null && 'instant' in at ? at.instant : clock.now
        const until = asOf !== null && 'instant' in asOf ? asOf.instant : clock.now
        const log = (logs.get(project) ?? []).filter(({ receivedAt }) => receivedAt <= until)
        const declared = declaredIn(project, log, instant)
        return Promise.resolve({
          project,
          log,
          wide: [],
          refused: [],
          declared,
          zone: 'Asia/Tokyo',
          at: instant,
          asOf: until,
        })
      },
    },
    readWatermarks: () =>
      Promise.resolve(
        new Map(
          [...logs].map(([project, log]) => [project, Math.max(...log.map((known) => known.receivedAt))]),
        ),
      ),
    listShipped: () => Promise.resolve([...logs.keys()]),
    policies: shippedPolicies(),
    holidays: () => new Set(),
    now: () => clock.now,
    settledUntil: () => clock.now,
    capacity,
  })
  return { finished, logs, reads, clock }
}

describe('the facts of a finished project are read once', () => {
  test('however often a baseline is asked for', async () => {
    const { finished, reads, clock } = counted(30)
    const first = await finished.samples({})
    expect([first.length, reads.length]).toEqual([30, 30])
    clock.now += 86_400_000
    for (let i = 0; i < 10; i += 1) expect(await finished.samples({})).toEqual(first)
    expect(reads).toHaveLength(30)
  })

  test('and again when a newer fact about it has arrived', async () => {
    const { finished, logs, reads, clock } = counted(3)
    await finished.samples({})
    clock.now += 60_000
    const late = { ...tests(400, TODAY), occurredAt: clock.now - 5000, receivedAt: clock.now - 2000 } as Fact
    logs.get('old-1')!.push({ ...late, occurredAt: noon(TODAY) + 1000 })
    const samples = await finished.samples({})
    expect(reads.slice(3)).toEqual(['old-1'])
    expect(samples.find(({ project }) => project === 'old-1')?.tests).toBe(40)
    await finished.samples({})
    expect(reads).toHaveLength(4)
  })

  test('and again when a fact begins to count by time alone', async () => {
    const { finished, logs, reads, clock } = counted(1)
    logs.get('old-0')!.push({ ...tests(800, '2026-11-22'), receivedAt: noon(TODAY) })
    expect((await finished.samples({}))[0]?.tests).toBe(20)
    await finished.samples({})
    expect(reads).toHaveLength(1)
    clock.now = noon('2026-11-22') + 60_000
    expect((await finished.samples({}))[0]?.tests).toBe(80)
  })

  test('a moment that is over is kept apart from the present', async () => {
    const { finished, reads } = counted(2)
    const asOf = { instant: noon(TODAY) - 86_400_000 }
    expect(await finished.samples({ asOf })).toEqual([])
    expect(await finished.samples({ asOf })).toEqual([])
    expect(reads).toHaveLength(2)
    expect(await finished.samples({})).toHaveLength(2)
    expect(reads).toHaveLength(4)
  })

  test('what is kept is bounded: with too little room it is read again, and right', async () => {
    const { finished, reads } = counted(5, 2)
    const first = await finished.samples({})
    expect(await finished.samples({})).toEqual(first)
    expect(reads.length).toBeGreaterThan(5)
  })
})

describe('recentlyUsed', () => {
  test('forgets what was used longest ago', () => {
    const kept = recentlyUsed<string, number>(2)
    kept.set('a', 1)
    kept.set('b', 2)
    expect(kept.get('a')).toBe(1)
    kept.set('c', 3)
    expect([kept.get('a'), kept.get('b'), kept.get('c'), kept.size]).toEqual([1, undefined, 3, 2])
    expect(() => recentlyUsed(0)).toThrow(RangeError)
  })
})
