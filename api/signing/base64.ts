/**
 * Bytes of base64 text in either alphabet (DSSE: "verifiers MUST accept either"), with or without padding; null when it
 * is neither. Node's own decoder drops what it does not know, so that many texts would stand for one signature.
 */
export function strictBase64(text: string): Buffer | null {
  const isStandard = /^[A-Za-z0-9+/]*={0,2}$/.test(text)
  const isUrlSafe = /^[A-Za-z0-9_-]*={0,2}$/.test(text)
  if (!isStandard && !isUrlSafe) return null
  const digits = text.replace(/=+$/, '')
  const bytes = Buffer.from(digits, isStandard ? 'base64' : 'base64url')
  const canonical = bytes.toString(isStandard ? 'base64' : 'base64url').replace(/=+$/, '')
  const hasRightPadding = digits.length === text.length || text.length % 4 === 0
  return canonical === digits && hasRightPadding ? bytes : null
}
