import { join } from 'node:path'
import { pino } from 'pino'
import { type RunningServer, startServer } from '../../api/main.ts'
import { readEnvironment } from '../../schemas/config.ts'
import { noon, TODAY } from './project-facts.ts'

/** The whole of kanmon in this process, on a port and a store of its own; the clock stands at noon of TODAY. Whoever starts it closes it. */
export function startTestServer(
  directory: string,
  variables: Readonly<Record<string, string>> = {},
  now: () => number = () => noon(TODAY),
): Promise<RunningServer> {
  const data = { KANMON_DATA: join(directory, 'data'), KANMON_PORT: '0' }
  return startServer(readEnvironment({ ...data, ...variables }), { logger: pino({ level: 'silent' }), now })
}
