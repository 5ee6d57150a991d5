import type { z } from 'zod'
import type { Readiness } from '../../../schemas/answers.ts'
import type { readiness } from '../../../schemas/answers.ts'
import { VerdictMark } from '../../parts.tsx'
import { policyPath } from '../policies/list.tsx'
import { gateName } from './gate-name.ts'
import { Section } from './section.tsx'
import type { View } from './view.ts'

type Reasons = z.infer<typeof readiness>['reasons']

function ReasonList({ view: { visit, format }, reasons }: { view: View; reasons: Reasons }) {
  if (reasons.length === 0) return <p>{visit.t('project.noReasons')}</p>
  return (
    <ul class="reasons">
      {reasons.map(({ kind, code, message }) => (
        <li>
          <span class="tag">{visit.t(`reasonKind.${kind}`)}</span> {format.told(message)}{' '}
          <code class="muted">{code}</code>
        </li>
      ))}
    </ul>
  )
}

interface MessagesProps {
  readonly view: View
  readonly title: string
  readonly items: readonly { readonly message: string }[]
}

function Messages({ view: { format }, title, items }: MessagesProps) {
  if (items.length === 0) return null
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {items.map(({ message }) => (
          <li>{format.told(message)}</li>
        ))}
      </ul>
    </>
  )
}

function Distance({ view: { visit, format }, data }: { view: View; data: Readiness }) {
  return (
    <div class="card">
      <h3>{visit.t('project.distance')}</h3>
      {data.distanceToShip.length === 0 ? (
        <p>{visit.t('project.noDistance')}</p>
      ) : (
        <ol>
          {data.distanceToShip.map(({ message }) => (
            <li>{format.told(message)}</li>
          ))}
        </ol>
      )}
    </div>
  )
}

/** What the next version of the policy would say; it has no part in the verdict. */
function Shadow({ view: { visit, format }, data: { shadow } }: { view: View; data: Readiness }) {
  if (shadow === undefined) return null
  const { policy, effectiveFrom, recommendation, changes } = shadow
  const title = visit.t('project.shadow', { policy: `${policy.id} v${policy.version}`, effectiveFrom })
  return (
    <>
      <h3>{title}</h3>
      <p>
        <VerdictMark visit={visit} recommendation={recommendation} />
      </p>
      <ul>
        {changes.map(({ message }) => (
          <li>{format.told(message)}</li>
        ))}
      </ul>
    </>
  )
}

function PolicyLine({ view: { visit }, data: { policy, verdict } }: { view: View; data: Readiness }) {
  return (
    <p class="muted">
      {policy === null ? (
        visit.t('project.noPolicy')
      ) : (
        <>
          <a href={policyPath(policy.id, policy.version)}>
            {visit.t('project.policy', { policy: policy.id, version: policy.version })}
          </a>{' '}
          <code title={policy.digest}>{policy.digest.slice(0, 12)}</code>
        </>
      )}
      {' · '}
      {visit.t('project.verdictId')} <code title={verdict}>{verdict.slice(0, 12)}</code>
    </p>
  )
}

/** SHIP or HOLD, why, and the least that must change. */
export function VerdictSection({ view, data }: { view: View; data: Readiness }) {
  const { visit, format } = view
  const { t } = visit
  return (
    <Section visit={visit} name="verdict">
      <p class="verdict">
        <VerdictMark visit={visit} recommendation={data.recommendation} />
        <span>{t('project.score', { score: format.number(data.score) })}</span>
        <span class="muted">
          {t('project.atGate', { gate: gateName(visit, data.gate), statusDate: data.statusDate })}
        </span>
      </p>
      <div class="cards">
        <div class="card">
          <h3>{t('project.reasons')}</h3>
          <ReasonList view={view} reasons={data.reasons} />
        </div>
        <Distance view={view} data={data} />
      </div>
      <Messages view={view} title={t('project.notices')} items={data.notices} />
      <Messages view={view} title={t('project.changes')} items={data.changes} />
      <Shadow view={view} data={data} />
      <PolicyLine view={view} data={data} />
    </Section>
  )
}
