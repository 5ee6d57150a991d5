import type { Permission } from '../../schemas/access.ts'
import { callerAnswer } from '../../schemas/answers-caller.ts'
import { quarantinePage, readiness } from '../../schemas/answers.ts'
import type { SourceStatus } from '../../schemas/verdict.ts'
import { explain, request, ServerError } from '../client.ts'
import { withKey } from '../key.ts'
import type { Terminal } from '../terminal.ts'
import type { Check, CheckMaker } from './check.ts'

/** The server refuses facts that are further ahead of its clock. */
const MAX_AHEAD_SECONDS = 300

export interface Asking {
  readonly url: string
  readonly project: string
  readonly terminal: Terminal
  readonly make: CheckMaker
  readonly now: () => number
}

/** Whether the server answers, and how far the clocks are apart; an empty list of checks means that it does not. */
export async function checkConnection({
  url,
  make,
  now,
}: Asking): Promise<{ reached: boolean; checks: Check[] }> {
  let response: Response
  try {
    response = await fetch(new URL('/readyz', url), {
      redirect: 'error',
      signal: AbortSignal.timeout(10_000),
    })
    await response.arrayBuffer()
  } catch (error) {
    return { reached: false, checks: [make.bad('connection', { url, detail: explain(error) })] }
  }
  if (!response.ok) {
    return { reached: false, checks: [make.bad('connection', { url, detail: `HTTP ${response.status}` })] }
  }
  const checks = [make.good('connection', { url })]
  const theirs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return { reached: true, checks }
  // The header tells whole seconds.
  const seconds = Math.round((now() - theirs) / 1000)
  const values = { seconds: Math.abs(seconds), direction: seconds > 0 ? 'ahead' : 'behind' }
  const isFar = Math.abs(seconds) > MAX_AHEAD_SECONDS
  return {
    reached: true,
    checks: [...checks, isFar ? make.bad('clock', values) : make.good('clock', values)],
  }
}

/** What the caller may do on the project; without one, anywhere. */
export async function checkRights({ url, project, terminal, make }: Asking) {
  const path = project === '' ? '/v1/caller' : `/v1/caller?project=${encodeURIComponent(project)}`
  let caller
  try {
    caller = await request(new URL(path, url).href, callerAnswer, withKey(terminal))
  } catch (error) {
    const detail = explain(error)
    const checks = [
      make.bad('write', { detail }),
      ...(project === '' ? [] : [make.bad('read', { project, detail })]),
    ]
    return { checks, mayRead: false, maySeeQuarantine: false }
  }
  const { name, permissions } = caller
  const may = (asked: Permission) => permissions.includes(asked)
  const isLacking = (asked: Permission) => ({ detail: `${asked} is not granted to ${name ?? 'this caller'}` })
  const checks = [may('facts:write') ? make.good('write') : make.bad('write', isLacking('facts:write'))]
  if (project !== '') {
    const reading = make.bad('read', { project, ...isLacking('project:read') })
    checks.push(may('project:read') ? make.good('read', { project }) : reading)
  }
  return { checks, mayRead: may('project:read'), maySeeQuarantine: may('quarantine:read') }
}

const nameOf = ({ kind, phase, component }: SourceStatus) =>
  [kind, phase, component].filter((part) => part !== null).join(' / ')

function checkSource(source: SourceStatus, make: CheckMaker): Check {
  const { kind, state, lastDate, everyDays } = source
  const values = { source: nameOf(source), kind, state, date: lastDate ?? '–', days: everyDays }
  return state === 'delivered' || state === 'not-due'
    ? make.good('source', values)
    : make.bad('source', values)
}

/** Whether the project is declared, and which of what is expected of it has arrived. */
export async function checkProject({ url, project, terminal, make }: Asking): Promise<Check[]> {
  const path = `/v1/projects/${encodeURIComponent(project)}/readiness?gate=release&lang=${terminal.language}`
  let answer
  try {
    answer = await request(new URL(path, url).href, readiness, withKey(terminal))
  } catch (error) {
    if (error instanceof ServerError && error.status === 404) return [make.bad('declared', { project })]
    throw error
  }
  const { name, completeness } = answer
  if (name === null) return [make.bad('declared', { project })]
  const checks = [make.good('declared', { project, name })]
  if (completeness.length === 0) return [...checks, make.bad('expects')]
  return [...checks, ...completeness.map((source) => checkSource(source, make))]
}

/** Whether something of the project was refused and waits. */
export async function checkQuarantine({ url, project, terminal, make }: Asking): Promise<Check> {
  const path = `/v1/quarantine?state=open&limit=100&project=${encodeURIComponent(project)}`
  const { entries, next } = await request(new URL(path, url).href, quarantinePage, withKey(terminal))
  const [newest] = entries
  if (newest === undefined) return make.good('quarantine')
  const more = next === null ? 'no' : 'yes'
  return make.bad('quarantine', { entries: entries.length, more, code: newest.code, project })
}
