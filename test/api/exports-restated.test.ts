import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { weeklyRow } from '../../schemas/answers-weekly.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'
import { declaration, fact, noon, plan } from '../helpers/project-facts.ts'

let api: TestApi

const cost = (project: string, booking: string, amount: number, occurredAt = noon('2026-11-05')) =>
  fact('cost.booked', { booking, workPackage: 'w1', date: '2026-11-05', amount }, { project, occurredAt })
const begin = (project: string) => [
  fact('project.declared', declaration, { project, occurredAt: noon('2026-11-02') }),
  fact('plan.baselined', plan, { project, occurredAt: noon('2026-11-02') }),
]

/** Sends facts as received on a day at noon in Tokyo. */
async function receive(day: string, facts: readonly ReturnType<typeof fact>[]) {
  api.clock.now = noon(day)
  await api.send(facts.map(asEvent))
}

beforeAll(async () => {
  api = await openTestApi()
  await receive('2026-11-06', [...begin('r'), cost('r', 'c1', 100)])
  await receive('2026-11-10', [cost('r', 'c2', 20)])
  // The same amount once more changes nothing.
  await receive('2026-11-11', [cost('r', 'c2', 20, noon('2026-11-05') + 60_000)])
  await receive('2026-11-17', [cost('r', 'c2', 30, noon('2026-11-05') + 120_000)])
  await receive('2026-11-18', [...begin('late'), cost('late', 'c1', 7)])
  api.clock.now = noon('2026-11-20')
})

const rowsOf = (project: string, query = '') =>
  api.read(
    `/v1/exports/weekly?format=json&from=2026-W45&to=2026-W47&project=${project}${query}`,
    z.array(weeklyRow),
  )
const told = (rows: z.infer<typeof weeklyRow>[]) =>
  rows.map(({ week, ac, revision, was, restatedAt, firstTold }) => ({
    week,
    ac,
    revision,
    ac0: / ?\bac=(\S*)/.exec(was ?? '')?.[1] ?? null,
    restatedOn: restatedAt?.slice(0, 10) ?? null,
    firstTold: firstTold?.slice(0, 16) ?? null,
  }))

test('a week whose figures changed after its end says so: how often, when, and what it was', async () => {
  expect(told(await rowsOf('r'))).toEqual([
    // 100 by Sunday 8 November, 120 known on the 10th, nothing new on the 11th, 130 known on the 17th.
    {
      week: '2026-W45',
      ac: 130,
      revision: 2,
      ac0: '100',
      restatedOn: '2026-11-17',
      firstTold: '2026-11-08T14:59',
    },
    {
      week: '2026-W46',
      ac: 130,
      revision: 1,
      ac0: '120',
      restatedOn: '2026-11-17',
      firstTold: '2026-11-15T14:59',
    },
    { week: '2026-W47', ac: 130, revision: 0, ac0: null, restatedOn: null, firstTold: null },
  ])
})

test('as known earlier it has the revision of then, and none before its end', async () => {
  const [then] = told(await rowsOf('r', '&asOf=2026-11-12'))
  expect(then).toMatchObject({ ac: 120, revision: 1, ac0: '100', restatedOn: '2026-11-10' })
  const [inTheWeek] = told(await rowsOf('r', '&asOf=2026-11-07'))
  expect(inTheWeek).toMatchObject({ ac: 100, revision: 0, firstTold: null })
})

test('weeks from before anything was known are first told on the day that brought them', async () => {
  expect(told(await rowsOf('late')).slice(0, 2)).toEqual([
    { week: '2026-W45', ac: 7, revision: 0, ac0: null, restatedOn: null, firstTold: '2026-11-18T14:59' },
    { week: '2026-W46', ac: 7, revision: 0, ac0: null, restatedOn: null, firstTold: '2026-11-18T14:59' },
  ])
})
