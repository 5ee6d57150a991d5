import { pino, type Logger } from 'pino'
import { startServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import type { Terminal } from '../terminal.ts'

export interface ServeOptions {
  readonly host?: string
  readonly port?: string
}

/** Logs go to standard error as JSON lines, apart from what the command prints. */
export function createLogger(level: string): Logger {
  return pino({ level, base: null }, pino.destination({ dest: 2, sync: true }))
}

/**
 * `kanmon serve`: until SIGINT or SIGTERM; then it finishes what it began. It ends with an error when it cannot go
 * on by itself.
 */
export async function serve(options: ServeOptions, terminal: Terminal): Promise<void> {
  const environment = readEnvironment({
    ...terminal.environment,
    ...(options.host !== undefined && { KANMON_HOST: options.host }),
    ...(options.port !== undefined && { KANMON_PORT: options.port }),
  })
  const logger = createLogger(environment.KANMON_LOG_LEVEL)
  const server = await startServer(environment, {
    logger,
    now: Date.now,
    variables: terminal.environment,
  })
  terminal.out(terminal.translate('serve.listening', { url: server.url, store: server.store }))
  terminal.out(terminal.translate(server.isAccessControlled ? 'serve.accessOn' : 'serve.accessOff'))
  const failure = await Promise.race([terminal.stopped(), server.failed])
  if (failure !== undefined) logger.error({ event: 'serve.failed', error: failure })
  await server.close()
  if (failure !== undefined) throw failure
}
