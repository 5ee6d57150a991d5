import type { Visit } from '../../visit.ts'
import { Table } from '../table.tsx'
import { Field, OrderForm } from './field.tsx'
import type { Failure } from './failure.ts'
import { ActLine } from './act-line.tsx'
import type { Orders } from './load.ts'
import { officesOf } from './may.ts'

type Hold = Orders['holds'][number]

interface HoldsProps {
  readonly visit: Visit
  readonly orders: Orders
  readonly failure: Failure | null
}

function scopeText({ t }: Visit, scope: unknown): string {
  if (typeof scope !== 'object' || scope === null) return t('orders.scope.all')
  if ('project' in scope) return t('orders.scope.project', { project: String(scope.project) })
  return t('orders.scope.division', { division: 'division' in scope ? String(scope.division) : '' })
}

function LiftForm({ visit, orders, failure, hold }: HoldsProps & { hold: Hold }) {
  const { t } = visit
  const id = `lift-${hold.hold}-${hold.office}`
  const scope = scopeText(visit, hold.scope)
  return (
    <details class="no-print" open={failure?.form === id}>
      <summary>
        {t('orders.lift')}
        <span class="unseen"> {t('orders.liftThis', { office: hold.office, scope })}</span>
      </summary>
      <OrderForm
        visit={visit}
        id={id}
        action={`/orders/holds/${encodeURIComponent(hold.hold)}/lift`}
        submit={t('orders.lift')}
        asksName={orders.caller.kind === 'unchecked'}
        failure={failure}
      >
        <input type="hidden" name="office" value={hold.office} />
        <Field
          visit={visit}
          form={id}
          failure={failure}
          name="reason"
          label={t('orders.reason')}
          type="prose"
        />
      </OrderForm>
    </details>
  )
}

function HoldTable({ label, ...props }: HoldsProps & { label: string; holds: readonly Hold[] }) {
  const { visit, orders, holds } = props
  const { t } = visit
  const offices: readonly string[] = officesOf(orders)
  return (
    <Table
      label={label}
      columns={[
        t('orders.scope'),
        t('orders.office'),
        t('orders.reason'),
        t('orders.placed'),
        t('orders.act'),
      ]}
    >
      {holds.map((hold) => (
        <tr>
          <th scope="row">{scopeText(visit, hold.scope)}</th>
          <td>{hold.office}</td>
          <td class="prose">{hold.reason}</td>
          <td>
            <ActLine orders={orders} name={hold.placedBy} at={hold.placedAt} />
          </td>
          <td>
            {hold.liftedAt !== null ? (
              <ActLine orders={orders} name={t('orders.liftedAt')} at={hold.liftedAt} />
            ) : offices.includes(hold.office) ? (
              <LiftForm {...props} hold={hold} />
            ) : (
              '–'
            )}
          </td>
        </tr>
      ))}
    </Table>
  )
}

export function PlaceHold({ visit, orders, failure }: HoldsProps) {
  const { t } = visit
  const offices = officesOf(orders)
  if (offices.length === 0) return <></>
  const id = 'place-hold'
  const shared = { visit, form: id, failure }
  const { about } = orders
  return (
    <section class="no-print">
      <h2>{t('orders.place')}</h2>
      <p class="muted">{t('orders.placeWhy')}</p>
      <OrderForm
        visit={visit}
        id={id}
        action="/orders/holds"
        submit={t('orders.placeSubmit')}
        asksName={orders.caller.kind === 'unchecked'}
        failure={failure}
      >
        <Field
          {...shared}
          name="office"
          label={t('orders.office')}
          choices={offices.map((value) => ({ value, text: value }))}
        />
        <Field
          {...shared}
          name="scope"
          label={t('orders.scope')}
          choices={[
            { value: 'project', text: t('orders.scopeProject') },
            { value: 'division', text: t('orders.scopeDivision') },
            { value: 'all', text: t('orders.scopeAll') },
          ]}
        />
        <Field
          {...shared}
          name="project"
          label={t('orders.project')}
          hint={t('orders.heldProjectHint')}
          value={about?.project}
          isOptional
        />
        <Field
          {...shared}
          name="division"
          label={t('orders.division')}
          hint={t('orders.heldDivisionHint')}
          value={about?.declared.division ?? undefined}
          isOptional
        />
        <Field {...shared} name="reason" label={t('orders.reason')} type="prose" />
      </OrderForm>
    </section>
  )
}

/** More than anybody reads; the newest ones are shown. */
const LIFTED_SHOWN = 50

export function Holds(props: HoldsProps) {
  const { visit, orders } = props
  const { t } = visit
  const inForce = orders.holds.filter(({ liftedAt }) => liftedAt === null)
  const lifted = orders.holds.filter(({ liftedAt }) => liftedAt !== null)
  return (
    <section>
      <h2>{t('orders.holds')}</h2>
      {inForce.length === 0 ? (
        <p class="muted">{t('orders.noHolds')}</p>
      ) : (
        <HoldTable {...props} holds={inForce} label={t('orders.holds')} />
      )}
      {lifted.length > 0 && (
        <details>
          <summary>{t('orders.lifted', { count: lifted.length })}</summary>
          <HoldTable
            {...props}
            holds={lifted.slice(0, LIFTED_SHOWN)}
            label={t('orders.lifted', { count: lifted.length })}
          />
        </details>
      )}
    </section>
  )
}
