import type { Language } from '../../../schemas/messages/index.ts'

/** How values of one project read: numbers in the reader's language, instants in the project's zone. */
export interface Format {
  readonly zone: string
  /** At most three decimals; a dash for what is not measurable. */
  readonly number: (value: number | null) => string
  /** A ratio of 0 to 1 as percent. */
  readonly percent: (value: number | null) => string
  /** `2026-11-22 13:05`, in the project's zone. */
  readonly instant: (text: string) => string
  /** The civil date of an instant in the project's zone. */
  readonly date: (instant: number | string) => string
  /** A number of days, at most one decimal. */
  readonly days: (value: number | null) => string
  /** A sentence of the API with its instants, which are in UTC, in the project's zone. */
  readonly told: (sentence: string) => string
}

/** An instant as the API writes it into a sentence. */
const INSTANT = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z(?!\w)/g

export function formatOf(language: Language, zone: string): Format {
  const plain = new Intl.NumberFormat(language, { maximumFractionDigits: 3 })
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 })
  // Swedish writes dates as ISO 8601 does.
  const day = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short' })
  const minute = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'short' })
  const few = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const local = (text: string) => {
    const instant = Date.parse(text)
    // A sentence may quote what somebody wrote, and that need not be a date.
    return Number.isNaN(instant) ? text : `${minute.format(instant)} (${zone})`
  }
  return {
    zone,
    number: (value) => (value === null ? '–' : plain.format(value)),
    percent: (value) => (value === null ? '–' : percent.format(value)),
    instant: (text) => minute.format(Date.parse(text)),
    date: (instant) => day.format(typeof instant === 'number' ? instant : Date.parse(instant)),
    days: (value) => (value === null ? '–' : few.format(value)),
    told: (sentence) => sentence.replace(INSTANT, local),
  }
}
