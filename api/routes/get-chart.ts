import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { chartKinds, controlCharts } from '../../analytics/charts/charts.ts'
import { PROVISIONAL_BELOW } from '../../analytics/charts/control-chart.ts'
import { elapsedShare } from '../../analytics/charts/elapsed-share.ts'
import { pbCurve } from '../../analytics/charts/pb-curve.ts'
import { pbState, slopeRatio } from '../../analytics/charts/pb-state.ts'
import { componentSubgroups, reportSubgroups } from '../../analytics/charts/project-subgroups.ts'
import { daysBetween } from '../../analytics/facts/effective-date.ts'
import { componentDensities } from '../../analytics/indicators/concentration.ts'
import { uniqueDefects } from '../../analytics/indicators/found-defects.ts'
import { isTesting } from '../../analytics/indicators/phase-kinds.ts'
import type { Slice } from '../../analytics/indicators/slice.ts'
import { oldestOpen } from '../../analytics/indicators/time-to-fix.ts'
import { chartAnswer, paretoAnswer, pbCurveAnswer } from '../../schemas/answers-quality.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { severity } from '../../schemas/facts/common.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { errorResponses } from '../errors.ts'
import { momentQuery, projectParameter } from '../parameters.ts'
import { qualityView } from './quality-view.ts'

const route = createRoute({
  method: 'get',
  path: '/v1/projects/{project}/charts/{chart}',
  summary: 'The PB curve, the Pareto of the components, or a control chart of detection rate or components',
  description:
    '`of=reports`: defects per 100 executed cases between test reports; `of=components`: defects per KSLOC of each ' +
    'component. A signal is a point outside its limits.',
  request: {
    params: projectParameter.extend({ chart: z.enum(['pb', 'pareto', ...chartKinds]) }),
    query: z.object({
      ...momentQuery,
      of: z.enum(['reports', 'components']).default('reports'),
      phase: z.string().max(200).optional(),
    }),
  },
  responses: {
    200: {
      description: 'The chart',
      content: { 'application/json': { schema: z.union([chartAnswer, pbCurveAnswer, paretoAnswer]) } },
    },
    ...errorResponses,
  },
})

const DAY = 86_400_000

function pbAnswer(slice: Slice) {
  const { view } = slice
  const points = pbCurve(slice)
  const last = points.at(-1)
  const phases = view.declared.phases.filter((phase) => slice.phases?.includes(phase.id) ?? isTesting(phase))
  const found = uniqueDefects(slice)
  const critical = found
    .filter(({ data }) => data.severity === 'critical')
    .map(({ data }) => Date.parse(data.detectedAt))
  const ages = severity.options.map((of) => oldestOpen(slice, of).actual ?? 0)
  return {
    chart: 'pb' as const,
    state: pbState(points, elapsedShare(phases, view.calendar, view.statusDate), daysBetween),
    slopeRatio: slopeRatio(points),
    casesRemaining: last === undefined ? null : Math.max(0, last.planned - last.executed),
    oldestOpenDays: found.length === 0 ? null : Math.max(...ages),
    daysSinceCritical: critical.length === 0 ? null : (view.state.at - Math.max(...critical)) / DAY,
    points: [...points],
  }
}

function paretoOf({ view, phases }: Slice) {
  const components = componentDensities(view, phases)
  return {
    chart: 'pareto' as const,
    components: components.map(({ interval, ...rest }) => ({
      ...rest,
      interval: [...interval] as [number, number],
    })),
  }
}

export function registerGetChart(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const { project, chart } = c.req.valid('param')
    const query = c.req.valid('query')
    const { view, head } = await qualityView(ports, project, query)
    const { phase, of } = query
    if (phase !== undefined && !view.declared.phases.some(({ id }) => id === phase)) {
      throw new KanmonError('INVALID_REQUEST', `the project has no phase ${phase}`, { field: 'phase' })
    }
    const slice = { view, phases: phase === undefined ? null : [phase], component: null }
    if (chart === 'pb') return c.json({ ...head, ...pbAnswer(slice) }, 200)
    if (chart === 'pareto') return c.json({ ...head, ...paretoOf(slice) }, 200)
    const subgroups = of === 'reports' ? reportSubgroups(slice) : componentSubgroups(slice)
    const drawn = subgroups.length === 0 ? { centre: null, points: [] } : controlCharts[chart](subgroups)
    return c.json(
      {
        ...head,
        chart,
        of,
        ...drawn,
        points: [...drawn.points],
        provisional: subgroups.length < PROVISIONAL_BELOW,
      },
      200,
    )
  })
}
