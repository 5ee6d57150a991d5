import { readdirSync, readFileSync } from 'node:fs'
import { assess, type AssessRequest } from '../../analytics/verdict/evaluate.ts'
import { parsePolicy, policyBook, type PolicyBook } from '../../api/policies.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import { noon, TODAY } from './project-facts.ts'

/** The policies that come with kanmon. */
export function shippedPolicies(): PolicyBook {
  const directory = new URL('../../policies/', import.meta.url)
  const files = readdirSync(directory).filter((file) => file.endsWith('.yaml'))
  return policyBook(files.map((file) => parsePolicy(readFileSync(new URL(file, directory), 'utf8'), file)))
}

/** The verdict on project `p` at its release gate, at noon of TODAY unless told otherwise. */
export function assessed(log: readonly Fact[], options: Partial<AssessRequest> = {}): Assessment {
  const policies = shippedPolicies()
  return assess({
    project: 'p',
    log,
    wide: [],
    gate: 'release',
    at: noon(TODAY),
    policyOf: (profile) => policies.get(profile) ?? null,
    holidays: () => new Set(),
    onError: (condition, error) => {
      throw new Error(`condition ${condition} failed`, { cause: error })
    },
    ...options,
  })
}

/** The codes of a verdict's reasons, with the condition where there is one. */
export function reasonsOf({ content }: Assessment): string[] {
  return content.reasons.map(({ code, condition }) => (condition === null ? code : `${code} ${condition}`))
}
