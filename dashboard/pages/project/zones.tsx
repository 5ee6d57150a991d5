import type { z } from 'zod'
import type { zonesAnswer } from '../../../schemas/answers-quality.ts'
import type { Answer } from '../../ask.ts'
import { Table } from '../table.tsx'
import { answered, Nothing } from './section.tsx'
import { inWords, type View } from './view.ts'
import { type Zone, zoneName } from './zone.ts'
import { ZoneChart } from './zone-chart.tsx'

/** Zones with both densities and their limits, together where the limits are the same. */
function groupsOf(zones: readonly Zone[]): Zone[][] {
  const groups = new Map<string, Zone[]>()
  for (const zone of zones) {
    const { test, defect } = zone
    if (test.value === null || defect.value === null || test.limits === null || defect.limits === null)
      continue
    const key = JSON.stringify([test.limits, defect.limits])
    groups.set(key, [...(groups.get(key) ?? []), zone])
  }
  return [...groups.values()]
}

function Reading({ view: { visit }, zone }: { view: View; zone: Zone }) {
  return (
    <td>
      {zone.message ?? '–'}
      {zone.lowConfidence && <div class="muted">{visit.t('project.zone.lowConfidence')}</div>}
      {zone.asksForAnalysis && zone.answer === null && (
        <div>
          <strong>{visit.t('project.zone.asks')}</strong>
        </div>
      )}
      {zone.answer !== null && (
        <div>
          {visit.t(zone.answer.isCurrent ? 'project.zone.answered' : 'project.zone.answeredBefore', {
            analyst: zone.answer.analyst,
          })}{' '}
          {zone.answer.conclusion}
        </div>
      )}
    </td>
  )
}

function ZoneTable({ view, zones }: { view: View; zones: readonly Zone[] }) {
  const { visit, format } = view
  const { t } = visit
  return (
    <Table
      label={t('project.section.zones')}
      columns={[
        t('project.zone.of'),
        { number: t('project.zone.tests') },
        { number: t('project.zone.defects') },
        t('project.zone.reading'),
        t('project.zone.limits'),
      ]}
    >
      {zones.map((zone) => (
        <tr>
          <th scope="row">{zoneName(visit, zone)}</th>
          {[zone.test, zone.defect].map(({ value, level }) => (
            <td class="number">
              {format.number(value)}
              {level !== null && <div class="muted">{inWords(visit, 'project.level', level)}</div>}
            </td>
          ))}
          <Reading view={view} zone={zone} />
          <td>
            {zone.limits?.name ?? '–'}
            {zone.limits?.external === true && <div class="muted">{t('project.zone.external')}</div>}
          </td>
        </tr>
      ))}
    </Table>
  )
}

/** Test density against defect density by phase and component. */
export function ZonesSection({ view, zones }: { view: View; zones: Answer<z.infer<typeof zonesAnswer>> }) {
  const { visit } = view
  return answered(visit, 'zones', zones, (data) => {
    if (data.zones.length === 0) return <Nothing>{visit.t('project.zone.none')}</Nothing>
    const groups = groupsOf(data.zones)
    return (
      <>
        {groups.length === 0 && <Nothing>{visit.t('project.zone.noPoints')}</Nothing>}
        <div class="charts">
          {groups.map((group, index) => (
            <ZoneChart view={view} zones={group} id={`zones-${index}`} />
          ))}
        </div>
        <ZoneTable view={view} zones={data.zones} />
      </>
    )
  })
}
