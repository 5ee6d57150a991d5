import { NOT_COMPUTED } from '../table/cell.ts'
import { localName, type Parts, readPart } from './workbook.ts'

/** What a library that reads values does not tell of a sheet's cells, by their address such as `B7`. */
export interface CellMarks {
  /** Formulas, with the value that was computed last. */
  readonly computed: readonly string[]
  /** Cells without a value though not empty: the error that they show, or `NOT_COMPUTED`. */
  readonly broken: ReadonlyMap<string, string>
}

const NO_CELL = { address: '', type: '', isFormula: false, value: null as string | null }

/** Finds formulas and errors, which otherwise pass for typed values and for empty cells. */
export async function readCellMarks(parts: Parts, sheet: string): Promise<CellMarks> {
  const computed: string[] = []
  const broken = new Map<string, string>()
  let cell = { ...NO_CELL }
  let isValue = false
  await readPart(parts, sheet, {
    open: ({ name, attributes }) => {
      const element = localName(name)
      isValue = element === 'v'
      if (isValue) cell.value = ''
      else if (element === 'f') cell.isFormula = true
      else if (element === 'c') {
        cell = { ...NO_CELL, address: attributes['r'] ?? '', type: attributes['t'] ?? '' }
      }
    },
    text: (text) => {
      if (isValue) cell.value = (cell.value ?? '') + text
    },
    close: (name) => {
      isValue = false
      if (localName(name) !== 'c') return
      const { address, type, isFormula, value } = cell
      // A text may have been computed to nothing; some tools write an empty value for what was never computed.
      const isComputed = value !== null && (value !== '' || type === 'str')
      if (type === 'e') broken.set(address, value ?? NOT_COMPUTED)
      else if (isFormula && !isComputed) broken.set(address, NOT_COMPUTED)
      else if (isFormula) computed.push(address)
    },
  })
  return { computed, broken }
}
