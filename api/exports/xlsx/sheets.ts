import type { WeeklyRow } from '../../../schemas/answers-weekly.ts'
import { compareText } from '../../../analytics/facts/state.ts'
import { groupBy } from '../../../analytics/group-by.ts'
import { type IndicatorId, indicators, listedIndicatorIds } from '../../../schemas/indicators.ts'
import type { Translate } from '../../render/translate.ts'
import { date, number, type Row, type Sheet, sheet, text } from './cells.ts'
import { amountCell, type FigureCell, indicatorCell, verdictCell } from './states.ts'

type Projects = readonly (readonly WeeklyRow[])[]

const AMOUNTS = ['pv', 'ev', 'ac', 'bac', 'eac'] as const

function summary(projects: Projects, translate: Translate): Sheet {
  const heads = (
    [
      'project',
      'name',
      'division',
      'week',
      'weekEnd',
      'verdict',
      'score',
      'change',
      'reasons',
      'restated',
      'policy',
    ] as const
  ).map((column) => translate(`weekly.${column}`))
  const data = projects.flatMap((weeks): Row[] => {
    const [first, last] = [weeks[0], weeks.at(-1)]
    if (first === undefined || last === undefined) return []
    const { policy, policyVersion } = last
    return [
      [
        text(last.project),
        text(last.name, { wrap: true }),
        text(last.division, { wrap: true }),
        text(last.week),
        date(last.weekEnd),
        verdictCell(last),
        amountCell('score')(last),
        number(weeks.length < 2 ? null : last.score - first.score, '+0.0;-0.0;0.0', { align: 'center' }),
        text(last.reasons, { wrap: true }),
        number(weeks.filter(({ revision }) => revision > 0).length, '0', { align: 'center' }),
        text(policy === null ? null : `${policy} ${policyVersion ?? ''}`),
      ],
    ]
  })
  return sheet(translate('weekly.sheet.summary'), heads, data, [24, 40, 20, 12, 12, 10, 9, 14, 60, 12, 20])
}

/** A line a project and a column a week. */
function trend(
  name: string,
  projects: Projects,
  weeks: readonly string[],
  translate: Translate,
  cell: FigureCell,
): Sheet {
  const data = projects.map((rows): Row => {
    const byWeek = new Map(rows.map((row) => [row.week, row]))
    const [last] = rows.slice(-1)
    const figures = weeks.map((week) => {
      const row = byWeek.get(week)
      return row === undefined ? null : cell(row)
    })
    return [text(last?.project ?? null), text(last?.name ?? null, { wrap: true }), ...figures]
  })
  const heads = [translate('weekly.project'), translate('weekly.name'), ...weeks]
  return sheet(name, heads, data, [24, 40, 14])
}

function restated(rows: readonly WeeklyRow[], translate: Translate): Sheet {
  const heads = (['project', 'restatedWeek', 'revision', 'firstTold', 'restatedAt', 'was'] as const).map(
    (column) => translate(`weekly.${column}`),
  )
  const data = rows.map((row): Row => [
    text(row.project),
    text(row.week),
    number(row.revision, '0'),
    date(row.firstTold),
    date(row.restatedAt),
    text(row.was, { wrap: true }),
  ])
  return sheet(translate('weekly.sheet.restated'), heads, data, [24, 12, 10, 20, 20, 80])
}

/** The unit in words; some have none. */
const unitOf = (id: IndicatorId, translate: Translate) =>
  translate(`unit.${indicators[id].unit}`) || indicators[id].unit

function notes(rows: readonly WeeklyRow[], empty: readonly string[], translate: Translate): Sheet {
  const [first] = rows
  const sentences =
    first === undefined
      ? [translate('weekly.note.none')]
      : [
          translate('weekly.note.gate', { gate: first.gate, asOf: first.asOf }),
          translate('weekly.note.weeks'),
          translate('weekly.note.marks'),
          ...(empty.length === 0 ? [] : [translate('weekly.note.empty', { indicators: empty.join(', ') })]),
        ]
  const told = listedIndicatorIds.filter((id) => !empty.includes(id))
  const data = [
    ...told.map((id): Row => [text(id), text(unitOf(id, translate)), number(indicators[id].version, '0')]),
    ...sentences.map((sentence): Row => [text(sentence, { wrap: true, columnSpan: 3 }), null, null]),
  ]
  const heads = (['indicator', 'unit', 'version'] as const).map((column) => translate(`weekly.${column}`))
  return sheet(translate('weekly.sheet.notes'), heads, data, [40, 30, 10])
}

/**
 * The sheets of the workbook, made one after the other: a summary, the verdicts, the score and each figure and indicator
 * with weeks as columns, the restated weeks, and notes. An indicator without any value has no sheet; the notes name it.
 */
export function* workbookSheets(rows: readonly WeeklyRow[], translate: Translate): Generator<Sheet> {
  const projects = [...groupBy(rows, ({ project }) => project).values()]
  const weeks = [...new Set(rows.map(({ week }) => week))].sort(compareText)
  const has = (column: (typeof AMOUNTS)[number] | (typeof listedIndicatorIds)[number]) =>
    rows.some((row) => row[column] !== null)
  yield summary(projects, translate)
  yield trend(translate('weekly.sheet.verdict'), projects, weeks, translate, verdictCell)
  yield trend(translate('weekly.sheet.score'), projects, weeks, translate, amountCell('score'))
  for (const column of AMOUNTS) {
    if (has(column)) yield trend(column.toUpperCase(), projects, weeks, translate, amountCell(column))
  }
  for (const id of listedIndicatorIds) {
    if (has(id)) yield trend(id, projects, weeks, translate, indicatorCell(id))
  }
  yield restated(
    rows.filter(({ revision }) => revision > 0),
    translate,
  )
  yield notes(
    rows,
    listedIndicatorIds.filter((id) => !has(id)),
    translate,
  )
}
