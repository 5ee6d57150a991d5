import type { Child } from 'hono/jsx'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import type { Permission } from '../../../schemas/access.ts'
import type { Visit } from '../../visit.ts'
import type { Failure } from './failure.ts'
import { OrderForm } from './field.tsx'
import type { Orders, ProjectOrders } from './load.ts'
import { may } from './may.ts'

export interface ProjectFormProps {
  readonly visit: Visit
  readonly orders: Orders
  readonly about: ProjectOrders
  readonly failure: Failure | null
}

interface FrameProps extends ProjectFormProps {
  readonly id: string
  /** Who may not has no such form. */
  readonly permission: Permission
  readonly action: string
  readonly texts: { readonly title: MessageKey; readonly why: MessageKey; readonly submit: MessageKey }
  /** Why there is nothing that the form could be about; null when there is. */
  readonly nothing: string | null
  readonly children?: Child
}

/** A form that gives an order about the project and gate of the page. */
export function ProjectForm({ permission, texts, nothing, children, about, ...props }: FrameProps) {
  const { visit, orders, failure, id, action } = props
  const { t } = visit
  if (!may(orders, permission)) return <></>
  return (
    <section class="no-print">
      <h2>{t(texts.title)}</h2>
      <p class="muted">{t(texts.why)}</p>
      {nothing !== null ? (
        <p>{nothing}</p>
      ) : (
        <OrderForm
          visit={visit}
          id={id}
          action={action}
          submit={t(texts.submit)}
          asksName={orders.caller.kind === 'unchecked'}
          failure={failure}
        >
          <input type="hidden" name="project" value={about.project} />
          <input type="hidden" name="gate" value={about.gate} />
          {children}
        </OrderForm>
      )}
    </section>
  )
}
