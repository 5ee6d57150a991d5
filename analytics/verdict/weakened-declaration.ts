import type { Expectation, ProjectDeclared } from '../../schemas/facts/project.ts'
import { isSameName } from '../facts/same-name.ts'

const sourceOf = ({ kind, phase, component }: Expectation): string =>
  [kind, phase, component].filter((part) => part !== undefined).join(' ')

/** Whether an expectation asks for at least what another asks for. */
export function asksAsMuch(given: Expectation, wanted: Expectation): boolean {
  return (
    given.kind === wanted.kind &&
    given.phase === wanted.phase &&
    given.component === wanted.component &&
    given.everyDays <= wanted.everyDays
  )
}

/** In what a declaration asks less of its project than an earlier one did, or moves it out of somebody's reach. */
export function weakenings(before: ProjectDeclared, now: ProjectDeclared): string[] {
  const dropped = (before.expects ?? [])
    .filter((wanted) => !(now.expects ?? []).some((given) => asksAsMuch(given, wanted)))
    .map((wanted) => `expects ${sourceOf(wanted)}`)
  const renamed = (['organization', 'division', 'profile'] as const).filter(
    (field) => !isSameName(before[field], now[field]),
  )
  const unset = (['residentService', 'personalData'] as const).filter((field) => before[field] && !now[field])
  return [...dropped, ...renamed, ...unset]
}
