import { readFile } from 'node:fs/promises'
import { historyProblems } from './consistency.ts'
import { ever, loadPolicyFiles } from './files.ts'
import { type PolicyHistory, policyHistory } from './history.ts'
import { parsePolicy, type ParsedPolicy } from './parse.ts'
import type { FoundProblem } from './problems.ts'

/** Policies from files, with everything that is wrong with them. */
export interface CheckedFiles {
  readonly policies: readonly ParsedPolicy[]
  readonly problems: readonly FoundProblem[]
  /** The files that could be read, among what they may build on. */
  readonly history: PolicyHistory
}

async function readText(file: string): Promise<string | FoundProblem> {
  const problem = (code: FoundProblem['code'], detail = ''): FoundProblem => ({
    severity: 'error',
    code,
    file,
    place: null,
    path: '',
    parameters: { detail },
  })
  let bytes: Buffer
  try {
    bytes = await readFile(file === '-' ? '/dev/stdin' : file)
  } catch (error) {
    return problem('FILE_UNREADABLE', String((error as NodeJS.ErrnoException).code ?? error))
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return problem('NOT_UTF8')
  }
}

/** A version given twice with different texts: which of them would count? */
function repeated(policies: readonly ParsedPolicy[]): FoundProblem[] {
  return policies.flatMap(({ document: { id, version }, file, textDigest, placeOf }, index) => {
    const isSame = ({ document }: ParsedPolicy) => document.id === id && document.version === version
    const first = policies.slice(0, index).find(isSame)
    if (first === undefined || first.textDigest === textDigest) return []
    const parameters = { policy: id, version }
    const place = placeOf(['version'])
    return [{ severity: 'error', code: 'VERSION_REPEATED', file, place, path: 'version', parameters }]
  })
}

/**
 * Reads policies without a server, each alone and with what it builds on: the other files, else the policies of
 * `directory`. A file takes the place of every version of its policy there.
 */
export async function checkPolicyFiles(files: readonly string[], directory: string): Promise<CheckedFiles> {
  const around = await loadPolicyFiles(directory)
  const problems: FoundProblem[] = []
  const policies: ParsedPolicy[] = []
  for (const file of files) {
    const text = await readText(file)
    const reading =
      typeof text === 'string' ? parsePolicy(text, file) : { ok: false as const, problems: [text] }
    if (reading.ok) policies.push(reading.policy)
    else problems.push(...reading.problems)
  }
  const ids = policies.map(({ document }) => document.id)
  const others = around.filter(({ document }) => !ids.includes(document.id))
  const history = policyHistory([...others, ...policies].map((parsed) => ever(parsed, 0)))
  problems.push(...repeated(policies), ...historyProblems(history, ids, { date: '', asOf: Infinity }))
  return { policies, problems, history }
}
