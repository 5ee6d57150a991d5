import type { Report } from '../report.ts'

/** What git wrote, line by line, each byte as one character: only a line feed ends one. */
export async function* gitLines(report: Pick<Report, 'open'>): AsyncGenerator<string> {
  let rest = ''
  for await (const piece of report.open()) {
    const lines = (rest + piece.toString('latin1')).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  if (rest !== '') yield rest
}

const ESCAPES: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', '"': '"', '\\': '\\' }

/** A path in a line of `gitLines`, without the quotes that git puts around one with control characters. */
export function unquotedPath(text: string): string {
  const plain = text.startsWith('"')
    ? text
        .slice(1, -1)
        .replace(/\\([0-7]{3}|.)/g, (_, code: string) =>
          /^\d/.test(code) ? String.fromCharCode(Number.parseInt(code, 8)) : (ESCAPES[code] ?? code),
        )
    : text
  return Buffer.from(plain, 'latin1').toString('utf8')
}
