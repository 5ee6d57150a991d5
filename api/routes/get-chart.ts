import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import {
  chartKinds,
  type ChartKind,
  type ChartOption,
  chartOptionNames,
  type ChartOptions,
  controlCharts,
  optionProblem,
} from '../../analytics/charts/charts.ts'
import { chartFindings, PROVISIONAL_BELOW } from '../../analytics/charts/control-chart.ts'
import { componentSubgroups, reportSubgroups } from '../../analytics/charts/project-subgroups.ts'
import { chartAnswer, paretoAnswer as paretoSchema, pbCurveAnswer } from '../../schemas/answers-quality.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import { paretoAnswer, pbAnswer } from './chart-answers.ts'
import { checkPhase, qualityView } from './quality-view.ts'

const number = z.coerce.number().optional()
const options = z.object({
  lambda: number.describe('of ewma: weight of the newest value, 0.2 unless given'),
  limit: number.describe('of ewma: width L of the limits in standard deviations, 3 unless given'),
  k: number.describe('of cusum: reference value in standard deviations, 0.5 unless given'),
  h: number.describe('of cusum: decision value in standard deviations, 5 unless given'),
  target: number.describe('of ewma and cusum: what the rates are held against, their mean unless given'),
  sigma: number.describe('of ewma and cusum: standard deviation of a rate of exposure 1'),
})

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/charts/{chart}',
  summary: 'The PB curve, the Pareto of the components, or a control chart of detection rate or components',
  description:
    '`of=reports`: defects per 100 executed cases between test reports; `of=components`: defects per KSLOC of each ' +
    'component. A signal is a point outside its limits; each is also told as a finding.',
  request: {
    params: projectParameter.extend({ chart: z.enum(['pb', 'pareto', ...chartKinds]) }),
    query: z.object({
      ...momentQuery,
      ...languageQuery,
      ...options.shape,
      of: z.enum(['reports', 'components']).default('reports'),
      phase: z.string().max(200).optional(),
    }),
  },
  responses: {
    200: {
      description: 'The chart',
      content: { 'application/json': { schema: z.union([chartAnswer, pbCurveAnswer, paretoSchema]) } },
    },
    ...errorResponses,
  },
})

/** The options that were given. @throws {KanmonError} INVALID_REQUEST for one that the chart does not have */
function optionsGiven(
  kind: ChartKind | 'pb' | 'pareto',
  query: Readonly<Partial<Record<ChartOption, number | undefined>>>,
): ChartOptions {
  const given: Partial<Record<ChartOption, number>> = {}
  for (const name of chartOptionNames) {
    const value = query[name]
    if (value === undefined) continue
    const problem =
      kind === 'pb' || kind === 'pareto'
        ? `is not an option of the ${kind} chart`
        : optionProblem(kind, name, value)
    if (problem !== null) throw new KanmonError('INVALID_REQUEST', `${name} ${problem}`, { field: name })
    given[name] = value
  }
  return given
}

/** Four digits are enough for a sentence; the field beside it has all of them. */
const inWords = (value: number) => Number(value.toPrecision(4))

export function registerGetChart(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project, chart } = c.req.valid('param')
    const query = c.req.valid('query')
    const translate = ports.translators[c.get('language')]
    const given = optionsGiven(chart, query)
    const { view, head } = await qualityView(ports, project, query)
    const { phase, of } = query
    checkPhase(view, phase)
    const slice = { view, phases: phase === undefined ? null : [phase], component: null }
    if (chart === 'pb') return c.json({ ...head, ...pbAnswer(slice) }, 200)
    if (chart === 'pareto') return c.json({ ...head, ...paretoAnswer(slice) }, 200)
    const subgroups = of === 'reports' ? reportSubgroups(slice) : componentSubgroups(slice)
    const drawn =
      subgroups.length === 0 ? { centre: null, points: [] } : controlCharts[chart](subgroups, given)
    const findings = chartFindings(drawn).map((finding) => {
      const { code, label, value, limit } = finding
      return {
        ...finding,
        message: translate(`chart.${code}`, { label, value: inWords(value), limit: inWords(limit) }),
      }
    })
    const provisional = subgroups.length < PROVISIONAL_BELOW
    const points = [...drawn.points]
    return c.json(
      {
        ...head,
        chart,
        of,
        ...drawn,
        provisional,
        options: Object.fromEntries(Object.entries(given)),
        points,
        findings,
      },
      200,
    )
  })
}
