import { readiness, type Readiness } from '../../schemas/answers.ts'
import { explain, request } from '../client.ts'
import { saveAttestation } from './attest.ts'
import { withKey } from '../key.ts'
import type { Terminal } from '../terminal.ts'

export interface AskOptions {
  readonly url: string
  readonly gate: string
  readonly at?: string
  readonly asOf?: string
  readonly json?: boolean
}

export interface GateOptions extends AskOptions {
  /** File to write the signed verdict to. */
  readonly attest?: string
}

function ask(project: string, options: AskOptions, terminal: Terminal): Promise<Readiness> {
  const url = new URL(`/v1/projects/${encodeURIComponent(project)}/readiness`, options.url)
  url.searchParams.set('gate', options.gate)
  url.searchParams.set('lang', terminal.language)
  if (options.at !== undefined) url.searchParams.set('at', options.at)
  if (options.asOf !== undefined) url.searchParams.set('asOf', options.asOf)
  return request(url.href, readiness, withKey(terminal))
}

/** What the next version of the policy would say: it has no part in the exit code. */
function printShadow(shadow: NonNullable<Readiness['shadow']>, terminal: Terminal): void {
  const { policy, effectiveFrom, recommendation, score } = shadow
  const values = { policy: policy.id, version: policy.version, effectiveFrom, recommendation, score }
  terminal.out(terminal.translate('policyShadow.line', values))
}

function print(answer: Readiness, options: AskOptions, terminal: Terminal): void {
  if (options.json === true) {
    terminal.out(JSON.stringify(answer, null, 2))
    return
  }
  const { project, gate, recommendation, score } = answer
  terminal.out(terminal.translate('gate.line', { project, gate, recommendation, score }))
  for (const reason of answer.reasons) terminal.out(`  ${reason.kind}  ${reason.message}`)
  // After the reasons, since none of these holds anything back.
  for (const notice of answer.notices) terminal.out(`  ${notice.message}`)
  if (answer.shadow !== undefined) printShadow(answer.shadow, terminal)
  if (answer.distanceToShip.length === 0) return
  terminal.out(terminal.translate('distance.title'))
  for (const step of answer.distanceToShip) terminal.out(`  - ${step.message}`)
}

/** `kanmon readiness PROJECT`: the verdict with its reasons. */
export async function showReadiness(project: string, options: AskOptions, terminal: Terminal): Promise<void> {
  print(await ask(project, options, terminal), options, terminal)
}

/** Why an answer is not to be trusted as it stands; null when it is what was asked and agrees with itself. */
function doubtAbout(answer: Readiness, project: string, gate: string): string | null {
  if (answer.project !== project || answer.gate !== gate) {
    return `asked for ${project} at ${gate}, got ${answer.project} at ${answer.gate}`
  }
  const stands = answer.conditions.every(
    ({ required, state, waiver }) =>
      !required || state === 'PASS' || state === 'NOT_APPLICABLE' || waiver?.state === 'in-force',
  )
  const agrees =
    answer.reasons.length === 0 && answer.holds.length === 0 && answer.conditions.length > 0 && stands
  return answer.recommendation === 'SHIP' && !agrees
    ? 'the answer says SHIP and gives reasons against it'
    : null
}

/**
 * `kanmon gate PROJECT`: for a pipeline. Exit code 0 = SHIP, 1 = HOLD, 2 = could not be judged; an error is
 * never taken for either verdict. Nor is a verdict whose attestation was asked for and cannot be had.
 */
export async function checkGate(project: string, options: GateOptions, terminal: Terminal): Promise<void> {
  terminal.setExitCode(2)
  let answer: Readiness
  try {
    answer = await ask(project, options, terminal)
  } catch (error) {
    terminal.note(terminal.translate('gate.unjudged', { cause: explain(error) }))
    return
  }
  const doubt = doubtAbout(answer, project, options.gate)
  if (doubt !== null) {
    terminal.note(terminal.translate('gate.unjudged', { cause: doubt }))
    return
  }
  if (options.attest !== undefined) {
    try {
      await saveAttestation(answer.verdict, options.attest, options.url, terminal)
    } catch (error) {
      terminal.note(terminal.translate('gate.unattested', { cause: explain(error) }))
      return
    }
  }
  print(answer, options, terminal)
  terminal.setExitCode(answer.recommendation === 'SHIP' ? 0 : 1)
}
