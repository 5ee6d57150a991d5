import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Problem } from '../schemas/errors.ts'
import { Page } from './layout.tsx'
import { ProblemNote } from './parts.tsx'
import type { Visit } from './visit.ts'

/** A page in place of one that cannot be shown, with the status of the API's answer. */
export function problemPage(visit: Visit, c: Context, title: string, problem: Problem) {
  c.status(problem.status as ContentfulStatusCode)
  return (
    <Page visit={visit} title={title}>
      <ProblemNote visit={visit} problem={problem} />
    </Page>
  )
}

/** A page that says one thing. */
export function messagePage(visit: Visit, title: string, children: Child) {
  return (
    <Page visit={visit} title={title}>
      <p>{children}</p>
      <p>
        <a href="/">{visit.t('page.portfolio')}</a>
      </p>
    </Page>
  )
}
