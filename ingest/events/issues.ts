import type { z } from 'zod'
import type { RuleViolation } from '../../schemas/primitives.ts'
import type { Refusal, RefusalCode } from '../../schemas/refusals.ts'
import { clip, describe, fieldPath, valueAt } from './describe.ts'

type Issue = z.core.$ZodIssue

/** The smaller, the more telling: a misspelt field also makes the right one missing. */
const RANK: Partial<Record<RefusalCode, number>> = {
  UNKNOWN_FIELD: 0,
  MISSING_FIELD: 1,
  WRONG_TYPE: 2,
  INCONSISTENT: 9,
}

/** One refusal for everything that a schema found wrong with `root`: the most telling, and of these the first. */
export function toRefusal(
  issues: readonly Issue[],
  root: unknown,
  knownFields: readonly string[] = [],
): Refusal {
  const refusals = issues.map((issue) => translate(issue, issue.path, root, knownFields))
  const rank = (refusal: Refusal) => RANK[refusal.code] ?? 5
  return refusals.reduce((best, refusal) => (rank(refusal) < rank(best) ? refusal : best))
}

function translate(
  issue: Issue,
  path: PropertyKey[],
  root: unknown,
  knownFields: readonly string[],
): Refusal {
  const value = valueAt(root, path)
  const field = fieldPath(path)
  const refuse = (code: RefusalCode, sentence: string): Refusal => ({
    code,
    field,
    message: `${field} ${sentence}`,
  })
  const got = (requirement: string) => `${requirement}, got ${describe(value)}`

  if (value === undefined && issue.code !== 'custom') return refuse('MISSING_FIELD', 'is missing')
  switch (issue.code) {
    case 'invalid_type':
      if (typeof value === 'number' && !Number.isFinite(value))
        return refuse('OUT_OF_RANGE', got('must be a finite number'))
      return refuse('WRONG_TYPE', got(`must be ${TYPES[issue.expected] ?? `of type ${issue.expected}`}`))
    case 'too_big':
      if (issue.origin === 'string')
        return refuse('TOO_LONG', `must have at most ${issue.maximum} characters, got ${lengthOf(value)}`)
      if (issue.origin === 'array')
        return refuse('TOO_LONG', `must have at most ${issue.maximum} elements, got ${lengthOf(value)}`)
      return refuse(
        'OUT_OF_RANGE',
        got(`must be ${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}`),
      )
    case 'too_small':
      if (issue.origin === 'string')
        return refuse(
          'TOO_SHORT',
          `must have at least ${plural(issue.minimum, 'character')}, got ${lengthOf(value)}`,
        )
      if (issue.origin === 'array')
        return refuse(
          'TOO_SHORT',
          `must have at least ${plural(issue.minimum, 'element')}, got ${lengthOf(value)}`,
        )
      return refuse(
        'OUT_OF_RANGE',
        got(`must be ${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}`),
      )
    case 'invalid_format':
      return refuse('INVALID_FORMAT', got(FORMATS[issue.format] ?? issue.message))
    case 'invalid_value':
      return refuse(
        'VALUE_NOT_ALLOWED',
        got(`must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map(describe).join(', ')}`),
      )
    case 'unrecognized_keys':
      return unknownField(issue.keys[0] ?? '', path, knownFields)
    case 'invalid_union':
      return translateUnion(issue, path, root, refuse, got)
    case 'custom':
      return violation(issue, field, value)
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
      return refuse('VALUE_NOT_ALLOWED', got(issue.message))
  }
}

const TYPES: Record<string, string> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
}

const FORMATS: Record<string, string> = {
  date: 'must be a date YYYY-MM-DD',
  datetime: 'must be an RFC 3339 instant with seconds and an offset, such as 2026-04-01T09:00:00+09:00',
}

const lengthOf = (value: unknown) => (typeof value === 'string' || Array.isArray(value) ? value.length : 0)
const plural = (count: number | bigint, noun: string) => `${count} ${noun}${Number(count) === 1 ? '' : 's'}`

/** A rule over several fields says what must hold between them; one value in it would not explain anything. */
function violation(issue: Issue & { code: 'custom' }, field: string, value: unknown): Refusal {
  const { refusal: code = 'INCONSISTENT' } = (issue.params ?? {}) as Partial<RuleViolation>
  const rule = clip(issue.message, false, 200)
  if (code === 'INCONSISTENT' || code === 'CONTROL_CHARACTER')
    return { code, field, message: `${field}: ${rule}` }
  return { code, field, message: `${field} ${rule}, got ${describe(value)}` }
}

function unknownField(name: string, path: PropertyKey[], knownFields: readonly string[]): Refusal {
  const field = fieldPath([...path, name])
  const meant = path.length <= 1 ? knownFields.find((known) => isNear(known, name)) : undefined
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  return { code: 'UNKNOWN_FIELD', field, message: `${field} is not a known field${hint}` }
}

/** Of a union the branch that came furthest says what is wrong; without one, the value fits none. */
function translateUnion(
  issue: Issue & { code: 'invalid_union' },
  path: PropertyKey[],
  root: unknown,
  refuse: (code: RefusalCode, sentence: string) => Refusal,
  got: (requirement: string) => string,
): Refusal {
  for (const branch of issue.errors) {
    const [first] = branch
    const isOfOtherType = first === undefined || (first.path.length === 0 && isShapeIssue(first))
    if (isOfOtherType) continue
    const inner = branch.map((each) => translate(each, [...path, ...each.path], root, []))
    return (
      inner.find(({ code }) => code === 'UNKNOWN_FIELD') ??
      inner[0] ??
      refuse('VALUE_NOT_ALLOWED', 'is not allowed')
    )
  }
  const allowed = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_value' ? each.values.map(describe) : []))
  const formats = issue.errors
    .flat()
    .flatMap((each) => (each.code === 'invalid_format' ? [each.message] : []))
  const choice =
    formats[0] ??
    (allowed.length > 0
      ? `must have another type or be ${allowed.join(', ')}`
      : 'has a type that is not allowed')
  return refuse(typeof valueAt(root, path) === 'string' ? 'VALUE_NOT_ALLOWED' : 'WRONG_TYPE', got(choice))
}

const isShapeIssue = (issue: Issue) =>
  issue.code === 'invalid_type' || issue.code === 'invalid_value' || issue.code === 'invalid_format'

/** Whether two names differ by no more than a slip: a letter left out, added, doubled or swapped. */
function isNear(known: string, given: string): boolean {
  if (given.length > 40 || Math.abs(known.length - given.length) > 1) return false
  const left = Array.from(given.toLowerCase()).reduce(
    (rest, letter) => rest.replace(letter, ''),
    known.toLowerCase(),
  )
  return left.length <= 1
}
