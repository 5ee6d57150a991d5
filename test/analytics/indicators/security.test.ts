import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { asset, observation, scan, vulnerability } from '../../helpers/security-facts.ts'
import { context, fixture } from '../../helpers/tables.ts'
import { declared, measured } from './measuring.ts'
import { asked } from './playing.ts'

const within = (withinDays: number, more: object = {}) => ({ scope: { withinDays, ...more } })
const web = [declared(), asset('web')]
const scanned = [...web, scan('web')]
const old = { disclosedAt: '2026-08-12T00:00:00+09:00' }

describe('what is not known is not zero', () => {
  test.each<[string, Fact[], string]>([
    ['no asset is registered', [declared(), scan('web')], 'NO_ASSETS'],
    [
      'the only asset has retired',
      [...scanned, asset('web', { retiredAt: '2026-11-19T12:00:00Z' }, TODAY)],
      'NO_ASSETS',
    ],
    ['an asset was never scanned', [...scanned, asset('db')], 'ASSET_NEVER_SCANNED'],
    ['every scan of it failed', [...web, scan('web', TODAY, { succeeded: false })], 'ASSET_NEVER_SCANNED'],
    ['a scan that looked at nothing', [...web, scan('web', TODAY, { lookedAt: 0 })], 'ASSET_NEVER_SCANNED'],
    [
      'the last scan failed',
      [...web, scan('web', '2026-11-18'), scan('web', TODAY, { succeeded: false })],
      'LAST_SCAN_FAILED',
    ],
    [
      'the last scan by one of two scanners failed',
      [...scanned, scan('web', '2026-11-18', { scanner: 'Bandit', succeeded: false })],
      'LAST_SCAN_FAILED',
    ],
    [
      'something is open on what nobody registered',
      [...scanned, vulnerability('db', 'CVE-1')],
      'ASSET_NOT_REGISTERED',
    ],
    [
      'a severity that nobody gave',
      [...scanned, vulnerability('web', 'CVE-1', TODAY, { severity: 'none' })],
      'SEVERITY_UNKNOWN',
    ],
  ])('%s', (_, log, why) => {
    for (const id of ['security.open-critical', 'security.open-high', 'security.oldest-open-high'] as const)
      expect(measured(id, log), id).toMatchObject({ actual: null, why })
  })

  test('a scan after the failed one counts again; an asset counts through the day on which it retires', () => {
    const failed = scan('web', '2026-11-18', { succeeded: false })
    expect(measured('security.open-high', [...scanned, failed]).actual).toBe(0)
    const retiring = [...scanned, asset('web', { retiredAt: '2026-11-20T01:00:00+09:00' }, TODAY)]
    expect(measured('security.open-high', retiring).actual).toBe(0)
    expect(measured('security.open-high', retiring, { at: noon('2026-11-21') }).why).toBe('NO_ASSETS')
  })

  test('as old as the asset that was scanned longest ago, however often the others are', () => {
    const log = [...scanned, asset('db'), scan('db', '2026-11-03')]
    expect(measured('security.open-critical', log).lastDate).toBe('2026-11-03')
    expect(measured('security.oldest-scan', log)).toMatchObject({ actual: 17, lastDate: '2026-11-03' })
    // Told today of a scan of long ago: the scan is as old as it was.
    const again = scan('db', TODAY, { scan: 'again', finishedAt: '2026-11-04T12:00:00+09:00' })
    expect(measured('security.oldest-scan', [...log, again]).actual).toBe(16)
  })
})

describe('scan coverage', () => {
  const log = [
    ...scanned,
    asset('db'),
    asset('mail'),
    scan('db', '2026-11-06'),
    scan('mail', TODAY, { succeeded: false }),
  ]
  test('assets with a successful scan in the period, of all that are registered', () => {
    const of = (days: number) => measured('security.scan-coverage', log, within(days))
    expect(of(14)).toMatchObject({ numerator: 2, denominator: 3, sampleSize: 3, lastDate: TODAY })
    expect(of(14).actual).toBeCloseTo(66.667, 3)
    expect(of(13).numerator).toBe(1)
    expect(measured('security.scan-coverage', log).why).toBe('NO_PERIOD')
    expect(measured('security.scan-coverage', web, within(14)).why).toBe('NO_SCANS')
    expect(measured('security.scan-coverage', [declared()], within(14)).why).toBe('NO_ASSETS')
  })

  test('only by the scanners that the condition names, however their names are written', () => {
    const linted = [...web, scan('web', TODAY, { scanner: 'ESLint' }), scan('web', '2026-11-01')]
    const by = (...scanners: string[]) => measured('security.scan-coverage', linted, within(14, { scanners }))
    expect(by('eslint').actual).toBe(100)
    expect(by('TRIVY').actual).toBe(0)
    expect(by('Nessus').why).toBe('NO_SCANS')
  })

  test('every asset is in the period or out of it, and a longer period never lowers the share', () => {
    const days = fc.array(fc.integer({ min: 0, max: 18 }), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 18 }), (ages, period) => {
        const on = (age: number) => `2026-11-${String(20 - age).padStart(2, '0')}`
        const all = ages.flatMap((age, n) => [asset(`a${n}`), scan(`a${n}`, on(age))])
        const of = (limit: number) => measured('security.scan-coverage', [declared(), ...all], within(limit))
        expect(of(period).numerator).toBe(ages.filter((age) => age <= period).length)
        expect(of(period + 1).actual!).toBeGreaterThanOrEqual(of(period).actual!)
      }),
      { numRuns: 40 },
    )
  })
})

describe('open vulnerabilities', () => {
  test('by severity, the graver of what was stated and of the score', () => {
    const log = [
      ...scanned,
      vulnerability('web', 'CVE-1', TODAY, { severity: 'critical' }),
      vulnerability('web', 'CVE-2', TODAY, { severity: 'none', cvss: 9.8 }),
      vulnerability('web', 'CVE-3', TODAY, { severity: 'low', cvss: 7 }),
      vulnerability('web', 'CVE-4', TODAY, { severity: 'none', cvss: 0 }),
      vulnerability('web', 'CVE-5', TODAY, { state: 'accepted' }),
      vulnerability('web', 'CVE-6', TODAY, { state: 'not-affected' }),
    ]
    const of = (id: Parameters<typeof measured>[0]) => measured(id, log)
    expect(of('security.open-critical')).toMatchObject({ actual: 2, sampleSize: 6 })
    expect(of('security.open-high').actual).toBe(1)
    expect(of('security.accepted-high').actual).toBe(1)
    expect(of('security.accepted-critical').actual).toBe(0)
  })

  test('a fix is somebody’s word until a scan has succeeded since', () => {
    const found = [...web, scan('web', '2026-11-10'), vulnerability('web', 'CVE-1', '2026-11-10')]
    const said = [...found, vulnerability('web', 'CVE-1', '2026-11-12', { state: 'fixed' })]
    expect(measured('security.open-high', said).actual).toBe(1)
    const failed = [
      ...said,
      scan('web', '2026-11-13', { succeeded: false }),
      scan('web', '2026-11-14', { lookedAt: 0 }),
    ]
    expect(measured('security.open-high', failed).why).toBe('LAST_SCAN_FAILED')
    expect(measured('security.open-high', [...said, scan('web', '2026-11-13')]).actual).toBe(0)
    const back = [...said, scan('web', '2026-11-13'), vulnerability('web', 'CVE-1', '2026-11-13')]
    expect(measured('security.open-high', back).actual).toBe(1)
  })

  test('a finding that a later scan does not list stays open: a scan that arrives without its findings closes nothing', () => {
    const found = [...web, scan('web', '2026-11-10'), vulnerability('web', 'CVE-1', '2026-11-10')]
    expect(measured('security.open-high', [...found, scan('web', TODAY)]).actual).toBe(1)
  })

  test('open since the earlier of disclosure and detection, by any version: scanning late or again makes nothing younger', () => {
    const log = [...scanned, vulnerability('web', 'CVE-1', '2026-11-10', old), vulnerability('web', 'CVE-1')]
    expect(measured('security.oldest-open-high', log).actual).toBe(100)
    expect(measured('security.oldest-open-high', scanned).actual).toBe(0)
    const unsaid = [...scanned, vulnerability('web', 'CVE-2', '2026-11-10'), vulnerability('web', 'CVE-2')]
    expect(measured('security.oldest-open-high', unsaid).actual).toBe(10)
    expect(measured('security.oldest-open-critical', unsaid).actual).toBe(0)
  })

  test('in any order the same numbers', () => {
    const log = [
      ...scanned,
      asset('db'),
      scan('db', '2026-11-12'),
      vulnerability('web', 'CVE-1', '2026-11-10', old),
      vulnerability('web', 'CVE-1', '2026-11-19', { state: 'fixed' }),
      vulnerability('db', 'CVE-2', '2026-11-12', { state: 'false-positive' }),
      vulnerability('db', 'CVE-3', '2026-11-12'),
    ]
    const numbers = (known: readonly Fact[]) =>
      (
        [
          'open-high',
          'oldest-open-high',
          'unconfirmed-dismissals',
          'unregistered-assets',
          'oldest-scan',
        ] as const
      ).map((name) => measured(`security.${name}`, known))
    const expected = numbers(log)
    expect(expected.map(({ actual }) => actual)).toEqual([1, 8, 1, 0, 8])
    fc.assert(
      fc.property(fc.shuffledSubarray(log, { minLength: log.length }), (shuffled) => {
        expect(numbers(shuffled)).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})

describe('what the register does not have', () => {
  test('assets that are scanned or reported and not registered, or scanned after they retired', () => {
    const of = (...more: Fact[]) => measured('security.unregistered-assets', [...scanned, ...more])
    expect(of()).toMatchObject({ actual: 0, sampleSize: 1, lastDate: TODAY })
    expect(of(scan('db')).actual).toBe(1)
    expect(of(scan('web#sbom')).actual).toBe(0)
    expect(of(vulnerability('db', 'CVE-1', TODAY, { state: 'fixed' })).actual).toBe(1)
    const retired = asset('db', { retiredAt: '2026-11-10T00:00:00+09:00' })
    expect(of(retired, scan('db', '2026-11-09')).actual).toBe(0)
    expect(of(retired, scan('db', '2026-11-11')).actual).toBe(1)
    expect(measured('security.unregistered-assets', web).why).toBe('NO_SCANS')
    expect(measured('security.unregistered-assets', [declared()]).why).toBe('NO_ASSETS')
  })

  test('addresses that were seen from outside and belong to nothing', () => {
    const log = [declared(), asset('web', { addresses: ['www.example.jp', '192.0.2.1'] })]
    const of = (...more: Fact[]) => measured('security.shadow-assets', [...log, ...more])
    expect(of().why).toBe('NOT_OBSERVED')
    expect(of(observation('WWW.example.jp.'), observation('192.0.2.1')).actual).toBe(0)
    expect(of(observation('test.example.jp', '2026-11-01'))).toMatchObject({
      actual: 1,
      lastDate: '2026-11-01',
    })
    expect(of(observation('203.0.113.9', TODAY, { matchedAsset: 'web' })).actual).toBe(0)
    expect(of(observation('www.example.jp', TODAY, { matchedAsset: 'elsewhere' })).actual).toBe(1)
    const gone = asset(
      'web',
      { addresses: ['www.example.jp'], retiredAt: '2026-11-10T00:00:00+09:00' },
      TODAY,
    )
    expect(of(gone, asset('db'), observation('www.example.jp', '2026-11-12')).actual).toBe(1)
  })
})

describe('reports by Trivy of one folder, collected one after the other', () => {
  const AT = noon('2026-11-23')
  const collected = async (name: string, previous?: string): Promise<Fact[]> => {
    const path = (of: string) =>
      fileURLToPath(new URL(`../../fixtures/reports/trivy/since-${of}.json`, import.meta.url))
    const options = { asset: 'web', ...(previous !== undefined && { previous: path(previous) }) }
    const { facts } = await trivy.read(await fixture(`trivy/since-${name}.json`), context, options)
    return facts.map(({ kind, data, occurredAt }) => fact(kind, data, { occurredAt: Date.parse(occurredAt) }))
  }
  const critical = (...more: Fact[][]) =>
    measured('security.open-critical', [...web, ...more.flat()], { at: AT })

  test('a finding that the second does not list stays open, until the second shows that it is gone', async () => {
    const before = await collected('before')
    expect(critical(before)).toMatchObject({ actual: 1, lastDate: '2026-11-23' })
    expect(critical(before, await collected('after')).actual).toBe(1)
    expect(critical(before, await collected('after', 'before')).actual).toBe(0)
  })

  test.each(['narrowed', 'narrowed-upgrade', 'partly'])(
    'one that is still there stays open (%s)',
    async (name) => {
      expect(critical(await collected('before'), await collected(name, 'before')).actual).toBe(1)
    },
  )

  test('found again, it is open again, in whatever order the reports arrive', async () => {
    const log = [await collected('before'), await collected('after', 'before')]
    const again = vulnerability('web', 'CVE-2019-10744:pkg:npm/lodash', '2026-11-23', {
      severity: 'critical',
    })
    expect(critical(...log.toReversed()).actual).toBe(0)
    expect(critical([again], ...log.toReversed()).actual).toBe(1)
  })
})

test('a condition names a period for the coverage and nowhere else, and scanners only where scans are behind the number', () => {
  const of = (
    indicator: Parameters<typeof asked>[1],
    scope: object,
    unit: Parameters<typeof asked>[2] = 'count',
  ) => asked('c', indicator, unit, { upper: 100, scope })
  expect(() => of('security.scan-coverage', {}, 'percent')).toThrow('PERIOD_MISPLACED')
  expect(() => of('security.open-high', { withinDays: 7 })).toThrow('PERIOD_MISPLACED')
  expect(() => of('security.shadow-assets', { scanners: ['Trivy'] })).toThrow('SCANNERS_MISPLACED')
  expect(() => of('defects.open-critical', { scanners: ['Trivy'] })).toThrow('SCANNERS_MISPLACED')
  expect(of('security.scan-coverage', { withinDays: 7, scanners: ['Trivy'] }, 'percent').scope).toEqual({
    withinDays: 7,
    scanners: ['Trivy'],
  })
})
