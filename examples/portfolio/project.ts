import { costEvents } from './cost.ts'
import { clockAt } from './days.ts'
import { declarationEvents } from './declaration.ts'
import { defectEvents, defectsOf } from './defects.ts'
import { emitter } from './emit.ts'
import { evidenceEvents, reviewEvents, sizeEvents } from './findings.ts'
import { planEvents } from './plan-events.ts'
import { progressEvents } from './progress.ts'
import type { ProjectSpec } from './spec.ts'
import { frameOf, tasksOf } from './tasks.ts'
import { testCurve, testEvents } from './tests.ts'
import type { CloudEvent } from './types.ts'

/** All facts of one project, in the order in which they happened. */
export function projectEvents(spec: ProjectSpec, now: number): CloudEvent[] {
  const clock = clockAt(now, spec.timeZone ?? 'Asia/Tokyo')
  const emit = emitter(spec.id, clock)
  const frame = frameOf(spec, clock.today)
  const tasks = tasksOf(spec, frame)
  const curve = testCurve(spec, frame)
  const defects = defectsOf(spec, frame)
  return [
    ...declarationEvents(spec, tasks, frame, clock, emit),
    ...planEvents(spec, tasks, frame, clock, emit),
    ...progressEvents(spec, tasks, frame, curve, clock, emit),
    ...costEvents(spec, tasks, frame, clock, emit),
    ...sizeEvents(spec, frame, clock, emit),
    ...testEvents(spec, frame, curve, defects, clock, emit),
    ...defectEvents(spec, defects, frame, clock, emit),
    ...reviewEvents(spec, tasks, clock, emit),
    ...evidenceEvents(spec, tasks, frame, clock, emit),
  ].sort((a, b) => Date.parse(a.time) - Date.parse(b.time))
}
