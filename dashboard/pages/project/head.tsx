import type { ShownProject } from './questions.ts'
import { type SectionName, SECTIONS, sectionTitle } from './section.tsx'
import { linkTo } from '../../visit.ts'
import { gateName } from './gate-name.ts'
import type { View } from './view.ts'

/** What the project is: its id, where it belongs, when it is to ship. */
export function Particulars({ view: { visit }, project }: { view: View; project: ShownProject }) {
  const { t } = visit
  const facts = [
    [t('project.id'), project.project],
    [t('project.organization'), project.organization],
    [t('board.division'), project.division],
    [t('board.profile'), project.profile],
    [
      t('project.class'),
      project.class === null ? null : t(`project.class.${project.class}` as 'project.class.new'),
    ],
    [
      t('project.status'),
      project.status === null ? null : t(`project.status.${project.status}` as 'project.status.active'),
    ],
    [t('project.release'), project.declaration?.release.version ?? project.declaration?.release.id ?? null],
    [t('board.shipDate'), project.plannedShipDate],
    [t('project.zone'), project.timeZone],
  ] as const
  return (
    <dl class="particulars">
      {facts.map(
        ([name, value]) =>
          value !== null && (
            <div>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}

/** The gates of the project: the plan, the exit of each phase, the release. */
export function Gates({ view: { visit, gate }, project }: { view: View; project: ShownProject }) {
  const phases = project.declaration?.phases ?? []
  const gates = ['plan', ...phases.map(({ id }) => id).filter((id) => id !== 'plan'), 'release']
  return (
    <nav class="gates" aria-label={visit.t('project.gates')}>
      <span class="muted">{visit.t('project.gates')}</span>
      <ul>
        {gates.map((id) => (
          <li>
            <a
              href={linkTo(visit, { gate: id, verdict: null })}
              aria-current={id === gate ? 'true' : undefined}
            >
              {gateName(visit, id)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

const ALWAYS: readonly SectionName[] = ['verdict', 'conditions', 'waivers', 'holds', 'history']

/** The ways to the sections of the page; one that nobody declared has no figures. */
export function Contents({ view: { visit }, isDeclared }: { view: View; isDeclared: boolean }) {
  return (
    <nav class="contents no-print" aria-label={visit.t('project.contents')}>
      <ul>
        {SECTIONS.filter((name) => isDeclared || ALWAYS.includes(name)).map((name) => (
          <li>
            <a href={`#${name}`}>{visit.t(sectionTitle(name))}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}

/** What is there about a project that nobody declared. */
export function Undeclared({ view, project }: { view: View; project: ShownProject }) {
  const { visit, format, moment } = view
  const { t } = visit
  const counts = Object.entries(project.factCounts)
  const isPast = moment.at !== undefined || moment.asOf !== undefined
  return (
    <div class="card">
      <p>{t(isPast ? 'project.undeclaredThen' : 'project.undeclared')}</p>
      {counts.length === 0 ? (
        <p>{t(isPast ? 'project.noFactsThen' : 'project.noFacts')}</p>
      ) : (
        <>
          <p>{t('project.factsThere')}</p>
          <ul>
            {counts.map(([kind, count]) => (
              <li>
                <code>{kind}</code>: {format.number(count)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  )
}
