import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { baselineHistory } from '../../analytics/evm/baseline.ts'
import { earnedValueSeries, type SeriesInput, type SeriesPoint } from '../../analytics/evm/series.ts'
import {
  chosenSeriesAnswer,
  earnedValueSeriesAnswer,
  figureName,
  type FigureName,
} from '../../schemas/answers-earned-value.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { date } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery, projectParameter } from '../parameters.ts'
import { chooseFigures, renderFigures } from '../render/earned-value.ts'
import { renderRebaseline } from '../render/earned-value-parts.ts'
import { measurable } from './measurable.ts'

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/evm/series',
  summary: 'The S-curve',
  description:
    'The status at the end of every day, ISO week (Sunday) or month, each by the baseline valid then, and again ' +
    'by the first baseline when there was another one. `figure` asks for some of the figures only: for an S-curve of ' +
    'ten years `figure=ev&figure=ac` is a fifteenth of all of them.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      every: z.enum(['day', 'week', 'month']).default('week'),
      from: date.optional(),
      to: date.optional(),
      baseline: z.coerce.number().int().min(1).max(1_000_000).optional(),
      figure: z
        .union([figureName, z.array(figureName)])
        .transform((names) => (typeof names === 'string' ? [names] : names))
        .optional()
        .describe('one figure or, given several times, several; all when left out'),
    }),
  },
  responses: {
    200: {
      description: 'The S-curve',
      content: { 'application/json': { schema: z.union([earnedValueSeriesAnswer, chosenSeriesAnswer]) } },
    },
    ...errorResponses,
  },
})

/** Days of one answer: twenty years, far beyond any project, before a typing error fills the memory. */
const MOST_DAYS = 7320

function span(input: SeriesInput, query: z.infer<typeof route.request.query>) {
  const packages = input.baselines.flatMap((baseline) => baseline.workPackages)
  const { statusDate } = input
  const from = query.from ?? packages.map((work) => work.plannedStart).sort()[0] ?? statusDate
  const to =
    query.to ?? [...packages.map((work) => work.plannedFinish), statusDate].sort().at(-1) ?? statusDate
  if (to < from) throw new KanmonError('INVALID_REQUEST', 'to must not be before from', { field: 'to' })
  if (toEpochDay(to) - toEpochDay(from) > MOST_DAYS) {
    throw new KanmonError('INVALID_REQUEST', `at most ${MOST_DAYS} days at once`, { field: 'from' })
  }
  return { from, to }
}

function renderPoint({ measures, ...point }: SeriesPoint, names: readonly FigureName[] | undefined) {
  const figures = measures && renderFigures(measures)
  return {
    date: point.date,
    revision: point.revision,
    pv: point.plannedValue,
    bac: point.budgetAtCompletion,
    figures: figures === null || names === undefined ? figures : chooseFigures(figures, names),
  }
}

export function registerGetEvmSeries(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { known, input, view } = await measurable(ports, c.req.valid('param').project, query)
    const whole = { ...input, from: input.statusDate, to: input.statusDate, every: query.every }
    const asked = { ...whole, ...span(whole, query) }
    const [first, ...others] = baselineHistory(input.baselines, input.statusDate)
    const isRebaselined = first !== undefined && others.length > 0 && query.baseline === undefined
    const series = query.baseline === undefined ? asked : { ...asked, revision: query.baseline }
    const points = (of: SeriesInput) => earnedValueSeries(of).map((point) => renderPoint(point, query.figure))
    const answer = {
      project: known.project,
      statusDate: input.statusDate,
      asOf: new Date(known.asOf).toISOString(),
      costUnit: input.costUnit,
      every: query.every,
      baseline: query.baseline ?? null,
      points: points(series),
      sinceFirst: isRebaselined
        ? {
            revision: first.revision,
            points: points({ ...asked, revision: first.revision }),
          }
        : null,
      rebaselines: view().earnedValue.rebaselines.map(renderRebaseline),
    }
    return c.json(answer, 200)
  })
}
