import { gitLines, unquotedPath } from '../git/git-lines.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'

/** Lines that are not blank. */
export interface ChangedLines {
  readonly added: number
  readonly modified: number
  readonly deleted: number
}

export interface GitDiff {
  /** Such as `2.39.5`. */
  readonly gitVersion: string
  /** By path, that of a deleted file included. */
  readonly files: ReadonlyMap<string, ChangedLines>
}

const NOTHING: ChangedLines = { added: 0, modified: 0, deleted: 0 }
const HUNK = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/

/** The path behind `--- ` or `+++ `; null for /dev/null. */
function pathOf(text: string): string | null {
  const plain = unquotedPath(text.startsWith('"') ? text : text.replace(/\t$/, ''))
  return plain === '/dev/null' ? null : plain.slice(2)
}

/** Follows the lines of a difference without lines around it, of which each hunk is one change. */
class DiffReader {
  readonly files = new Map<string, ChangedLines>()
  #path: string | null = null
  #left = { old: 0, new: 0 }
  #removed = 0
  #written = 0

  take(line: string): void {
    if (this.#left.old > 0 || this.#left.new > 0) {
      this.#changed(line)
      return
    }
    const hunk = HUNK.exec(line)
    if (hunk !== null) {
      this.#left = { old: Number(hunk[1] ?? 1), new: Number(hunk[2] ?? 1) }
      return
    }
    if (line.startsWith('--- ')) this.#path = pathOf(line.slice(4))
    else if (line.startsWith('+++ ')) this.#path = pathOf(line.slice(4)) ?? this.#path
  }

  #changed(line: string): void {
    const isBlank = line.slice(1).trim() === ''
    if (line.startsWith('-')) {
      this.#left.old -= 1
      if (!isBlank) this.#removed += 1
    } else if (line.startsWith('+')) {
      this.#left.new -= 1
      if (!isBlank) this.#written += 1
    } else if (!line.startsWith('\\')) throw new ReportRefused('MALFORMED', 'a hunk is shorter than it says')
    if (this.#left.old === 0 && this.#left.new === 0) this.#close()
  }

  #close(): void {
    if (this.#path === null) throw new ReportRefused('MALFORMED', 'a hunk stands before every file')
    const known = this.files.get(this.#path) ?? NOTHING
    const modified = Math.min(this.#removed, this.#written)
    this.files.set(this.#path, {
      added: known.added + this.#written - modified,
      modified: known.modified + modified,
      deleted: known.deleted + this.#removed - modified,
    })
    this.#removed = 0
    this.#written = 0
  }

  end(): void {
    if (this.#left.old > 0 || this.#left.new > 0)
      throw new ReportRefused('TRUNCATED', 'the last hunk is not whole')
  }
}

/**
 * Counts the lines that changed. In a hunk of r removed and w written lines that are not blank, min(r, w) are modified,
 * and the rest is added or deleted; docs/decisions/0050 says why.
 *
 * @throws {ReportRefused} TOOL_FAILED, MALFORMED, TRUNCATED
 */
export async function readGitDiff(report: Report): Promise<GitDiff> {
  const reader = new DiffReader()
  let gitVersion: string | null = null
  for await (const line of gitLines(report)) {
    if (gitVersion === null) gitVersion = line.replace(/^git version /, '')
    else reader.take(line)
  }
  reader.end()
  return { gitVersion: gitVersion ?? '', files: reader.files }
}
