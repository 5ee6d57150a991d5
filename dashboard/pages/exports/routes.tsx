import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { askFile } from '../../ask.ts'
import type { Frame } from '../../frame.ts'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ExportsPage } from './page.tsx'

/** Fields that the API takes as they are; one that was sent empty asks for nothing. */
const FIELDS = ['from', 'to', 'project', 'format', 'gate', 'division', 'asOf'] as const

function questionOf({ url }: Visit): string {
  const asked = new URLSearchParams()
  for (const name of FIELDS) {
    const value = url.searchParams.get(name)?.trim() ?? ''
    if (value !== '') asked.set(name, value)
  }
  if (asked.get('format') === 'csv-excel') {
    asked.set('format', 'csv')
    asked.set('bom', '1')
  }
  return `/v1/exports/weekly?${asked.toString()}`
}

/** `/exports`, and the files that it leads to: of what the visitor may see, since the API takes no cookies. */
export function registerExports(frame: Frame, ports: DashboardPorts): void {
  frame.page('/exports', (visit) => <ExportsPage visit={visit} />)
  frame.openPage('/exports/weekly', async (visit, c) => {
    const answer = await askFile(ports, visit, questionOf(visit))
    if (answer.ok) return new Response(answer.data.body, { headers: answer.data.headers })
    c.status(answer.problem.status as ContentfulStatusCode)
    return <ExportsPage visit={visit} problem={answer.problem} />
  })
}
