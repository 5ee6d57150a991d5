import { checkPolicyFiles, type CheckedFiles } from '../../api/policies/check.ts'
import { shippedPolicyDirectory } from '../../api/policies/files.ts'
import { isError, problemLine, renderProblem } from '../../api/policies/problems.ts'
import type { PolicyProblem } from '../../schemas/policy-problems.ts'
import type { Terminal } from '../terminal.ts'

export interface PolicyCheckOptions {
  readonly json?: boolean
}

/** Where the policies are that a file may build on: as `kanmon serve` finds them. */
export const policyDirectory = ({ environment }: Terminal): string =>
  environment['KANMON_POLICIES'] ?? shippedPolicyDirectory()

function summaries({ policies, history }: CheckedFiles, wrong: readonly PolicyProblem[]) {
  return policies.map(({ document, file }) => {
    const { id: policy, version, effectiveFrom } = document
    const isGood = !wrong.some((problem) => problem.file === file)
    const resolved = isGood ? history.applying(policy, { date: effectiveFrom, asOf: Infinity }) : null
    const conditions = Object.values(resolved?.gates ?? {}).flat()
    const required = conditions.filter(({ kind }) => kind === 'required').length
    return { file, policy, version, effectiveFrom, conditions: conditions.length, required, isGood }
  })
}

/**
 * `kanmon policy check FILE...`: reads policies as the server would, without one. Exit code 0 = all are good, 1 = a
 * mistake, with the line of every one; what only loosens is a warning.
 */
export async function checkPolicies(
  files: readonly string[],
  options: PolicyCheckOptions,
  terminal: Terminal,
): Promise<void> {
  const checked = await checkPolicyFiles(files, policyDirectory(terminal))
  const problems = checked.problems.map((problem) => renderProblem(problem, terminal.translate))
  const wrong = problems.filter(isError)
  const policies = summaries(checked, wrong)
  if (wrong.length > 0) terminal.setExitCode(1)
  if (options.json === true) {
    terminal.out(JSON.stringify({ ok: wrong.length === 0, policies, problems }, null, 2))
    return
  }
  for (const { isGood, ...summary } of policies)
    if (isGood) terminal.out(terminal.translate('policyCheck.good', summary))
  for (const problem of problems)
    terminal.out(`${problemLine(problem)} [${terminal.translate(`policyCheck.${problem.severity}`)}]`)
  if (wrong.length > 0) terminal.note(terminal.translate('policyCheck.failed', { errors: wrong.length }))
}
