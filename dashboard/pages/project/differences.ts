import type { z } from 'zod'
import { verdictDifference, type verdictList } from '../../../schemas/answers.ts'
import { ask } from '../../ask.ts'
import type { DashboardPorts } from '../../ports.ts'
import { problemText } from '../../problem-text.ts'
import type { View } from './view.ts'

export type VerdictLine = z.infer<typeof verdictList>['verdicts'][number]

/** So many of the newest verdicts are told with what changed; of an older one it is told when it is asked for. */
const NEWEST = 5

/** What made each verdict differ from the one before it, in words, by the verdict's id. */
export async function askDifferences(
  ports: DashboardPorts,
  { visit, project }: View,
  verdicts: readonly VerdictLine[],
): Promise<Map<string, string>> {
  const chosen = visit.url.searchParams.get('verdict')
  const wanted = verdicts.filter(({ verdict }, index) => index < NEWEST || verdict === chosen)
  const told = await Promise.all(
    wanted.map(async ({ verdict, supersedes }): Promise<[string, string][]> => {
      if (supersedes === null) return []
      const query = new URLSearchParams({ from: supersedes, to: verdict }).toString()
      const path = `/v1/projects/${encodeURIComponent(project)}/verdicts/diff?${query}`
      const answer = await ask(ports, visit, path, verdictDifference)
      return [[verdict, answer.ok ? answer.data.summary : problemText(visit, answer.problem)]]
    }),
  )
  return new Map(told.flat())
}
