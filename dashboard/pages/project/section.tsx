import type { Child } from 'hono/jsx'
import type { MessageKey } from '../../../schemas/messages/index.ts'
import type { Answer } from '../../ask.ts'
import { ProblemWords } from '../../parts.tsx'
import type { Visit } from '../../visit.ts'

/** The sections of the page in their order, by the names that links on the page use. */
export const SECTIONS = [
  'verdict',
  'conditions',
  'earned-value',
  'pb',
  'zones',
  'control',
  'reliability',
  'defects',
  'warnings',
  'evidence',
  'waivers',
  'holds',
  'history',
] as const
export type SectionName = (typeof SECTIONS)[number]

export const sectionTitle = (name: SectionName) => `project.section.${name}` as const satisfies MessageKey

interface SectionProps {
  readonly visit: Visit
  readonly name: SectionName
  readonly children?: Child
}

/** One subject of the page, under its heading. */
export function Section({ visit, name, children }: SectionProps) {
  return (
    <section class={`subject of-${name}`}>
      <h2 id={name}>{visit.t(sectionTitle(name))}</h2>
      {children}
    </section>
  )
}

/** Why nothing is shown, in words. */
export function Nothing({ children }: { readonly children?: Child }) {
  return <div class="empty card">{children}</div>
}

/** A section of an answer, or why there is none; the rest of the page does not depend on it. */
export function answered<T>(visit: Visit, name: SectionName, answer: Answer<T>, show: (data: T) => Child) {
  return (
    <Section visit={visit} name={name}>
      {answer.ok ? (
        show(answer.data)
      ) : (
        <Nothing>
          <strong>{visit.t('project.sectionFailed')}</strong>{' '}
          <ProblemWords visit={visit} problem={answer.problem} />
        </Nothing>
      )}
    </Section>
  )
}
