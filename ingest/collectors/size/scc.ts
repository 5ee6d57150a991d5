import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { codeOf, type CountedLines, type CountReport, difference } from './counted.ts'

const lines = z.int().min(0)
const file = z.object({ Location: z.string().min(1), Code: lines, Generated: z.boolean().optional() })
const language = z.object({ Name: z.string().min(1), Code: lines, Files: z.array(file).nullish() })

/**
 * What `scc --format json` counted, with `--by-file` file by file.
 *
 * @see https://github.com/boyter/scc
 * @throws {ReportRefused} MISSING_FIELD, MALFORMED
 */
export function readScc(value: readonly unknown[]): CountReport {
  const differences: string[] = []
  const counted = checkedValue(value, z.array(language)).flatMap(({ Name, Code, Files }): CountedLines[] => {
    if (Files === null || Files === undefined || Files.length === 0) {
      return [{ path: null, language: Name, code: Code, isGenerated: null }]
    }
    const files = Files.map((each) => ({
      path: each.Location,
      language: Name,
      code: each.Code,
      isGenerated: each.Generated === true ? true : null,
    }))
    differences.push(...difference(`${Name}.Code`, Code, codeOf(files)))
    return files
  })
  return { counter: { name: 'scc' }, counted, differences }
}
