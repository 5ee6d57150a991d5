import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { calendarOf, earnedValueFacts } from '../../analytics/indicators/build-view.ts'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { DEFAULT_PERCENT_CAP } from '../../analytics/evm/earned-value.ts'
import {
  type EarnedValueFacts,
  type EarnedValueStatus,
  earnedValueStatus,
} from '../../analytics/evm/project-status.ts'
import { earnedValueSeries } from '../../analytics/evm/series.ts'
import { stateAt } from '../../analytics/facts/state.ts'
import { earnedValueAnswer, earnedValueSeriesAnswer } from '../../schemas/answers-earned-value.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { indicators } from '../../schemas/indicators.ts'
import { date } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import type { Moment } from '../assessor/moment.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery, projectParameter } from '../parameters.ts'
import { renderFigures } from '../render/earned-value.ts'

const grouping = z.enum(['workPackage', 'phase', 'component'])
const revision = z.coerce.number().int().min(1).max(1_000_000)

const status = createRoute({
  method: 'get',
  path: '/v1/projects/{project}/evm',
  summary: 'Earned value and earned schedule at a date',
  request: {
    params: projectParameter,
    query: z.object({ ...momentQuery, by: grouping.default('phase'), baseline: revision.optional() }),
  },
  responses: {
    200: { description: 'Earned value', content: { 'application/json': { schema: earnedValueAnswer } } },
    ...errorResponses,
  },
})

const series = createRoute({
  method: 'get',
  path: '/v1/projects/{project}/evm/series',
  summary: 'The S-curve',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      every: z.enum(['day', 'week', 'month']).default('week'),
      from: date.optional(),
      to: date.optional(),
      baseline: revision.optional(),
    }),
  },
  responses: {
    200: { description: 'The S-curve', content: { 'application/json': { schema: earnedValueSeriesAnswer } } },
    ...errorResponses,
  },
})

interface Measurable {
  readonly known: KnownProject
  readonly facts: EarnedValueFacts
  readonly statusDate: string
}

type Query = { at?: Moment | undefined; asOf?: Moment | undefined; baseline?: number | undefined }

async function measurable(
  ports: ApiPorts,
  project: string,
  { at, asOf, baseline }: Query,
): Promise<Measurable> {
  const known = await ports.assessor.known({ project, at: at ?? null, asOf: asOf ?? null })
  if (known === null)
    throw new KanmonError('PROJECT_NOT_FOUND', `no facts are known about project ${project}`)
  const { declared } = known
  if (declared === null) throw new KanmonError('PROJECT_NOT_FOUND', `project ${project} is not declared`)
  const cap = ports.policies.get(declared.profile)?.percentCompleteCap ?? DEFAULT_PERCENT_CAP
  const calendar = calendarOf(declared, (name) => ports.holidays(name))
  const facts = earnedValueFacts(stateAt(project, known.log, known.at), declared, calendar, cap)
  return {
    known,
    facts: baseline === undefined ? facts : { ...facts, revision: baseline },
    statusDate: civilDateOf(known.at, known.zone),
  }
}

function groups(measured: EarnedValueStatus, by: z.infer<typeof grouping>) {
  const rows =
    by === 'workPackage'
      ? measured.workPackages.map((row) => ({ ...row, key: row.workPackage }))
      : by === 'phase'
        ? measured.phases
        : measured.components
  return rows.map(({ key, quantities, indices }) => ({
    key,
    pv: quantities.plannedValue,
    ev: quantities.earnedValue,
    ac: quantities.actualCost,
    bac: quantities.budgetAtCompletion,
    sv: indices.scheduleVariance,
    spi: indices.schedulePerformanceIndex,
    cpi: indices.costPerformanceIndex,
  }))
}

export function registerGetEvm(app: App, ports: ApiPorts): void {
  app.openapi(status, async (c) => {
    const { project } = c.req.valid('param')
    const query = c.req.valid('query')
    const { known, facts, statusDate } = await measurable(ports, project, query)
    const measured = earnedValueStatus({ ...facts, statusDate })
    const evm = Object.entries(indicators).filter(([id]) => id.startsWith('evm.'))
    const answer = {
      project,
      statusDate,
      asOf: new Date(known.asOf).toISOString(),
      costUnit: measured.costUnit,
      metricVersions: Object.fromEntries(evm.map(([id, { version }]) => [id, version])),
      baseline: measured.baseline,
      forecastFinish: measured.forecastFinish,
      ...renderFigures(measured),
      stalled: [...measured.stalled],
      groups: groups(measured, query.by),
      findings: measured.findings.map(({ workPackage, ...finding }) => ({
        ...finding,
        workPackage: workPackage ?? null,
      })),
    }
    return c.json(answer, 200)
  })

  app.openapi(series, async (c) => {
    const { project } = c.req.valid('param')
    const query = c.req.valid('query')
    const { known, facts, statusDate } = await measurable(ports, project, query)
    const packages = facts.baselines.flatMap((baseline) => baseline.workPackages)
    const from = query.from ?? packages.map((work) => work.plannedStart).sort()[0] ?? statusDate
    const to =
      query.to ?? [...packages.map((work) => work.plannedFinish), statusDate].sort().at(-1) ?? statusDate
    if (to < from) throw new KanmonError('INVALID_REQUEST', 'to must not be before from', { field: 'to' })
    const points = earnedValueSeries({ ...facts, from, to, every: query.every, statusDate })
    const answer = {
      project,
      asOf: new Date(known.asOf).toISOString(),
      costUnit: facts.costUnit,
      every: query.every,
      points: points.map((point) => ({
        date: point.date,
        revision: point.revision,
        pv: point.plannedValue,
        bac: point.budgetAtCompletion,
        figures: point.measures && renderFigures(point.measures),
      })),
    }
    return c.json(answer, 200)
  })
}
