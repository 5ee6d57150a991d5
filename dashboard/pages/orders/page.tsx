import { isMessageKey } from '../../../schemas/messages/index.ts'
import { Page } from '../../layout.tsx'
import { ProblemDetails } from '../../parts.tsx'
import type { Visit } from '../../visit.ts'
import { ChooseGate } from './choose-gate.tsx'
import { type Failure, failureMessage } from './failure.ts'
import { Holds, PlaceHold } from './holds.tsx'
import type { Orders } from './load.ts'
import { mayOrder } from './may.ts'
import { RecordEvidence } from './record-evidence.tsx'
import { RequestWaiver } from './request-waiver.tsx'
import { Waivers } from './waivers.tsx'

interface OrdersPageProps {
  readonly visit: Visit
  readonly orders: Orders
  /** The form that has just been sent and was not taken. */
  readonly failure: Failure | null
}

function Outcome({ visit, failure }: Pick<OrdersPageProps, 'visit' | 'failure'>) {
  const { t, url } = visit
  if (failure !== null) {
    return (
      <div class="problem" role="alert">
        <p>
          <strong>{t('orders.failed', { message: failureMessage(visit, failure) })}</strong>{' '}
          <a href={`#${failure.form}`}>{t('orders.toForm')}</a>
        </p>
        <ProblemDetails visit={visit} problem={failure.problem} />
      </div>
    )
  }
  const done = `orders.done.${url.searchParams.get('done') ?? ''}`
  return isMessageKey(done) ? (
    <p class="done" role="status">
      <span aria-hidden="true">✓ </span>
      {t(done)}
    </p>
  ) : (
    <></>
  )
}

function ChooseProject({ visit: { t }, about }: { visit: Visit; about: Orders['about'] }) {
  return (
    <section class="no-print">
      {about === null && <p class="muted">{t('orders.chooseWhy')}</p>}
      <form class="filters" method="get" action="/orders">
        <label>
          {t('orders.project')}
          <input name="project" value={about?.project ?? ''} maxlength={63} required />
        </label>
        <button type="submit">{t('orders.choose')}</button>
        {about !== null && <a href="/orders">{t('orders.all')}</a>}
      </form>
    </section>
  )
}

/** What holds projects back or lets them pass by somebody's order, and the forms for whoever may give one. */
export function OrdersPage({ visit, orders, failure }: OrdersPageProps) {
  const { t } = visit
  const { about } = orders
  const title =
    about === null ? t('page.orders') : t('orders.of', { project: about.declared.name ?? about.project })
  const isReader = !mayOrder(orders)
  const shared = { visit, orders, failure }
  return (
    <Page visit={visit} title={title}>
      <Outcome visit={visit} failure={failure} />
      {about !== null && (
        <p>
          <a href={`/projects/${about.project}`}>{t('orders.toProject')}</a>
        </p>
      )}
      <ChooseProject visit={visit} about={about} />
      {isReader && <p class="muted">{t('orders.readOnly')}</p>}
      <Holds {...shared} />
      <Waivers {...shared} />
      <PlaceHold {...shared} />
      {about !== null && (
        <>
          {!isReader && <ChooseGate visit={visit} about={about} />}
          <RequestWaiver {...shared} about={about} />
          <RecordEvidence {...shared} about={about} />
        </>
      )}
    </Page>
  )
}
