import type { Child } from 'hono/jsx'
import type { Visit } from '../../visit.ts'
import { Table } from '../table.tsx'
import type { Failure } from './failure.ts'
import { Field, OrderForm } from './field.tsx'
import { ActLine } from './act-line.tsx'
import type { Orders } from './load.ts'
import { may } from './may.ts'

type Waiver = Orders['waivers'][number]

interface WaiversProps {
  readonly visit: Visit
  readonly orders: Orders
  readonly failure: Failure | null
}

interface ActProps extends WaiversProps {
  readonly waiver: Waiver
  readonly act: 'approve' | 'revoke'
  readonly children?: Child
}

const ENDED: readonly string[] = ['revoked']

function Act({ visit, orders, failure, waiver, act, children }: ActProps) {
  const { t } = visit
  const id = `${act}-${waiver.waiver}`
  return (
    <details class="no-print" open={failure?.form === id}>
      <summary>
        {t(`orders.${act}`)}
        <span class="unseen"> {t(`orders.${act}This`, { waiver: waiver.waiver })}</span>
      </summary>
      <OrderForm
        visit={visit}
        id={id}
        action={`/orders/waivers/${encodeURIComponent(waiver.waiver)}/${act}`}
        submit={t(`orders.${act}`)}
        asksName={orders.caller.kind === 'unchecked'}
        failure={failure}
      >
        <input type="hidden" name="project" value={waiver.project} />
        {children}
      </OrderForm>
    </details>
  )
}

/** What may be done to a waiver. Its requester is not offered to approve it; the API would refuse him. */
function Acts(props: WaiversProps & { waiver: Waiver }) {
  const { visit, orders, failure, waiver } = props
  const { t } = visit
  if (!may(orders, 'waivers:approve') || ENDED.includes(waiver.state)) return <>–</>
  const shared = { visit, failure }
  return (
    <>
      {waiver.requestedBy !== orders.caller.name && (
        <Act {...props} act="approve">
          <Field
            {...shared}
            form={`approve-${waiver.waiver}`}
            name="expires"
            label={t('orders.approveUntil')}
            type="date"
            isOptional
          />
        </Act>
      )}
      <Act {...props} act="revoke">
        <Field
          {...shared}
          form={`revoke-${waiver.waiver}`}
          name="reason"
          label={t('orders.reason')}
          type="prose"
        />
      </Act>
    </>
  )
}

function Row(props: WaiversProps & { waiver: Waiver }) {
  const { visit, orders, waiver } = props
  const { t } = visit
  return (
    <tr>
      <th scope="row">
        <a href={`/projects/${waiver.project}`}>{waiver.project}</a>
        <span class="muted id">{waiver.waiver}</span>
      </th>
      <td>
        {waiver.condition ?? '–'}
        <span class="muted id">{waiver.gate ?? t('orders.gate.every')}</span>
      </td>
      <td>
        {t(`project.waiverState.${waiver.state}`)}
        {waiver.why !== null && <span class="muted id">{t(`waiverProblem.${waiver.why}`)}</span>}
      </td>
      <td class="prose">{waiver.reason ?? '–'}</td>
      <td>
        <ActLine orders={orders} name={waiver.requestedBy} at={waiver.requestedAt} />
      </td>
      <td>
        <ActLine orders={orders} name={waiver.approvedBy} at={waiver.approvedAt} />
      </td>
      <td>
        <span class="moment">{orders.moment(waiver.expiresAt)}</span>
      </td>
      <td>
        <Acts {...props} />
      </td>
    </tr>
  )
}

export function Waivers(props: WaiversProps) {
  const { visit, orders } = props
  const { t } = visit
  const columns = [
    t('orders.project'),
    t('orders.condition'),
    t('orders.state'),
    t('orders.reason'),
    t('orders.requested'),
    t('orders.approved'),
    t('orders.expires'),
    t('orders.act'),
  ]
  return (
    <section>
      <h2>{t('orders.waivers')}</h2>
      {orders.waivers.length === 0 ? (
        <p class="muted">{t('orders.noWaivers')}</p>
      ) : (
        <Table label={t('orders.waivers')} columns={columns}>
          {orders.waivers.map((waiver) => (
            <Row {...props} waiver={waiver} />
          ))}
        </Table>
      )}
    </section>
  )
}
