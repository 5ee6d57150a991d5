import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { KnownProject } from '../../api/assessor/known-project.ts'
import { type Moment, resolveMoment } from '../../api/assessor/moment.ts'
import { stateAt } from '../../analytics/facts/state.ts'
import { declarationOf } from '../../analytics/indicators/project-view.ts'
import { standingOf } from '../../api/assessor/standing.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { loadFactLog } from '../../store/facts/load-fact-log.ts'
import { loadWideFacts } from '../../store/facts/load-wide-facts.ts'
import { asEvent, openTestApi } from '../helpers/api.ts'
import { assessed, shippedPolicies } from '../helpers/assessing.ts'
import { keeperInMemory, watchedAssessor } from '../helpers/assessors.ts'
import { declaration, fact, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const api = await openTestApi()
const policies = shippedPolicies()
const MINUTE = 60_000
let serial = 0

const about = (project: string, facts: readonly Fact[]) => facts.map((one) => asEvent({ ...one, project }))

/** A project as some choices make it: which facts it has, which profile and zone, and what came on top. */
const portfolios = fc.array(
  fc.record({
    without: fc.subarray([...new Set(shippingFacts().map(({ kind }) => kind))]),
    profile: fc.constantFrom('standard', 'nobody-knows'),
    timeZone: fc.constantFrom('Asia/Tokyo', 'America/New_York', 'Pacific/Kiritimati'),
    isOpen: fc.boolean(),
    isHeld: fc.boolean(),
    isRefused: fc.boolean(),
  }),
  { minLength: 2, maxLength: 5 },
)

type Choices = typeof portfolios extends fc.Arbitrary<infer T> ? T : never

/** Sends such projects. Returns their names. */
async function sent(choices: Choices): Promise<string[]> {
  const projects = choices.map((choice) => ({ ...choice, project: `many-${(serial += 1)}` }))
  const good = projects.flatMap(({ project, without, profile, timeZone, isOpen }) => {
    const own = { ...declaration, profile, timeZone }
    const facts = shippingFacts().map((one) =>
      one.kind === 'project.declared' ? fact('project.declared', own, { occurredAt: one.occurredAt }) : one,
    )
    const kept = facts.filter(({ kind }) => !without.includes(kind))
    return about(project, [
      ...(kept.length === 0 ? facts.slice(1, 2) : kept),
      ...(isOpen ? [openMajor()] : []),
    ])
  })
  await api.send(good)
  const refused = projects.filter(({ isRefused }) => isRefused).map(({ project }) => project)
  const bad = refused.map((project) => ({ ...asEvent({ ...openMajor(), project }), data: { defect: '' } }))
  if (bad.length > 0) expect((await api.post('/v1/events', bad)).status).toBe(200)
  for (const { project, isHeld } of projects) {
    const hold = { scope: { project }, office: 'CQO', reason: 'looked at', placedBy: 'q' }
    if (isHeld) expect((await api.post('/v1/holds', hold)).status).toBe(201)
  }
  return projects.map(({ project }) => project)
}

test('many judged at once come out as each of them alone, bit for bit, and as the evaluator alone says', async () => {
  await fc.assert(
    fc.asyncProperty(portfolios, fc.boolean(), async (choices, isLater) => {
      const names = await sent(choices)
      if (isLater) api.clock.now += MINUTE
      const [together, alone, listed] = [watchedAssessor(api), watchedAssessor(api), watchedAssessor(api)]
      const many = await together.current(names, 'release')
      expect(many.map(({ project }) => project)).toEqual([...names].sort())
      for (const one of many) {
        const [same] = await alone.current([one.project], 'release')
        expect(JSON.stringify(one)).toBe(JSON.stringify(same))
        const knownUntil = one.asOf
        const log = await loadFactLog(api.store, { projects: [one.project], knownUntil })
        const wide = await loadWideFacts(api.store, { knownUntil })
        const refused = (await api.ports.assessor.known({ project: one.project, at: null, asOf: null }))!
          .refused
        const { content, validUntil } = assessed(log, {
          project: one.project,
          at: one.at,
          wide,
          refused,
          policyOf: (profile, date) => policies.applying(profile, { date, asOf: Infinity }),
          holidays: api.ports.holidays,
        })
        expect(JSON.stringify(one.record.content)).toBe(JSON.stringify(content))
        expect(one.validUntil).toBe(validUntil)
      }
      const standings = await listed.standings(names, 'release')
      expect(standings).toEqual(many.map((one) => standingOf(one.record, one)))
      expect(listed.kept.map(({ id }) => id)).toEqual(together.kept.map(({ id }) => id))
    }),
    { numRuns: 5 },
  )
}, 120_000)

test('what is known of a project at any two moments is what a reading of those moments alone says', async () => {
  const project = 'clocks'
  const start = api.clock.now
  await api.send(about(project, shippingFacts().slice(0, 6)))
  api.clock.now += 10 * MINUTE
  await api.send(about(project, shippingFacts().slice(6)))
  api.clock.now += 10 * MINUTE
  const later = { ...declaration, timeZone: 'America/New_York' }
  await api.send(about(project, [fact('project.declared', later, { occurredAt: api.clock.now - 1000 })]))
  const kept = watchedAssessor(api)
  const instants = fc.integer({ min: 0, max: 40 }).map((n) => ({ instant: start - 5 * MINUTE + n * MINUTE }))
  const dates = fc.constantFrom('2026-10-01', '2026-11-11', TODAY).map((date) => ({ date }))
  const moments = fc.oneof(fc.constant(null), instants, dates)
  await fc.assert(
    fc.asyncProperty(moments, moments, async (at, asOf) => {
      api.clock.now = Math.max(api.clock.now, start + 40 * MINUTE)
      const outcome = await kept.known({ project, at, asOf }).catch((error: unknown) => error)
      expect(outcome).toEqual(await readOnce(project, at, asOf).catch((error: unknown) => error))
    }),
    { numRuns: 40 },
  )
  expect(kept.read).toEqual([project])
})

/** What was known, from a reading of its own: how it was done before logs were kept. */
async function readOnce(project: string, at: Moment | null, asOf: Moment | null): Promise<KnownProject> {
  const knownUntil = api.ports.settledUntil()
  const now = api.ports.now()
  const everything = await loadFactLog(api.store, { projects: [project], knownUntil })
  const by = (instant: number) => everything.filter(({ receivedAt }) => receivedAt <= instant)
  const declared = (log: readonly Fact[], moment: number) =>
    declarationOf(stateAt(project, log, moment))?.data ?? null
  const zoneBy = (instant: number) => declared(by(instant), now)?.timeZone ?? 'Asia/Tokyo'
  const asOfZone = asOf !== null && 'date' in asOf ? zoneBy(Date.parse(asOf.date) + 86_399_999) : 'Asia/Tokyo'
  const instant =
    asOf === null ? knownUntil : Math.min(knownUntil, resolveMoment(asOf, asOfZone, now, 'asOf'))
  const zone = zoneBy(instant)
  const moment = resolveMoment(at, zone, now, 'at')
  const log = by(instant)
  const wide = (await loadWideFacts(api.store, { knownUntil })).filter(
    ({ receivedAt }) => receivedAt <= instant,
  )
  return { project, log, wide, refused: [], declared: declared(log, moment), zone, at: moment, asOf: instant }
}

describe('verdicts that the store has', () => {
  const names = ['kept-a', 'kept-b', 'kept-c']
  const verdicts = keeperInMemory()
  /** Another process on the same store: what it has to compute, and what it answers. */
  async function afterRestart(changes: Parameters<typeof watchedAssessor>[1] = {}) {
    const assessor = watchedAssessor(api, { verdicts, ...changes })
    const standings = await assessor.standings(names, 'release')
    return { computed: assessor.read, standings }
  }

  test('are served again without a look at the facts', async () => {
    for (const name of names) await api.send(about(name, shippingFacts()))
    api.clock.now += MINUTE
    const first = watchedAssessor(api, { verdicts })
    const before = await first.standings(names, 'release')
    await api.send(about('kept-b', [openMajor()]))
    api.clock.now += MINUTE
    const after = await first.standings(names, 'release')
    expect(first.read).toEqual([...names, 'kept-b'])
    expect(after.map(({ previous }) => previous?.recommendation)).toEqual([undefined, 'SHIP', undefined])
    expect([after[0], after[2]]).toEqual([before[0], before[2]])
    api.clock.now += MINUTE
    const { computed, standings } = await afterRestart()
    expect(computed).toEqual([])
    expect(standings).toEqual(after)
  })

  test('but not after another fact', async () => {
    await api.send(about('kept-c', [openMajor()]))
    api.clock.now += MINUTE
    const { computed, standings } = await afterRestart()
    expect(computed).toEqual(['kept-c'])
    expect(standings.map(({ recommendation }) => recommendation)).toEqual(['SHIP', 'HOLD', 'HOLD'])
  })

  test('nor when something of the project was refused', async () => {
    await api.post('/v1/events', [{ ...about('kept-a', [openMajor()])[0], data: { defect: '' } }])
    api.clock.now += MINUTE
    const { computed, standings } = await afterRestart()
    expect(computed).toEqual(['kept-a'])
    expect(standings[0]?.recommendation).toBe('HOLD')
  })

  test('nor when another program, or another process a moment ago, gave them', async () => {
    const of = (isOurs: boolean) => ({
      ...verdicts,
      latest: async (request: Parameters<typeof verdicts.latest>[0]) =>
        new Map([...(await verdicts.latest(request))].map(([name, kept]) => [name, { ...kept, isOurs }])),
    })
    expect((await afterRestart({ verdicts: of(true) })).computed).toEqual(['kept-a'])
    expect((await afterRestart({ verdicts: of(false) })).computed).toEqual(names)
    const beside = await afterRestart({ unsettledOfOthers: 10 * MINUTE })
    expect(beside.computed).toEqual(names)
  })

  test('nor by another policy', async () => {
    const stricter = {
      ...api.ports.policies,
      applying: (...request: Parameters<typeof api.ports.policies.applying>) => {
        const policy = api.ports.policies.applying(...request)
        return policy && { ...policy, digest: 'f'.repeat(64) }
      },
    }
    expect((await afterRestart({ policies: stricter })).computed).toEqual(names)
  })

  test('nor once a fact has happened that was known before, nor on another day', async () => {
    await api.send(
      about('kept-b', [{ ...openMajor({ defect: 'D8' }), occurredAt: api.clock.now + 4 * MINUTE }]),
    )
    api.clock.now += MINUTE
    const again = watchedAssessor(api, { verdicts })
    await again.standings(names, 'release')
    // Nothing more arrives.
    expect((await afterRestart()).computed).toEqual(['kept-a', 'kept-b'])
    api.clock.now += 10 * MINUTE
    expect((await afterRestart()).computed).toContain('kept-b')
    expect((await afterRestart()).computed).toEqual(['kept-a'])
    api.clock.now += 24 * 60 * MINUTE
    expect((await afterRestart()).computed).toEqual(names)
    expect((await afterRestart()).computed).toEqual(['kept-a'])
  })

  test('nor while a hold of their division is newer', async () => {
    const hold = { scope: { division: declaration.division }, office: 'CISO', reason: 'x', placedBy: 'c' }
    expect((await api.post('/v1/holds', hold)).status).toBe(201)
    const { computed, standings } = await afterRestart()
    expect(computed).toEqual(names)
    expect(standings.every(({ recommendation }) => recommendation === 'HOLD')).toBe(true)
  })
})
