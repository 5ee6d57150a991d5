/** What spreadsheets take for the beginning of a formula, half and full width, also behind blanks and line ends. */
const FORMULA = /^(?:[\t\r\n]|[\s\p{Cc}]*[=+\-@＝＋－＠])/u

/**
 * Text that a spreadsheet shows and does not run: an apostrophe is put before what it would take for a formula.
 *
 * @see OWASP, CSV Injection
 */
export function safeText(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}
