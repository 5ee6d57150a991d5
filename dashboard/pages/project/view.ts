import type { MessageKey } from '../../../schemas/messages/index.ts'
import { isMessageKey } from '../../../schemas/messages/index.ts'
import type { Visit } from '../../visit.ts'
import type { Format } from './format.ts'

/** The two clocks of a question, as the API takes them; absent = now. */
export interface Moment {
  readonly at?: string
  readonly asOf?: string
}

/** What of which project is looked at, and how it is written. */
export interface View {
  readonly visit: Visit
  readonly project: string
  readonly gate: string
  readonly moment: Moment
  readonly format: Format
}

const GATE = 'release'

/** The gate and the moment that the address asks for. A date of the form comes with the clock that it is meant for. */
export function askedFor({ url }: Visit): Pick<View, 'gate' | 'moment'> {
  const given = (name: string) => {
    const value = url.searchParams.get(name)?.trim()
    return value === undefined || value === '' ? undefined : value
  }
  const date = given('date')
  const isAt = given('clock') === 'at'
  const at = given('at') ?? (isAt ? date : undefined)
  const asOf = given('asOf') ?? (isAt ? undefined : date)
  return {
    gate: given('gate') ?? GATE,
    moment: { ...(at !== undefined && { at }), ...(asOf !== undefined && { asOf }) },
  }
}

/** The sentence of a code under a prefix, or the code itself where there is no sentence. */
export function inWords({ t }: Visit, prefix: string, code: string): string {
  const key = `${prefix}.${code}`
  return isMessageKey(key) ? t(key satisfies MessageKey) : code
}
