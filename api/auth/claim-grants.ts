import { readFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { claimGrants, type ClaimGrants, type Grant } from '../../schemas/access.ts'

/** The file that says what values of the roles claim stand for. @throws {Error} that names the file and the mistake */
export async function readClaimGrants(file: string): Promise<ClaimGrants> {
  let content: unknown
  try {
    content = parse(await readFile(file, 'utf8'))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new Error(`KANMON_OIDC_GRANTS: ${file} cannot be read: ${reason ?? ''}`, { cause })
  }
  const result = claimGrants.safeParse(content)
  if (result.success) return result.data
  const wrong = result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)
  throw new Error(`KANMON_OIDC_GRANTS: ${file}: ${wrong.join('; ')}`)
}

/** A claim by its name, or by a path with dots such as `realm_access.roles`; a name with dots itself comes first. */
export function claimAt(claims: Readonly<Record<string, unknown>>, path: string): unknown {
  if (Object.hasOwn(claims, path)) return claims[path]
  let value: unknown = claims
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Record<string, unknown>)[name]
  }
  return value
}

/** The values of a claim: of a list, or of a text with spaces between them. */
export function valuesOf(claim: unknown): string[] {
  if (typeof claim === 'string') return claim.split(' ')
  return Array.isArray(claim) ? claim.filter((value) => typeof value === 'string') : []
}

/** The grants of a claim: those that the file lists for its values, and none for values that it does not list. */
export function grantsOf(claim: unknown, table: ClaimGrants): Grant[] {
  const values = valuesOf(claim)
  return table.filter(({ value }) => values.includes(value)).flatMap(({ grants }) => grants)
}
