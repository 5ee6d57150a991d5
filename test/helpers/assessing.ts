import { readdirSync, readFileSync } from 'node:fs'
import { assess, type AssessRequest } from '../../analytics/verdict/evaluate.ts'
import { firstHistory, parseAll } from '../../api/policies/files.ts'
import type { PolicyHistory } from '../../api/policies/history.ts'
import type { Fact } from '../../schemas/facts/index.ts'
import type { Policy } from '../../schemas/policy.ts'
import type { Assessment } from '../../schemas/verdict.ts'
import { noon, TODAY } from './project-facts.ts'

/** The policies that come with kanmon; `get` gives what applies on TODAY. */
export function shippedPolicies(): PolicyHistory & { get(profile: string): Policy | undefined } {
  const directory = new URL('../../policies/', import.meta.url)
  const files = readdirSync(directory).filter((file) => file.endsWith('.yaml'))
  const texts = files.map((file) => ({ file, text: readFileSync(new URL(file, directory), 'utf8') }))
  const history = firstHistory(parseAll(texts))
  const moment = { date: TODAY, asOf: Infinity }
  return { ...history, get: (profile) => history.applying(profile, moment) ?? undefined }
}

/** The verdict on project `p` at its release gate, at noon of TODAY unless told otherwise. */
export function assessed(log: readonly Fact[], options: Partial<AssessRequest> = {}): Assessment {
  return assess({
    project: 'p',
    log,
    wide: [],
    refused: [],
    gate: 'release',
    at: noon(TODAY),
    policyOf: (profile, date) => shippedPolicies().applying(profile, { date, asOf: Infinity }),
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
