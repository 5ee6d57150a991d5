import { parse } from 'csv-parse/sync'
import { expect, test } from 'vitest'
import { componentDensities } from '../../../analytics/indicators/concentration.ts'
import { describeReference, readReference } from '../evm/reference-data.ts'
import { declared, defect, measured, size, tests, viewOf } from './measuring.ts'

describeReference('ant 1.7 by package', () => {
  const rows = parse(readReference('../modules/promise_ant.csv'), { columns: true, comment: '#' })
  const packages = new Map<string, { lines: number; bugs: number }>()
  for (const row of rows as unknown as Record<string, string>[]) {
    if (row['version'] !== '1.7') continue
    const name = row['class']!.replace(/\.[^.]*$/, '').replace(/^org\.apache\.tools\./, '')
    const known = packages.get(name) ?? { lines: 0, bugs: 0 }
    packages.set(name, { lines: known.lines + Number(row['loc']), bugs: known.bugs + Number(row['bug']) })
  }
  const log = [
    declared({ components: [...packages.keys()].map((id) => ({ id })) }),
    tests('2026-11-19', 100),
    ...[...packages].flatMap(([component, { lines, bugs }]) => [
      size(component, { total: lines / 1000 }),
      ...Array.from({ length: bugs }, () => defect('2026-11-10', { component })),
    ]),
  ]

  test('1.62 bugs/KSLOC overall, sum over sum; five packages above their limit', () => {
    expect(measured('defects.density', log).actual).toBeCloseTo(1.62, 3)
    expect(measured('defects.components-above-limit', log).actual).toBe(5)
    const above = componentDensities(viewOf(log), null).filter(({ isAboveLimit }) => isAboveLimit)
    expect(above.map(({ component }) => component).sort()).toEqual([
      'ant.taskdefs',
      'ant.taskdefs.email',
      'ant.taskdefs.optional.unix',
      'ant.taskdefs.rmic',
      'zip',
    ])
  })

  test('the worst package, shrunk, is rmic: 7 in 1.025 KSLOC, taken for less than 6.83', () => {
    const worst = measured('defects.worst-component-density', log)
    expect(worst).toMatchObject({ numerator: 7, denominator: 1.025 })
    expect(worst.actual).toBeGreaterThan(2.75)
    expect(worst.actual).toBeLessThan(7 / 1.025)
  })

  test('Pareto: most first, and a few packages hold most of the bugs', () => {
    const ranked = componentDensities(viewOf(log), null)
    expect(ranked.at(-1)?.cumulativeShare).toBeCloseTo(1, 12)
    const fifth = ranked[Math.ceil(ranked.length / 5) - 1]!
    expect(fifth.cumulativeShare).toBeGreaterThan(0.8)
  })
})

test('one component is its own worst; one without size is left out', () => {
  const log = [
    declared(),
    tests('2026-11-19', 10),
    size('core', { total: 2 }),
    defect('2026-11-10', { component: 'core' }),
  ]
  expect(measured('defects.worst-component-density', log).actual).toBe(0.5)
  expect(measured('defects.components-above-limit', log).actual).toBe(0)
  const unsized = [...log, size('ui', { total: 0 }), defect('2026-11-10', { component: 'ui' })]
  expect(componentDensities(viewOf(unsized), null).map(({ component }) => component)).toEqual(['core'])
})
