import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { z } from 'zod'
import { act, ask } from '../../ask.ts'
import type { Fields, Frame } from '../../frame.ts'
import { problemPage } from '../../message-page.tsx'
import type { DashboardPorts } from '../../ports.ts'
import { linkTo, type Visit } from '../../visit.ts'
import { ORGANIZATION_ZONE } from '../organization-zone.ts'
import type { Failure } from './failure.ts'
import { loadOrders } from './load.ts'
import { OrdersPage } from './page.tsx'
import {
  approveWaiverRequest,
  formField,
  liftHoldRequest,
  type OrderRequest,
  placeHoldRequest,
  recordEvidenceRequest,
  requestWaiverRequest,
  revokeWaiverRequest,
} from './requests.ts'

const zoned = z.object({ timeZone: z.string().nullable() })

interface Order {
  /** The id of its form. */
  readonly form: string
  /** What is said when it is taken: the end of a key `orders.done.…`. */
  readonly done: string
  readonly request: OrderRequest
}

/** `/orders`: the page, and a path for each form of it. Every order is the API's to judge. */
export function registerOrders(frame: Frame, ports: DashboardPorts): void {
  async function show(visit: Visit, c: Context, failure: Failure | null) {
    const orders = await loadOrders(visit, ports)
    if ('code' in orders) return problemPage(visit, c, visit.t('page.orders'), orders)
    if (failure !== null) c.status(failure.problem.status as ContentfulStatusCode)
    return <OrdersPage visit={visit} orders={orders} failure={failure} />
  }

  /** The zone of a project's days. */
  async function zoneOf(visit: Visit, project: string | undefined): Promise<string> {
    if (project === undefined) return ORGANIZATION_ZONE
    const answer = await ask(ports, visit, `/v1/projects/${encodeURIComponent(project)}`, zoned)
    return (answer.ok ? answer.data.timeZone : null) ?? ORGANIZATION_ZONE
  }

  function order(path: string, make: (visit: Visit, fields: Fields, c: Context) => Promise<Order> | Order) {
    frame.form(path, async (visit, fields, c) => {
      const { form, done, request } = await make(visit, fields, c)
      const answer = await act(ports, visit, request.path, z.unknown(), request.body)
      // Seen again by GET, so that loading the page again gives no order twice.
      const page = { ...visit, url: new URL(`/orders${visit.url.search}`, visit.url) }
      if (answer.ok) return c.redirect(linkTo(page, { done }), 303)
      const field = formField(request, answer.problem.field)
      return show(page, c, { form, fields, field, problem: answer.problem })
    })
  }

  frame.page('/orders', (visit, _ports, c) => show(visit, c, null))

  order('/orders/holds', (_visit, fields) => ({
    form: 'place-hold',
    done: 'hold-placed',
    request: placeHoldRequest(fields),
  }))
  order('/orders/holds/:hold/lift', (_visit, fields, c) => {
    const hold = c.req.param('hold') ?? ''
    const form = `lift-${hold}-${fields['office'] ?? ''}`
    return { form, done: 'hold-lifted', request: liftHoldRequest(hold, fields) }
  })
  order('/orders/waivers', async (visit, fields) => ({
    form: 'request-waiver',
    done: 'waiver-requested',
    request: requestWaiverRequest(fields, await zoneOf(visit, fields['project'])),
  }))
  order('/orders/waivers/:waiver/approve', async (visit, fields, c) => {
    const waiver = c.req.param('waiver') ?? ''
    const request = approveWaiverRequest(waiver, fields, await zoneOf(visit, fields['project']))
    return { form: `approve-${waiver}`, done: 'waiver-approved', request }
  })
  order('/orders/waivers/:waiver/revoke', (_visit, fields, c) => {
    const waiver = c.req.param('waiver') ?? ''
    return { form: `revoke-${waiver}`, done: 'waiver-revoked', request: revokeWaiverRequest(waiver, fields) }
  })
  order('/orders/evidence', async (visit, fields) => ({
    form: 'record-evidence',
    done: 'evidence-recorded',
    request: recordEvidenceRequest(fields, await zoneOf(visit, fields['project']), ports.now()),
  }))
}
