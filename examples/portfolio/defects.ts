import type { Severity } from '../../schemas/facts/common.ts'
import type { DataOf } from '../../schemas/facts/index.ts'
import type { Clock, Day } from './days.ts'
import type { Emit } from './emit.ts'
import { between, randomFor, type Random } from './random.ts'
import type { ProjectSpec } from './spec.ts'
import type { Frame } from './tasks.ts'
import type { CloudEvent } from './types.ts'

/** One real fault with its generated life. A day that is missing has not come yet. */
export interface Defect {
  readonly number: number
  readonly severity: Severity
  readonly detected: Day
  readonly fixed?: Day
  readonly closed?: Day
  readonly reopened: boolean
}

function severityOf(random: Random): Severity {
  const share = random()
  return share < 0.04 ? 'critical' : share < 0.24 ? 'major' : share < 0.75 ? 'minor' : 'trivial'
}

/** Severities of the last ones found, which stay open: major ones first, the critical ones last. */
function openSeverity(spec: ProjectSpec, fromEnd: number): Severity | undefined {
  const { critical = 0, major = 0 } = spec.defects.leaveOpen ?? {}
  return fromEnd <= critical ? 'critical' : fromEnd <= critical + major ? 'major' : undefined
}

/** One defect for each fault of the real series, on its real day. */
export function defectsOf(spec: ProjectSpec, frame: Frame): Defect[] {
  const random = randomFor(spec.id, 'defects')
  const days = spec.series.periods.flatMap(({ first, last, count }) =>
    Array.from({ length: count }, () => between(random, first, last)).sort((a, b) => a - b),
  )
  return days.map((offset, index) => {
    const detected = frame.seriesStart + offset - 1
    const left = openSeverity(spec, days.length - index)
    const generated = severityOf(random)
    const fix = detected + between(random, 0, spec.defects.fixDays)
    const close = fix + between(random, 1, Math.ceil(spec.defects.fixDays / 2))
    const again = random() < 0.05
    const base = { number: index + 1, severity: left ?? generated, detected, reopened: false }
    if (left !== undefined) return base
    const force = spec.defects.closeAll === true || generated === 'critical' || generated === 'major'
    if (force || close <= frame.end) {
      const closed = Math.min(close, frame.end)
      const fixed = Math.min(fix, closed)
      return { ...base, fixed, closed, reopened: again && closed > fixed }
    }
    return fix <= frame.end ? { ...base, fixed: fix } : base
  })
}

/** How many defects were found and not closed at the end of `day`. */
export const unclosedAt = (defects: readonly Defect[], day: Day): number =>
  defects.filter((d) => d.detected <= day && (d.closed === undefined || d.closed > day)).length

type Data = DataOf<'defect.reported'>
type Version = readonly [status: Data['status'], instant: number, extra?: Partial<Data>]

function versionsOf(defect: Defect, clock: Clock): Version[] {
  const { detected, fixed, closed } = defect
  const versions: Version[] = [['open', clock.at(detected, 0.4)]]
  if (fixed === undefined) return versions
  const fixedAt = clock.at(fixed, 0.6)
  // What is trivial is closed with its fix; nobody reports the two apart.
  if (closed === undefined || defect.severity !== 'trivial') {
    versions.push(['fixed', fixedAt, { fixedAt: clock.text(fixedAt) }])
  }
  if (closed === undefined) return versions
  const again = clock.at(closed, 0.7)
  if (defect.reopened) {
    versions.push(['reopened', clock.at(closed, 0.5)])
    versions.push(['fixed', again, { fixedAt: clock.text(again) }])
  }
  const closedAt = clock.at(closed, 0.8)
  const lastFix = clock.text(defect.reopened ? again : fixedAt)
  return [...versions, ['closed', closedAt, { fixedAt: lastFix, closedAt: clock.text(closedAt) }]]
}

const causes = [
  ['basic-design', '仕様の考慮漏れ / specification gap'],
  ['coding', '境界条件の誤り / boundary condition'],
  ['coding', '例外処理の漏れ / missing error handling'],
  ['coding', '初期化漏れ / missing initialization'],
  ['basic-design', 'インターフェース不整合 / interface mismatch'],
] as const

/** Days without a report after which a tracker is read again, to show that nothing is new and not that nobody looks. */
const SILENT_DAYS = 28
const DAY = 86_400_000

/** The newest report once more where the tracker has long had nothing new: a condition on defects asks for its age. */
function readAgain(events: readonly CloudEvent[], frame: Frame, clock: Clock, emit: Emit): CloudEvent[] {
  const newest = events.reduce<CloudEvent | null>(
    (last, event) => (last === null || Date.parse(event.time) > Date.parse(last.time) ? event : last),
    null,
  )
  const again = clock.at(frame.end, 0.2)
  if (newest === null || again - Date.parse(newest.time) < SILENT_DAYS * DAY) return []
  const data = newest.data as Data
  return [emit('defect.reported', `${data.defect}/read-again`, again, data)]
}

/** Every version of every defect: open, fixed, sometimes reopened, closed. */
export function defectEvents(
  spec: ProjectSpec,
  defects: readonly Defect[],
  frame: Frame,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  const random = randomFor(spec.id, 'titles')
  const events = defects.flatMap((defect) => {
    const id = `${spec.defects.prefix}-${String(defect.number).padStart(3, '0')}`
    const topic = spec.defects.topics[between(random, 0, spec.defects.topics.length - 1)]
    const component = spec.components[between(random, 0, spec.components.length - 1)]
    const [phaseInjected, cause] = causes[between(random, 0, causes.length - 1)] ?? causes[0]
    const detectedAt = clock.text(clock.at(defect.detected, 0.4))
    return versionsOf(defect, clock).map(([status, instant, extra], index) =>
      emit('defect.reported', `${id}/${index + 1}-${status}`, instant, {
        defect: id,
        title: `${topic ?? '不具合 / defect'} #${defect.number}`,
        severity: defect.severity,
        status,
        phaseFound: 'system-test',
        component: component?.id,
        detectedAt,
        ...(status === 'open' ? {} : { phaseInjected, cause }),
        ...extra,
      }),
    )
  })
  return [...events, ...readAgain(events, frame, clock, emit)]
}
