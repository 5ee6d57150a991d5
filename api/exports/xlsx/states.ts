import type { WeeklyRow } from '../../../schemas/answers-weekly.ts'
import { type IndicatorId, indicators, type Unit } from '../../../schemas/indicators.ts'
import { type Cell, number, text } from './cells.ts'

/** Fills that are told apart without red and green, each with a mark or a word beside it. */
const FILLS: Readonly<Record<string, string>> = {
  SHIP: '#DDEBF7',
  HOLD: '#FCE4D6',
  PASS: '#DDEBF7',
  FAIL: '#FCE4D6',
  NOT_APPLICABLE: '#F2F2F2',
}
const UNDECIDED = '#FFF2CC'
const MARKS: Readonly<Record<string, string>> = { PASS: ' "✓"', FAIL: ' "✗"' }
const RESTATED = ' "*"'

const fillOf = (state: string) => ({ backgroundColor: FILLS[state] ?? UNDECIDED })

/** `name=value` words as a map. */
const wordsOf = (words: string | null) =>
  new Map((words ?? '').split(' ').map((word) => word.split('=', 2) as [string, string | undefined]))

const FORMATS: Partial<Record<Unit, string>> = { ratio: '0.000', percent: '0.0', count: '#,##0', passed: '0' }

/** A figure of a week: its value with the state of the condition on it and whether it was restated. */
export type FigureCell = (row: WeeklyRow) => Cell | null

export function indicatorCell(id: IndicatorId): FigureCell {
  const format = FORMATS[indicators[id].unit] ?? '0.00'
  return (row) => {
    const state = wordsOf(row.states).get(id)
    const isRestated = wordsOf(row.was).has(id)
    const style = {
      ...(state !== undefined && fillOf(state)),
      ...(isRestated && { fontStyle: 'italic' as const }),
    }
    const value = row[id]
    if (value === null)
      return text(state ?? null, { ...style, ...(isRestated && { format: `@${RESTATED}` }) })
    const mark = state === undefined ? '' : (MARKS[state] ?? '')
    return number(value, `${format}${mark}${isRestated ? RESTATED : ''}`, style)
  }
}

export function amountCell(column: 'score' | 'pv' | 'ev' | 'ac' | 'bac' | 'eac'): FigureCell {
  return (row) => {
    const isRestated = wordsOf(row.was).has(column)
    return number(
      row[column],
      `#,##0.0${isRestated ? RESTATED : ''}`,
      isRestated ? { fontStyle: 'italic' } : {},
    )
  }
}

export const verdictCell: FigureCell = (row) => {
  const isRestated = wordsOf(row.was).has('recommendation')
  return text(row.recommendation, {
    ...fillOf(row.recommendation),
    align: 'center',
    ...(isRestated && { format: `@${RESTATED}`, fontStyle: 'italic' }),
  })
}
