import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { composePorts } from '../../api/compose/ports.ts'
import { policyKeeper } from '../../api/compose/policy-keeper.ts'
import { createApp } from '../../api/app.ts'
import { parseAll, recordPolicyFiles } from '../../api/policies/files.ts'
import { type PolicyHistory, policyHistory } from '../../api/policies/history.ts'
import type { PolicyVersion } from '../../api/policies/resolve.ts'
import { upcomingPolicy } from '../../api/policies/upcoming.ts'
import { readiness } from '../../schemas/answers.ts'
import { asEvent, openTestApi } from '../helpers/api.ts'
import { makeIntake, silent } from '../helpers/intake.ts'
import { aCondition, aPolicy } from '../helpers/policies.ts'
import { declaration, fact, noon, replacing, shippingFacts, TODAY } from '../helpers/project-facts.ts'

/** A version as recorded at `knownFrom`, of a text. */
function version(text: string, knownFrom: number): PolicyVersion {
  const [parsed] = parseAll([{ text, file: 'test.yaml' }])
  const { effectiveFrom } = parse(text) as { effectiveFrom: string }
  return { parsed: parsed!, effectiveFrom, knownFrom, uploadedAt: knownFrom, uploadedBy: 'q' }
}

const day = (n: number) => `2026-01-${String(n).padStart(2, '0')}`

/** What each policy of a history is on each of ten days, as known at each of ten moments. */
const everything = (history: PolicyHistory) =>
  [1, 2, 3, 4, 5, 6, 7, 8, 9, 10].flatMap((n) =>
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((asOf) =>
      ['child', 'parent'].map((id) => history.applying(id, { date: day(n), asOf })?.digest ?? null),
    ),
  )

/** Versions of two policies, one on top of the other, recorded one after the other, each to begin on some day. */
const sequences = fc
  .array(fc.record({ isChild: fc.boolean(), begins: fc.integer({ min: 1, max: 10 }), upper: fc.nat(5) }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((steps) => {
    const numbers = { child: 0, parent: 1 }
    const first = version(aPolicy({ id: 'parent', effectiveFrom: day(1) }), 0)
    const later = steps.map(({ isChild, begins, upper }, index) => {
      const id = isChild ? 'child' : 'parent'
      const more = {
        id,
        version: (numbers[id] += 1),
        effectiveFrom: day(begins),
        ...(isChild && { extends: 'parent' }),
      }
      return version(aPolicy(more, [aCondition(isChild ? 'own' : 'critical', { upper })]), index + 1)
    })
    return [first, ...later]
  })

describe('which policy applies', () => {
  test('does not depend on the order in which versions are read', () => {
    fc.assert(
      fc.property(
        sequences.chain((versions) =>
          fc.tuple(fc.constant(versions), fc.shuffledSubarray(versions, { minLength: versions.length })),
        ),
        ([versions, shuffled]) => {
          const twice = [...shuffled, ...versions]
          expect(everything(policyHistory(twice))).toEqual(everything(policyHistory(versions)))
        },
      ),
    )
  })

  test('as known at a moment it is what it was before anything was recorded later', () => {
    fc.assert(
      fc.property(sequences, fc.nat(9), (versions, asOf) => {
        const all = policyHistory(versions)
        const then = policyHistory(versions.filter(({ knownFrom }) => knownFrom <= asOf))
        for (let n = 1; n <= 10; n++)
          for (const id of ['child', 'parent'])
            expect(all.applying(id, { date: day(n), asOf })).toEqual(
              then.applying(id, { date: day(n), asOf }),
            )
      }),
    )
  })

  test('by hand: of those known and in effect the newest, with the parent of the same day', () => {
    const history = policyHistory([
      version(
        aPolicy({ id: 'parent', version: 1, effectiveFrom: day(1) }, [aCondition('critical', { upper: 1 })]),
        0,
      ),
      version(
        aPolicy({ id: 'child', version: 1, effectiveFrom: day(2), extends: 'parent' }, [aCondition('own')]),
        1,
      ),
      version(
        aPolicy({ id: 'parent', version: 2, effectiveFrom: day(6) }, [aCondition('critical', { upper: 2 })]),
        2,
      ),
      version(
        aPolicy({ id: 'parent', version: 3, effectiveFrom: day(5) }, [aCondition('critical', { upper: 3 })]),
        4,
      ),
    ])
    const limit = (date: string, asOf: number) =>
      history.applying('child', { date, asOf })?.gates.release!.find(({ id }) => id === 'critical')!.upper
    expect([limit(day(4), 9), limit(day(5), 9), limit(day(6), 9)]).toEqual([1, 3, 3])
    expect([limit(day(5), 3), limit(day(6), 3), limit(day(6), 1)]).toEqual([1, 2, 1])
    expect(history.applying('child', { date: day(9), asOf: 0 })).toBeNull()
    expect(history.applying('child', { date: day(1), asOf: 9 })!.effectiveFrom).toBe(day(2))
    const next = upcomingPolicy(history, 'child', { date: day(4), asOf: 9 })
    expect([next!.effectiveFrom, next!.policy.parents[0]!.version]).toEqual([day(5), 3])
    expect(upcomingPolicy(history, 'child', { date: day(6), asOf: 9 })).toBeNull()
  })
})

describe('files at the start', () => {
  const files = (...texts: string[]) =>
    parseAll(texts.map((text, index) => ({ text, file: `${index}.yaml` })))

  test('are recorded, and what was judged by a file stays so after the file has changed', async () => {
    const api = await openTestApi(policyHistory([]))
    const keeper = policyKeeper(api.store)
    const warned: string[] = []
    const start = async (...texts: string[]) => {
      const intake = await makeIntake(api.store, { now: () => api.clock.now })
      const stamped = <T>(keep: (stamp: number) => Promise<T>) => intake.stamped(keep)
      const log = (level: string, event: string) => level === 'warn' && warned.push(event)
      const policies = await recordPolicyFiles(files(...texts), { keeper, stamped, log })
      const now = () => api.clock.now
      const app = createApp(
        composePorts({
          store: api.store,
          intake,
          policies,
          now,
          newId: () => 'x',
          logger: silent,
          allowedHosts: null,
        }),
      )
      return async (query = '') => {
        const response = await app.request(`/v1/projects/p/readiness${query}`)
        return readiness.parse(await response.json())
      }
    }
    const profile = { ...declaration, profile: 'house' }
    const declared = fact('project.declared', profile, { occurredAt: noon('2026-10-01') })
    await api.send(replacing(shippingFacts(), 'project.declared', declared).map(asEvent))
    const v1 = aPolicy({ id: 'house', effectiveFrom: '2026-06-01' })
    const strict = [
      aCondition('critical'),
      aCondition('major', { indicator: 'defects.open-major', lower: 7, upper: undefined }),
    ]
    const v2 = aPolicy({ id: 'house', version: 2, effectiveFrom: '2026-06-01' }, strict)

    api.clock.now += 1000
    const first = await (await start(v1))()
    expect([first.recommendation, first.policy!.version]).toEqual(['SHIP', 1])
    const then = api.clock.now

    // Since ever: also by what was known before the first start.
    const before = new Date(then - 500).toISOString()
    expect((await (await start(v1))(`?asOf=${before}`)).policy!.version).toBe(1)

    api.clock.now += 86_400_000
    const ask = await start(v2)
    const second = await ask()
    expect([second.recommendation, second.policy!.version]).toEqual(['HOLD', 2])
    // Its file says June; it applies from the day of its recording on.
    expect((await ask(`?at=${TODAY}`)).policy!.version).toBe(1)
    const past = await ask(`?at=${new Date(then).toISOString()}&asOf=${new Date(then).toISOString()}`)
    expect(past.digest).toBe(first.digest)

    // An older kanmon is started again: what is newer stays in force.
    expect((await (await start(v1))()).policy!.version).toBe(2)
    await expect(start(v2.replace('owner: QA', 'owner: nobody'))).rejects.toThrow(
      '0.yaml:3:10: version: house version 2 is known already, with another text',
    )
    await expect(start(aPolicy({ id: 'house', version: 3, extends: 'none' }))).rejects.toThrow(
      'there is no policy none',
    )
    expect((await keeper.list()).map(({ id, version: number }) => `${id}@${number}`)).toEqual([
      'house@1',
      'house@2',
    ])
    await start(aPolicy({ id: 'house', version: 5, effectiveFrom: TODAY }))
    await start(aPolicy({ id: 'house', version: 4, effectiveFrom: TODAY }))
    expect(warned).toEqual(['policy.file-outdated'])
  })
})
