import type { Visit } from '../../visit.ts'
import { phaseName } from '../project/gate-name.ts'
import type { ProjectOrders } from './load.ts'

/** At which gate the forms below are meant. */
export function ChooseGate({ visit, about }: { visit: Visit; about: ProjectOrders }) {
  const { t } = visit
  const phases = about.declared.declaration?.phases ?? []
  const gates = [
    { value: 'release', text: t('orders.gate.release') },
    { value: 'plan', text: t('orders.gate.plan') },
    ...phases.map(({ id }) => ({ value: id, text: t('orders.gate.phase', { phase: phaseName(visit, id) }) })),
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
