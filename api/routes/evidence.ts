import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { evidenceRecords, isIndependent } from '../../analytics/indicators/evidence-records.ts'
import type { ProjectView } from '../../analytics/indicators/project-view.ts'
import { type ChecklistItem, checklistOf } from '../../analytics/verdict/checklist.ts'
import { gateNamed } from '../../analytics/verdict/gate.ts'
import {
  evidenceAnswer,
  type evidenceItem,
  evidenceList,
  type evidenceRecord,
} from '../../schemas/answers-governance.ts'
import { KanmonError } from '../../schemas/errors.ts'
import type { ConditionResult } from '../../schemas/verdict.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { actorOf } from '../auth/actor.ts'
import { needs } from '../auth/needs.ts'
import { permit } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { recordEvidence } from '../evidence.ts'
import { gateQuery, languageQuery, momentQuery, projectParameter } from '../parameters.ts'
import { conditionMessage } from '../render/readiness.ts'
import { measurable } from './measurable.ts'

const record = createRoute({
  ...needs('evidence:write', 'somewhere'),
  method: 'post',
  path: '/v1/evidence',
  summary: 'Record what a person has confirmed, or found wrong, at a gate',
  request: { body: { required: true, content: { 'application/json': { schema: recordEvidence } } } },
  responses: {
    201: {
      description: 'The evidence is recorded',
      content: { 'application/json': { schema: evidenceAnswer } },
    },
    ...errorResponses,
  },
})

const list = createRoute({
  ...needs('project:read', 'project'),
  method: 'get',
  path: '/v1/projects/{project}/evidence',
  summary: 'The checklist of a gate: what is asked, what is there, what is missing',
  request: { params: projectParameter, query: z.object({ ...gateQuery, ...momentQuery, ...languageQuery }) },
  responses: {
    200: { description: 'The checklist', content: { 'application/json': { schema: evidenceList } } },
    ...errorResponses,
  },
})

function recordsOf(
  view: ProjectView,
  gate: string,
  { item, independence }: ChecklistItem,
): z.infer<typeof evidenceRecord>[] {
  return evidenceRecords(view, gate, item).map(({ data, occurredAt }) => ({
    result: data.result,
    verifier: data.verifier,
    ...(data.recordedBy !== undefined && { recordedBy: data.recordedBy }),
    statement: data.statement,
    ...(data.uri !== undefined && { uri: data.uri }),
    ...(data.sha256 !== undefined && { sha256: data.sha256 }),
    verifiedAt: data.verifiedAt,
    recordedAt: new Date(occurredAt).toISOString(),
    counts: data.result === 'failed' || isIndependent(data.verifier, view.declared, independence),
  }))
}

/** How a review stands: there is nothing to judge it by, so it is there or not. */
function stateOfReview(records: readonly z.infer<typeof evidenceRecord>[]): ConditionResult['state'] {
  const counting = records.filter(({ counts }) => counts)
  if (counting.length === 0) return 'NO_DATA'
  return counting.every(({ result }) => result === 'passed') ? 'PASS' : 'FAIL'
}

export function registerEvidence(app: App, ports: ApiPorts): void {
  app.openapi(record, async (c) => {
    const given = c.req.valid('json')
    const { project, gate, item, result } = given
    await permit(c, ports, 'evidence:write', { project })
    const recordedBy = actorOf(c, given.recordedBy, 'recordedBy')
    const { release, recordedAt } = await ports.evidence.record({ ...given, recordedBy })
    const at = new Date(recordedAt).toISOString()
    return c.json({ project, gate, item, release, recordedAt: at, result }, 201)
  })

  app.openapi(list, async (c) => {
    const { project } = c.req.valid('param')
    const { gate, at, asOf } = c.req.valid('query')
    const { known, declared } = await measurable(ports, project, { at, asOf })
    const { kind, name } = gateNamed(gate)
    if (kind === 'phase-exit' && !declared.phases.some(({ id }) => id === name)) {
      throw new KanmonError('GATE_NOT_FOUND', `project ${project} has no gate ${gate}`, { field: 'gate' })
    }
    const view = ports.views.viewOf(known)
    if (view === null) throw new Error('evidence: what is measurable is declared')
    const { content } = ports.assessor.judge(known, gate, known.at)
    const results = new Map(content.conditions.map((result) => [result.id, result]))
    const policy = ports.policies.applying(declared.profile, { date: view.statusDate, asOf: known.asOf })
    const language = c.get('language')
    const translate = ports.translators[language]

    const items = checklistOf(policy?.gates[kind] ?? []).map((asked): z.infer<typeof evidenceItem> => {
      const { item, condition, independence } = asked
      const records = recordsOf(view, gate, asked)
      const result = condition === null ? undefined : results.get(condition.id)
      const state = result?.state ?? stateOfReview(records)
      return {
        item,
        condition: condition?.id ?? null,
        title: condition?.title[language] ?? translate(`review.${item}` as 'review.late-changes'),
        remedy: result?.remedy[language] ?? '',
        required: result?.required ?? false,
        independent: independence,
        maxAgeDays: condition?.maxAgeDays ?? null,
        state,
        message: result === undefined ? '' : conditionMessage(result, translate),
        records,
      }
    })
    return c.json(
      {
        project,
        gate,
        release: declared.release.id,
        statusDate: view.statusDate,
        at: new Date(known.at).toISOString(),
        asOf: new Date(known.asOf).toISOString(),
        items,
        missing: items
          .filter(({ required, state }) => required && state !== 'PASS' && state !== 'NOT_APPLICABLE')
          .map(({ item }) => item),
      },
      200,
    )
  })
}
