import { parse } from 'date-fns'
import { tz } from '@date-fns/tz'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { type Entry } from '../table/cell.ts'
import { csvEntries } from '../table/csv-entries.ts'
import { writtenDate } from '../table/dates.ts'
import { type ReadTime, readTime } from '../times.ts'
import { fieldsOf, type IssueMapping, type Tracker } from './mapping.ts'
import type { TrackedIssue } from './tracked-issue.ts'

interface Columns {
  readonly id: string
  readonly title: string
  readonly created: string
  readonly updated: string
  readonly resolved: string
}

/** Headings of exports in English; others are named by the mapping. */
const COLUMNS: Readonly<Record<Tracker, Columns>> = {
  jira: { id: 'Issue key', title: 'Summary', created: 'Created', updated: 'Updated', resolved: 'Resolved' },
  redmine: { id: '#', title: 'Subject', created: 'Created', updated: 'Updated', resolved: 'Closed' },
  gitlab: {
    id: 'Issue ID',
    title: 'Title',
    created: 'Created At (UTC)',
    updated: 'Updated At (UTC)',
    resolved: 'Closed At (UTC)',
  },
  github: {
    id: 'number',
    title: 'title',
    created: 'created_at',
    updated: 'updated_at',
    resolved: 'closed_at',
  },
}

/** Years of two digits are those nearest to it: 1950 to 2049. */
const CENTURY = Date.UTC(2000, 0, 1)

/** A date of an export; without zone it is of the project's, and of UTC where its heading says so. */
function readDate(
  text: string,
  heading: string,
  format: string | undefined,
  timeZone: string,
): ReadTime | null {
  const zone = heading.endsWith('(UTC)') ? 'UTC' : timeZone
  if (format !== undefined) {
    const read = parse(text, format, CENTURY, { in: tz(zone) }).getTime()
    return Number.isNaN(read) ? null : { instant: read, hasZone: /[xX]/.test(format) }
  }
  const written = writtenDate(text, 'ymd')
  if (written === null) return null
  return readTime(`${written.date}T${written.time ?? '00:00:00'}${written.zone ?? ''}`, zone)
}

function requireHeadings(headings: readonly string[], columns: Columns, mapping: IssueMapping): void {
  const wanted = [columns.id, columns.created, ...fieldsOf(mapping)]
  const missing = wanted.filter((heading) => !headings.includes(heading))
  if (missing.length === 0) return
  throw new ReportRefused('MISSING_FIELD', `no column has the heading ${missing.join(', ')}`, 1)
}

/**
 * The rows of an export as issues. It holds no change log, so each is told as it stands.
 *
 * @param tell of each date that names no zone
 * @throws {ReportRefused} MISSING_FIELD, TRUNCATED, MALFORMED, INVALID_VALUE, WRONG_ENCODING
 */
export async function* csvIssues(
  report: Report,
  tracker: Tracker,
  mapping: IssueMapping,
  timeZone: string,
  tell: (line: number, text: string) => void,
): AsyncGenerator<TrackedIssue> {
  const usual = COLUMNS[tracker]
  const columns: Columns = {
    id: mapping.columns?.id ?? usual.id,
    title: mapping.columns?.title ?? usual.title,
    created: mapping.columns?.created ?? usual.created,
    updated: mapping.columns?.updated ?? usual.updated,
    resolved: mapping.columns?.resolved ?? usual.resolved,
  }
  let headings: readonly string[] | null = null
  for await (const { number: line, cells } of csvEntries(report, mapping)) {
    if (headings === null) {
      headings = cells.map(String)
      requireHeadings(headings, columns, mapping)
      continue
    }
    if (cells.length === 1 && cells[0] === '') continue
    const texts = fieldTexts({ number: line, cells }, headings)
    const moment = (heading: string) => {
      const [text] = texts.get(heading) ?? []
      if (text === undefined) return null
      const read = readDate(text, heading, mapping.dateFormat, timeZone)
      if (read === null) {
        throw new ReportRefused(
          'INVALID_VALUE',
          `${heading}: ${JSON.stringify(text)} is no date; say dateFormat`,
          line,
        )
      }
      if (!read.hasZone && !heading.endsWith('(UTC)'))
        tell(line, `${heading} ${text}, read as of ${timeZone}`)
      return read.instant
    }
    const [id] = texts.get(columns.id) ?? []
    const createdAt = moment(columns.created)
    if (id === undefined || createdAt === null) {
      const missing = id === undefined ? columns.id : columns.created
      throw new ReportRefused('MISSING_FIELD', `the row has no ${missing}`, line)
    }
    yield {
      id: tracker === 'redmine' ? `#${id.replace(/^#/, '')}` : id,
      title: texts.get(columns.title)?.[0] ?? '',
      createdAt,
      updatedAt: moment(columns.updated) ?? createdAt,
      resolvedAt: moment(columns.resolved),
      fields: texts,
      changes: null,
      line,
      place: `row of line ${line}`,
    }
  }
  if (headings === null) throw new ReportRefused('EMPTY', 'the file has no heading')
}

/** What a row has under each heading; Jira repeats the heading of a field for each of its texts. */
function fieldTexts({ number, cells }: Entry, headings: readonly string[]): Map<string, readonly string[]> {
  if (cells.length !== headings.length) {
    const counts = `${cells.length} cells under ${headings.length} headings`
    throw new ReportRefused(cells.length < headings.length ? 'TRUNCATED' : 'MALFORMED', counts, number)
  }
  const texts = new Map<string, readonly string[]>(headings.map((heading) => [heading, []]))
  for (const [index, heading] of headings.entries()) {
    const text = String(cells[index] ?? '').trim()
    if (text !== '') texts.set(heading, [...(texts.get(heading) ?? []), text])
  }
  return texts
}
