import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { codeOf, type CountReport, difference } from './counted.ts'

const lines = z.int().min(0)
const header = z.object({ cloc_version: z.string().min(1), n_files: lines.optional() })
const entry = z.object({ code: lines, language: z.string().optional(), nFiles: lines.optional() })
const plain = z.object({ header, SUM: entry.optional() }).catchall(entry)
const both = z.object({ by_file: plain })

export const isCloc = (document: object) => 'header' in document || 'by_file' in document

/**
 * What `cloc --json` counted, with `--by-file` file by file.
 *
 * @see https://github.com/AlDanial/cloc
 * @throws {ReportRefused} MISSING_FIELD, MALFORMED, as for the differences that `--diff` writes
 */
export function readCloc(document: object): CountReport {
  const report = 'by_file' in document ? checkedValue(document, both).by_file : checkedValue(document, plain)
  const { header: about, SUM: sum, ...entries } = report
  const counted = Object.entries(entries).map(([name, { code, language }]) => ({
    path: language === undefined ? null : name,
    language: language ?? name,
    code,
    isGenerated: null,
  }))
  const files = Object.values(entries).reduce((count, { nFiles = 1 }) => count + nFiles, 0)
  return {
    counter: { name: 'cloc', version: about.cloc_version },
    counted,
    differences: [
      ...difference('SUM.code', sum?.code, codeOf(counted)),
      ...difference('SUM.nFiles', sum?.nFiles, files),
    ],
  }
}
