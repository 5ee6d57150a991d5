import type { z } from 'zod'
import { indicatorIds } from '../../schemas/indicators.ts'
import { condition, policyDocument } from '../../schemas/policy.ts'
import { policyProblemCode } from '../../schemas/policy-problems.ts'
import { nearest } from './nearest.ts'
import type { FoundProblem } from './problems.ts'

export type Path = readonly PropertyKey[]

/** A problem that the schema found, and the path of the node that it is about; a key is pointed at itself. */
export interface SchemaProblem extends Pick<FoundProblem, 'code' | 'parameters'> {
  readonly path: Path
  readonly at: 'value' | 'key'
}

const fields = [
  ...Object.keys(policyDocument.shape),
  ...Object.keys(condition.shape),
  ...Object.keys(condition.shape.scope.unwrap().shape),
  'conditions',
]

const suggestion = (given: string, known: readonly string[]) => ({ nearest: nearest(given, known) ?? 'none' })

/** A given value as it can be shown: short, and on one line. */
const shown = (value: unknown): string => (value === undefined ? '–' : JSON.stringify(value).slice(0, 80))

function unknownValue(path: Path, given: unknown, allowed: readonly unknown[]): SchemaProblem {
  if (path.at(-1) === 'indicator' && typeof given === 'string') {
    const parameters = { value: given.slice(0, 80), ...suggestion(given, indicatorIds) }
    return { code: 'UNKNOWN_INDICATOR', parameters, path, at: 'value' }
  }
  return {
    code: 'NOT_ALLOWED_VALUE',
    parameters: { allowed: allowed.map(String).join(', ') },
    path,
    at: 'value',
  }
}

/** What an issue of zod says about a policy, as problems of our own list. */
export function schemaProblems(issue: z.core.$ZodIssue, valueAt: (path: Path) => unknown): SchemaProblem[] {
  const { path } = issue
  const given = valueAt(path)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((field) => ({
      code: 'UNKNOWN_FIELD',
      parameters: { field: field.slice(0, 80), ...suggestion(field, fields) },
      path: [...path, field],
      at: 'key',
    }))
  }
  // Whatever the schema asks for there: what is absent is missing.
  if (given === undefined && issue.code !== 'custom') {
    return [
      { code: 'MISSING_FIELD', parameters: { field: String(path.at(-1) ?? 'document') }, path, at: 'value' },
    ]
  }
  if (issue.code === 'invalid_value') return [unknownValue(path, given, issue.values)]
  if (issue.code === 'invalid_key') {
    const allowed = issue.issues.flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
    return [{ ...unknownValue(path, null, allowed), at: 'key' }]
  }
  if (issue.code === 'invalid_union') {
    const allowed = issue.errors
      .flat()
      .flatMap((inner) => (inner.code === 'invalid_value' ? inner.values : []))
    if (allowed.length > 0) return [unknownValue(path, given, allowed)]
  }
  if (issue.code === 'invalid_type') {
    return [{ code: 'WRONG_TYPE', parameters: { expected: issue.expected }, path, at: 'value' }]
  }
  const own = issue.code === 'custom' ? policyProblemCode.safeParse(issue.params?.['problem']) : null
  if (own?.success === true) return [{ code: own.data, parameters: {}, path, at: 'value' }]
  return [
    { code: 'INVALID_VALUE', parameters: { detail: `${issue.message}: ${shown(given)}` }, path, at: 'value' },
  ]
}
