import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { warningCode } from '../../../schemas/answers-quality.ts'
import { catalogue, isMessageKey } from '../../../schemas/messages/index.ts'
import type { Fact } from '../../../schemas/facts/index.ts'
import { dampingOf, isDamped } from '../../../analytics/warnings/warning.ts'
import { openWarnings, warnings } from '../../../analytics/warnings/open-warnings.ts'
import { fact, noon, plan, shippingFacts, TODAY } from '../../helpers/project-facts.ts'
import { reasonsOf } from '../../helpers/assessing.ts'
import { declared, defect, review, tests, viewOf } from '../indicators/measuring.ts'
import { asked, assessedWith } from '../indicators/playing.ts'

const codes = (log: readonly Fact[], at?: number) =>
  warnings(viewOf(log, at))
    .map(({ code }) => code)
    .filter((code) => code !== 'REPORTS_MISSING')

/** A long system test, so that there are weeks to look back on. */
const long = (changes: object = {}) =>
  declared({
    expects: [],
    phases: [
      { id: 'bd', kind: 'basic-design', plannedStart: '2026-08-03', plannedFinish: '2026-08-31' },
      { id: 'st', kind: 'system-test', plannedStart: '2026-10-05', plannedFinish: '2026-11-27' },
    ],
    ...changes,
  })
const days = ['2026-10-23', '2026-10-30', '2026-11-06', '2026-11-13', TODAY]
const weekly = (executed: readonly number[], changes: object = {}) =>
  executed.map((cases, i) => tests(days[i]!, cases, changes))
const found = (day: string, count: number, changes: object = {}, fixDays: number | null = 0) =>
  Array.from({ length: count }, () => defect(day, changes, fixDays))

test('the project that ships warns of nothing but the weeks without a progress report', () => {
  expect(codes(shippingFacts())).toEqual([])
  expect(openWarnings(viewOf(shippingFacts())).actual).toBe(1)
})

test('the guide names every warning, and N and M of those that are damped', () => {
  const guide = readFileSync(new URL('../../../docs/guide/indicators.md', import.meta.url), 'utf8')
  for (const code of warningCode.options) {
    const row = guide.split('\n').find((line) => line.startsWith('|') && line.includes(`\`${code}\``))
    expect(row, code).toBeDefined()
    const damping = dampingOf(code)
    if (damping !== null) expect(row, code).toContain(`${damping.needed} of ${damping.of}`)
  }
})

test('a warning can only take SHIP away: a condition on it never adds one', () => {
  const none = asked('no-warnings', 'warnings.open', 'count', { upper: 0 })
  for (const log of [shippingFacts(), shippingFacts().slice(0, 6), shippingFacts().slice(1)]) {
    const [without, withOne] = [assessedWith(log, []), assessedWith(log, [none])]
    if (without.content.recommendation === 'HOLD') expect(withOne.content.recommendation).toBe('HOLD')
    expect(reasonsOf(withOne)).toEqual(expect.arrayContaining(reasonsOf(without)))
  }
})

test('every code has a sentence in both languages', () => {
  for (const code of warningCode.options) {
    expect(isMessageKey(`warning.${code}`), code).toBe(true)
    expect(catalogue.ja[`warning.${code}`]).not.toBe('')
  }
})

describe('damping', () => {
  const damping = { needed: 3, of: 4 }
  test('one odd week is no alarm', () => {
    expect(isDamped([false, false, false, true], damping)).toBe(false)
    expect(isDamped([true, false, true, true], damping)).toBe(true)
    expect(isDamped([true, true], damping)).toBe(false)
  })
  test('never from fewer than n flags, whatever came before the last m', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), fc.integer({ min: 1, max: 5 }), (flags, n) => {
        expect(isDamped([...flags, false, false, false, false], { needed: n, of: 4 })).toBe(false)
      }),
    )
  })
})

describe('early signals', () => {
  test('tests fall behind the time', () => {
    expect(codes([long(), ...weekly([20, 25, 30, 40, 50])])).toContain('TESTS_BEHIND')
    expect(codes([long(), ...weekly([80, 110, 140, 170, 195])])).not.toContain('TESTS_BEHIND')
  })

  test('the detection rate rises late in the test', () => {
    const executed = weekly([100, 125, 150, 175, 200])
    const rising = [
      ...found('2026-10-20', 5),
      ...found('2026-11-04', 4),
      ...found('2026-11-11', 6),
      ...found('2026-11-18', 9),
    ]
    expect(codes([long(), ...executed, ...rising])).toContain('DETECTION_RATE_RISING')
    const falling = [...found('2026-10-20', 12), ...found('2026-11-04', 1), ...found('2026-11-11', 1)]
    expect(codes([long(), ...executed, ...falling])).not.toContain('DETECTION_RATE_RISING')
  })

  test('the backlog grows week after week', () => {
    const growing = days.slice(1).flatMap((day) => found(day, 3, {}, null))
    expect(codes([long(), ...weekly([80, 110, 140, 170, 195]), ...growing])).toContain('BACKLOG_GROWING')
  })

  test('SPI(t) stays low', () => {
    const late = fact('plan.baselined', plan, { occurredAt: noon('2026-10-01') })
    expect(codes([long(), late, ...weekly([80, 110, 140, 170, 195])])).toContain('SPI_T_LOW')
  })

  const comesBack = (day: string, againOn: string) => {
    const log = found(day, 20, { status: 'closed' })
    const again = log.map((known) => {
      const data = { ...(known.data as object), status: 'reopened', closedAt: undefined }
      return fact('defect.reported', data, { occurredAt: noon(againOn) })
    })
    return [long(), ...weekly([80, 110, 140, 170, 195]), ...log, ...again]
  }
  test('closed defects come back, week after week', () => {
    expect(codes(comesBack('2026-10-26', '2026-11-02'))).toContain('REOPEN_RATE_HIGH')
    expect(codes(comesBack('2026-10-26', '2026-11-17'))).not.toContain('REOPEN_RATE_HIGH')
  })

  test('the last report’s detection rate leaves the control limits of the others', () => {
    const day = (i: number) => new Date(noon('2026-10-12') + i * 86_400_000).toISOString().slice(0, 10)
    const reports = Array.from({ length: 25 }, (_, i) => tests(day(i), 20 * (i + 1), { planned: 600 }))
    const steady = Array.from({ length: 24 }, (_, i) => found(day(i), 1 + (i % 3))).flat()
    const at = noon(day(24))
    expect(codes([long(), ...reports, ...steady, ...found(day(24), 2)], at)).not.toContain(
      'RATE_OUT_OF_CONTROL',
    )
    expect(codes([long(), ...reports, ...steady, ...found(day(24), 14)], at)).toContain('RATE_OUT_OF_CONTROL')
    const few = [long(), ...reports.slice(15), ...steady, ...found(day(24), 14)]
    expect(codes(few, at)).not.toContain('RATE_OUT_OF_CONTROL') // limits of ten reports are provisional
  })

  test('expected reports leave out weeks', () => {
    const expecting = long({ expects: [{ kind: 'tests.reported', phase: 'st', everyDays: 7 }] })
    const missing = (log: Fact[]) =>
      warnings(viewOf(log)).filter(({ code }) => code === 'REPORTS_MISSING').length
    expect(missing([expecting, tests('2026-10-23', 50), tests(TODAY, 150)])).toBe(1)
    expect(missing([expecting, ...weekly([80, 110, 140, 170, 195])])).toBe(0)
    const defects = long({ expects: [{ kind: 'defect.reported', phase: 'st', everyDays: 7 }] })
    expect(missing([defects, ...days.map((day) => defect(day))])).toBe(0)
    expect(missing([defects, ...days.map((day) => defect(day, { phaseFound: 'bd' }))])).toBe(1)
  })
})

describe('contradictions', () => {
  const onTime = [
    fact('plan.baselined', plan, { occurredAt: noon('2026-10-01') }),
    fact('progress.reported', { workPackage: 'w1', asOf: TODAY, finishedOn: '2026-10-30', objective: true }),
    fact('progress.reported', { workPackage: 'w2', asOf: TODAY, unitsDone: 200, objective: true }),
  ]
  test.each<[string, Fact[]]>([
    ['SPI_GOOD_TESTS_BEHIND', [...onTime, ...weekly([10, 20, 30, 40, 50])]],
    ['PROGRESS_WITHOUT_COST', [...onTime, ...weekly([80, 110, 140, 170, 195])]],
    ['MANY_TESTS_NO_DEFECTS', weekly([80, 110, 140, 170, 195])],
    ['CLOSED_WITHOUT_TEST_RUN', [...weekly([80, 110, 140, 170]), defect('2026-11-16', {}, 3)]],
    ['IDENTICAL_TEST_COUNTS', weekly([80, 110, 150, 150, 150])],
    ['TEST_PLAN_CUT', [...weekly([80, 110, 140, 150]), tests(TODAY, 150, { planned: 150 })]],
    ['EXECUTED_ABOVE_PLANNED', weekly([80, 110, 140, 170, 230])],
    ['OUTCOMES_ABOVE_EXECUTED', weekly([80, 110, 140, 170, 195], { blocked: 9 })],
    [
      'TEST_PLAN_CUT',
      [
        ...weekly([80, 110, 140, 170, 195]),
        fact(
          'tests.reported',
          { phase: 'st', asOf: TODAY, planned: 195, executed: 195, passed: 195, failed: 0 },
          { occurredAt: noon(TODAY) },
        ),
      ],
    ],
    [
      'GENERATED_CODE_COUNTED',
      [
        fact('size.measured', {
          component: 'core',
          asOf: TODAY,
          ksloc: { total: 900 },
          counter: { name: 'wc' },
          excludesGenerated: false,
        }),
      ],
    ],
    ['UNKNOWN_NAME', [defect('2026-11-05', { phaseInjected: 'nowhere' })]],
    ['UNKNOWN_NAME', [...weekly([80, 110, 140, 170, 195]), review('R1', { phase: 'nowhere' })]],
  ])('%s', (code, log) => expect(codes([long(), ...log])).toContain(code))
})

describe('changes just before the gate', () => {
  const severe = (severity: string, day: string) =>
    fact(
      'defect.reported',
      {
        defect: 'D1',
        severity,
        status: 'open',
        phaseFound: 'st',
        detectedAt: '2026-10-20T10:00:00+09:00',
      },
      { occurredAt: noon(day) },
    )
  const base = [long(), ...weekly([80, 110, 140, 170, 195])]

  test('a severity lowered in the last 14 days is told, an earlier one or a raised one is not', () => {
    const lowered = [severe('critical', '2026-10-20'), severe('minor', '2026-11-18')]
    expect(codes([...base, ...lowered])).toContain('SEVERITY_LOWERED_LATE')
    expect(codes([...base, ...lowered].toReversed())).toContain('SEVERITY_LOWERED_LATE')
    expect(codes([...base, ...lowered], noon('2026-12-20'))).not.toContain('SEVERITY_LOWERED_LATE')
    const raised = [severe('minor', '2026-10-20'), severe('critical', '2026-11-18')]
    expect(codes([...base, ...raised])).not.toContain('SEVERITY_LOWERED_LATE')
  })

  test('a change that is dated back is told by when it came to be known', () => {
    const dated = { ...severe('minor', '2026-10-25'), receivedAt: noon('2026-11-18') }
    expect(codes([...base, severe('critical', '2026-10-20'), dated])).toContain('SEVERITY_LOWERED_LATE')
    const together = [severe('critical', '2026-10-20'), severe('minor', '2026-10-25')]
    const imported = together.map((known) => ({ ...known, receivedAt: noon('2026-11-18') }))
    expect(codes([...base, ...imported])).not.toContain('SEVERITY_LOWERED_LATE')
  })

  test('a severity that was raised again is no finding', () => {
    const back = [
      severe('critical', '2026-10-20'),
      severe('minor', '2026-11-16'),
      severe('critical', '2026-11-18'),
    ]
    expect(codes([...base, ...back])).not.toContain('SEVERITY_LOWERED_LATE')
  })

  test('a package moved back is told, also when the plan ends on the same day', () => {
    const [first, second] = plan.workPackages
    const baselined = (revision: number, plannedFinish: string, day: string) =>
      fact(
        'plan.baselined',
        { ...plan, revision, validFrom: day, workPackages: [{ ...first, plannedFinish }, second] },
        { occurredAt: noon(day) },
      )
    const moved = [baselined(1, '2026-10-30', '2026-10-01'), baselined(2, '2026-11-13', '2026-11-16')]
    expect(codes([...base, ...moved])).toContain('DATES_MOVED_LATE')
  })

  test('a planned finish moved back', () => {
    const later = { ...long(), id: 'moved', occurredAt: noon('2026-11-17') } as Fact & { data: object }
    const release = { id: 'r1', plannedShipDate: '2027-03-01' }
    const moved = { ...later, data: { ...later.data, release } } as Fact
    expect(codes([...base, moved])).toContain('DATES_MOVED_LATE')
    expect(codes([...base, { ...moved, data: later.data } as Fact])).not.toContain('DATES_MOVED_LATE')
  })
})

test('without the history nobody can say that nothing was changed', () => {
  const view = { ...viewOf(shippingFacts()), history: null }
  expect(openWarnings(view)).toMatchObject({ actual: null, why: 'NO_HISTORY' })
})

test('before the first test report nothing is measurable', () => {
  expect(openWarnings(viewOf([long()])).why).toBe('NO_TESTS')
})
