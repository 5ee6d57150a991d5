import type { Expectation as Expected, ProjectDeclared } from '../../schemas/facts/project.ts'
import { type Clock, type Day, dateOf, workdayAfter, workdayBefore } from './days.ts'
import type { Emit } from './emit.ts'
import type { ProjectSpec } from './spec.ts'
import type { Frame, Task } from './tasks.ts'
import type { CloudEvent } from './types.ts'

const phaseKinds = ['plan', 'basic-design', 'coding', 'unit-test', 'integration-test', 'system-test'] as const

/** German public holidays with a fixed date; the movable ones are left out. */
function germanHolidays(from: string, to: string): string[] {
  const years = Array.from(
    { length: Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 2 },
    (_, index) => Number(from.slice(0, 4)) + index,
  )
  return years.flatMap((year) => ['01-01', '05-01', '10-03', '12-25', '12-26'].map((day) => `${year}-${day}`))
}

function phasesOf(tasks: readonly Task[], frame: Frame, today: Day): ProjectDeclared['phases'] {
  return phaseKinds.map((kind) => {
    const own = tasks.filter((task) => task.phase === kind && task.method !== 'loe')
    const starts = own.map((task) => task.planned[0])
    const finishes = own.map((task) => task.planned[1])
    // The real series lies inside the system test, which goes on where a source fell silent.
    if (kind === 'system-test') {
      starts.push(workdayBefore(frame.seriesStart))
      finishes.push(workdayAfter(today))
    }
    return {
      id: kind,
      kind,
      plannedStart: dateOf(Math.min(...starts)),
      plannedFinish: dateOf(Math.max(...finishes)),
    }
  })
}

function expectationsOf(spec: ProjectSpec): Expected[] {
  const phase = 'system-test'
  return [
    { kind: 'tests.reported', phase, everyDays: 7 },
    { kind: 'defect.reported', phase, everyDays: spec.defectsEveryDays },
    { kind: 'cost.booked', everyDays: 14 },
    { kind: 'progress.reported', everyDays: 7 },
    { kind: 'size.measured', everyDays: 400 },
  ]
}

/** The declaration of a project, sent on the first day of its plan. */
export function declarationEvents(
  spec: ProjectSpec,
  tasks: readonly Task[],
  frame: Frame,
  clock: Clock,
  emit: Emit,
): CloudEvent[] {
  if (spec.isDeclared === false) return []
  const timeZone = spec.timeZone ?? 'Asia/Tokyo'
  const ship = dateOf(workdayAfter(clock.today + 3))
  const holidays: 'JP' | string[] =
    timeZone === 'Asia/Tokyo' ? 'JP' : germanHolidays(dateOf(frame.begin), ship)
  return [
    emit('project.declared', '', clock.at(frame.begin, 0.375), {
      ...spec.declared,
      timeZone,
      calendar: { workingDays: [1, 2, 3, 4, 5], hoursPerDay: 8, holidays },
      release: { id: `${spec.id}-${spec.version}`, version: spec.version, plannedShipDate: ship },
      phases: phasesOf(tasks, frame, clock.today),
      components: spec.components.map(({ id, name }) => ({ id, name })),
      expects: expectationsOf(spec),
      status: 'active',
    }),
  ]
}
