import { describe, expect, test } from 'vitest'
import { backoff } from '../../api/notifications/backoff.ts'
import { notificationBodyOf } from '../../api/notifications/body.ts'
import { detect, markOf, nextExpiry, type Observation } from '../../api/notifications/detect.ts'
import { isSameMark, readMark } from '../../api/notifications/mark.ts'
import { translators } from '../../api/render/translate.ts'
import type { AssessedProject } from '../../api/assessor/assessed-project.ts'
import type { ConditionResult, HoldInForce, VerdictContent, WaiverStanding } from '../../schemas/verdict.ts'

const DAY = 86_400_000
const NOW = Date.UTC(2026, 10, 20)
const iso = (instant: number) => new Date(instant).toISOString()

const waived = (
  state: WaiverStanding['state'],
  expiresAt: number,
  why: WaiverStanding['why'] = null,
): WaiverStanding =>
  ({ waiver: 'W1', condition: 'density', state, why, expiresAt: iso(expiresAt) }) as WaiverStanding
const density = { id: 'density', title: { en: 'Test density', ja: 'テスト密度' } } as ConditionResult

/** An observation with only what is compared. */
function seen(
  changes: Partial<Pick<VerdictContent, 'recommendation' | 'holds' | 'waivers'>> = {},
  options: { now?: number; id?: string; warnings?: Observation['warnings'] } = {},
): Observation {
  const content = {
    project: 'p',
    gate: 'release',
    recommendation: 'SHIP',
    holds: [],
    waivers: [],
    conditions: [density],
    reasons: [],
    ...changes,
  }
  const assessed = {
    project: 'p',
    declared: null,
    record: { id: options.id ?? 'v1', content },
  } as unknown as AssessedProject
  return {
    verdicts: new Map([['release', assessed]]),
    warnings: options.warnings ?? null,
    now: options.now ?? NOW,
  }
}
const events = (before: Observation | null, after: Observation) =>
  detect(before && markOf(before), after).map(({ event, of }) => [event, ...of])

describe('a waiver', () => {
  const expiresAt = NOW + 40 * DAY
  const inForce = seen({ waivers: [waived('in-force', expiresAt)] })

  test('is told of thirty days before it ends, to the millisecond, once', () => {
    const threshold = expiresAt - 30 * DAY
    expect(nextExpiry(inForce)).toBe(threshold)
    const at = (now: number) => seen({ waivers: [waived('in-force', expiresAt)] }, { now })
    expect(events(inForce, at(threshold - 1))).toEqual([])
    expect(events(inForce, at(threshold))).toEqual([['waiver.expiring', 'W1', iso(expiresAt)]])
    expect(events(at(threshold), at(threshold + DAY))).toEqual([])
    expect(nextExpiry(at(threshold))).toBe(Infinity)
  })

  test('that is approved for less than that is told of at once', () => {
    const short = seen({ waivers: [waived('in-force', NOW + 5 * DAY)] })
    expect(events(seen(), short)).toEqual([['waiver.expiring', 'W1', iso(NOW + 5 * DAY)]])
  })

  test('that has ended is told of once, and only if it was in force', () => {
    const expired = seen({ waivers: [waived('expired', NOW)] })
    expect(events(seen({ waivers: [waived('in-force', NOW)] }), expired)).toEqual([
      ['waiver.expired', 'W1', iso(NOW)],
    ])
    expect(events(expired, expired)).toEqual([])
    expect(events(seen(), expired)).toEqual([])
  })

  test('that was prolonged is told of again, under another id', () => {
    const soon = seen({ waivers: [waived('in-force', NOW + DAY)] })
    const later = seen({ waivers: [waived('in-force', NOW + 2 * DAY)] })
    expect(events(soon, later)).toEqual([['waiver.expiring', 'W1', iso(NOW + 2 * DAY)]])
  })

  test('that is only asked for, refused or revoked is not told of', () => {
    for (const state of ['requested', 'refused', 'revoked', 'unmatched'] as const)
      expect(events(seen(), seen({ waivers: [waived(state, NOW + DAY)] }))).toEqual([])
    const inEffect = seen({ waivers: [waived('in-force', NOW)] })
    expect(events(inEffect, seen({ waivers: [waived('expired', NOW, 'TOO_LONG')] }))).toEqual([])
  })

  test('is told of in words', () => {
    const soon = seen({ waivers: [waived('in-force', NOW + DAY)] })
    const [detected] = detect(markOf(seen()), soon)
    const about = { id: 'x', project: 'p', name: '給与', division: null, notedAt: NOW, previous: null }
    expect(notificationBodyOf(detected!, about, translators()).data.text).toEqual({
      en: '給与: the waiver W1 of "Test density" expires in 1 day, on 2026-11-21T00:00:00.000Z.',
      ja: '給与: 「テスト密度」の特例 W1 は残り 1 日、2026-11-21T00:00:00.000Z に失効します。',
    })
  })
})

describe('what is seen first', () => {
  test('tells nothing, however bad it is', () => {
    const hold = { hold: 'h', office: 'CQO', placedAt: iso(NOW) } as HoldInForce
    expect(events(null, seen({ recommendation: 'HOLD', holds: [hold] }))).toEqual([])
  })

  test('a gate or warnings that were not looked at before tell nothing', () => {
    const warnings = [{ code: 'SPI_T_LOW', about: '', values: { actual: 0.5 } } as const]
    expect(events(seen(), seen({}, { warnings }))).toEqual([])
    expect(events(seen({}, { warnings: [] }), seen({}, { warnings, id: 'v2' }))).toEqual([
      ['warning.raised', 'SPI_T_LOW', '', 'v2'],
    ])
  })
})

test('a hold that is placed again under its own id is another one', () => {
  const hold = (placedAt: number) => ({ hold: 'h', office: 'CQO', placedAt: iso(placedAt) }) as HoldInForce
  expect(events(seen({ holds: [hold(NOW)] }), seen({ holds: [hold(NOW + 1)] }))).toEqual([
    ['hold.placed', 'h', 'CQO', iso(NOW + 1)],
    ['hold.lifted', 'h', 'CQO', iso(NOW)],
  ])
})

test('a mark is the same as another when there is nothing to tell between them', () => {
  expect(isSameMark(markOf(seen()), markOf(seen({}, { id: 'another verdict' })))).toBe(true)
  expect(isSameMark(markOf(seen()), markOf(seen({ recommendation: 'HOLD' })))).toBe(false)
  const mark = markOf(seen({ waivers: [waived('in-force', NOW + DAY)] }))
  expect(readMark(JSON.stringify(mark))).toEqual(mark)
  expect(readMark('{"gates":7}')).toBeNull()
})

test('waits grow fourfold up to six hours, and chance only shortens them, by at most a half', () => {
  const longest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((attempt) => backoff(attempt, () => 0) / 1000)
  expect(longest).toEqual([5, 20, 80, 320, 1280, 5120, 20_480, 21_600, 21_600])
  expect(backoff(3, () => 0.5)).toBe(60_000)
  expect(backoff(3, () => 0.999_999)).toBeGreaterThanOrEqual(40_000)
})
