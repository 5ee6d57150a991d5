import { Field } from './field.tsx'
import { ProjectForm, type ProjectFormProps } from './project-form.tsx'

/** The conditions that no waiver can be requested of, each with the reason. */
function NotOffered({ visit: { t }, about }: Pick<ProjectFormProps, 'visit' | 'about'>) {
  const rest = about.conditions.flatMap(({ id, title, notWaivable }) =>
    notWaivable === null ? [] : [{ id, title, notWaivable }],
  )
  if (rest.length === 0) return <></>
  return (
    <details>
      <summary>{`${t('orders.notWaivable')} (${rest.length})`}</summary>
      <ul>
        {rest.map(({ id, title, notWaivable }) => (
          <li>
            {title} <code class="muted">{id}</code>: {t(`orders.notWaivable.${notWaivable}`)}
          </li>
        ))}
      </ul>
    </details>
  )
}

export function RequestWaiver(props: ProjectFormProps) {
  const { visit, orders, about, failure } = props
  const { t } = visit
  const id = 'request-waiver'
  const shared = { visit, form: id, failure }
  const offered = about.conditions.filter(({ notWaivable }) => notWaivable === null)
  return (
    <ProjectForm
      {...props}
      id={id}
      permission="waivers:request"
      action="/orders/waivers"
      texts={{ title: 'orders.request', why: 'orders.requestWhy', submit: 'orders.requestSubmit' }}
      nothing={offered.length === 0 ? t('orders.noConditions') : null}
    >
      <Field
        {...shared}
        name="condition"
        label={t('orders.condition')}
        hint={t('orders.waivableHint')}
        choices={offered.map(({ id: value, title, state }) => ({
          value,
          text: `${title} (${t(`project.state.${state}`)})`,
        }))}
      />
      <NotOffered visit={visit} about={about} />
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
    </ProjectForm>
  )
}
