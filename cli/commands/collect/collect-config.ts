import { createHash } from 'node:crypto'
import type { CollectedFact, CollectContext } from '../../../ingest/collectors/collector.ts'
import { toEvent } from '../../../ingest/collectors/event.ts'
import { instantText, readTime } from '../../../ingest/collectors/times.ts'
import type { ConfigFile } from '../../config-file.ts'
import { deliver } from '../../delivery.ts'
import type { Terminal } from '../../terminal.ts'
import { kanmonVersion } from '../../version.ts'
import { argumentsOf, boundEntry } from './bound-entry.ts'
import { type CollectOptions, runCollect } from './run-collect.ts'

/** What the file declares of the project, as the event that says so: the same text, the same event. */
function declarationOf({ file, text, config }: ConfigFile, timeZone: string) {
  const { declaration, declaredOn, project } = config
  if (declaration === undefined || declaredOn === undefined) return null
  const fact: CollectedFact = {
    kind: 'project.declared',
    data: declaration,
    occurredAt: instantText(readTime(`${declaredOn}T00:00:00`, timeZone)?.instant ?? 0),
    line: null,
    because: `declaration in ${file}`,
  }
  const digest = createHash('sha256').update(text).digest('hex')
  return toEvent(fact, { digest }, { collector: 'config', version: kanmonVersion(), project })
}

/** Sends the declaration. Resolves to whether it was taken. */
async function declare(given: ConfigFile, timeZone: string, options: CollectOptions, terminal: Terminal) {
  const event = declarationOf(given, timeZone)
  if (event === null) return true
  const { project } = given.config
  if (options.dryRun) {
    terminal.out(JSON.stringify(event))
    return true
  }
  const receipt = await deliver(Buffer.from(`${JSON.stringify(event)}\n`), options, terminal)
  for (const { code, message } of receipt.quarantined) {
    terminal.note(terminal.translate('collect.quarantined', { code, message }))
  }
  terminal.note(terminal.translate('connect.declared', { project, file: given.file }))
  return receipt.quarantined.length === 0
}

/**
 * `kanmon collect` without a collector: declares the project and runs every collector that `kanmon.yaml` names. Exit
 * code 0 when all is stored, 1 when a report was refused, an event quarantined or a path fits no file, 2 when
 * something could not be sent. What is wrong with one entry does not keep the others from being sent.
 */
export async function collectConfigured(
  given: ConfigFile,
  options: CollectOptions & { readonly commit?: string | undefined },
  terminal: Terminal,
): Promise<void> {
  const { config } = given
  const timeZone = config.declaration?.timeZone ?? 'Asia/Tokyo'
  // Every mistake in the file comes before anything is sent.
  const entries = config.collect.map((entry) => ({ entry, bound: boundEntry(entry, given) }))
  const codes: number[] = []
  terminal.setExitCode(2)
  codes.push((await declare(given, timeZone, options, terminal)) ? 0 : 1)
  for (const { entry, bound } of entries) {
    const { collector, optional, phase, component } = entry
    const { found, missing } = argumentsOf(entry, bound, given)
    if (missing.length > 0 && !optional) {
      terminal.note(terminal.translate('connect.nothingFits', { collector, paths: missing.join(', ') }))
      codes.push(1)
    }
    if (found.length === 0) continue
    const context: CollectContext = {
      project: config.project,
      timeZone,
      phase,
      component,
      commit: options.commit,
    }
    const reader = { collector, version: kanmonVersion(), project: config.project }
    const heard = {
      ...terminal,
      environment: terminal.environment,
      setExitCode: (code: number) => codes.push(code),
    }
    const started = codes.length
    await runCollect(found, bound, context, reader, options, heard)
    // It says 2 before it starts, and what came of it at its end.
    codes.splice(started, codes.length - started - 1)
  }
  terminal.setExitCode(Math.max(...codes))
}
