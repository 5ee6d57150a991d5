import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { compareBaselines } from '../../analytics/evm/baseline-measures.ts'
import { dcmaChecks } from '../../analytics/evm/dcma.ts'
import { type EarnedValueStatus, earnedValueStatus } from '../../analytics/evm/project-status.ts'
import { testPhaseStatuses } from '../../analytics/evm/test-phase.ts'
import { earnedValueAnswer } from '../../schemas/answers-earned-value.ts'
import { indicators } from '../../schemas/indicators.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { errorResponses } from '../errors.ts'
import { languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import { indexReasons, renderFigures } from '../render/earned-value.ts'
import {
  renderDcma,
  renderFinding,
  renderFinishDates,
  renderRebaseline,
  renderTestPhase,
} from '../render/earned-value-parts.ts'
import type { Translate } from '../render/translate.ts'
import { type Measurable, measurable } from './measurable.ts'

const grouping = z.enum(['workPackage', 'phase', 'component'])
const revision = z.coerce.number().int().min(1).max(1_000_000)

const route = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/evm',
  summary: 'Earned value and earned schedule at a date',
  description:
    'The status at the end of `at` by all that is known, or at the end of `asOf` by what was known then. ' +
    '`baseline` measures against that revision instead of the one valid at the date.',
  request: {
    params: projectParameter,
    query: z.object({
      ...momentQuery,
      ...languageQuery,
      by: grouping.default('phase'),
      baseline: revision.optional(),
    }),
  },
  responses: {
    200: { description: 'Earned value', content: { 'application/json': { schema: earnedValueAnswer } } },
    ...errorResponses,
  },
})

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
    notMeasurable: indexReasons({
      scheduleVariance: indices.notMeasurable.scheduleVariance,
      schedulePerformanceIndex: indices.notMeasurable.schedulePerformanceIndex,
      costPerformanceIndex: indices.notMeasurable.costPerformanceIndex,
    }),
  }))
}

function answerOf(
  { known, declared, state, input, view }: Measurable,
  query: z.infer<typeof route.request.query>,
  translate: Translate,
) {
  const { project } = known
  const measured =
    query.baseline === undefined
      ? view().earnedValue
      : earnedValueStatus({ ...input, revision: query.baseline })
  const { baselines, sinceFirst } = compareBaselines(input)
  const tests = state.of('tests.reported').map((fact) => fact.data)
  const evm = Object.entries(indicators).filter(([id]) => id.startsWith('evm.'))
  const eac = measured.estimatesAtCompletion
  return {
    project,
    statusDate: input.statusDate,
    asOf: new Date(known.asOf).toISOString(),
    costUnit: measured.costUnit,
    metricVersions: Object.fromEntries(evm.map(([id, { version }]) => [id, version])),
    baseline: measured.baseline,
    baselines: baselines.map(({ measures, ...rest }) => ({ ...rest, figures: renderFigures(measures) })),
    sinceFirst: sinceFirst && { revision: sinceFirst.revision, figures: renderFigures(sinceFirst.measures) },
    rebaselines: measured.rebaselines.map(renderRebaseline),
    ...renderFigures(measured),
    eacRange: [eac.plannedRate, eac.costIndex, eac.scheduleCostIndex] as [
      number | null,
      number | null,
      number | null,
    ],
    forecastFinish: measured.forecastFinish,
    forecastFinishDates: renderFinishDates(measured.forecastFinishDates),
    stalled: [...measured.stalled],
    unplannedCost: measured.unplannedCost,
    groups: groups(measured, query.by),
    dcma: dcmaChecks(measured, input.progress).map(renderDcma),
    testPhases: testPhaseStatuses({
      phases: declared.phases,
      tests,
      workPackages: measured.workPackages,
      costUnit: input.costUnit,
      calendar: input.calendar,
      statusDate: input.statusDate,
    }).map(renderTestPhase),
    findings: measured.findings.map((finding) => renderFinding(project, finding, translate)),
  }
}

export function registerGetEvm(app: App, ports: ApiPorts): void {
  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const found = await measurable(ports, c.req.valid('param').project, query)
    return c.json(answerOf(found, query, ports.translators[c.get('language')]), 200)
  })
}
