import type { z } from 'zod'
import type { warningsAnswer } from '../../../schemas/answers-quality.ts'
import type { Answer } from '../../ask.ts'
import { answered } from './section.tsx'
import type { View } from './view.ts'

/** Early warnings and contradictions: they inform or hold back. */
export function WarningsSection({
  view: { visit, format },
  warnings,
}: {
  view: View
  warnings: Answer<z.infer<typeof warningsAnswer>>
}) {
  return answered(visit, 'warnings', warnings, (data) =>
    data.warnings.length === 0 ? (
      <p>{visit.t('project.noWarnings')}</p>
    ) : (
      <ul class="reasons">
        {data.warnings.map(({ code, message }) => (
          <li>
            <span class="mark warn">
              <span aria-hidden="true">⚠</span>
              {visit.t('project.warning')}
            </span>{' '}
            {format.told(message)} <code class="muted">{code}</code>
          </li>
        ))}
      </ul>
    ),
  )
}
