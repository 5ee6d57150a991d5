import type { Fact } from '../../schemas/facts/index.ts'
import type { Marks } from './marks.ts'
import type { AssessorPorts } from './ports.ts'

/** The facts about divisions and organizations that had been received by the moment of the marks. */
export type WideFacts = (marks: Pick<Marks, 'wide' | 'settled'>) => Promise<readonly Fact[]>

/** Reads them again only when a newer one has come. */
export function createWideFacts(ports: Pick<AssessorPorts, 'facts' | 'unsettled'>): WideFacts {
  let last: { readonly facts: readonly Fact[]; readonly seenUntil: number } | null = null

  return async ({ wide, settled }) => {
    if (last === null || Math.min(wide, settled) > last.seenUntil) {
      const facts = await ports.facts.loadWideFacts({ knownUntil: settled })
      const seenUntil = settled - (ports.unsettled ?? 0)
      if (last === null || seenUntil >= last.seenUntil) last = { facts, seenUntil }
      return facts
    }
    const { facts } = last
    // A question that came later may have read more.
    return facts.every(({ receivedAt }) => receivedAt <= settled)
      ? facts
      : facts.filter(({ receivedAt }) => receivedAt <= settled)
  }
}
