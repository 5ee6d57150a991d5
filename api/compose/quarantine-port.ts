import { findIdentities } from '../../store/facts/find-identities.ts'
import { appendResolutions } from '../../store/quarantine/append-resolutions.ts'
import { findEntries } from '../../store/quarantine/find-entries.ts'
import { listHistory } from '../../store/quarantine/list-history.ts'
import { listQuarantine } from '../../store/quarantine/list-quarantine.ts'
import type { QuarantineEntry as KeptEntry } from '../../store/quarantine/rows.ts'
import type { Store } from '../../store/store.ts'
import type { Intake as IngestIntake } from '../../ingest/intake/intake.ts'
import type { QuarantineEntry } from '../../schemas/answers.ts'
import { refusalCode } from '../../schemas/refusals.ts'
import type { Quarantine, ReplayRequest } from '../intake-port.ts'
import { cursorChecked } from './cursor-checked.ts'
import { orUnavailable } from './intake-port.ts'
import { replayAnswerOf, replayEntries, type ReplayPorts, result } from './replay-quarantine.ts'
import type { Random } from './retry-after.ts'

export interface QuarantineParts {
  readonly store: Store
  readonly intake: Pick<IngestIntake, 'submitOrder'>
  readonly now: () => number
  readonly random: Random
}

const iso = (milliseconds: number) => new Date(milliseconds).toISOString()

function shown(kept: KeptEntry): QuarantineEntry {
  const { entry, origin, index, project, kind, id, code, field, message, raw, rawBytes, replayedAt } = kept
  return {
    entry,
    receivedAt: iso(kept.receivedAt),
    origin,
    index,
    project,
    kind,
    id,
    code,
    field,
    message,
    raw,
    rawBytes,
    state: replayedAt === null ? 'open' : 'replayed',
    replayedAt: replayedAt === null ? null : iso(replayedAt),
  }
}

const codeOf = (code: string | undefined) => (code === undefined ? undefined : refusalCode.parse(code))

/** What was refused, and the way back from there, over a store and an intake. */
export function quarantinePort({ store, intake, now, random }: QuarantineParts): Quarantine {
  const ports: ReplayPorts = {
    random,
    now,
    submit: (event) => intake.submitOrder(event),
    findIdentities: (identities) => findIdentities(store, identities),
    record: (resolutions) => appendResolutions(store, resolutions),
  }

  async function replayNamed(names: readonly string[], { dryRun: isDryRun, admit, visible }: ReplayRequest) {
    const all = await findEntries(store, names)
    const found = all.filter(({ project }) => visible === null || visible.includes(project ?? ''))
    const results = await replayEntries(found, isDryRun, { ...ports, admit })
    const known = new Set(found.map(({ entry }) => entry))
    const unknown = names.filter((name) => !known.has(name)).map((name) => result(name, 'not-found'))
    return replayAnswerOf([...results, ...unknown], isDryRun, null)
  }

  async function replayPage(request: ReplayRequest) {
    const { project, code, dryRun, limit, cursor, admit, visible } = request
    const filter = { project, code: codeOf(code), visible }
    const query = { ...filter, state: 'open', order: 'oldest', limit, cursor } as const
    const { events, next } = await cursorChecked(listQuarantine(store, query))
    return replayAnswerOf(await replayEntries(events, dryRun, { ...ports, admit }), dryRun, next)
  }

  return {
    list: async ({ project, code, state, limit, cursor, visible }) => {
      const query = { project, code: codeOf(code), state, limit, cursor, visible }
      const { events, next } = await cursorChecked(listQuarantine(store, query))
      return { entries: events.map(shown), next }
    },
    find: async (name) => {
      const [entry] = await findEntries(store, [name])
      if (entry === undefined) return null
      const history = await listHistory(store, name)
      return { ...shown(entry), history: history.map(({ at, ...rest }) => ({ at: iso(at), ...rest })) }
    },
    replay: (request) =>
      orUnavailable(
        request.entries === undefined
          ? replayPage(request)
          : replayNamed([...new Set(request.entries)], request),
        random,
      ),
  }
}
