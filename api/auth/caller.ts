import type { Grant } from '../../schemas/access.ts'

/** Who a request is from, once that is proven. */
export interface Principal {
  readonly kind: 'principal'
  /** What it is told apart by: of a key its id, of a token its issuer and subject. */
  readonly id: string
  /** The name under which its acts are recorded. */
  readonly name: string
  readonly grants: readonly Grant[]
}

/** `unchecked`: access control is off and everybody may do everything; `anonymous`: it is on, and no credential came. */
export type Caller = { readonly kind: 'unchecked' } | { readonly kind: 'anonymous' } | Principal

export const UNCHECKED: Caller = { kind: 'unchecked' }
export const ANONYMOUS: Caller = { kind: 'anonymous' }
