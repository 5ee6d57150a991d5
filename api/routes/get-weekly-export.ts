import { setImmediate } from 'node:timers/promises'
import { createRoute } from '@hono/zod-openapi'
import { stringify } from 'csv-stringify/sync'
import { z } from 'zod'
import { weeklyColumns, weeklyRow } from '../../schemas/answers-weekly.ts'
import { KanmonError } from '../../schemas/errors.ts'
import { date, projectId } from '../../schemas/primitives.ts'
import { fromEpochDay, toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { civilDateOf } from '../../analytics/calendar/local-date.ts'
import type { ApiPorts, App } from '../app-types.ts'
import { needs } from '../auth/needs.ts'
import { knownProjects, permit } from '../auth/permit.ts'
import { errorResponses } from '../errors.ts'
import { type WeeklyRow, weeklyRows, weeksBetween } from '../exports/weekly-rows.ts'
import { type Moment, resolveMoment } from '../assessor/moment.ts'
import { gateQuery, moment } from '../parameters.ts'

/** The zone of civil dates that are not about one project. */
const ZONE = 'Asia/Tokyo'
const DEFAULT_WEEKS = 12
const MOST_WEEKS = 530

const route = createRoute({
  ...needs('project:read', 'somewhere'),
  method: 'get',
  path: '/v1/exports/weekly',
  summary: 'Weekly trends: one row per project and ISO week in the project’s zone',
  request: {
    query: z.object({
      ...gateQuery,
      from: date.optional().describe('any day of the first week; twelve weeks ago when left out'),
      to: date.optional().describe('any day of the last week; today when left out'),
      format: z.enum(['csv', 'json']).default('csv'),
      asOf: moment.optional().describe('what was known by then'),
      project: projectId.optional(),
    }),
  },
  responses: {
    200: {
      description: 'The rows',
      content: {
        'text/csv': { schema: z.string() },
        'application/json': { schema: z.array(weeklyRow) },
      },
    },
    ...errorResponses,
  },
})

/** Text that a spreadsheet would run as a formula is prefixed by `escape_formulas`. */
function csv(rows: readonly WeeklyRow[], header: boolean): string {
  return stringify([...rows], {
    header,
    columns: weeklyColumns,
    escape_formulas: true,
    record_delimiter: '\r\n',
  })
}

export function registerGetWeeklyExport(app: App, ports: ApiPorts): void {
  async function* chunks(
    projects: readonly string[],
    weeks: readonly string[],
    gate: string,
    asOf: Moment | null,
  ) {
    for (const project of projects) {
      const known = await ports.assessor.known({ project, at: null, asOf })
      if (known === null) continue
      for (const week of weeks) {
        yield weeklyRows(ports, known, [week], gate)
        // Other requests come in between: a long export must not keep them waiting.
        await setImmediate()
      }
    }
  }

  app.openapi(route, async (c) => {
    const query = c.req.valid('query')
    const now = ports.now()
    const today = civilDateOf(now, ZONE)
    // Once for all projects, before anything is sent.
    const asOf = query.asOf === undefined ? null : { instant: resolveMoment(query.asOf, ZONE, now, 'asOf') }
    const to = query.to ?? today
    const from = query.from ?? fromEpochDay(toEpochDay(to) - 7 * (DEFAULT_WEEKS - 1))
    if (to < from) throw new KanmonError('INVALID_REQUEST', 'to must not be before from', { field: 'to' })
    const weeks = weeksBetween(from, to)
    if (weeks.length > MOST_WEEKS) {
      throw new KanmonError(
        'INVALID_REQUEST',
        `at most ${MOST_WEEKS} weeks at once, asked for ${weeks.length}`,
        { field: 'from' },
      )
    }
    const { project } = query
    if (project !== undefined) await permit(c, ports, 'project:read', { project })
    const { ids } = await knownProjects(c, ports)
    const projects = project === undefined ? ids : ids.filter((id) => id === project)
    const isCsv = query.format === 'csv'

    async function* rowsOfAll() {
      try {
        yield* chunks(projects, weeks, query.gate, asOf)
      } catch (error) {
        ports.logger.error({ event: 'export.failed', error })
        throw error
      }
    }
    async function* body() {
      yield isCsv ? csv([], true) : '['
      let isFirst = true
      for await (const rows of rowsOfAll()) {
        if (rows.length === 0) continue
        yield isCsv
          ? csv(rows, false)
          : (isFirst ? '\n' : ',\n') + rows.map((row) => JSON.stringify(row)).join(',\n')
        isFirst = false
      }
      if (!isCsv) yield '\n]\n'
    }
    const stream = ReadableStream.from(body()).pipeThrough(new TextEncoderStream())
    return new Response(stream, {
      headers: isCsv
        ? {
            'content-type': 'text/csv; charset=utf-8',
            'content-disposition': 'attachment; filename="kanmon-weekly.csv"',
          }
        : { 'content-type': 'application/json' },
    })
  })
}
