import { translators } from '../../api/render/translate.ts'
import { createDashboard } from '../../dashboard/dashboard.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import { asEvent, openTestApi, type TestApi } from '../helpers/api.ts'

type Ask = (request: Request) => Response | Promise<Response>

/** The pages over an API in the same process; `ask` stands in for it where a test says so. */
export const pagesOver = (api: TestApi, ask: Ask = (request) => api.app.fetch(request)) =>
  createDashboard({ ask, translators: translators(), now: () => api.clock.now })

/** A whole API with its pages. */
export async function openPages() {
  const api = await openTestApi()
  const pages = pagesOver(api)
  return {
    api,
    page: async (path: string, language = 'en') => {
      const response = await pages.request(path, { headers: { 'accept-language': language } })
      return { status: response.status, html: await response.text() }
    },
  }
}

/** Facts as events about another project. */
export const eventsOf = (project: string, facts: readonly Fact[]) =>
  facts.map((known) => asEvent({ ...known, project }))

/** The part of a project's page under one heading. */
export const section = (html: string, name: string): string =>
  new RegExp(`<section class="subject of-${name}">[\\s\\S]*?</section>`).exec(html)?.[0] ?? ''

/** What an answer of NaN, undefined or an object would look like on a page. */
export const NONSENSE = /\bNaN\b|\bundefined\b|\[object |Infinity|>null</
