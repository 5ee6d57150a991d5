import type { z } from 'zod'
import { gateNamed } from '../analytics/verdict/gate.ts'
import { checklistOf } from '../analytics/verdict/checklist.ts'
import type { WaiverTerms } from '../analytics/verdict/waivers.ts'
import { KanmonError } from '../schemas/errors.ts'
import { evidenceRecorded } from '../schemas/facts/quality.ts'
import { instant, line, projectId } from '../schemas/primitives.ts'

/** What a person records: the fact, with what the server can fill in left open. */
export const recordEvidence = evidenceRecorded.omit({ provenance: true, recordedBy: true }).extend({
  project: projectId,
  verifiedAt: instant.optional().describe('otherwise now'),
  recordedBy: line()
    .optional()
    .describe('needed while access control is off; with it, the caller’s own name'),
})
export type RecordEvidence = z.infer<typeof recordEvidence>

export interface EvidencePorts {
  /** What a project is judged by now; null while nobody has declared it. */
  readonly termsOf: (project: string) => Promise<WaiverTerms | null>
  /** Stores one event as a fact; resolves once it is stored. */
  readonly submit: (event: Record<string, unknown>) => Promise<void>
  readonly newId: () => string
  readonly now: () => number
}

export interface Evidence {
  /**
   * Stores evidence that counts for something: its gate, item and release exist.
   *
   * @throws {KanmonError} PROJECT_NOT_FOUND, EVIDENCE_UNMATCHED, INVALID_REQUEST
   */
  record(given: RecordEvidence & { recordedBy: string }): Promise<{ release: string; recordedAt: number }>
}

function unmatched(field: string, detail: string): KanmonError {
  return new KanmonError('EVIDENCE_UNMATCHED', `${detail}: the record would count for nothing`, { field })
}

/** Refuses what would be stored and never be looked at. */
function checkMatch({ gate, item, release }: RecordEvidence, { declared, policy }: WaiverTerms): void {
  const { kind, name } = gateNamed(gate)
  if (kind === 'phase-exit' && !declared.phases.some(({ id }) => id === name))
    throw unmatched('gate', `the project has no gate ${gate}`)
  if (release !== undefined && release !== declared.release.id)
    throw unmatched('release', `the declared release is ${declared.release.id}`)
  const known = checklistOf(policy?.gates[kind] ?? []).map((asked) => asked.item)
  if (!known.includes(item))
    throw unmatched('item', `the gate asks for ${known.join(', ') || 'no evidence'} and not for ${item}`)
}

export function createEvidence(ports: EvidencePorts): Evidence {
  return {
    record: async ({ project, ...given }) => {
      const terms = await ports.termsOf(project)
      if (terms === null)
        throw new KanmonError('PROJECT_NOT_FOUND', `project ${project} is not declared`, { field: 'project' })
      checkMatch({ project, ...given }, terms)
      const recordedAt = ports.now()
      const time = new Date(recordedAt).toISOString()
      const verifiedAt = given.verifiedAt ?? time
      if (Date.parse(verifiedAt) > recordedAt)
        throw new KanmonError('INVALID_REQUEST', 'verifiedAt: must not lie in the future', {
          field: 'verifiedAt',
        })
      const release = given.release ?? terms.declared.release.id
      await ports.submit({
        specversion: '1.0',
        type: 'dev.kanmon.evidence.recorded.v1',
        source: 'urn:kanmon:api:evidence',
        id: `evidence/${ports.newId()}`,
        subject: project,
        time,
        data: { ...given, release, verifiedAt },
      })
      return { release, recordedAt }
    },
  }
}
