/** A small seeded generator (mulberry32), so that every run sends the same events. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const DAY = 86_400_000
const civil = (instant: number) => new Date(instant).toISOString().slice(0, 10)

type Data = [kind: string, data: Record<string, unknown>]

function mixedData(n: number, at: number, random: () => number): Data {
  const asOf = civil(at)
  const pick = Math.floor(random() * 100)
  const detectedAt = new Date(at - 3_600_000).toISOString()
  if (pick < 30) {
    const data = {
      booking: `b-${n}`,
      workPackage: `wp-${n % 40}`,
      date: asOf,
      amount: Math.round(random() * 80),
    }
    return ['cost.booked', data]
  }
  if (pick < 50)
    return [
      'progress.reported',
      { workPackage: `wp-${n % 40}`, asOf, percentComplete: Math.round(random() * 100) },
    ]
  if (pick < 75) {
    const data = {
      defect: `D-${n}`,
      title: `画面の表示が崩れる ${n}`,
      severity: (['critical', 'major', 'minor', 'trivial'] as const)[n % 4],
      status: n % 3 === 0 ? 'open' : 'fixed',
      phaseFound: 'st',
      component: `c${n % 5}`,
      detectedAt,
    }
    return ['defect.reported', data]
  }
  if (pick < 90) {
    const data = {
      run: `run-${n}`,
      phase: 'st',
      suite: 'regression',
      finishedAt: detectedAt,
      total: 100,
      passed: 97,
      failed: 3,
      commit: 'a'.repeat(40),
    }
    return ['testrun.finished', data]
  }
  return [
    'tests.reported',
    {
      phase: 'st',
      component: `c${n % 5}`,
      asOf,
      planned: 500,
      executed: n % 500,
      passed: n % 500,
      failed: 0,
    },
  ]
}

/** `count` mixed valid events about `projects` projects as NDJSON lines, ending at `now`. */
export function* mixedEvents(count: number, projects: number, now: number): Generator<string> {
  const random = seeded(20_261_122)
  for (let n = 0; n < count; n++) {
    const at = now - Math.floor(random() * 180) * DAY - n
    const [kind, data] = mixedData(n, at, random)
    yield JSON.stringify({
      specversion: '1.0',
      type: `dev.kanmon.${kind}.v1`,
      source: 'urn:kanmon:bench',
      id: `e-${n}`,
      subject: `bench-${n % projects}`,
      time: new Date(at).toISOString(),
      data,
    })
  }
}

/** What a project needs to be judged, beside its mixed facts. */
export function* projectBasics(project: string, now: number): Generator<string> {
  const start = civil(now - 180 * DAY)
  const finish = civil(now + 10 * DAY)
  const event = (kind: string, data: unknown) =>
    JSON.stringify({
      specversion: '1.0',
      type: `dev.kanmon.${kind}.v1`,
      source: 'urn:kanmon:bench',
      id: `${project}/${kind}`,
      subject: project,
      time: new Date(now - 180 * DAY).toISOString(),
      data,
    })
  const phases = [{ id: 'st', kind: 'system-test', plannedStart: start, plannedFinish: finish }]
  yield event('project.declared', {
    name: `負荷試験 ${project}`,
    organization: 'Bench',
    division: 'Bench',
    class: 'new',
    profile: 'standard',
    residentService: false,
    personalData: false,
    costUnit: 'hours',
    calendar: { holidays: 'JP' },
    release: { id: 'r1', plannedShipDate: finish },
    phases,
    expects: [{ kind: 'tests.reported', phase: 'st', everyDays: 7 }],
  })
  const workPackages = Array.from({ length: 40 }, (_, n) => ({
    id: `wp-${n}`,
    phase: 'st',
    plannedStart: start,
    plannedFinish: finish,
    budget: 100,
    method: 'percent-complete',
  }))
  yield event('plan.baselined', { revision: 1, validFrom: start, reason: 'bench', workPackages })
  yield event('size.measured', {
    component: 'c0',
    asOf: start,
    ksloc: { total: 50 },
    counter: { name: 'cloc' },
  })
}
