/** The texts that an issue has in each field, by the tracker's names. A known field without a text has none. */
export type Fields = ReadonlyMap<string, readonly string[]>

/** One entry of a change log. */
export interface FieldChange {
  /** Milliseconds since 1970 UTC. */
  readonly at: number
  readonly field: string
  readonly removed: readonly string[]
  readonly added: readonly string[]
  /** Whether the field holds one text, so that what was removed is all that it held before. */
  readonly isSingle: boolean
}

/** An issue of a tracker as its export tells it, whichever tracker it is. */
export interface TrackedIssue {
  readonly id: string
  readonly title: string
  /** Milliseconds since 1970 UTC, as all times here. */
  readonly createdAt: number
  readonly updatedAt: number
  /** When it was resolved or closed, for exports without change log; null when it is not or they do not say. */
  readonly resolvedAt: number | null
  readonly fields: Fields
  /** null = the export holds no change log. */
  readonly changes: readonly FieldChange[] | null
  /** Line of the report; null in formats without lines. */
  readonly line: number | null
  /** Place in the report, for `--explain`. */
  readonly place: string
}

/** An issue as it stood from a moment on. */
export interface IssueState {
  readonly at: number
  readonly title: string
  readonly fields: Fields
  readonly because: string
}

/** Changed by the log as any other field. */
export const TITLE = 'title'

const without = (texts: readonly string[], less: readonly string[]) =>
  texts.filter((text) => !less.includes(text))

function before(fields: Fields, { field, removed, added, isSingle }: FieldChange): Fields {
  const texts = isSingle ? removed : [...without(fields.get(field) ?? [], added), ...removed]
  return new Map(fields).set(field, [...new Set(texts)])
}

/**
 * What an issue was like from its creation on: the change log is played backwards from how it stands now, so that
 * what the log does not mention is as it is today. Of changes at one moment only the last state counts, which is
 * why labels given on creation belong to the first one.
 */
export function statesOf(issue: TrackedIssue, relevant: ReadonlySet<string>): readonly IssueState[] {
  const changes = [...(issue.changes ?? [])]
    .filter(({ field }) => relevant.has(field) || field === TITLE)
    .sort((a, b) => a.at - b.at)
  const states: IssueState[] = []
  let fields: Fields = new Map(issue.fields).set(TITLE, [issue.title])
  const add = (at: number, because: string) => {
    if (states[0]?.at === at) return
    states.unshift({ at, title: fields.get(TITLE)?.[0] ?? issue.title, fields, because })
  }
  for (const change of changes.reverse()) {
    const words = `${change.field} ${change.removed.join(', ') || '–'} → ${change.added.join(', ') || '–'}`
    add(Math.max(change.at, issue.createdAt), `${issue.place} ${issue.id}: ${words}`)
    fields = before(fields, change)
  }
  const first = issue.changes === null ? Math.max(issue.updatedAt, issue.createdAt) : issue.createdAt
  add(first, `${issue.place} ${issue.id}: ${issue.changes === null ? 'as it stands' : 'created'}`)
  return states
}
