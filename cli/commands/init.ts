import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { dateIn } from '../../ingest/collectors/times.ts'
import { readSettings } from '../../ingest/collectors/settings-file.ts'
import { CONFIG_FILE, collectConfig } from '../../schemas/collect-config.ts'
import { projectDeclared } from '../../schemas/facts/project.ts'
import { projectId } from '../../schemas/primitives.ts'
import type { z } from 'zod'
import { type Answers, configText } from '../init/config-text.ts'
import { lookAt } from '../init/findings.ts'
import type { Terminal } from '../terminal.ts'

type Question = keyof Answers

export interface InitOptions extends Partial<Answers> {
  readonly directory: string
  readonly yes?: boolean
  readonly force?: boolean
}

/** Asks a person; what was given is offered as the answer. */
export type Ask = (question: string, offered: string) => Promise<string>

const { name, organization, division, class: kind, costUnit, release } = projectDeclared.shape
const CONTRACT: Readonly<Record<Question, z.ZodType>> = {
  project: projectId,
  name,
  organization,
  division,
  class: kind,
  costUnit,
  ship: release.shape.plannedShipDate,
}

const QUESTIONS = Object.keys(CONTRACT) as Question[]
const DAYS_TO_SHIP = 90

/** Every answer, asked for again until it fits the contract. @throws when what was given on the command line does not */
async function answersOf(offered: Answers, given: Partial<Answers>, ask: Ask | null, terminal: Terminal) {
  const answers = { ...offered, ...given }
  for (const question of QUESTIONS) {
    for (;;) {
      const isAsked = ask !== null && given[question] === undefined
      const answer = isAsked
        ? await ask(terminal.translate(`connect.ask.${question}`), answers[question])
        : answers[question]
      const checked = CONTRACT[question].safeParse(answer)
      if (checked.success) {
        answers[question] = answer
        break
      }
      const problem = `${question}: ${checked.error.issues[0]?.message ?? 'is not valid'}`
      if (!isAsked) throw new Error(`init: ${problem}`)
      terminal.note(terminal.translate('connect.ask.again', { problem }))
    }
  }
  return answers
}

/** `kanmon init`: writes a `kanmon.yaml` from what is found in a repository and what is answered. */
export async function init(
  { directory, yes, force, ...given }: InitOptions,
  terminal: Terminal,
  ask: Ask | null,
  now: number,
): Promise<void> {
  const file = join(directory, CONFIG_FILE)
  if (existsSync(file) && force !== true) {
    terminal.note(terminal.translate('connect.exists', { file }))
    terminal.setExitCode(1)
    return
  }
  const found = lookAt(directory)
  const today = dateIn(now, 'Asia/Tokyo')
  const offered: Answers = {
    project: found.project,
    name: found.name,
    organization: 'our organization',
    division: 'our division',
    class: 'enhancement',
    costUnit: 'hours',
    ship: dateIn(now + DAYS_TO_SHIP * 86_400_000, 'Asia/Tokyo'),
  }
  const answers = await answersOf(offered, given, yes === true ? null : ask, terminal)
  const text = configText(found, answers, today)
  readSettings(text, file, collectConfig)
  writeFileSync(file, text)
  terminal.out(terminal.translate('connect.written', { file }))
}

/** The answers of whoever sits at the terminal. */
async function askedThere<T>(use: (ask: Ask) => Promise<T>): Promise<T> {
  const lines = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await use(
      async (question, offered) => (await lines.question(`${question} [${offered}]: `)).trim() || offered,
    )
  } finally {
    lines.close()
  }
}

export function addInit(program: Command, terminal: Terminal): void {
  program
    .command('init')
    .description('write a kanmon.yaml from what is found in a repository')
    .option('--directory <folder>', 'root of the repository', '.')
    .option('--yes', 'take what is offered and ask nothing')
    .option('--force', 'overwrite a file that is there')
    .option('--project <id>', 'id of the project')
    .option('--name <name>', 'name of the project')
    .option('--organization <name>', 'organization')
    .option('--division <name>', 'division')
    .option('--class <class>', 'new, enhancement or redevelopment')
    .option('--cost-unit <unit>', 'unit of budget and cost: hours, or a currency')
    .option('--ship <date>', 'planned ship date')
    .action((options: InitOptions) => {
      if (options.yes === true) return init(options, terminal, null, Date.now())
      if (!terminal.isInteractive)
        throw new Error('init: there is nobody to ask; --yes takes what is offered')
      return askedThere((ask) => init(options, terminal, ask, Date.now()))
    })
}
