import type { Translators } from '../api/render/translate.ts'

/** What the pages are made of. They ask the public API and so show what the caller may see, and nothing else. */
export interface DashboardPorts {
  /** Answers a request to the API, in this process; `env` is what the server knows of the connection. */
  readonly ask: (request: Request, env?: unknown) => Response | Promise<Response>
  readonly translators: Translators
  /** Asks several questions so that what is known is told as of one moment; each of its own when left out. */
  readonly atOneMoment?: <T>(questions: () => Promise<T>) => Promise<T>
  readonly now: () => number
}
