// Sheets that are as wide as a printed page, and rows as tall as their text.
import wrapAnsi from 'wrap-ansi'

/** ECMA-376 Part 1, 18.3.1.65: a sheet is fitted to a number of pages, 0 of them high = as many as it takes. */
export const fitToWidth = {
  files: {
    transform: {
      'xl/worksheets/sheet{id}.xml': {
        transform: (xml) =>
          xml.replace('<sheetViews', '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews'),
        transformElementAttributes: (tag, attributes) =>
          tag === 'pageSetup' ? { ...attributes, fitToWidth: 1, fitToHeight: 0 } : attributes,
      },
    },
  },
}

/** In points: a line of text of 11 points, and the tallest row that a workbook may have. */
const LINE = 15
const TALLEST = 409
/** Of the width of a column, which is in digits, so much is filled before a line is broken. */
const FILLED = 0.9

function linesOf({ value, wrap, columnSpan = 1 }, columns, index) {
  if (wrap !== true || typeof value !== 'string') return 1
  const width = columns.slice(index, index + columnSpan).reduce((sum, column) => sum + column.width, 0)
  return wrapAnsi(value, Math.max(1, Math.floor(width * FILLED)), { hard: true, trim: false }).split('\n')
    .length
}

/**
 * Rows with the height that their wrapped cells need: not every program that opens a workbook works it out for itself.
 * Texts begin at the top.
 */
export function withHeights({ data, columns, ...sheet }) {
  const rows = data.map((row) => {
    const lines = Math.max(
      1,
      ...row.map((cell, index) => (cell === null ? 1 : linesOf(cell, columns, index))),
    )
    const height = Math.min(TALLEST, lines * LINE + 1)
    return row.map((cell) => (cell === null ? null : { alignVertical: 'top', ...cell, height }))
  })
  return { ...sheet, columns, data: rows }
}
