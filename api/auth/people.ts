import type { Context } from 'hono'
import type { ClaimGrants } from '../../schemas/access.ts'
import { line } from '../../schemas/primitives.ts'
import type { Principal } from './caller.ts'
import { claimAt, grantsOf, valuesOf } from './claim-grants.ts'

/** Somebody whom the issuer vouched for, with as much of the claims as rights follow from. */
export interface Person {
  readonly issuer: string
  readonly subject: string
  /** The name under which acts are recorded. */
  readonly name: string
  /** Those values of the roles claim that stand for something. */
  readonly roles: readonly string[]
}

export interface ClaimConfig {
  readonly issuer: string
  /** A claim, or a path to it with dots. */
  readonly rolesClaim: string
  readonly nameClaim: string
  readonly grants: ClaimGrants
}

type Claims = Readonly<Record<string, unknown>>

/** Who is meant by claims that are proven; null when they hold no usable name. */
export function personOf(claims: Claims, config: ClaimConfig): Person | null {
  const name = line().safeParse(claimAt(claims, config.nameClaim))
  const { sub: subject } = claims
  if (!name.success || typeof subject !== 'string') return null
  const listed = new Set(config.grants.map(({ value }) => value))
  const roles = valuesOf(claimAt(claims, config.rolesClaim)).filter((value) => listed.has(value))
  return { issuer: config.issuer, subject, name: name.data, roles }
}

/** A person as a caller: the same one, with the same rights, whether a token comes along or the pages signed him in. */
export function principalOf(person: Person, config: ClaimConfig): Principal {
  const { issuer, subject, name, roles } = person
  return {
    kind: 'principal',
    id: `token:${issuer}#${subject}`,
    name,
    grants: grantsOf(roles, config.grants),
  }
}

/** What stands beside a request that this process makes to itself; nothing that comes over the network gets there. */
export interface BesideRequest {
  /** Whom the pages signed in, and ask as. */
  readonly person?: Person
}

export function signedInPerson(c: Context): Person | null {
  return (c.env as BesideRequest | undefined)?.person ?? null
}
