import { settingsText } from '../../ingest/collectors/settings-file.ts'
import type { Findings } from './findings.ts'

/** What nobody can find in a repository. */
export interface Answers {
  readonly project: string
  readonly name: string
  readonly organization: string
  readonly division: string
  readonly class: string
  readonly costUnit: string
  /** Planned ship date. */
  readonly ship: string
}

const HEAD = (
  reference: string,
) => `# What this project declares of itself to kanmon, and what \`kanmon collect\` reads.
# Look through it: dates and phases were guessed. Every field: ${reference}
`

/** Phases between two days, each of which ends where the next begins; projects have others. */
function phasesBetween(today: string, ship: string) {
  const start = Date.parse(today)
  const length = Math.max(0, Date.parse(ship) - start)
  const day = (share: number) => new Date(start + length * share).toISOString().slice(0, 10)
  return [
    { id: 'ut', kind: 'unit-test', plannedStart: today, plannedFinish: day(0.4) },
    { id: 'it', kind: 'integration-test', plannedStart: day(0.4), plannedFinish: day(0.7) },
    { id: 'st', kind: 'system-test', plannedStart: day(0.7), plannedFinish: ship },
  ]
}

/** A `kanmon.yaml` for what was found and answered. @param today `YYYY-MM-DD` */
export function configText(found: Findings, answers: Answers, today: string): string {
  const kinds = [...new Set(found.reports.map(({ kind }) => kind))]
  const { project, name, organization, division, class: kind, costUnit, ship } = answers
  const config = {
    project,
    declaredOn: today,
    declaration: {
      name,
      organization,
      division,
      class: kind,
      profile: 'standard',
      residentService: false,
      personalData: false,
      timeZone: 'Asia/Tokyo',
      costUnit,
      release: { id: 'next', plannedShipDate: ship },
      phases: phasesBetween(today, ship),
      ...(found.components.length > 0 && { components: found.components.map(({ id }) => ({ id })) }),
      expects: [
        ...kinds.map((each) => ({ kind: each, everyDays: 7 })),
        { kind: 'defect.reported', everyDays: 7 },
        { kind: 'progress.reported', everyDays: 7 },
      ],
    },
    // What fits none of the lines above the last belongs to nobody.
    ...(found.components.length > 0 && {
      components: {
        ...Object.fromEntries(found.components.map(({ id, path }) => [`**/${path}/**`, id])),
        '**': null,
      },
    }),
    collect: found.reports.map(({ collector, path, kind: fact, isThere }) => ({
      collector,
      paths: [path],
      ...(fact === 'testrun.finished' && { phase: 'ut' }),
      ...(isThere ? {} : { optional: true }),
    })),
  }
  return `${HEAD('docs/guide/collect.md')}${settingsText(config)}`
}
