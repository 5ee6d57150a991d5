import { z } from 'zod'
import { office, type Office } from './facts/orders.ts'
import { line, projectId } from './primitives.ts'

/** What callers may be allowed: the closed list. */
export const permission = z.enum([
  'facts:write',
  'evidence:write',
  'project:read',
  'quarantine:read',
  'policy:write',
  'holds:CQO',
  'holds:CISO',
  'holds:QA',
  'waivers:request',
  'waivers:approve',
  'access:manage',
  'audit:read',
  'metrics:read',
  'notifications:redeliver',
])
export type Permission = z.infer<typeof permission>

/** The roles of the design: the closed list. */
export const accessRole = z.enum(['collector', 'viewer', 'qa', 'cqo', 'ciso', 'approver', 'admin'])
export type AccessRole = z.infer<typeof accessRole>

const READ = ['project:read', 'quarantine:read'] as const

/** What each role may do where it is granted, and nothing besides. */
export const rolePermissions: Readonly<Record<AccessRole, readonly Permission[]>> = {
  collector: ['facts:write', 'quarantine:read', 'waivers:request'],
  viewer: [...READ, 'metrics:read'],
  qa: [...READ, 'metrics:read', 'audit:read', 'policy:write', 'evidence:write', 'holds:QA'],
  cqo: [...READ, 'holds:CQO'],
  ciso: [...READ, 'holds:CISO'],
  approver: [...READ, 'waivers:request', 'waivers:approve'],
  admin: [...READ, 'metrics:read', 'audit:read', 'access:manage', 'notifications:redeliver'],
}

/** The permission to place and lift the holds of an office. */
export const holdsOf = (owner: Office): Permission => permission.parse(`holds:${office.parse(owner)}`)

/** Where a role is granted: everywhere, on named projects, or on the projects declared in a division. */
export const grantedOn = z.union([
  z.literal('all'),
  z.array(projectId).min(1).max(1000),
  z.strictObject({ division: line() }),
])

export const grant = z
  .strictObject({ role: accessRole, projects: grantedOn })
  .refine(({ role, projects }) => role !== 'admin' || projects === 'all', {
    path: ['projects'],
    error: 'must be all for the role admin: whoever gives out keys can give out any',
  })
export type Grant = z.infer<typeof grant>

export const grants = z.array(grant).min(1).max(100)

/** One line of the file that says what a value of a token's claim stands for. */
export const claimGrants = z.array(z.strictObject({ value: line(), grants })).max(10_000)
export type ClaimGrants = z.infer<typeof claimGrants>
