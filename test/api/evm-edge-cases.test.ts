import { beforeAll, describe, expect, test } from 'vitest'
import { openTestApi, type TestApi } from '../helpers/api.ts'
import { declared, work, baselined, reported, booked, unexplained, evmReader } from './evm-events.ts'

let api: TestApi
const { evm, series } = evmReader(() => api)
beforeAll(async () => {
  api = await openTestApi()
})

describe('edge cases of the table, over HTTP', () => {
  test('a project without a baseline is NO_BASELINE everywhere, never SPI = 1', async () => {
    await api.send([declared('bare'), booked('bare', 'A', '2026-11-10', 60)])
    const answer = await evm('bare')
    expect(answer).toMatchObject({
      state: 'NO_BASELINE',
      spi: null,
      cpi: null,
      spiT: null,
      bac: null,
      ac: 60,
    })
    const { notMeasurable, ...rest } = answer
    expect(new Set(Object.values(notMeasurable))).toEqual(new Set(['NO_BASELINE']))
    expect(unexplained(answer)).toEqual([])
    expect(rest.eacRange).toEqual([null, null, null])
    expect(new Set(rest.dcma.map(({ why }) => why))).toEqual(new Set(['NO_BASELINE']))
    expect(rest.findings.map(({ code }) => code)).toContain('NO_BASELINE')
    const { points } = await series('bare', '?every=day&from=2026-11-19&to=2026-11-21')
    expect(points.map(({ figures }) => figures?.spi ?? null)).toEqual([null, null, null])
  })

  const cases: [string, object, number[], object][] = [
    ['AC = 0', { percentComplete: 25 }, [], { cpi: null, tcpiBac: 0.75, notMeasurable: { cpi: 'NO_ACTUAL_COST', 'eac.cpi': 'NO_ACTUAL_COST' } }], // prettier-ignore
    ['EV = 0, AC > 0', { percentComplete: 0, startedOn: '2026-11-03' }, [40], { cpi: 0, spi: 0, eac: { pf1: 240, cpi: null }, ieacT: { es: { spiT: null } }, notMeasurable: { 'eac.cpi': 'NO_EARNED_VALUE', 'ieacT.es.spiT': 'NO_EARNED_VALUE' } }], // prettier-ignore
    ['AC >= BAC, EV < BAC', { percentComplete: 50 }, [200], { tcpiBac: null, notMeasurable: { tcpiBac: 'BUDGET_NOT_ATTAINABLE' } }], // prettier-ignore
    ['EV = BAC', { percentComplete: 100, objective: true, finishedOn: '2026-11-13' }, [180], { state: 'COMPLETE', etc: 0, eac: { pf1: 180, cpi: 180, sci: 180 }, tcpiBac: null, notMeasurable: { tcpiBac: 'COMPLETE', tspi: 'COMPLETE' } }], // prettier-ignore
    ['a credit', { percentComplete: 25 }, [60, -20], { ac: 40, cpi: 1.25 }],
  ]
  test.each(cases)('%s', async (name, progress, costs, expected) => {
    const project = name.toLowerCase().replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '') // prettier-ignore
    await api.send([
      declared(project),
      baselined(project, [work('A')]),
      reported(project, 'A', '2026-11-13', progress),
      ...costs.map((amount) => booked(project, 'A', '2026-11-12', amount)),
    ])
    const answer = await evm(project, '?at=2026-11-13')
    expect(answer).toMatchObject(expected)
    expect(unexplained(answer)).toEqual([])
    expect(JSON.stringify(answer)).not.toMatch(/NaN|Infinity/)
  })

  test('before the first planned work: SPI is not measurable, SV = EV, and it is told', async () => {
    await api.send([
      declared('early'),
      baselined('early', [work('A', { plannedStart: '2026-11-23' })]),
      reported('early', 'A', '2026-11-13', { percentComplete: 10 }),
      booked('early', 'A', '2026-11-12', 20),
    ])
    const answer = await evm('early', '?at=2026-11-13')
    expect(answer).toMatchObject({ pv: 0, sv: 20, spi: null, spiT: null, es: 0 })
    expect(answer.notMeasurable).toMatchObject({ spi: 'NO_PLANNED_VALUE', spiT: 'NOT_STARTED' })
    expect(answer.findings).toMatchObject([{ code: 'EV_BEFORE_START' }])
  })

  test('mixed units: AC is refused, naming both', async () => {
    await api.send([
      declared('mixed'),
      baselined('mixed', [work('A')]),
      reported('mixed', 'A', '2026-11-13', { percentComplete: 25 }),
      booked('mixed', 'A', '2026-11-12', 40),
      booked('mixed', 'A', '2026-11-12', 500_000, { unit: 'JPY' }),
    ])
    const answer = await evm('mixed', '?at=2026-11-13')
    expect(answer).toMatchObject({
      ac: null,
      cpi: null,
      spi: 0.5,
      notMeasurable: { ac: 'UNIT_MIX', cpi: 'UNIT_MIX' },
    })
    expect(answer.findings[0]).toMatchObject({
      code: 'UNIT_MIX',
      severity: 'error',
      detail: { unit: 'JPY', costUnit: 'hours' },
    })
    expect(unexplained(answer)).toEqual([])
  })
})

describe('bad plans are quarantined with code and field', () => {
  const milestones = [{ id: 'm', weight: 0.6 }, { id: 'n', weight: 0.3 }] // prettier-ignore
  const cycle = [
    work('A', { method: 'apportioned', apportionedTo: 'B' }),
    work('B', { method: 'apportioned', apportionedTo: 'A' }),
  ]
  test.each([
    ['a negative budget', [work('A', { budget: -1 })], 'OUT_OF_RANGE', 'data.workPackages[0].budget'],
    ['milestones not summing to 1', [work('A', { method: 'weighted-milestones', milestones })], 'INCONSISTENT', 'data.workPackages[0].milestones'],
    ['a finish before the start', [work('A', { plannedFinish: '2026-11-01' })], 'INCONSISTENT', 'data.workPackages[0].plannedFinish'],
    ['apportionment in a circle', cycle, 'INCONSISTENT', 'data.workPackages'],
    ['apportionment to nothing', [work('A', { method: 'apportioned', apportionedTo: 'X' })], 'INCONSISTENT', 'data.workPackages'],
    ['one package twice', [work('A'), work('A')], 'INCONSISTENT', 'data.workPackages'],
  ])('%s', async (_name, workPackages, code, field) => {
    const { status, body } = await api.post('/v1/events', [baselined('bad', workPackages)])
    expect(status).toBe(200)
    expect(body).toMatchObject({ accepted: 0, quarantined: [{ code, field }] })
  }) // prettier-ignore
})
