import { groupBy } from '../group-by.ts'
import type { ProjectView } from './project-view.ts'

/** The part of a project that a quality indicator is measured on. */
export interface Slice {
  readonly view: ProjectView
  /** Ids of the phases; null = all. */
  readonly phases: readonly string[] | null
  /** Id of the component; null = all, and what names none. */
  readonly component: string | null
  /** Cause of the defects, '' = those that state none; left out = all. */
  readonly cause?: string
}

/** Things by phase and by component, so that a slice of many is read without looking at the others. */
export interface Sliced<T> {
  readonly all: readonly T[]
  readonly byPhase: ReadonlyMap<string | undefined, readonly T[]>
  readonly byComponent: ReadonlyMap<string | undefined, readonly T[]>
  readonly phaseOf: (item: T) => string | undefined
}

/** Puts things into the phases and components that they name. */
export function sliced<T>(
  all: readonly T[],
  phaseOf: (item: T) => string | undefined,
  componentOf: (item: T) => string | undefined,
): Sliced<T> {
  return { all, byPhase: groupBy(all, phaseOf), byComponent: groupBy(all, componentOf), phaseOf }
}

/** The things of a slice, in the order in which they were given. */
export function inSlice<T>(
  { all, byPhase, byComponent, phaseOf }: Sliced<T>,
  { phases, component }: Pick<Slice, 'phases' | 'component'>,
): readonly T[] {
  const [only] = phases ?? []
  if (component === null && phases?.length === 1) return byPhase.get(only) ?? []
  const found = component === null ? all : (byComponent.get(component) ?? [])
  if (phases === null) return found
  const wanted = new Set<string | undefined>(phases)
  return found.filter((item) => wanted.has(phaseOf(item)))
}

/** Whether something found or done in a phase and perhaps a component belongs to the slice. */
export function isInSlice(
  { phases, component }: Pick<Slice, 'phases' | 'component'>,
  phase: string,
  ofComponent: string | undefined,
): boolean {
  return (phases?.includes(phase) ?? true) && (component === null || ofComponent === component)
}
