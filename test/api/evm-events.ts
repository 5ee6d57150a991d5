import type { z } from 'zod'
import { earnedValueAnswer, earnedValueSeriesAnswer } from '../../schemas/answers-earned-value.ts'
import { problem } from '../../schemas/errors.ts'
import type { TestApi } from '../helpers/api.ts'
import { noon } from '../helpers/project-facts.ts'

let serial = 0

export const event = (project: string, kind: string, data: object, date = '2026-11-02') => ({
  specversion: '1.0',
  type: `dev.kanmon.${kind}.v1`,
  source: 'urn:test:evm',
  id: `e-${(serial += 1)}`,
  subject: project,
  time: new Date(noon(date)).toISOString(),
  data,
})
export const declared = (project: string, fields: object = {}) =>
  event(project, 'project.declared', {
    name: project,
    organization: 'Org',
    division: 'Public',
    class: 'new',
    profile: 'standard',
    residentService: false,
    personalData: false,
    costUnit: 'hours',
    release: { id: 'r1', plannedShipDate: '2026-12-25' },
    phases: [{ id: 'st', kind: 'system-test', plannedStart: '2026-11-02', plannedFinish: '2026-11-27' }],
    expects: [{ kind: 'progress.reported', everyDays: 7 }],
    ...fields,
  })
/** Four weeks from Monday 2 November, budget 200. */
export const work = (id: string, fields: object = {}) => ({
  id,
  phase: 'st',
  component: 'core',
  plannedStart: '2026-11-02',
  plannedFinish: '2026-11-27',
  budget: 200,
  method: 'percent-complete',
  ...fields,
})
export const baselined = (project: string, workPackages: object[], fields: object = {}) =>
  event(project, 'plan.baselined', {
    revision: 1,
    validFrom: '2026-11-02',
    reason: 'first',
    workPackages,
    ...fields,
  })
export const reported = (project: string, workPackage: string, asOf: string, fields: object) =>
  event(project, 'progress.reported', { workPackage, asOf, ...fields }, asOf)
export const booked = (
  project: string,
  workPackage: string,
  date: string,
  amount: number,
  fields: object = {},
) =>
  event(project, 'cost.booked', { booking: `b-${(serial += 1)}`, workPackage, date, amount, ...fields }, date)
/** Every name of a null figure, and those that are explained. */
function nulls(value: unknown, path = ''): string[] {
  if (value === null) return [path]
  if (typeof value !== 'object' || path === 'notMeasurable') return []
  return Object.entries(value).flatMap(([name, one]) => nulls(one, path === '' ? name : `${path}.${name}`))
}
const FIGURES = /^(pv|ev|ac|bac|sv|cv|spi|cpi|sci|percent\w+|at|pd|es|svT|spiT|sciT|tspi|eac\.\w+|etc|vac|tcpi\w+|ieacT\..*|discrete\..*|loeShare)$/ // prettier-ignore
export const unexplained = (answer: { notMeasurable: object }) =>
  nulls(answer).filter((name) => FIGURES.test(name) && !(name in answer.notMeasurable))

export type EvmAnswer = z.infer<typeof earnedValueAnswer>
export const codesOf = ({ findings }: EvmAnswer) => findings.map(({ code }) => code)

/** The questions of these tests, asked of one API. */
export function evmReader(api: () => TestApi) {
  return {
    evm: (project: string, query = '') =>
      api().read(`/v1/projects/${project}/evm${query}`, earnedValueAnswer),
    series: (project: string, query = '') =>
      api().read(`/v1/projects/${project}/evm/series${query}`, earnedValueSeriesAnswer),
    refused: async (path: string) => problem.loose().parse((await api().get(path)).body),
  }
}
