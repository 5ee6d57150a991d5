import { readFileSync } from 'node:fs'
import { buildPortfolio, type CloudEvent, type Portfolio } from '../../examples/portfolio/index.ts'
import { type DataOf, type FactKind, kinds, naturalKey } from '../../schemas/facts/index.ts'

export const read = (file: string): string =>
  readFileSync(new URL(`../../examples/data/${file}`, import.meta.url), 'utf8')

/** A Thursday afternoon in Tokyo. */
export const NOW = Date.parse('2026-11-19T14:30:00+09:00')
export const DAY = 86_400_000

export const portfolioAt = (now: number): Portfolio => buildPortfolio({ now, read })

export const kindOf = (event: CloudEvent): FactKind =>
  /^dev\.kanmon\.(.+)\.v1$/.exec(event.type)![1] as FactKind

/** What holds about one project at `at`: of each key the newest event. */
export function stateOf(portfolio: Portfolio, project: string, at: number) {
  const newest = new Map<string, { event: CloudEvent; time: number }>()
  for (const event of portfolio.events) {
    const time = Date.parse(event.time)
    if (event.subject !== project || time > at) continue
    const kind = kindOf(event)
    const key = `${kind} ${naturalKey(kind, kinds[kind].data.parse(event.data) as DataOf<typeof kind>)}`
    const known = newest.get(key)
    if (known === undefined || time > known.time || (time === known.time && event.id > known.event.id)) {
      newest.set(key, { event, time })
    }
  }
  const held = [...newest.values()].map(({ event }) => event)
  return {
    of: <K extends FactKind>(kind: K): DataOf<K>[] =>
      held.filter((event) => kindOf(event) === kind).map((event) => event.data as DataOf<K>),
  }
}
export type State = ReturnType<typeof stateOf>
