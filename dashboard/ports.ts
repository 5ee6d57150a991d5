import type { Translators } from '../api/render/translate.ts'

/** What the pages are made of. They ask the public API and so show what the caller may see, and nothing else. */
export interface DashboardPorts {
  /** Answers a request to the API, in this process. */
  readonly ask: (request: Request) => Response | Promise<Response>
  readonly translators: Translators
  readonly now: () => number
}
