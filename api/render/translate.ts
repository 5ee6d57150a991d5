import { IntlMessageFormat } from 'intl-messageformat'
import { catalogue, type Language, type MessageKey } from '../../schemas/messages/index.ts'

export type Translate = (key: MessageKey, values?: Record<string, string | number | null>) => string

/** A translator for one language; compiled messages are kept by it. */
export function translator(language: Language): Translate {
  const compiled = new Map<MessageKey, IntlMessageFormat>()
  return function translate(key, values = {}) {
    const message =
      compiled.get(key) ??
      new IntlMessageFormat(catalogue[language][key], language, undefined, { ignoreTag: true })
    compiled.set(key, message)
    return String(message.format(values))
  }
}

export type Translators = Readonly<Record<Language, Translate>>

export function translators(): Translators {
  return { en: translator('en'), ja: translator('ja') }
}

/** Made once: making one takes as long as a hundred uses. */
const DECIMAL = new Intl.NumberFormat('en', { maximumFractionDigits: 3, useGrouping: false })

/** A number as people read it: at most three decimals, no exponent, the same digits in every language. */
export function readable(value: number): string {
  return DECIMAL.format(value)
}
