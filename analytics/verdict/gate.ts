import type { Phase } from '../../schemas/facts/project.ts'
import type { GateKind } from '../../schemas/policy.ts'
import type { ProjectView } from '../indicators/project-view.ts'

/** A gate as asked for: `plan`, `release`, or the id of the phase whose exit is judged. */
export interface Gate {
  readonly kind: GateKind
  readonly name: string
}

/** Reads the name of a gate: anything but `plan` and `release` is a phase's id. */
export function gateNamed(name: string): Gate {
  return { kind: name === 'plan' || name === 'release' ? name : 'phase-exit', name }
}

/** The phase whose exit is judged; null at the plan and release gates and for an undeclared phase. */
export function judgedPhase(gate: Gate, view: Pick<ProjectView, 'declared'>): Phase | null {
  if (gate.kind !== 'phase-exit') return null
  return view.declared.phases.find((phase) => phase.id === gate.name) ?? null
}
