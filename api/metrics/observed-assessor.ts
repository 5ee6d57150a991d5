import { AsyncLocalStorage } from 'node:async_hooks'
import type { Assessor } from '../assessor/assessor.ts'
import type { FactReader } from '../assessor/ports.ts'
import type { Tracer } from '../telemetry.ts'
import type { Metrics } from './metrics.ts'

interface Observed {
  /** Facts read through it are counted as verdicts that had to be computed. */
  facts(reader: FactReader): FactReader
  assessor(assessor: Assessor): Assessor
}

/** Times questions for verdicts, and tells the cached answers from those that had to be computed. */
export function observeAssessor(
  metrics: Pick<Metrics, 'verdictSeconds' | 'verdicts'>,
  tracer: Tracer,
): Observed {
  const question = new AsyncLocalStorage<{ computed: number }>()

  async function timed<T>(name: 'current' | 'past', gate: string, work: () => Promise<T>): Promise<T> {
    const end = metrics.verdictSeconds.startTimer({ question: name })
    try {
      return await tracer.run(
        'assess',
        { attributes: { 'kanmon.gate': gate, 'kanmon.question': name } },
        work,
      )
    } finally {
      end()
    }
  }

  function counted<T extends { readonly length: number }>(gate: string, work: () => Promise<T>): Promise<T> {
    return question.run({ computed: 0 }, () =>
      timed('current', gate, async () => {
        const given = await work()
        const computed = Math.min(question.getStore()?.computed ?? 0, given.length)
        metrics.verdicts.inc({ cache: 'miss' }, computed)
        metrics.verdicts.inc({ cache: 'hit' }, given.length - computed)
        return given
      }),
    )
  }

  return {
    facts: (reader) => ({
      ...reader,
      loadFactLog: (request) => {
        const asked = question.getStore()
        if (asked !== undefined) asked.computed += request.projects.length
        return reader.loadFactLog(request)
      },
    }),
    assessor: (assessor) => ({
      ...assessor,
      standings: (projects, gate) => counted(gate, () => assessor.standings(projects, gate)),
      current: (projects, gate) => counted(gate, () => assessor.current(projects, gate)),
      past: (request) => timed('past', request.gate, () => assessor.past(request)),
    }),
  }
}
