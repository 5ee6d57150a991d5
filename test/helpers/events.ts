/** The clock of the tests: 2026-04-01 12:00 UTC. */
export const NOW = Date.UTC(2026, 3, 1, 12)

export interface TestEvent extends Record<string, unknown> {
  id: string
  subject: string
  time: string
  data: Record<string, unknown>
}

/** A valid event; `changes` replaces attributes of the envelope. */
export function makeEvent(id: string, changes: Record<string, unknown> = {}): TestEvent {
  return {
    specversion: '1.0',
    type: 'dev.kanmon.cost.booked.v1',
    source: 'https://ci.example/job',
    id,
    subject: 'payroll',
    time: '2026-03-01T09:00:00+09:00',
    data: { booking: id, workPackage: 'wp-1', date: '2026-03-01', amount: 8 },
    ...changes,
  }
}

export const testsReported = (changes: Record<string, unknown> = {}) => ({
  type: 'dev.kanmon.tests.reported.v1',
  data: { phase: 'ut', asOf: '2026-03-01', planned: 100, executed: 50, passed: 45, failed: 5, ...changes },
})

export const projectDeclared = (changes: Record<string, unknown> = {}) => ({
  type: 'dev.kanmon.project.declared.v1',
  data: {
    name: '給与システム',
    organization: 'Example',
    division: 'Public',
    class: 'new',
    profile: 'standard',
    residentService: true,
    personalData: true,
    costUnit: 'hours',
    release: { id: 'r1', plannedShipDate: '2026-09-30' },
    phases: [{ id: 'ut', kind: 'unit-test', plannedStart: '2026-02-01', plannedFinish: '2026-03-31' }],
    ...changes,
  },
})

export const planBaselined = (workPackage: Record<string, unknown>) => ({
  type: 'dev.kanmon.plan.baselined.v1',
  data: {
    revision: 1,
    validFrom: '2026-01-01',
    reason: 'first plan',
    workPackages: [
      {
        id: 'wp-1',
        phase: 'ut',
        plannedStart: '2026-01-01',
        plannedFinish: '2026-02-01',
        budget: 10,
        method: '0-100',
        ...workPackage,
      },
    ],
  },
})

export const holdPlaced = (subject = 'payroll') => ({
  type: 'dev.kanmon.hold.placed.v1',
  subject,
  data: { hold: 'h-1', office: 'CQO', scope: 'all', reason: 'recall', placedBy: 'A. Abe' },
})
