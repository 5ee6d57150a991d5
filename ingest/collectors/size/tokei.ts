import { z } from 'zod'
import { checkedValue } from '../checked-json.ts'
import { codeOf, type CountedLines, type CountReport, difference } from './counted.ts'

const lines = z.int().min(0)
const stats = z.object({
  code: lines,
  get blobs() {
    return z.record(z.string(), stats)
  },
})
const language = z.object({
  code: lines,
  reports: z.array(z.object({ name: z.string().min(1), stats })),
})
const document = z.record(z.string(), language)

export const isTokei = (value: object) =>
  Object.values(value).some((entry) => typeof entry === 'object' && entry !== null && 'reports' in entry)

/** Code of a file with that of the languages inside it, such as the scripts of a page. */
const codeWithin = ({ code, blobs }: z.infer<typeof stats>): number =>
  code + Object.values(blobs).reduce((sum, inner) => sum + codeWithin(inner), 0)

/**
 * What `tokei --output json` counted. Code of one language inside a file of another counts to that file; tokei's own
 * `Total` leaves it out.
 *
 * @see https://github.com/XAMPPRocky/tokei
 * @throws {ReportRefused} MISSING_FIELD, MALFORMED
 */
export function readTokei(value: object): CountReport {
  const { Total: total, ...languages } = checkedValue(value, document)
  const differences: string[] = []
  const counted: CountedLines[] = []
  let own = 0
  for (const [name, { code, reports }] of Object.entries(languages)) {
    const sum = codeOf(reports.map((report) => report.stats))
    differences.push(...difference(`${name}.code`, code, sum))
    own += sum
    for (const report of reports) {
      counted.push({ path: report.name, language: name, code: codeWithin(report.stats), isGenerated: null })
    }
  }
  return {
    counter: { name: 'tokei' },
    counted,
    differences: [...differences, ...difference('Total.code', total?.code, own)],
  }
}
