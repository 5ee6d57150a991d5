import { checkPolicyFiles } from '../../api/policies/check.ts'
import { isError, problemLine, renderProblem } from '../../api/policies/problems.ts'
import { renderPolicyDifference } from '../../api/render/policy.ts'
import { policyAnswer } from '../../schemas/answers-policy.ts'
import type { Policy } from '../../schemas/policy.ts'
import { request } from '../client.ts'
import { withKey } from '../key.ts'
import type { Terminal } from '../terminal.ts'
import { policyDirectory } from './policy-check.ts'

export interface PolicyDiffOptions {
  readonly url: string
  readonly json?: boolean
}

/** `id@version` names a version on the server; anything else is a file. */
const ON_SERVER = /^([a-z][a-z0-9-]*)@(\d{1,7})$/

async function fromServer(id: string, version: string, url: string, terminal: Terminal): Promise<Policy> {
  const address = new URL(`/v1/policies/${id}`, url)
  address.searchParams.set('version', version)
  const { resolved } = await request(address.href, policyAnswer, withKey(terminal))
  return resolved
}

async function fromFile(file: string, terminal: Terminal): Promise<Policy> {
  const { policies, problems, history } = await checkPolicyFiles([file], policyDirectory(terminal))
  const wrong = problems
    .filter(isError)
    .map((problem) => problemLine(renderProblem(problem, terminal.translate)))
  const [policy] = policies
  if (wrong.length > 0 || policy === undefined) throw new Error(wrong.join('\n'))
  const { id, effectiveFrom } = policy.document
  const resolved = history.applying(id, { date: effectiveFrom, asOf: Infinity })
  if (resolved === null) throw new Error(`policy diff: ${file} is not in its own history`)
  return resolved
}

/** `kanmon policy diff A B`: what B asks for and A does not, condition by condition, tighter or looser. */
export async function diffPolicies(
  names: readonly [string, string],
  options: PolicyDiffOptions,
  terminal: Terminal,
): Promise<void> {
  const read = (name: string) => {
    const [, id, version] = ON_SERVER.exec(name) ?? []
    return id === undefined || version === undefined
      ? fromFile(name, terminal)
      : fromServer(id, version, options.url, terminal)
  }
  const [before, after] = [await read(names[0]), await read(names[1])]
  const difference = renderPolicyDifference(before, after, terminal.translate)
  if (options.json === true) {
    terminal.out(JSON.stringify(difference, null, 2))
    return
  }
  const named = ({ id, version }: Policy) => `${id}@${version}`
  terminal.out(terminal.translate('policyDiff.title', { from: named(before), to: named(after) }))
  const lines = [...difference.settings, ...difference.conditions].map(({ message }) => message)
  if (lines.length === 0) terminal.out(terminal.translate('policyDiff.same'))
  for (const line of lines) terminal.out(line)
  if (lines.length > 0) terminal.out(terminal.translate('policyDiff.summary', difference.counts))
}
