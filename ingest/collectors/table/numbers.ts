const NUMBER = /^([-−▲△]?)(\d{1,3}(?:,\d{3})+|\d+)?(\.\d+)?(?:[eE]([-+]?\d{1,3}))?$/
const BRACKETED = /^\((.*)\)$/

/**
 * A number as offices write it: thousands separated by commas, full-width digits, ▲ or brackets for less than nothing,
 * a percent sign behind it (45 % is 45).
 *
 * @returns null when it is none
 */
export function writtenNumber(given: string): number | null {
  const text = given.normalize('NFKC').replace(/\s+/g, '').replace(/%$/, '').replace(BRACKETED, '-$1')
  const [match, sign = '', whole = '', fraction = '', exponent] = NUMBER.exec(text) ?? []
  if (match === undefined || whole + fraction === '') return null
  const size = Number(
    `${whole.replaceAll(',', '') || '0'}${fraction}${exponent === undefined ? '' : `e${exponent}`}`,
  )
  if (!Number.isFinite(size)) return null
  return sign === '' ? size : -size
}
