import { describe, expect, test } from 'vitest'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { assessed, reasonsOf, shippedPolicies } from '../../helpers/assessing.ts'
import { fact, noon, TODAY } from '../../helpers/project-facts.ts'
import { outcomeOf } from '../../helpers/reports.ts'
import { asset, observation, scan, vulnerability } from '../../helpers/security-facts.ts'
import { shippingProject } from '../../helpers/shipping-project.ts'
import { context, fixture } from '../../helpers/tables.ts'

const DAY = '2026-11-12'
const facts = shippingProject(shippedPolicies().get('resident-service-security')!, 'release')
const without = (...unwanted: Fact['kind'][]) => facts.filter(({ kind }) => !unwanted.includes(kind))

/** What stands against the project with these facts beside its own. */
const against = (...more: Fact[]) => reasonsOf(assessed([...facts, ...more]))
const why = (log: readonly Fact[], condition: string) =>
  assessed(log).content.conditions.find(({ id }) => id === condition)?.why

const critical = { severity: 'critical', cvss: 9.8 }
const found = vulnerability('portal', 'CVE-1', DAY, critical)
/** The same vulnerability, told otherwise today. */
const told = (more: object) => vulnerability('portal', 'CVE-1', TODAY, { ...critical, ...more })
const triage = (verifier: object, more: object = {}) =>
  fact('evidence.recorded', {
    gate: 'release',
    item: 'vulnerability-triage',
    result: 'passed',
    verifier,
    statement: 'seen',
    verifiedAt: '2026-11-20T12:00:00+09:00',
    ...more,
  })
const outside = { name: 'V', organization: 'Auditors' }

test('the project that the tricks start from ships, and does not with an open vulnerability', () => {
  expect(against()).toEqual([])
  expect(against(found)).toEqual(['CONDITION_FAILED open-critical-vulnerabilities'])
  expect(assessed([...facts, found]).content.reasons[0]).toMatchObject({ kind: 'SECURITY' })
})

describe('the register', () => {
  test('an asset is unregistered: what is scanned and reported of it is still known', () => {
    const gone = asset('portal', { retracted: true }, TODAY)
    expect(against(gone)).toContain('CONDITION_FAILED unregistered-assets')
    expect(against(gone, found)).toContain('CONDITION_NO_DATA open-critical-vulnerabilities')
    expect(why([...facts, gone, found], 'open-critical-vulnerabilities')).toBe('ASSET_NOT_REGISTERED')
    // One that nothing was ever said of, so that the others make 100 %.
    const unseen = [asset('db'), asset('db', { retracted: true }, TODAY)]
    expect(against(...unseen)).toEqual(['CONDITION_FAILED unregistered-assets'])
  })

  test('an asset is retired on paper: what was open on it asks for confirmation, what is still seen of it counts', () => {
    const retired = asset(
      'batch',
      { kind: 'host', publicFacing: false, retiredAt: '2026-11-18T00:00:00Z' },
      TODAY,
    )
    const open = vulnerability('batch', 'CVE-2', DAY, critical)
    const reasons = against(retired, open, observation('batch'))
    expect(reasons).toContain('CONDITION_FAILED dismissed-vulnerabilities')
    expect(reasons).toContain('CONDITION_FAILED unregistered-assets')
    expect(reasons).toContain('CONDITION_FAILED shadow-assets')
  })

  test('an address that nobody registered is reachable', () => {
    expect(against(observation('test.example.jp'))).toEqual(['CONDITION_FAILED shadow-assets'])
  })
})

describe('the scan', () => {
  const asFacts = async (toolSucceeded: boolean): Promise<Fact[]> => {
    const report = await fixture('trivy/nothing-scanned.json')
    const collected = await trivy.read(report, context, { asset: 'portal', toolSucceeded })
    return collected.facts.map(({ kind, data }) =>
      fact(kind, { ...data, finishedAt: `${TODAY}T12:00:00+09:00` }),
    )
  }
  const unscanned = [...without('scan.completed'), scan('batch')]

  test('an empty directory is scanned: the report is refused, and who vouches for it has scanned nothing', async () => {
    expect(await outcomeOf(trivy.read(await fixture('trivy/nothing-scanned.json'), context, {}))).toBe(
      'NOTHING_SCANNED',
    )
    const verdict = assessed([...unscanned, ...(await asFacts(true))])
    expect(reasonsOf(verdict)).toContain('CONDITION_FAILED scan-coverage')
    expect(reasonsOf(verdict)).toContain('CONDITION_NO_DATA open-critical-vulnerabilities')
    expect(why(unscanned, 'open-critical-vulnerabilities')).toBe('ASSET_NEVER_SCANNED')
  })

  test('another asset is scanned in its place', () => {
    const reasons = reasonsOf(assessed([...unscanned, scan('portal-of-last-year')]))
    expect(reasons).toContain('CONDITION_FAILED scan-coverage')
    expect(reasons).toContain('CONDITION_FAILED unregistered-assets')
    expect(reasons).toContain('CONDITION_NO_DATA open-critical-vulnerabilities')
  })

  test('a scan that failed is told, or an old one again: neither makes what is known newer', () => {
    const stale = [...without('scan.completed'), scan('batch'), scan('portal', '2026-10-30')]
    expect(reasonsOf(assessed(stale))).toContain('CONDITION_STALE open-critical-vulnerabilities')
    const again = scan('portal', TODAY, { scan: 'again', finishedAt: '2026-10-30T12:00:00+09:00' })
    expect(reasonsOf(assessed([...stale, again]))).toContain('CONDITION_STALE open-critical-vulnerabilities')
    const failed = scan('portal', TODAY, { succeeded: false })
    expect(reasonsOf(assessed([...stale, failed]))).toContain(
      'CONDITION_NO_DATA open-critical-vulnerabilities',
    )
    expect(reasonsOf(assessed([...stale, failed]))).toContain('CONDITION_FAILED scan-coverage')
  })

  test('a scan is dated ahead, to be fresh for longer', () => {
    const ahead = scan('portal', TODAY, { scan: 'ahead', finishedAt: '2026-12-24T12:00:00+09:00' })
    expect(against(ahead)).toEqual(['CONTRADICTION completeness'])
  })
})

describe('the vulnerability', () => {
  test('it is said to be fixed, and nobody has scanned since', () => {
    expect(against(found, told({ state: 'fixed' }))).toEqual([])
    const later = vulnerability('portal', 'CVE-1', TODAY, { ...critical, state: 'fixed' })
    const before = [...without('scan.completed'), scan('batch'), scan('portal', '2026-11-19'), found, later]
    // The fix of the project's own high one has not been scanned for either.
    expect(reasonsOf(assessed(before))).toEqual([
      'CONDITION_FAILED open-critical-vulnerabilities',
      'CONDITION_FAILED open-high-vulnerabilities',
    ])
  })

  test.each<[string, object]>([
    ['severity none', { severity: 'none', cvss: 0 }],
    ['a false positive', { state: 'false-positive' }],
    ['VEX: not affected', { state: 'not-affected' }],
    ['the report is taken back', { retracted: true }],
  ])(
    'it is dismissed (%s): it counts no longer, and somebody outside has to have confirmed that',
    (_, more) => {
      expect(against(found, told(more))).toEqual(['CONDITION_FAILED dismissed-vulnerabilities'])
      expect(against(found, told(more), triage(outside))).toEqual([])
      const own = { name: 'Q', organization: 'Org', division: 'Div' }
      expect(against(found, told(more), triage(own))).toEqual(['CONDITION_FAILED dismissed-vulnerabilities'])
      // What was dismissed after the review has been seen by nobody.
      const early = triage(outside, { verifiedAt: '2026-11-19T12:00:00+09:00' })
      expect(against(found, told(more), early)).toEqual(['CONDITION_FAILED dismissed-vulnerabilities'])
    },
  )

  test('VEX for everything from the first report on: what was never open was dismissed all the same', () => {
    const all = ['CVE-7', 'CVE-8', 'CVE-9'].map((id) =>
      vulnerability('portal', id, DAY, { ...critical, state: 'not-affected' }),
    )
    const verdict = assessed([...facts, ...all])
    expect(reasonsOf(verdict)).toEqual(['CONDITION_FAILED dismissed-vulnerabilities'])
    const step = verdict.content.distanceToShip[0]
    expect(step).toMatchObject({ code: 'LOWER', amount: 3, unit: 'dismissals-to-confirm' })
    // Told again by every scan, it stays confirmed.
    const again = ['CVE-7', 'CVE-8', 'CVE-9'].map((id) =>
      vulnerability('portal', id, TODAY, { ...critical, state: 'not-affected' }),
    )
    const earlier = fact(
      'evidence.recorded',
      triage(outside, { verifiedAt: '2026-11-13T12:00:00+09:00' }).data,
      {
        occurredAt: noon('2026-11-13'),
      },
    )
    expect(against(...all, earlier, ...again)).toEqual([])
  })

  test('severity none without a score is no severity', () => {
    const unrated = vulnerability('portal', 'CVE-1', TODAY, { severity: 'none' })
    expect(against(unrated)).toContain('CONDITION_NO_DATA open-critical-vulnerabilities')
    expect(why([...facts, unrated], 'open-critical-vulnerabilities')).toBe('SEVERITY_UNKNOWN')
  })

  test('it is accepted in an ignore file: that takes a waiver, and for a critical one there is none', () => {
    const high = { severity: 'high', state: 'accepted', cvss: 8 }
    const accepted = vulnerability('portal', 'CVE-1', TODAY, high)
    expect(against(accepted)).toEqual(['CONDITION_FAILED accepted-high-vulnerabilities'])
    const expiresAt = '2026-12-10T00:00:00+09:00'
    const waiver = (condition: string) => [
      fact(
        'waiver.requested',
        { waiver: 'W', condition, release: 'r1', reason: 'r', evidence: 'e', requestedBy: 'A', expiresAt },
        { occurredAt: noon(TODAY) - 2000 },
      ),
      fact(
        'waiver.approved',
        { waiver: 'W', approvedBy: 'B', expiresAt },
        { occurredAt: noon(TODAY) - 1000 },
      ),
    ]
    expect(against(accepted, ...waiver('accepted-high-vulnerabilities'))).toEqual([])
    expect(against(told({ state: 'accepted' }), ...waiver('accepted-critical-vulnerabilities'))).toEqual([
      'CONDITION_FAILED accepted-critical-vulnerabilities',
    ])
  })

  test('an old high one is waived again and again: after 90 days from its disclosure no waiver helps', () => {
    const old = vulnerability('portal', 'CVE-1', TODAY, { disclosedAt: '2026-08-01T00:00:00+09:00' })
    expect(against(old)).toEqual([
      'CONDITION_FAILED open-high-vulnerabilities',
      'CONDITION_FAILED oldest-high-vulnerability',
    ])
  })
})
