import type { Command } from 'commander'
import { withServer } from '../server-option.ts'
import type { Terminal } from '../terminal.ts'
import { checkPolicies, type PolicyCheckOptions } from './policy-check.ts'
import { diffPolicies, type PolicyDiffOptions } from './policy-diff.ts'

/** Adds `kanmon policy check|diff`. */
export function addPolicy(program: Command, terminal: Terminal): void {
  const group = program.command('policy').description('policies: check files, compare versions')
  group
    .command('check <files...>')
    .description('read policies without a server; the line of every mistake, exit code 1 for any')
    .option('--json', 'policies and problems as JSON')
    .action((files: string[], options: PolicyCheckOptions) => checkPolicies(files, options, terminal))
  withServer(group.command('diff <a> <b>'), terminal)
    .description('what b asks for and a does not; each a file, or id@version on the server')
    .option('--json', 'the differences as JSON')
    .action((a: string, b: string, options: PolicyDiffOptions) => diffPolicies([a, b], options, terminal))
}
