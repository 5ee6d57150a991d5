import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { dayOf, type Measure, type ScheduledTask, type ScheduleRead } from './scheduled-task.ts'
import { readXerTables, type XerRow, type XerTables } from './xer-tables.ts'

export interface XerOptions {
  readonly encoding: string
  /** Short name of the project to read, where the file holds several. */
  readonly xerProject?: string | undefined
}

const get = ({ fields }: XerRow, name: string) => fields.get(name) ?? ''

function numberOf(row: XerRow, name: string): number {
  const text = get(row, name).trim()
  // Hosts of some languages write a decimal comma.
  const number = text === '' ? 0 : Number(text.replace(',', '.'))
  if (!Number.isFinite(number))
    throw new ReportRefused('INVALID_VALUE', `${name}: ${text} is not a number`, row.line)
  return number
}

function projectOf(tables: XerTables, wanted: string | undefined): XerRow {
  const all = tables.get('PROJECT') ?? []
  const exported = all.filter((row) => get(row, 'export_flag') === 'Y')
  // Primavera marks what was asked for beside what that refers to; other writers mark nothing.
  const projects = exported.length > 0 ? exported : all
  const names = projects.map((row) => get(row, 'proj_short_name')).join(', ')
  const chosen =
    wanted === undefined ? projects[0] : projects.find((row) => get(row, 'proj_short_name') === wanted)
  if (chosen === undefined) {
    throw new ReportRefused('MISSING_FIELD', `the file has no project ${wanted ?? ''}; it has ${names}`)
  }
  if (wanted === undefined && projects.length > 1) {
    throw new ReportRefused(
      'SEVERAL_PROJECTS',
      `the file holds ${names}; name one with --xer-project`,
      chosen.line,
    )
  }
  return chosen
}

/** Names of the summaries around each node, without the project itself. */
function pathsOf(tables: XerTables): (wbs: string) => readonly string[] {
  const nodes = new Map((tables.get('PROJWBS') ?? []).map((row) => [get(row, 'wbs_id'), row]))
  const path = (id: string, depth = 0): readonly string[] => {
    const node = nodes.get(id)
    if (node === undefined || get(node, 'proj_node_flag') === 'Y') return []
    if (depth > 100) throw new ReportRefused('MALFORMED', 'the work breakdown runs in a circle', node.line)
    return [...path(get(node, 'parent_wbs_id'), depth + 1), get(node, 'wbs_name')]
  }
  return path
}

/** Money of each task: what its resources and its other expenses cost. */
function costsOf(tables: XerTables): ReadonlyMap<string, { budget: number; actual: number }> {
  const costs = new Map<string, { budget: number; actual: number }>()
  const add = (table: string, actual: readonly string[]) => {
    for (const row of tables.get(table) ?? []) {
      const sum = costs.get(get(row, 'task_id')) ?? { budget: 0, actual: 0 }
      sum.budget += numberOf(row, 'target_cost')
      for (const name of actual) sum.actual += numberOf(row, name)
      costs.set(get(row, 'task_id'), sum)
    }
  }
  add('TASKRSRC', ['act_reg_cost', 'act_ot_cost'])
  add('PROJCOST', ['act_cost'])
  return costs
}

/** Percent complete by the task's own type: physical, of duration or of units. */
function percentOf(row: XerRow): number {
  if (get(row, 'status_code') === 'TK_Complete') return 100
  const share = (done: number, whole: number) =>
    whole <= 0 ? 0 : Math.min(100, Math.max(0, (done / whole) * 100))
  switch (get(row, 'complete_pct_type')) {
    case 'CP_Phys':
      return numberOf(row, 'phys_complete_pct')
    case 'CP_Units': {
      const [done, left] = [numberOf(row, 'act_work_qty'), numberOf(row, 'remain_work_qty')]
      return share(done, done + left)
    }
    case 'CP_Drtn': {
      const whole = numberOf(row, 'target_drtn_hr_cnt')
      return share(whole - numberOf(row, 'remain_drtn_hr_cnt'), whole)
    }
    default:
      throw new ReportRefused(
        'UNMAPPED_VALUE',
        `complete_pct_type ${get(row, 'complete_pct_type')}`,
        row.line,
      )
  }
}

const METHODS: ReadonlyMap<string, ScheduledTask['method']> = new Map([
  ['TT_Mile', '0-100'],
  ['TT_FinMile', '0-100'],
  ['TT_LOE', 'loe'],
])

/**
 * A schedule of Primavera P6 as XER. Its target dates and amounts are the plan: a baseline is a project of its own.
 *
 * @throws {ReportRefused}
 */
export async function readXer(report: Report, measure: Measure, options: XerOptions): Promise<ScheduleRead> {
  const tables = await readXerTables(report, options.encoding, [
    'PROJECT',
    'PROJWBS',
    'TASK',
    'TASKRSRC',
    'PROJCOST',
  ])
  const project = projectOf(tables, options.xerProject)
  const pathOf = pathsOf(tables)
  const costs = costsOf(tables)
  const tasks = (tables.get('TASK') ?? [])
    .filter((row) => get(row, 'proj_id') === get(project, 'proj_id') && get(row, 'task_type') !== 'TT_WBS')
    .map((row): ScheduledTask => {
      const start = dayOf(get(row, 'target_start_date'))
      const finish = dayOf(get(row, 'target_end_date'))
      const cost = costs.get(get(row, 'task_id')) ?? { budget: 0, actual: 0 }
      const budget = measure === 'hours' ? numberOf(row, 'target_work_qty') : cost.budget
      return {
        id: get(row, 'task_code'),
        name: get(row, 'task_name'),
        path: pathOf(get(row, 'wbs_id')),
        planned: start === null || finish === null ? null : { start, finish, budget },
        method: METHODS.get(get(row, 'task_type')) ?? 'percent-complete',
        percentComplete: percentOf(row),
        startedOn: dayOf(get(row, 'act_start_date')),
        finishedOn: dayOf(get(row, 'act_end_date')),
        actual: measure === 'hours' ? numberOf(row, 'act_work_qty') : cost.actual,
        line: row.line,
      }
    })
  return { tasks, statusDate: dayOf(get(project, 'last_recalc_date')), currency: null, totals: [] }
}
