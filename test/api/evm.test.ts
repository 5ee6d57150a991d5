import { beforeAll, describe, expect, test } from 'vitest'
import { factPage } from '../../schemas/answers.ts'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { noon, TODAY } from '../helpers/project-facts.ts'
import {
  event,
  declared,
  work,
  baselined,
  reported,
  booked,
  unexplained,
  codesOf,
  evmReader,
} from './evm-events.ts'

let api: TestApi
const { evm, refused } = evmReader(() => api)
beforeAll(async () => {
  api = await openTestApi()
})

describe('the two clocks', () => {
  test('asOf as a plain date is the status on that date by what was known then', async () => {
    api.clock.now = noon('2026-11-12')
    await api.send([
      declared('clocks'),
      baselined('clocks', [work('A')]),
      reported('clocks', 'A', '2026-11-06', { percentComplete: 20 }),
    ])
    api.clock.now = noon('2026-11-18')
    // A correction of the past, known six days later.
    const late = event('clocks', 'progress.reported', { workPackage: 'A', asOf: '2026-11-06', percentComplete: 10 }, '2026-11-17') // prettier-ignore
    await api.send([reported('clocks', 'A', '2026-11-13', { percentComplete: 40 }), late])
    api.clock.now = noon(TODAY)
    const then = await evm('clocks', '?asOf=2026-11-12')
    expect(then).toMatchObject({ statusDate: '2026-11-12', ev: 40, pv: 90 })
    expect(await evm('clocks', '?at=2026-11-16')).toMatchObject({ statusDate: '2026-11-16', ev: 80 })
    expect(await evm('clocks')).toMatchObject({ statusDate: TODAY, ev: 80 })
    // Both clocks apart: on the 16th, by what was known on the 12th.
    expect(await evm('clocks', '?at=2026-11-16&asOf=2026-11-12')).toMatchObject({
      statusDate: '2026-11-16',
      ev: 40,
    })
  })

  test('a date on which nothing was known says so, and how to ask for the date itself', async () => {
    const early = await refused('/v1/projects/clocks/evm?asOf=2026-11-04')
    expect(early).toMatchObject({ status: 404, code: 'PROJECT_NOT_FOUND' })
    expect(early.detail).toMatch(/nothing was known .* at= asks for a date by what is known now/)
    const late = await refused('/v1/projects/clocks/evm?at=2027-01-01')
    expect(late).toMatchObject({ code: 'INVALID_REQUEST', field: 'at' })
    expect(await refused('/v1/projects/clocks/evm?asOf=yesterday')).toMatchObject({ field: 'asOf' })
  })

  test('a closed period that was altered is found, by the clock of receipt', async () => {
    const codes = async (query: string) => codesOf(await evm('clocks', query))
    api.clock.now = noon(TODAY) + 1000
    await api.send([
      event(
        'clocks',
        'progress.reported',
        { workPackage: 'A', asOf: '2026-11-06', percentComplete: 30 },
        '2026-11-19',
      ),
    ])
    expect(await codes('')).toContain('RETRO_CHANGE')
    expect(await codes('?asOf=2026-11-18')).not.toContain('RETRO_CHANGE')
  })
})

describe('a late project', () => {
  beforeAll(async () => {
    await api.send([
      declared('late'),
      baselined('late', [work('A'), work('B', { component: 'ui', budget: 100 })]),
      reported('late', 'A', '2026-11-13', { percentComplete: 25 }),
      booked('late', 'A', '2026-11-12', 80),
      event('late', 'tests.reported', { phase: 'st', asOf: '2026-11-13', planned: 100, executed: 40, passed: 30, failed: 5, blocked: 5 }, '2026-11-13'),
    ]) // prettier-ignore
  })

  test('at a date: figures, range, forecasts as dates, stalled packages', async () => {
    // On Friday 13 November 10 of 20 days: PV 150, EV 50, AC 80; BAC 300. ES = 10 / 3 days.
    const answer = await evm('late', '?at=2026-11-13&by=workPackage')
    expect(answer).toMatchObject({
      statusDate: '2026-11-13',
      pv: 150,
      ev: 50,
      ac: 80,
      bac: 300,
      sv: -100,
      cpi: 0.625,
    })
    expect(answer.spi).toBeCloseTo(1 / 3, 12)
    expect(answer.spiT).toBeCloseTo(1 / 3, 12)
    expect(answer.eacRange).toEqual([answer.eac.pf1, answer.eac.cpi, answer.eac.sci])
    expect(answer.eac).toMatchObject({ pf1: 330, cpi: 480 })
    expect(answer.eac.sci).toBeCloseTo(80 + 250 / (0.625 / 3), 9)
    // 20 / SPI(t) = 60 working days from 2 November: Friday 22 January.
    expect(answer.ieacT.es.spiT).toBeCloseTo(60, 9)
    expect(answer.forecastFinish).toBe('2027-01-22')
    expect(answer.forecastFinishDates.es.spiT).toBe('2027-01-22')
    expect(answer.stalled).toEqual(['B'])
    expect(answer.groups.map(({ key, spi }) => [key, spi])).toEqual([
      ['A', 0.5],
      ['B', 0],
    ])
    expect(unexplained(answer)).toEqual([])
  })

  test('by phase and by component', async () => {
    const phases = (await evm('late', '?at=2026-11-13')).groups
    expect(phases).toMatchObject([{ key: 'st', pv: 150, ev: 50 }])
    const components = (await evm('late', '?at=2026-11-13&by=component')).groups
    expect(components.map(({ key }) => key)).toEqual(['core', 'ui'])
    expect(components[1]).toMatchObject({ cpi: null, notMeasurable: { cpi: 'NO_ACTUAL_COST' } })
  })

  test('a finding says what it means and leads to its facts', async () => {
    const { findings } = await evm('late', '?at=2026-11-20')
    const stale = findings.find(({ workPackage }) => workPackage === 'B')
    expect(stale).toMatchObject({ code: 'NO_STATUS', severity: 'warning' })
    expect(stale?.message).toMatch(/no status report/)
    const japanese = (await evm('late', '?at=2026-11-20&lang=ja')).findings
    expect(japanese[0]?.message).toMatch(/[ぁ-ん]/)
    await api.send([reported('late', 'A', '2026-11-16', { percentComplete: 95 })])
    const after = (await evm('late', '?at=2026-11-20')).findings
    const jump = after.find(({ code }) => code === 'PCT_JUMP')
    const { facts } = await api.read(jump?.facts ?? '', factPage)
    expect(facts).toMatchObject([{ kind: 'progress.reported', key: 'A/2026-11-16' }])
  })

  test('the DCMA checks with the packages behind them', async () => {
    const due = { plannedFinish: '2026-11-06' }
    await api.send([
      declared('due'),
      baselined('due', [work('A', due), work('B', due), work('C')]),
      reported('due', 'A', '2026-11-06', { percentComplete: 100, objective: true, finishedOn: '2026-11-06' }),
    ])
    const { dcma } = await evm('due', '?at=2026-11-10')
    const check = (name: string) => dcma.find((one) => one.check === name)
    expect(check('missed-tasks')).toMatchObject({ point: 11, value: 0.5, passed: false, workPackages: ['B'] })
    expect(check('baseline-execution-index')).toMatchObject({ point: 14, value: 0.5, passed: false })
    expect(check('negative-float')).toMatchObject({ point: 7, value: null, why: 'NO_NETWORK' })
  })

  test('the test phase by its cases: blocked ones are not earned', async () => {
    const { testPhases } = await evm('late', '?at=2026-11-13')
    expect(testPhases).toMatchObject([
      {
        phase: 'st',
        weighting: 'cases',
        unit: 'cases',
        pv: 50,
        ev: 30,
        bac: 100,
        executed: 40,
        blocked: 5,
        spi: 0.6,
      },
    ])
    expect(testPhases[0]?.notMeasurable).toEqual({ cpi: 'UNIT_MIX' })
  })
})
