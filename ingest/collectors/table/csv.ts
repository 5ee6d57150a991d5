import type { Collector } from '../collector.ts'
import { ReportRefused } from '../refused.ts'
import { acrossEntries } from './across.ts'
import { csvEntries } from './csv-entries.ts'
import type { TableMapping } from './mapping.ts'
import { tableFacts } from './table-facts.ts'

export interface TableOptions {
  readonly mapping: TableMapping
}

/** A table as CSV, of any kind that its mapping names. */
export const csv: Collector<TableOptions> = {
  name: 'csv',
  read(report, context, { mapping }) {
    if (mapping.sheet !== undefined) {
      throw new ReportRefused(
        'NOT_THIS_FORMAT',
        `the mapping is of a workbook (sheet ${mapping.sheet}), not of a CSV file`,
      )
    }
    const rows = csvEntries(report, mapping)
    return tableFacts(mapping.across ? acrossEntries(rows) : rows, mapping, context, report)
  },
}
