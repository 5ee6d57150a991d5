import { seeded } from './events.ts'
import { civil, evmEvents } from './evm-events.ts'

const DAY = 86_400_000
const WEEKS = 261

type Event = Record<string, unknown>

/** What is reported each week of the test phase, which is the last two thirds of the project. */
function weekly(project: string, start: number, random: () => number): Event[] {
  const event = (kind: string, id: string, at: number, data: object) => ({
    specversion: '1.0',
    type: `dev.kanmon.${kind}.v1`,
    source: 'urn:bench:five-years',
    id,
    subject: project,
    time: new Date(at).toISOString(),
    data,
  })
  const first = Math.round(WEEKS / 3)
  const planned = (WEEKS - first) * 20
  return Array.from({ length: WEEKS - first }, (_, week): Event[] => {
    const at = start + (first + week) * 7 * DAY + 4 * DAY
    const executed = (week + 1) * 18
    const failed = Math.round(40 * (1 - Math.exp(-week / 60)))
    const tests = { phase: 'st', asOf: civil(at), planned, executed, passed: executed - failed, failed }
    // Fewer and fewer, so that growth can be fitted.
    const defects = Array.from({ length: Math.round(6 * Math.exp(-week / 70) + random()) }, (_, n) => {
      const detectedAt = new Date(at - n * 3_600_000).toISOString()
      const closedAt = new Date(at + 10 * DAY).toISOString()
      const isOpen = week > WEEKS - first - 3
      return event('defect.reported', `d-${week}-${n}`, isOpen ? at : at + 10 * DAY, {
        defect: `D-${week}-${n}`,
        title: `帳票の合計が一致しない ${week}-${n}`,
        severity: (['critical', 'major', 'minor'] as const)[(week + n) % 3],
        status: isOpen ? 'open' : 'closed',
        phaseFound: 'st',
        component: `c-${n % 5}`,
        detectedAt,
        ...(!isOpen && { closedAt }),
      })
    })
    return [event('tests.reported', `t-${week}`, at, tests), ...defects]
  }).flat()
}

/** One project with five years of weekly progress, cost, tests and defects, ending at `now`, as NDJSON lines. */
export function* fiveYears(project: string, now: number): Generator<string> {
  const start = now - (now % (7 * DAY)) - (WEEKS + 1) * 7 * DAY
  const { events } = evmEvents(project, { packages: 150, bookings: 3000, weeks: WEEKS, start })
  const finish = civil(now + 30 * DAY)
  const testsFrom = civil(start + Math.round(WEEKS / 3) * 7 * DAY)
  const phases = [
    { id: 'build', kind: 'coding', plannedStart: civil(start), plannedFinish: finish },
    { id: 'st', kind: 'system-test', plannedStart: testsFrom, plannedFinish: finish },
  ]
  for (const event of [...events, ...weekly(project, start, seeded(5))]) {
    const isDeclaration = event['type'] === 'dev.kanmon.project.declared.v1'
    const told = event['data'] as Record<string, unknown>
    const release = { id: 'r1', plannedShipDate: finish }
    if (Date.parse(String(event['time'])) <= now)
      yield JSON.stringify(isDeclaration ? { ...event, data: { ...told, phases, release } } : event)
  }
}
