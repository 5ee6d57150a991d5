import { isMessageKey, type Language, type MessageKey } from '../../schemas/messages/index.ts'
import type { Bilingual } from '../../schemas/policy.ts'
import type { Change, MessageParameters, Notice, Reason, Step } from '../../schemas/verdict.ts'
import { readable, type Translate } from './translate.ts'

type Values = Record<string, string | number | null>

const isBilingual = (value: unknown): value is Bilingual =>
  typeof value === 'object' && value !== null && 'en' in value

/** Parameters in one language: bilingual texts chosen, figures readable, codes turned into sentences. */
function valuesOf(parameters: MessageParameters, language: Language, translate: Translate): Values {
  const values: Values = {}
  for (const [name, value] of Object.entries(parameters))
    values[name] = isBilingual(value) ? value[language] : value

  const figure = (name: string) => (typeof values[name] === 'number' ? readable(values[name]) : '–')
  const key = (prefix: string, name: string): string => {
    const candidate = `${prefix}.${String(values[name])}`
    return isMessageKey(candidate) ? translate(candidate, values) : String(values[name] ?? '')
  }
  const places = (['phase', 'component'] as const).filter(
    (name) => typeof values[name] === 'string' && values[name] !== '',
  )
  const { lower, upper } = values
  const range: MessageKey =
    lower === null ? 'limits.atMost' : upper === null ? 'limits.atLeast' : 'limits.between'
  return {
    ...values,
    ...('contradiction' in values && { detail: key('contradiction', 'contradiction') }),
    ...('kind' in values && 'count' in values && { noun: key('noun', 'kind') }),
    ...('why' in values && { why: key('why', 'why') }),
    ...('problem' in values && { problem: key('waiverProblem', 'problem') }),
    ...('unit' in values && { unit: key('unit', 'unit') }),
    ...('lower' in values && {
      limits: translate(range, { lower: figure('lower'), upper: figure('upper') }),
    }),
    ...('actual' in values && { actual: actualFigure(values) }),
    ...('sampleSize' in values && { sampleSize: figure('sampleSize') }),
    ...('dataAgeDays' in values && { ageDays: values['dataAgeDays'] ?? 'none' }),
    ...('source' in values && { at: places.map((place) => translate(`at.${place}`, values)).join('') }),
  }
}

/** The actual value with so many digits that it does not read like a limit that it misses. */
function actualFigure({ actual, lower, upper }: Values): string {
  if (typeof actual !== 'number') return '–'
  const limits = [lower, upper].filter((limit) => typeof limit === 'number' && limit !== actual)
  const shown = readable(actual)
  return limits.some((limit) => typeof limit === 'number' && readable(limit) === shown)
    ? String(actual)
    : shown
}

const tidy = (text: string) =>
  text
    .replace(/ +([,.)。])/g, '$1')
    .replace(/ {2,}/g, ' ')
    .trim()

/** The sentence of a reason, in one language. */
export function reasonMessage(reason: Reason, language: Language, translate: Translate): string {
  return tidy(translate(`reason.${reason.code}`, valuesOf(reason.parameters, language, translate)))
}

/** The sentence of a step towards SHIP, in one language. */
export function stepMessage(step: Step, language: Language, translate: Translate): string {
  const values = valuesOf(step.parameters, language, translate)
  const counted = `counted.${step.unit ?? ''}`
  const unit = isMessageKey(counted) ? translate(counted) : ''
  const amount = step.amount === null ? '' : readable(step.amount)
  const why = `reason.${String(values['reason'])}`
  const text = isMessageKey(why) ? translate(why, values) : ''
  const key = ((): MessageKey => {
    if (step.code === 'DELIVER' && 'source' in values) return 'step.DELIVER_SOURCE'
    if (step.code === 'RESOLVE' && 'contradiction' in values) return 'step.RESOLVE_CONTRADICTION'
    if (step.code === 'RESOLVE' && 'refusal' in values) return 'step.RESOLVE_REFUSED'
    return `step.${step.code}`
  })()
  return tidy(translate(key, { ...values, unit, amount, text }))
}

/** The sentence of a notice, in one language. */
export function noticeMessage(notice: Notice, language: Language, translate: Translate): string {
  return tidy(translate(`notice.${notice.code}`, valuesOf(notice.parameters, language, translate)))
}

/** The sentence of a change between two verdicts, in one language. */
export function changeMessage(change: Change, language: Language, translate: Translate): string {
  const { from = null, to = null, ...rest } = change.parameters
  const figure = (value: typeof from) =>
    typeof value === 'number' ? readable(value) : typeof value === 'string' ? value : '–'
  const values = { ...valuesOf(rest, language, translate), from: figure(from), to: figure(to) }
  return tidy(translate(`change.${change.code}`, values))
}
