import { createRoute } from '@hono/zod-openapi'
import { z } from 'zod'
import { isSameName } from '../../analytics/facts/same-name.ts'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import { type WeeklyFormat, weeklyFormat, weeklyRow } from '../../schemas/answers-weekly.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { projectId } from '../../schemas/primitives.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { resolveMoment } from '../assessor/moment.ts'
import { needs } from '../auth/needs.ts'
import { knownProjects, permit } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { asBytes, MOST_WORKBOOK_ROWS, weeklyForms } from '../exports/formats.ts'
import { askedWeeks, weeksQuery } from '../exports/asked-weeks.ts'
import { weeklyRows } from '../exports/weekly-rows.ts'
import { gateQuery, languageQuery, moment } from '../parameters.ts'

/** The zone of civil dates that are not about one project. */
const ZONE = 'Asia/Tokyo'

const binary = z.string().describe('bytes')

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/exports/weekly',
  summary: 'Weekly trends: one row per project and ISO week in the project’s zone',
  description:
    'A week whose figures have changed since it was first told has a `revision` above 0, and `was` says what they were.',
  request: {
    query: z.object({
      ...gateQuery,
      ...languageQuery,
      ...weeksQuery,
      format: weeklyFormat.default('csv'),
      bom: z.enum(['0', '1']).default('0').describe('CSV: 1 = with the mark by which Excel knows UTF-8'),
      asOf: moment.optional().describe('what was known by then'),
      project: projectId.optional(),
      division: z.string().max(200).optional().describe('the projects that are declared in it now'),
    }),
  },
  responses: {
    200: {
      description: 'The rows',
      content: {
        [weeklyForms.csv.contentType]: { schema: z.string() },
        [weeklyForms.xlsx.contentType]: { schema: binary },
        [weeklyForms.parquet.contentType]: { schema: binary },
        [weeklyForms.json.contentType]: { schema: z.array(weeklyRow) },
        [weeklyForms.ndjson.contentType]: { schema: weeklyRow },
      },
    },
    ...errorResponses,
  },
})

/** @throws {KanmonError} INVALID_REQUEST */
function checkSize(format: WeeklyFormat, rows: number): void {
  if (format !== 'xlsx' || rows <= MOST_WORKBOOK_ROWS) return
  const detail = `a workbook holds at most ${MOST_WORKBOOK_ROWS} rows, these could be ${rows}: ask for fewer weeks or one division, or for another format`
  throw new KanmonError('INVALID_REQUEST', detail, { field: 'format' })
}

/** The bytes as a body. The first are made before anything is sent, so that what fails at once is answered as an error. */
async function bodyOf(
  bytes: AsyncGenerator<Uint8Array>,
  onError: (error: unknown) => void,
): Promise<ReadableStream> {
  const first = await bytes.next()
  async function* all() {
    try {
      if (first.done !== true) yield first.value
      yield* bytes
    } catch (error) {
      // The status is sent: a body that breaks off is all that is left to tell the caller.
      onError(error)
      throw error
    } finally {
      await bytes.return(undefined)
    }
  }
  return ReadableStream.from(all())
}

export function registerGetWeeklyExport(app: App, ports: ApiPorts): void {
  async function projectsAsked(
    ids: readonly string[],
    division: string | undefined,
  ): Promise<readonly string[]> {
    if (division === undefined) return ids
    const divisions = await ports.access.divisions.of(ids)
    return ids.filter((id) => {
      const own = divisions.get(id)
      return own != null && isSameName(own, division)
    })
  }

  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const { project, division, format, gate } = query
    const now = ports.now()
    // Once for all projects, before anything is sent.
    const asOf = { instant: query.asOf === undefined ? now : resolveMoment(query.asOf, ZONE, now, 'asOf') }
    const weeks = askedWeeks(query, civilDateOf(now, ZONE))
    if (project !== undefined) await permit(c, ports, 'project:read', { project })
    const { ids } = await knownProjects(c, ports)
    const chosen = project === undefined ? ids : ids.filter((id) => id === project)
    const projects = await projectsAsked(chosen, division)
    checkSize(format, projects.length * weeks.length)
    const rows = weeklyRows(ports, { projects, weeks, gate, at: null, asOf })
    const form = weeklyForms[format]
    const chunks = form.write(rows, {
      parquet: ports.weeklyParquet,
      translate: ports.translators[c.get('language')],
      byteOrderMark: query.bom === '1',
    })
    const body = await bodyOf(asBytes(chunks), (error) =>
      ports.logger.error({ event: 'export.failed', error }),
    )
    return new Response(body, {
      headers: {
        'content-type': form.contentType,
        'content-disposition': `attachment; filename="kanmon-weekly-${weeks.at(-1) ?? ''}.${format}"`,
      },
    })
  })
}
