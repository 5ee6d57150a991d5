import type { ComponentPaths } from '../component-paths.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { gitLines, unquotedPath } from './git-lines.ts'
import { OF_COMMIT } from './open-git-log.ts'

export interface LastCommit {
  readonly sha: string
  /** Milliseconds since 1970 UTC. */
  readonly committedAt: number
}

/** The commits of one component, or of all. */
export interface Activity {
  commits: number
  /** How many people wrote them, told apart by their addresses after `.mailmap`. */
  readonly authors: Set<string>
  last: LastCommit | null
}

export interface GitLog {
  readonly ref: string
  readonly since: string | null
  /** By component; undefined = the whole. */
  readonly activity: ReadonlyMap<string | undefined, Activity>
  /** Commits that changed only files that belong to no component. */
  readonly leftOut: number
}

const LAST = /^last ([0-9a-f]{40,64}) (\d+)$/
const COUNTED = /^counted (.*)$/

/** Follows the lines of `openGitLog`: each commit with the files that it changed. */
class LogReader {
  readonly activity = new Map<string | undefined, Activity>()
  leftOut = 0
  readonly #components: ComponentPaths | undefined
  #last: LastCommit | null = null
  #author: string | null = null
  #owners = new Set<string | undefined>()

  constructor(components: ComponentPaths | undefined) {
    this.#components = components
    for (const name of [undefined, ...(components?.components ?? [])]) {
      this.activity.set(name, { commits: 0, authors: new Set(), last: null })
    }
  }

  take(line: string): void {
    if (line.startsWith(OF_COMMIT)) this.#begin(line.slice(1))
    else if (line !== '') this.#changed(unquotedPath(line))
  }

  #begin(text: string): void {
    this.end()
    const last = LAST.exec(text)
    const counted = COUNTED.exec(text)
    if (last === null && counted === null) throw new ReportRefused('MALFORMED', `git told of ${text}`)
    this.#last = last === null ? null : { sha: last[1] ?? '', committedAt: Number(last[2]) * 1000 }
    this.#author = counted?.[1]?.toLowerCase() ?? null
    this.#owners = new Set(this.#components === undefined ? [undefined] : [])
  }

  #changed(path: string): void {
    // What was changed before that which is counted may lie where nothing is any more.
    const owner = this.#author === null ? this.#components?.known(path) : this.#components?.componentOf(path)
    if (owner !== null && owner !== undefined) this.#owners.add(undefined).add(owner)
  }

  /** Closes the commit that was read last. */
  end(): void {
    for (const owner of this.#owners) {
      const own = this.activity.get(owner)
      if (own === undefined) continue
      own.last ??= this.#last
      if (this.#author === null) continue
      own.commits += 1
      own.authors.add(this.#author)
    }
    if (this.#author !== null && this.#owners.size === 0) this.leftOut += 1
    this.#author = null
    this.#owners = new Set()
  }
}

/** @throws {ReportRefused} MALFORMED; UNMAPPED_VALUE when a file of a counted commit fits no pattern */
export async function readGitLog(report: Report, components: ComponentPaths | undefined): Promise<GitLog> {
  const reader = new LogReader(components)
  let asked: Pick<GitLog, 'ref' | 'since'> | null = null
  for await (const line of gitLines(report)) {
    if (asked === null)
      asked = JSON.parse(Buffer.from(line, 'latin1').toString()) as Pick<GitLog, 'ref' | 'since'>
    else reader.take(line)
  }
  reader.end()
  if (asked === null) throw new ReportRefused('EMPTY', 'git told nothing')
  return { ...asked, activity: reader.activity, leftOut: reader.leftOut }
}
