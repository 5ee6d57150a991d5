import type { Child } from 'hono/jsx'
import { FormToken } from '../../form-parts.tsx'
import type { Visit } from '../../visit.ts'
import { type Failure, failureMessage } from './failure.ts'

interface Choice {
  readonly value: string
  readonly text: string
}

interface FieldProps {
  readonly visit: Visit
  /** The id of the form that the field is in. */
  readonly form: string
  readonly failure: Failure | null
  readonly name: string
  readonly label: string
  readonly hint?: string
  readonly type?: 'text' | 'date' | 'url' | 'prose'
  /** One of these is chosen; with a date or a text they are proposed. */
  readonly choices?: readonly Choice[]
  readonly value?: string | undefined
  readonly isOptional?: boolean
  readonly maxlength?: number
}

/** A field with its label, its hint, and beside it what is wrong with it. */
export function Field(props: FieldProps) {
  const { visit, form, failure, name, label, hint, type = 'text', choices, isOptional = false } = props
  const own = failure?.form === form ? failure : null
  const wrong = own?.field === name ? own : null
  const id = `${form}-${name}`
  const value = own === null ? props.value : own.fields[name]
  const described = [wrong !== null && `${id}-error`, hint !== undefined && `${id}-hint`]
  const common = {
    id,
    name,
    required: !isOptional,
    'aria-invalid': wrong === null ? undefined : ('true' as const),
    'aria-describedby': described.filter((each) => each !== false).join(' ') || undefined,
  }
  return (
    <div class="field">
      <label for={id}>{isOptional ? visit.t('orders.optional', { label }) : label}</label>
      {wrong !== null && (
        <p class="error" id={`${id}-error`}>
          {failureMessage(visit, wrong)}
        </p>
      )}
      {choices !== undefined ? (
        <select {...common}>
          {choices.map((choice) => (
            <option value={choice.value} selected={choice.value === value}>
              {choice.text}
            </option>
          ))}
        </select>
      ) : type === 'prose' ? (
        <textarea {...common} rows={3} maxlength={props.maxlength ?? 4000}>
          {value ?? ''}
        </textarea>
      ) : (
        <input {...common} type={type} value={value ?? ''} maxlength={props.maxlength ?? 200} />
      )}
      {hint !== undefined && (
        <p class="muted" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  )
}

interface OrderFormProps {
  readonly visit: Visit
  readonly id: string
  /** The path, without the page's query, which goes with it. */
  readonly action: string
  readonly submit: string
  /** Under which name the act is recorded is asked for where nobody has proved his. */
  readonly asksName: boolean
  readonly failure: Failure | null
  readonly children?: Child
}

/** A form that gives an order. */
export function OrderForm({ visit, id, action, submit, asksName, failure, children }: OrderFormProps) {
  const { t } = visit
  return (
    <form id={id} class="stack" method="post" action={`${action}${visit.url.search}`}>
      <FormToken visit={visit} />
      {children}
      {asksName && (
        <Field
          visit={visit}
          form={id}
          failure={failure}
          name="name"
          label={t('orders.name')}
          hint={t('orders.nameHint')}
        />
      )}
      <button type="submit">{submit}</button>
    </form>
  )
}
