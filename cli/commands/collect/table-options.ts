import { z } from 'zod'
import { xlsx } from '../../../ingest/collectors/spreadsheet/xlsx.ts'
import { csv } from '../../../ingest/collectors/table/csv.ts'
import { tableMapping } from '../../../ingest/collectors/table/mapping.ts'
import { collecting } from './define-collector.ts'
import { settingsFile } from './mapping-option.ts'

const options = z.object({ mapping: settingsFile(tableMapping) })
const MAPPING = ['--mapping <file>', 'YAML file: which column says which field of which kind'] as const

export const collectCsv = collecting(csv, options, {
  description: 'facts of any kind from a CSV file, by a mapping',
  addOptions: (command) => void command.requiredOption(...MAPPING),
})

export const collectXlsx = collecting(xlsx, options, {
  description: 'facts of any kind from a sheet of an Excel workbook, by a mapping',
  addOptions: (command) => void command.requiredOption(...MAPPING),
})
