import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { startServer } from '../../api/main.ts'
import { buildPortfolio } from '../../examples/portfolio/index.ts'
import type { Portfolio } from '../../examples/portfolio/index.ts'
import { holdAnswer, portfolio, type PortfolioItem } from '../../schemas/answers.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { intakeReceipt } from '../../schemas/refusals.ts'
import { request } from '../client.ts'
import { portfolioTable } from '../portfolio-table.ts'
import type { Terminal } from '../terminal.ts'
import { createLogger } from './serve.ts'

export interface DemoOptions {
  readonly once?: boolean
  readonly port?: string
}

const EVENTS_AT_ONCE = 2000
const json = { 'content-type': 'application/json' }

async function sendExamples(url: string, examples: Portfolio): Promise<void> {
  for (let i = 0; i < examples.events.length; i += EVENTS_AT_ONCE) {
    const body = examples.events
      .slice(i, i + EVENTS_AT_ONCE)
      .map((event) => JSON.stringify(event))
      .join('\n')
    const init = { method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body }
    const receipt = await request(`${url}/v1/events`, intakeReceipt, init)
    const [refused] = receipt.quarantined
    if (refused !== undefined)
      throw new Error(`demo: event ${refused.id ?? refused.index} was refused: ${refused.message}`)
  }
  for (const hold of examples.holds) {
    await request(`${url}/v1/holds`, holdAnswer, {
      method: 'POST',
      headers: json,
      body: JSON.stringify(hold),
    })
  }
}

/** What the portfolio says against what its makers expect; a difference means that kanmon or the example is wrong. */
function unexpected(items: readonly PortfolioItem[], examples: Portfolio, terminal: Terminal): string[] {
  const actual = new Map(items.map((item) => [item.project, item.recommendation]))
  return examples.expected
    .filter(({ project, recommendation }) => actual.get(project) !== recommendation)
    .map(({ project, recommendation }) =>
      terminal.translate('demo.unexpected', {
        project,
        expected: recommendation,
        actual: actual.get(project) ?? '–',
      }),
    )
}

/**
 * `kanmon demo`: serves the example portfolio from a store of its own, sent through the public API, and prints it
 * as a table. With `once` it ends after the table.
 */
export async function demo(options: DemoOptions, terminal: Terminal): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'kanmon-demo-'))
  const environment = readEnvironment({
    KANMON_DATA: directory,
    KANMON_PORT: options.port ?? (options.once === true ? '0' : '8787'),
    KANMON_LOG_LEVEL: 'warn',
  })
  try {
    const server = await startServer(environment, {
      logger: createLogger(environment.KANMON_LOG_LEVEL),
      now: Date.now,
    })
    try {
      const data = fileURLToPath(new URL('../../examples/data/', import.meta.url))
      const examples = buildPortfolio({
        now: Date.now(),
        read: (file) => readFileSync(join(data, file), 'utf8'),
      })
      const { url } = server
      terminal.out(
        terminal.translate('demo.sending', {
          events: examples.events.length,
          projects: examples.expected.length,
          url,
        }),
      )
      await sendExamples(url, examples)
      const answer = await request(
        `${url}/v1/portfolio?sort=recommendation&order=desc&pageSize=1000&lang=${terminal.language}`,
        portfolio,
      )
      terminal.out(portfolioTable(answer.items, terminal))
      const differences = unexpected(answer.items, examples, terminal)
      for (const difference of differences) terminal.note(difference)
      if (differences.length > 0) terminal.setExitCode(1)
      if (options.once === true) return
      terminal.out(
        terminal.translate('demo.serving', { url, project: z.string().parse(answer.items.at(-1)?.project) }),
      )
      await terminal.stopped()
    } finally {
      await server.close()
    }
  } finally {
    await rm(directory, { recursive: true, force: true })
  }
}
