import type { ProjectView } from './project-view.ts'

/** The part of a project that a quality indicator is measured on. */
export interface Slice {
  readonly view: ProjectView
  /** Ids of the phases; null = all. */
  readonly phases: readonly string[] | null
  /** Id of the component; null = all, and what names none. */
  readonly component: string | null
}

/** Whether something found or done in a phase and perhaps a component belongs to the slice. */
export function isInSlice(
  { phases, component }: Pick<Slice, 'phases' | 'component'>,
  phase: string,
  ofComponent: string | undefined,
): boolean {
  return (phases?.includes(phase) ?? true) && (component === null || ofComponent === component)
}
