import { readFile } from 'node:fs/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type PublicKey, readPublicKeys } from '../../api/signing/public-key.ts'
import { verifyEnvelope } from '../../api/signing/verify-envelope.ts'
import type { VerdictPredicate } from '../../schemas/attestation.ts'
import { explain } from '../client.ts'
import type { Terminal } from '../terminal.ts'
import { type Expectations, unexpected, type Unexpected } from './verify-expectations.ts'

export interface VerifyOptions extends Expectations {
  readonly keys: string
  readonly json?: boolean
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** A duration such as 90m, 12h or 7d, in milliseconds. */
function duration(text: string): number {
  const [, amount, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  if (amount === undefined)
    throw new InvalidArgumentError('must be a number and m, h or d, such as 12h or 7d')
  return Number(amount) * UNITS[unit as keyof typeof UNITS]
}

/** Adds `kanmon verify`. */
export function addVerify(program: Command, terminal: Terminal): void {
  program
    .command('verify <file>')
    .description(
      'check a signed verdict offline: exit code 0 = valid and as expected, 1 = not as expected, 2 = invalid',
    )
    .requiredOption('--keys <file>', 'public keys that are trusted: PEM or JWKS')
    .addOption(
      new Option('--expect <recommendation>', 'what it must say').choices(['SHIP', 'HOLD']).default('SHIP'),
    )
    .option('--gate <gate>', 'the gate that it must be about', 'release')
    .option('--project <project>', 'the project that it must be about')
    .option('--release <release>', 'the release that it must be about, by id or version')
    .option('--commit <sha>', 'the commit that it must be about')
    .option('--max-age <duration>', 'how old it may be: 90m, 12h, 7d', duration, duration('7d'))
    .option('--past', 'accept an answer about the past too')
    .option('--json', 'the result as JSON')
    .action((file: string, options: VerifyOptions) => verifyFile(file, options, terminal, Date.now))
}

/**
 * `kanmon verify FILE`: what a signed verdict says, and whether that is what is asked for. Exit code 0 = valid and as
 * expected, 1 = valid but not as expected, 2 = invalid or unreadable.
 */
export async function verifyFile(
  file: string,
  options: VerifyOptions,
  terminal: Terminal,
  now: () => number,
): Promise<void> {
  terminal.setExitCode(2)
  let text: string
  let keys: PublicKey[]
  try {
    text = await readFile(file, 'utf8')
    keys = readPublicKeys(await readFile(options.keys, 'utf8'))
  } catch (error) {
    terminal.note(terminal.translate('verify.unreadable', { cause: explain(error) }))
    return
  }
  const result = verifyEnvelope(text, keys)
  if (!result.valid) {
    if (options.json === true) terminal.out(JSON.stringify({ valid: false, code: result.code }))
    else terminal.note(terminal.translate(`verify.invalid.${result.code}`))
    return
  }
  const { predicate } = result.statement
  const differences = unexpected(predicate, options, now())
  print(result.keyId, predicate, differences, options, terminal)
  terminal.setExitCode(differences.length === 0 ? 0 : 1)
}

function print(
  keyId: string,
  predicate: VerdictPredicate,
  differences: readonly Unexpected[],
  options: VerifyOptions,
  terminal: Terminal,
): void {
  const { out, translate } = terminal
  if (options.json === true) {
    out(
      JSON.stringify(
        { valid: true, expected: differences.length === 0, keyId, differences, predicate },
        null,
        2,
      ),
    )
    return
  }
  const { content, release, evaluatedAt } = predicate
  const { project, gate, recommendation, score, policy } = content
  out(translate('verify.valid', { keyId }))
  out(
    translate('verify.verdict', {
      project,
      gate,
      recommendation,
      score,
      evaluatedAt,
      release:
        release === null
          ? translate('verify.noRelease')
          : translate(release.commit === null ? 'verify.release' : 'verify.releaseCommit', {
              release: release.version ?? release.id,
              commit: release.commit,
            }),
      policy:
        policy === null
          ? translate('verify.noPolicy')
          : translate('verify.policy', { id: policy.id, version: policy.version }),
    }),
  )
  for (const { code, condition } of content.reasons)
    out(`  ${code}${condition === null ? '' : ` ${condition}`}`)
  if (differences.length === 0) out(translate('verify.expected'))
  for (const { code, actual, wanted } of differences)
    out(translate(`verify.unexpected.${code}`, { actual, wanted }))
}
