import type { PolicyProblem, PolicyProblemCode } from '../../schemas/policy-problems.ts'
import type { Translate } from '../render/translate.ts'

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** Something wrong with a policy, not yet in a language. */
export interface FoundProblem {
  readonly severity: PolicyProblem['severity']
  readonly code: PolicyProblemCode
  readonly file: string
  readonly place: Place | null
  readonly path: string
  readonly parameters: Readonly<Record<string, string | number>>
}

export const isError = ({ severity }: Pick<FoundProblem, 'severity'>): boolean => severity === 'error'

/** A problem in one language. */
export function renderProblem(found: FoundProblem, translate: Translate): PolicyProblem {
  const { severity, code, file, place, path, parameters } = found
  return {
    severity,
    code,
    file,
    line: place?.line ?? null,
    column: place?.column ?? null,
    path,
    message: translate(`policyProblem.${code}`, { nearest: 'none', ...parameters }),
  }
}

/** A problem on one line, as compilers write it. */
export function problemLine({ file, line, column, path, message }: PolicyProblem): string {
  const place = line === null ? '' : `:${line}:${column ?? 1}`
  return `${file}${place}: ${path === '' ? '' : `${path}: `}${message}`
}
