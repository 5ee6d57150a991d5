import type { Visit } from '../../visit.ts'
import type { Failure } from './failure.ts'
import { Field, OrderForm } from './field.tsx'
import { may, type Orders, type ProjectOrders } from './load.ts'

interface ProjectFormProps {
  readonly visit: Visit
  readonly orders: Orders
  readonly about: ProjectOrders
  readonly failure: Failure | null
}

export function RequestWaiver({ visit, orders, about, failure }: ProjectFormProps) {
  const { t } = visit
  if (!may(orders, 'waivers:request')) return <></>
  const id = 'request-waiver'
  const shared = { visit, form: id, failure }
  return (
    <section class="no-print">
      <h2>{t('orders.request')}</h2>
      <p class="muted">{t('orders.requestWhy')}</p>
      {about.conditions.length === 0 ? (
        <p>{t('orders.noConditions')}</p>
      ) : (
        <OrderForm
          visit={visit}
          id={id}
          action="/orders/waivers"
          submit={t('orders.requestSubmit')}
          asksName={orders.caller.kind === 'unchecked'}
          failure={failure}
        >
          <input type="hidden" name="project" value={about.project} />
          <input type="hidden" name="gate" value={about.gate} />
          <Field
            {...shared}
            name="condition"
            label={t('orders.condition')}
            choices={about.conditions.map(({ id: value, title }) => ({ value, text: `${title} (${value})` }))}
          />
          <Field
            {...shared}
            name="release"
            label={t('orders.release')}
            value={about.declared.declaration?.release.id}
          />
          <Field {...shared} name="reason" label={t('orders.reason')} type="prose" />
          <Field {...shared} name="evidence" label={t('orders.riskAt')} maxlength={2000} />
          <Field
            {...shared}
            name="expires"
            label={t('orders.expiresOn')}
            hint={t('orders.expiresHint', { zone: orders.zone })}
            type="date"
          />
        </OrderForm>
      )}
    </section>
  )
}

export function RecordEvidence({ visit, orders, about, failure }: ProjectFormProps) {
  const { t } = visit
  if (!may(orders, 'evidence:write')) return <></>
  const id = 'record-evidence'
  const shared = { visit, form: id, failure }
  return (
    <section class="no-print">
      <h2>{t('orders.evidence')}</h2>
      <p class="muted">{t('orders.evidenceWhy')}</p>
      {about.items.length === 0 ? (
        <p>{t('orders.noItems')}</p>
      ) : (
        <OrderForm
          visit={visit}
          id={id}
          action="/orders/evidence"
          submit={t('orders.evidenceSubmit')}
          asksName={orders.caller.kind === 'unchecked'}
          failure={failure}
        >
          <input type="hidden" name="project" value={about.project} />
          <input type="hidden" name="gate" value={about.gate} />
          <Field
            {...shared}
            name="item"
            label={t('orders.item')}
            choices={about.items.map(({ item, title }) => ({ value: item, text: `${title} (${item})` }))}
          />
          <Field
            {...shared}
            name="result"
            label={t('orders.result')}
            choices={(['passed', 'failed', 'not-applicable'] as const).map((value) => ({
              value,
              text: t(`orders.result.${value}`),
            }))}
          />
          <Field {...shared} name="verifier" label={t('orders.verifier')} />
          <Field {...shared} name="organization" label={t('orders.verifierOrganization')} />
          <Field {...shared} name="division" label={t('orders.verifierDivision')} isOptional />
          <Field {...shared} name="statement" label={t('orders.statement')} type="prose" />
          <Field {...shared} name="uri" label={t('orders.uri')} maxlength={2000} isOptional />
          <Field {...shared} name="verified" label={t('orders.verifiedOn')} type="date" isOptional />
        </OrderForm>
      )}
    </section>
  )
}

/** At which gate the forms below are meant. */
export function ChooseGate({ visit, about }: { visit: Visit; about: ProjectOrders }) {
  const { t } = visit
  const phases = about.declared.declaration?.phases ?? []
  const gates = [
    { value: 'release', text: t('orders.gate.release') },
    { value: 'plan', text: t('orders.gate.plan') },
    ...phases.map(({ id }) => ({ value: id, text: t('orders.gate.phase', { phase: id }) })),
  ]
  return (
    <section class="no-print">
      <h2>{t('orders.gate')}</h2>
      <form class="filters" method="get" action="/orders">
        <input type="hidden" name="project" value={about.project} />
        <label>
          {t('orders.gate')}
          <select name="gate">
            {gates.map(({ value, text }) => (
              <option value={value} selected={value === about.gate}>
                {text}
              </option>
            ))}
          </select>
        </label>
        <button type="submit">{t('orders.showGate')}</button>
      </form>
    </section>
  )
}
