import { Field } from './field.tsx'
import { ProjectForm, type ProjectFormProps } from './project-form.tsx'

const RESULTS = ['passed', 'failed', 'not-applicable'] as const

export function RecordEvidence(props: ProjectFormProps) {
  const { visit, about, failure } = props
  const { t } = visit
  const id = 'record-evidence'
  const shared = { visit, form: id, failure }
  return (
    <ProjectForm
      {...props}
      id={id}
      permission="evidence:write"
      action="/orders/evidence"
      texts={{ title: 'orders.evidence', why: 'orders.evidenceWhy', submit: 'orders.evidenceSubmit' }}
      nothing={about.items.length === 0 ? t('orders.noItems') : null}
    >
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
        choices={RESULTS.map((value) => ({ value, text: t(`orders.result.${value}`) }))}
      />
      <Field {...shared} name="verifier" label={t('orders.verifier')} />
      <Field {...shared} name="organization" label={t('orders.verifierOrganization')} />
      <Field {...shared} name="division" label={t('orders.verifierDivision')} isOptional />
      <Field {...shared} name="statement" label={t('orders.statement')} type="prose" />
      <Field {...shared} name="uri" label={t('orders.uri')} maxlength={2000} isOptional />
      <Field {...shared} name="verified" label={t('orders.verifiedOn')} type="date" isOptional />
    </ProjectForm>
  )
}
