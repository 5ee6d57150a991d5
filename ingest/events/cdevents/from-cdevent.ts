import { cdevent, CDEVENTS_PREFIX, type CdEvent } from '../../../schemas/cdevents.ts'
import { TYPE_PREFIX } from '../../../schemas/envelope.ts'
import { type FactKind, kinds } from '../../../schemas/facts/index.ts'
import { projectId } from '../../../schemas/primitives.ts'
import type { Refusal } from '../../../schemas/refusals.ts'
import { describe } from '../describe.ts'
import { toRefusal } from '../issues.ts'
import { caseFinished, caseSkipped, suiteFinished } from './test-runs.ts'
import { ticket } from './tickets.ts'
import type { Translation } from './translation.ts'

interface Taken {
  readonly kind: FactKind
  /** Of the event's own type, in CDEvents 0.4 and 0.5. */
  readonly versions: readonly string[]
  readonly translate: (event: CdEvent) => Translation<FactKind>
}

const TAKEN: ReadonlyMap<string, Taken> = new Map([
  [
    'testsuiterun.finished',
    { kind: 'testrun.finished', versions: ['0.2.0', '0.3.0'], translate: suiteFinished },
  ],
  [
    'testcaserun.finished',
    { kind: 'testrun.finished', versions: ['0.2.0', '0.3.0'], translate: caseFinished },
  ],
  ['testcaserun.skipped', { kind: 'testrun.finished', versions: ['0.1.0', '0.2.0'], translate: caseSkipped }],
  ['ticket.created', { kind: 'defect.reported', versions: ['0.1.0', '0.2.0'], translate: ticket('created') }],
  ['ticket.updated', { kind: 'defect.reported', versions: ['0.1.0', '0.2.0'], translate: ticket('updated') }],
  ['ticket.closed', { kind: 'defect.reported', versions: ['0.1.0', '0.2.0'], translate: ticket('closed') }],
])

/** Whether a value calls itself a CDEvent. One look at its type: every event passes here. */
export function isCDEvent(value: object): value is { readonly type: string } {
  return 'type' in value && typeof value.type === 'string' && value.type.startsWith(CDEVENTS_PREFIX)
}

function takenOf(type: string): { taken: Taken; version: string } | null {
  const [, name = '', version = ''] = /^dev\.cdevents\.([a-z]+\.[a-z]+)\.(\d+\.\d+\.\d+)$/.exec(type) ?? []
  const taken = TAKEN.get(name)
  return taken === undefined ? null : { taken, version }
}

/** Of a CDEvent that may be refused: the project that it names and the kind that it would be. */
export function identifyCDEvent(value: { readonly type: string }): {
  project: string | null
  kind: string | null
} {
  const steps = ['data', 'customData', 'kanmon', 'project']
  const named = steps.reduce<unknown>(
    (place, step) =>
      typeof place === 'object' && place !== null && Object.hasOwn(place, step)
        ? (place as Record<string, unknown>)[step]
        : undefined,
    value,
  )
  const project = projectId.safeParse(named)
  return { project: project.success ? project.data : null, kind: takenOf(value.type)?.taken.kind ?? null }
}

/**
 * A CDEvent (0.4 or 0.5) in a CloudEvent as an event of ours: its own envelope, about the project that it names.
 *
 * @see https://github.com/cdevents/spec/blob/v0.5.1/cloudevents-binding.md
 */
export function fromCDEvent(value: { readonly type: string }): { event: object } | { refusal: Refusal } {
  const { type } = value
  const found = takenOf(type)
  if (found === null) {
    const message = `type ${describe(type)} is no CDEvent that is taken; those are ${[...TAKEN.keys()].join(', ')}`
    return { refusal: { code: 'UNKNOWN_KIND', field: 'type', message } }
  }
  const { taken, version } = found
  if (!taken.versions.includes(version)) {
    const message = `type ${describe(type)} is of a version that is not known; known are ${taken.versions.join(', ')}`
    return { refusal: { code: 'NEWER_VERSION', field: 'type', message } }
  }
  const data: unknown = 'data' in value ? value.data : undefined
  const checked = cdevent.safeParse(data)
  if (!checked.success) {
    const issues = checked.error.issues.map((issue) => ({ ...issue, path: ['data', ...issue.path] }))
    return { refusal: toRefusal(issues, value) }
  }
  const { context, customData } = checked.data
  if (context.type !== type) {
    const message = `data.context.type is ${describe(context.type)}, and the type of the event is ${describe(type)}`
    return { refusal: { code: 'INCONSISTENT', field: 'data.context.type', message } }
  }
  const translated = taken.translate(checked.data)
  if ('refusal' in translated) return translated
  const provenance = { tool: 'CDEvents', version: context.specversion ?? context.version }
  return {
    event: {
      ...value,
      type: `${TYPE_PREFIX}${taken.kind}.v${kinds[taken.kind].version}`,
      subject: customData.kanmon.project,
      data: { ...translated.data, provenance },
    },
  }
}
