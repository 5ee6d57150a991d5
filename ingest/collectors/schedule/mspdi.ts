import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { readXml, type XmlElement } from '../xml.ts'
import { dayOf, type Measure, type ScheduledTask, type ScheduleRead } from './scheduled-task.ts'

/** The fields of one element, and where it began. */
interface Open {
  readonly name: string
  readonly line: number
  readonly fields: Record<string, string>
  readonly baselines: Record<string, string>[]
}

const HOURS = /^P(?:(\d+)D)?T(?:(\d+(?:\.\d+)?)H)?(?:(\d+(?:\.\d+)?)M)?(?:(\d+(?:\.\d+)?)S)?$/

/** Hours of an ISO 8601 duration such as `PT136H30M0S`; nothing is no hours. */
function hoursOf(text: string | undefined, line: number): number {
  if (text === undefined || text === '') return 0
  const [match, days, hours, minutes, seconds] = HOURS.exec(text) ?? []
  // A day of work has as many hours as the calendar says: tools write hours.
  if (match === undefined || days !== undefined) {
    throw new ReportRefused('INVALID_VALUE', `${text} is not a duration in hours`, line)
  }
  return Number(hours ?? 0) + Number(minutes ?? 0) / 60 + Number(seconds ?? 0) / 3600
}

function numberOf(text: string | undefined, line: number): number {
  const number = text === undefined || text === '' ? 0 : Number(text)
  if (!Number.isFinite(number))
    throw new ReportRefused('INVALID_VALUE', `${text ?? ''} is not a number`, line)
  return number
}

/** What one element says of work or money; money is in hundredths of its unit. */
function amountOf(
  fields: Record<string, string>,
  measure: Measure,
  prefix: '' | 'Actual',
  line: number,
): number {
  return measure === 'hours'
    ? hoursOf(fields[`${prefix}Work`], line)
    : numberOf(fields[`${prefix}Cost`], line) / 100
}

/** Baseline 0 to 10, or the dates and amounts that are planned now. */
export type Baseline = number | 'current'

class MspdiReader {
  readonly tasks: ScheduledTask[] = []
  readonly totals: ScheduleRead['totals'][number][] = []
  readonly project: Record<string, string> = {}
  readonly #open: Open[] = []
  readonly #path: string[] = []
  readonly #measure: Measure
  readonly #baseline: Baseline

  constructor(measure: Measure, baseline: Baseline) {
    this.#measure = measure
    this.#baseline = baseline
  }

  open({ name, line }: XmlElement): void {
    if (this.#open.length === 0 && name !== 'Project') {
      throw new ReportRefused(
        'NOT_THIS_FORMAT',
        `the document is <${name}>, not <Project> of MS Project`,
        line,
      )
    }
    this.#open.push({ name, line, fields: {}, baselines: [] })
  }

  text(text: string): void {
    const inner = this.#open.at(-1)
    const outer = this.#open.at(-2)
    if (inner === undefined || outer === undefined) return
    outer.fields[inner.name] = (outer.fields[inner.name] ?? '') + text
  }

  close(): void {
    const closed = this.#open.pop()
    const outer = this.#open.at(-1)
    if (closed === undefined) return
    if (outer === undefined) Object.assign(this.project, closed.fields)
    else if (closed.name === 'Baseline' && outer.name === 'Task') outer.baselines.push(closed.fields)
    else if (closed.name === 'Task' && outer.name === 'Tasks') this.#task(closed)
  }

  #task(task: Open): void {
    const { fields, line } = task
    const is = (name: string) => fields[name]?.trim() === '1'
    if (is('IsNull') || is('ExternalTask') || fields['Active']?.trim() === '0') return
    const level = numberOf(fields['OutlineLevel'], line)
    this.#path.length = Math.min(this.#path.length, Math.max(0, level - 1))
    const planned = this.#planned(task)
    const name = fields['Name'] ?? ''
    if (is('Summary') || level === 0) {
      if (level > 0) this.#path.push(name)
      if (planned !== null && planned.budget > 0) {
        this.totals.push({ path: [...this.#path], budget: planned.budget, line })
      }
      return
    }
    const id = fields['UID'] ?? ''
    if (id === '') throw new ReportRefused('MISSING_FIELD', `the task ${name} has no UID`, line)
    // 1 = earned by physical progress instead of by duration.
    const percent = is('EarnedValueMethod') ? fields['PhysicalPercentComplete'] : fields['PercentComplete']
    const percentComplete = numberOf(percent, line)
    const finishedOn = dayOf(fields['ActualFinish'])
    this.tasks.push({
      id,
      name,
      path: [...this.#path],
      planned,
      method: is('Milestone') ? '0-100' : 'percent-complete',
      percentComplete,
      startedOn: dayOf(fields['ActualStart']),
      finishedOn: percentComplete === 100 ? finishedOn : null,
      actual: amountOf(fields, this.#measure, 'Actual', line),
      line,
    })
  }

  #planned({ fields, baselines, line }: Open): ScheduledTask['planned'] {
    const said =
      this.#baseline === 'current'
        ? fields
        : baselines.find((each) => Number(each['Number']) === this.#baseline)
    const start = dayOf(said?.['Start'])
    const finish = dayOf(said?.['Finish'])
    if (said === undefined || start === null || finish === null) return null
    return { start, finish, budget: amountOf(said, this.#measure, '', line) }
  }
}

/**
 * A schedule in the XML of MS Project (MSPDI), read piece by piece.
 *
 * @see https://schemas.microsoft.com/project/2007/mspdi_pj12.xsd
 * @throws {ReportRefused}
 */
export async function readMspdi(report: Report, measure: Measure, baseline: Baseline): Promise<ScheduleRead> {
  const reader = new MspdiReader(measure, baseline)
  await readXml(report, {
    open: (element) => reader.open(element),
    text: (text) => reader.text(text),
    close: () => reader.close(),
  })
  const { tasks, totals, project } = reader
  return {
    tasks,
    totals,
    statusDate: dayOf(project['StatusDate']),
    currency: project['CurrencyCode'] ?? null,
  }
}
