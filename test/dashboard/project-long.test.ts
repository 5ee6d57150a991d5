import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import type { Fact } from '../../schemas/facts/index.ts'
import { declaration, fact, noon, TODAY } from '../helpers/project-facts.ts'
import { eventsOf, openPages } from './project-pages.ts'

const DAY = 86_400_000
const WEEKS = 260
const dateOf = (week: number) =>
  new Date(Date.parse(TODAY) - (WEEKS - 1 - week) * 7 * DAY).toISOString().slice(0, 10)

/** Five years of weekly reports: progress, cost, tests, and three defects a week. */
function fiveYears(): Fact[] {
  const [start, end] = [dateOf(0), TODAY]
  const phase = { id: 'st', kind: 'system-test', plannedStart: start, plannedFinish: end }
  const work = { id: 'w', phase: 'st', plannedStart: start, plannedFinish: end, budget: 10_000 }
  const facts = [
    fact(
      'project.declared',
      { ...declaration, phases: [phase], expects: [{ kind: 'tests.reported', phase: 'st', everyDays: 7 }] },
      { occurredAt: noon(start) },
    ),
    fact(
      'plan.baselined',
      {
        revision: 1,
        validFrom: start,
        reason: 'first',
        workPackages: [{ ...work, method: 'units', unitsPlanned: WEEKS * 10 }],
      },
      { occurredAt: noon(start) },
    ),
    fact('size.measured', {
      component: 'core',
      asOf: start,
      ksloc: { total: 100 },
      counter: { name: 'cloc' },
    }),
  ]
  for (let week = 0; week < WEEKS; week += 1) {
    const asOf = dateOf(week)
    const executed = (week + 1) * 10
    const at = { occurredAt: noon(asOf) }
    facts.push(
      fact('progress.reported', { workPackage: 'w', asOf, unitsDone: executed, objective: true }, at),
      fact('cost.booked', { booking: `b${week}`, workPackage: 'w', date: asOf, amount: 40 }, at),
      fact(
        'tests.reported',
        { phase: 'st', asOf, planned: WEEKS * 10, executed, passed: executed, failed: 0 },
        at,
      ),
    )
    for (let n = 0; n < Math.ceil(3 * Math.exp(-week / 80)); n += 1)
      facts.push(
        fact(
          'defect.reported',
          {
            defect: `D${week}-${n}`,
            severity: 'minor',
            status: 'closed',
            phaseFound: 'st',
            component: 'core',
            detectedAt: `${asOf}T10:00:00+09:00`,
            closedAt: `${asOf}T11:00:00+09:00`,
          },
          at,
        ),
      )
  }
  return facts
}

test('five years of weekly reports make a page that is whole and not heavy', async () => {
  const { api, page } = await openPages()
  const events = eventsOf('long', fiveYears())
  for (let from = 0; from < events.length; from += 400) await api.send(events.slice(from, from + 400))
  const { status, html } = await page('/projects/long')
  expect(status).toBe(200)
  for (const id of ['s-curve', 'pb', 'control-u', 'control-cusum', 'growth'])
    expect(html).toContain(`${id}-c0`)
  // Every week has its row: in the table of the PB curve and in that of the control charts.
  expect(html.split(`<th scope="row">${dateOf(100)}</th>`)).toHaveLength(1 + 1 + 4)
  const stops = /data-stops="([^"]+)"/.exec(html)?.[1]?.split(',') ?? []
  expect(stops.length).toBeGreaterThanOrEqual(WEEKS)
  expect(gzipSync(html).length).toBeLessThan(300_000)
}, 120_000)
