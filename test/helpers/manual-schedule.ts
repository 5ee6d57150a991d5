import type { Schedule } from '../../api/compose/schedule.ts'

/** Timers that run when the test says so. */
export interface ManualSchedule {
  readonly schedule: Schedule
  /** How long from now each timer is set for, in milliseconds, the earliest first. */
  pending(): number[]
  /** Moves the clock on and runs what became due, in order. */
  advance(milliseconds: number): void
}

export function manualSchedule(clock: { now: number }): ManualSchedule {
  const timers = new Set<{ readonly due: number; readonly action: () => void }>()
  return {
    schedule: (milliseconds, action) => {
      const timer = { due: clock.now + milliseconds, action }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    pending: () => [...timers].map(({ due }) => due - clock.now).sort((a, b) => a - b),
    advance: (milliseconds) => {
      clock.now += milliseconds
      const due = [...timers].filter((timer) => timer.due <= clock.now).sort((a, b) => a.due - b.due)
      for (const timer of due) if (timers.delete(timer)) timer.action()
    },
  }
}
