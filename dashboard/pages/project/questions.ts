import { z } from 'zod'
import { callerAnswer } from '../../../schemas/answers-caller.ts'
import { earnedValueAnswer } from '../../../schemas/answers-earned-value.ts'
import { evidenceList, waiverList } from '../../../schemas/answers-governance.ts'
import { chartAnswer, pbCurveAnswer, warningsAnswer, zonesAnswer } from '../../../schemas/answers-quality.ts'
import { reliabilityAnswer } from '../../../schemas/answers-reliability.ts'
import {
  holdList,
  indicatorsAnswer,
  projectSummary,
  readiness,
  verdictList,
} from '../../../schemas/answers.ts'
import { type Answer, ask } from '../../ask.ts'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { turns } from './turns.ts'
import type { Moment, View } from './view.ts'

/** Of a project's declaration what the page shows; the API answers all of it. */
const shownProject = projectSummary.extend({
  declaration: z
    .object({
      phases: z.array(z.object({ id: z.string(), plannedStart: z.string() })),
      release: z.object({ id: z.string(), version: z.string().optional() }),
    })
    .nullable(),
  factCounts: z.record(z.string(), z.int()),
})
export type ShownProject = z.infer<typeof shownProject>

const value = z.number().nullable()
/** Of the S-curve the three lines only: all figures of ten years are 635 kB. */
const seriesLines = z.object({
  points: z.array(
    z.object({
      date: z.string(),
      pv: value,
      figures: z.object({ ev: value, ac: value }).nullable(),
    }),
  ),
})
export type EarnedValue = z.infer<typeof earnedValueAnswer>
export type SeriesLines = z.infer<typeof seriesLines>

/** The control charts shown, by the names that the API knows them by. */
export const CONTROL_CHARTS = ['u', 'c', 'ewma', 'cusum'] as const
export type ControlChartName = (typeof CONTROL_CHARTS)[number]

const addressOf = (project: string) => `/v1/projects/${encodeURIComponent(project)}`

function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`
}

/** A project as declared now, or by a past moment. */
export function askProject(ports: DashboardPorts, visit: Visit, project: string, moment: Moment) {
  return ask(ports, visit, withQuery(addressOf(project), { ...moment }), shownProject)
}

/** Questions under way at a time: each reads the project's facts, and other visitors are to be answered meanwhile. */
const AT_A_TIME = 4

/** The questions that can be answered about any project there are facts about, declared or not. */
export async function askVerdict(ports: DashboardPorts, { visit, project, gate, moment }: View) {
  const base = addressOf(project)
  const [[verdict, verdicts], holds, waivers, caller] = await Promise.all([
    ask(ports, visit, withQuery(`${base}/readiness`, { gate, ...moment }), readiness).then(
      // After it, since a verdict that is given for the first time now is one of them.
      async (given) =>
        [given, await ask(ports, visit, withQuery(`${base}/verdicts`, { gate }), verdictList)] as const,
    ),
    ask(ports, visit, '/v1/holds', holdList),
    ask(ports, visit, withQuery('/v1/waivers', { project }), waiverList),
    ask(ports, visit, withQuery('/v1/caller', { project }), callerAnswer),
  ])
  return { verdict, verdicts, holds, waivers, caller }
}

/** The questions about what is measured, which needs a declaration. All of them are about one moment. */
export function askMeasures(ports: DashboardPorts, view: View): Promise<Measures> {
  const questions = () => askAll(ports, view)
  return ports.atOneMoment === undefined ? questions() : ports.atOneMoment(questions)
}

async function askAll(ports: DashboardPorts, { visit, project, gate, moment }: View) {
  const inTurn = turns(AT_A_TIME)
  const about = <S extends z.ZodType>(
    path: string,
    schema: S,
    query: Readonly<Record<string, string>> = {},
  ): Promise<Answer<z.output<S>>> =>
    inTurn(() =>
      ask(ports, visit, withQuery(`${addressOf(project)}/${path}`, { ...query, ...moment }), schema),
    )
  const [evm, series, pb, zones, reliability, indicators, warnings, evidence, ...charts] = await Promise.all([
    about('evm', earnedValueAnswer),
    about('evm/series?figure=ev&figure=ac', seriesLines),
    about('charts/pb', pbCurveAnswer),
    about('zones', zonesAnswer),
    about('reliability', reliabilityAnswer, { curve: 'true' }),
    about('indicators', indicatorsAnswer),
    about('warnings', warningsAnswer),
    about('evidence', evidenceList, { gate }),
    ...CONTROL_CHARTS.map((name) => about(`charts/${name}`, chartAnswer)),
  ])
  return { evm, series, pb, zones, reliability, indicators, warnings, evidence, charts }
}
export type Measures = Awaited<ReturnType<typeof askAll>>
