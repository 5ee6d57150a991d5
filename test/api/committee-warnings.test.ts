import { describe, expect, test } from 'vitest'
import { holdSpans } from '../../api/reports/committee/holds.ts'
import { reportMonth } from '../../api/reports/committee/report-month.ts'
import { type WarnedMonth, warningOutcome } from '../../api/reports/committee/warnings.ts'
import type { Warning } from '../../analytics/warnings/warning.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { projectDeclared } from '../../schemas/facts/project.ts'
import type { VerdictContent } from '../../schemas/verdict.ts'
import { assessed } from '../helpers/assessing.ts'
import { declaration, fact, noon, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'

const passing = assessed(shippingFacts()).content
const failing = assessed([...shippingFacts(), openMajor()]).content

const month: WarnedMonth = {
  month: { month: '2026-11', opening: noon('2026-10-31'), closing: noon(TODAY) + 5000, isOver: false },
  project: 'p',
  declared: projectDeclared.parse(declaration),
  log: shippingFacts(),
  opening: passing,
  later: [passing],
}
const warning = (code: Warning['code'], about = 'st'): Warning => ({ code, about, values: {} })
const outcome = (code: Warning['code'], change: Partial<WarnedMonth> = {}) => {
  const { outcome: came, by, proof } = warningOutcome(warning(code), { ...month, ...change })
  return [came, by, proof]
}
const hold = (scope: unknown) =>
  fact('hold.placed', { hold: 'H1', office: 'QA', scope, reason: 'r', placedBy: 'Q' })

describe('what became of a warning', () => {
  test('nothing so far', () => {
    expect(outcome('BACKLOG_GROWING')).toEqual(['NOT_YET', null, null])
  })

  test('a condition on its subject newly fails, even if only in between', () => {
    expect(failing.conditions.find(({ state }) => state === 'FAIL')?.id).toBe('open-major')
    expect(outcome('BACKLOG_GROWING', { later: [failing, passing] })).toEqual([
      'CAME_TRUE',
      'CONDITION',
      'open-major',
    ])
  })

  test('a condition on something else proves nothing', () => {
    expect(outcome('TESTS_BEHIND', { later: [failing] })).toEqual(['NOT_YET', null, null])
    expect(outcome('SPI_T_LOW', { later: [failing] })).toEqual(['NOT_YET', null, null])
  })

  test('a condition of another kind of phase proves nothing', () => {
    const elsewhere = (phase: string): VerdictContent => ({
      ...failing,
      conditions: failing.conditions.map((result) => ({ ...result, scope: { ...result.scope, phase } })),
    })
    expect(outcome('BACKLOG_GROWING', { later: [elsewhere('unit-test')] })[0]).toBe('NOT_YET')
    expect(outcome('BACKLOG_GROWING', { later: [elsewhere('system-test')] })[0]).toBe('CAME_TRUE')
  })

  test('what failed when the month began was not early', () => {
    expect(outcome('BACKLOG_GROWING', { opening: failing, later: [failing] })).toEqual([
      'NOT_EARLY',
      null,
      null,
    ])
  })

  test('a hold on the project proves it, one on everything does not', () => {
    const log = (scope: unknown): Fact[] => [...shippingFacts(), hold(scope)]
    expect(outcome('SPI_T_LOW', { log: log({ project: 'p' }) })).toEqual(['CAME_TRUE', 'HOLD_ORDER', 'H1'])
    expect(outcome('SPI_T_LOW', { log: log('all') })).toEqual(['NOT_YET', null, null])
  })

  test('an escaped defect proves warnings of tests and defects, and only a severe one of the month', () => {
    const escaped = (data: object) => ({ log: [...shippingFacts(), openMajor({ escaped: true, ...data })] })
    expect(outcome('TESTS_BEHIND', escaped({}))).toEqual(['CAME_TRUE', 'ESCAPED_DEFECT', 'D7'])
    expect(outcome('SPI_T_LOW', escaped({}))[0]).toBe('NOT_YET')
    expect(outcome('TESTS_BEHIND', escaped({ severity: 'minor' }))[0]).toBe('NOT_YET')
    expect(outcome('TESTS_BEHIND', escaped({ detectedAt: '2026-10-20T10:00:00+09:00' }))[0]).toBe('NOT_YET')
  })
})

describe('holds in the course of time', () => {
  const at = (kind: 'hold.placed' | 'hold.lifted', day: string) =>
    fact(
      kind,
      kind === 'hold.placed'
        ? { hold: 'H', office: 'QA', scope: 'all', reason: day, placedBy: 'Q' }
        : { hold: 'H', office: 'QA', reason: day, liftedBy: 'Q' },
      { occurredAt: noon(day) },
    )
  const days = (until: string) =>
    holdSpans(
      [at('hold.lifted', '2026-11-05'), at('hold.placed', '2026-11-01'), at('hold.placed', '2026-11-10')],
      noon(until),
    ).map(({ placed, lifted }) => [placed.data.reason, lifted?.data.reason ?? null])

  test('a hold that is placed again after its lifting is another one', () => {
    expect(days('2026-11-20')).toEqual([
      ['2026-11-01', '2026-11-05'],
      ['2026-11-10', null],
    ])
  })

  test('what came later is not there yet', () => {
    expect(days('2026-11-03')).toEqual([['2026-11-01', null]])
    expect(days('2026-10-01')).toEqual([])
  })
})

describe('a month of the organization', () => {
  const iso = (instant: number) => new Date(instant).toISOString()

  test.each([
    ['2026-02', '2026-01-31T14:59:59.999Z', '2026-02-28T14:59:59.999Z'],
    ['2028-02', '2028-01-31T14:59:59.999Z', '2028-02-29T14:59:59.999Z'],
    ['2026-12', '2026-11-30T14:59:59.999Z', '2026-12-31T14:59:59.999Z'],
  ])('%s ends at its last instant in Tokyo', (name, from, to) => {
    const { opening, closing, isOver } = reportMonth(name, noon('2030-01-01'))
    expect([iso(opening), iso(closing), isOver]).toEqual([from, to, true])
  })

  test('a running month ends now, and one that has not begun is refused', () => {
    const now = noon(TODAY)
    expect(reportMonth('2026-11', now)).toMatchObject({ closing: now, isOver: false })
    expect(() => reportMonth('2026-12', now)).toThrow('has not begun')
  })
})
