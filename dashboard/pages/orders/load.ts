import { z } from 'zod'
import { holdList, readiness } from '../../../schemas/answers.ts'
import { callerAnswer, type CallerAnswer } from '../../../schemas/answers-caller.ts'
import { evidenceList, waiverList } from '../../../schemas/answers-governance.ts'
import type { Problem } from '../../../schemas/errors.ts'
import { type Answer, ask } from '../../ask.ts'
import type { DashboardPorts } from '../../ports.ts'
import type { Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import { formatOf } from '../project/format.ts'
import { type OfferedCondition, offeredConditions } from './waivable.ts'

/** Of a declared project what its orders are about. */
const declaredProject = z.object({
  name: z.string().nullable(),
  division: z.string().nullable(),
  timeZone: z.string().nullable(),
  declaration: z
    .object({
      release: z.object({ id: z.string() }),
      phases: z.array(z.object({ id: z.string() })),
    })
    .nullable(),
})

export interface ProjectOrders {
  readonly project: string
  readonly gate: string
  readonly declared: z.infer<typeof declaredProject>
  readonly conditions: readonly OfferedCondition[]
  readonly items: readonly { readonly item: string; readonly title: string }[]
}

export interface Orders {
  readonly caller: CallerAnswer
  readonly holds: z.infer<typeof holdList>['holds']
  readonly waivers: z.infer<typeof waiverList>['waivers']
  /** Of the project that was asked for; null when none was. */
  readonly about: ProjectOrders | null
  /** In which zone days begin and end here: the project's, else the organization's. */
  readonly zone: string
  /** An instant as people of that zone read it. */
  readonly moment: (instant: string) => string
}

/** Whether a hold is on the project, on its division, or on everything. */
function concerns(scope: unknown, { project, declared }: ProjectOrders): boolean {
  if (typeof scope !== 'object' || scope === null) return true
  if ('project' in scope) return scope.project === project
  return 'division' in scope && scope.division === declared.division
}

async function aboutProject(
  visit: Visit,
  ports: DashboardPorts,
  project: string,
  gate: string,
): Promise<Answer<ProjectOrders>> {
  const path = `/v1/projects/${encodeURIComponent(project)}`
  const query = new URLSearchParams({ gate }).toString()
  const declared = await ask(ports, visit, path, declaredProject)
  if (!declared.ok) return declared
  const [judged, asked] = await Promise.all([
    ask(ports, visit, `${path}/readiness?${query}`, readiness),
    ask(ports, visit, `${path}/evidence?${query}`, evidenceList),
  ])
  return {
    ok: true,
    data: {
      project,
      gate,
      declared: declared.data,
      // A project that nobody declared has neither, and its forms say so.
      conditions: judged.ok ? await offeredConditions(visit, ports, judged.data) : [],
      items: asked.ok ? asked.data.items : [],
    },
  }
}

/** Everything that the page shows, as the visitor may see it. */
export async function loadOrders(visit: Visit, ports: DashboardPorts): Promise<Orders | Problem> {
  const project = visit.url.searchParams.get('project')?.trim() ?? ''
  const gate = visit.url.searchParams.get('gate')?.trim() ?? ''
  const about =
    project === '' ? null : await aboutProject(visit, ports, project, gate === '' ? 'release' : gate)
  if (about?.ok === false) return about.problem
  const query = project === '' ? '' : `?${new URLSearchParams({ project }).toString()}`
  const [caller, holds, waivers] = await Promise.all([
    ask(ports, visit, `/v1/caller${query}`, callerAnswer),
    ask(ports, visit, '/v1/holds', holdList),
    ask(ports, visit, `/v1/waivers${query}`, waiverList),
  ])
  if (!caller.ok) return caller.problem
  if (!holds.ok) return holds.problem
  if (!waivers.ok) return waivers.problem
  const shown = about?.data ?? null
  const zone = shown?.declared.timeZone ?? ORGANIZATION_ZONE
  return {
    caller: caller.data,
    holds: holds.data.holds.filter(({ scope }) => shown === null || concerns(scope, shown)),
    waivers: waivers.data.waivers,
    about: shown,
    zone,
    moment: formatOf(visit.language, zone).instant,
  }
}
