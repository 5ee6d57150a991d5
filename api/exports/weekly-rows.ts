import { isoWeekDays, isoWeekOf } from '../../analytics/calendar/iso-week.ts'
import { civilDateOf, endOfCivilDate } from '../../analytics/calendar/local-date.ts'
import { fromEpochDay, toEpochDay } from '../../analytics/calendar/civil-date.ts'
import { stateAt } from '../../analytics/facts/state.ts'
import { projectView } from '../../analytics/indicators/build-view.ts'
import { measureAll } from '../../analytics/indicators/measure-all.ts'
import { declarationOf } from '../../analytics/indicators/project-view.ts'
import { indicatorIds, indicators, listedIndicatorIds } from '../../schemas/indicators.ts'
import type { weeklyRow } from '../../schemas/answers-weekly.ts'
import type { z } from 'zod'
import type { ApiPorts } from '../app-types.ts'
import type { KnownProject } from '../assessor/assessor.ts'
import { percentCapOf } from '../policies/percent-cap.ts'

export type WeeklyRow = z.infer<typeof weeklyRow>

/** The ISO weeks from the one of `from` to the one of `to`, both civil dates. */
export function weeksBetween(from: string, to: string): string[] {
  const weeks: string[] = []
  const last = toEpochDay(isoWeekDays(isoWeekOf(to)).monday)
  for (let monday = toEpochDay(isoWeekDays(isoWeekOf(from)).monday); monday <= last; monday += 7) {
    weeks.push(isoWeekOf(fromEpochDay(monday)))
  }
  return weeks
}

function indicatorValues(ports: ApiPorts, known: KnownProject, at: number): Partial<WeeklyRow> {
  const state = stateAt(known.project, known.log, at)
  const declared = declarationOf(state)?.data
  if (declared === undefined) return {}
  const cap = percentCapOf(ports.policies, declared, { at, asOf: known.asOf })
  const view = projectView(state, declared, ports.holidays, cap, known.log)
  const { quantities, estimatesAtCompletion, actualCost } = view.earnedValue
  const values = measureAll(view).filter(({ phase }) => phase === null)
  return {
    pv: quantities?.plannedValue ?? null,
    ev: quantities?.earnedValue ?? null,
    ac: actualCost,
    bac: quantities?.budgetAtCompletion ?? null,
    eac: estimatesAtCompletion.costIndex,
    ...Object.fromEntries(values.map(({ indicator, measurement }) => [indicator, measurement.actual])),
  }
}

const noValues = {
  pv: null,
  ev: null,
  ac: null,
  bac: null,
  eac: null,
  ...Object.fromEntries(listedIndicatorIds.map((id) => [id, null])),
}

/**
 * One row per ISO week in the project's zone: the verdict and every number as of the end of that week, or of now
 * for the week that is running. A week before the project's first fact, or not begun yet, has no row.
 */
export function weeklyRows(
  ports: ApiPorts,
  known: KnownProject,
  weeks: readonly string[],
  gate: string,
): WeeklyRow[] {
  const { project, zone } = known
  const first = known.log.reduce((least, fact) => Math.min(least, fact.occurredAt), Infinity)
  const now = ports.now()
  return weeks.flatMap((week) => {
    const { monday, sunday } = isoWeekDays(week)
    const at = Math.min(endOfCivilDate(sunday, zone) - 1, known.at, now)
    if (at < first || monday > civilDateOf(Math.min(known.at, now), zone)) return []
    const { content } = ports.assessor.judge(known, gate, at)
    const declared = declarationOf(stateAt(project, known.log, at))?.data
    return [
      {
        project,
        name: declared?.name ?? null,
        division: declared?.division ?? null,
        week,
        weekStart: monday,
        weekEnd: sunday,
        timeZone: zone,
        at: new Date(at).toISOString(),
        asOf: new Date(known.asOf).toISOString(),
        gate,
        recommendation: content.recommendation,
        score: content.score,
        reasons: content.reasons
          .map(({ code, condition }) => (condition === null ? code : `${code}:${condition}`))
          .join(' '),
        ...(noValues as Pick<WeeklyRow, 'pv'>),
        ...indicatorValues(ports, known, at),
        policy: content.policy?.id ?? null,
        policyVersion: content.policy?.version ?? null,
        policyDigest: content.policy?.digest ?? null,
        metricVersions: indicatorIds.map((id) => `${id}=${indicators[id].version}`).join(' '),
      } as WeeklyRow,
    ]
  })
}
