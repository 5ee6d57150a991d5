import type { Context } from 'hono'
import type { Access } from './access.ts'

/** Somebody who came in by a page, or did not. */
export interface SignInNote {
  /** The path of the page. */
  readonly route: string
  readonly method: 'GET' | 'POST'
  readonly status: number
  /** Who it is; null when that was not proven. */
  readonly principal: { readonly id: string; readonly name: string } | null
  /** Why it was refused; null when it was not. */
  readonly code: string | null
}

/** What the pages tell access control of those who sign in. */
export interface SignIns {
  /** Seconds for which nothing from the address of a request is looked at; null when it is welcome. */
  blocked(c: Context): Promise<number | null>
  /** Counts an attempt that proved nothing against its address. */
  failed(c: Context): Promise<void>
  /** For the audit trail. */
  note(c: Context, note: SignInNote): Promise<void>
}

export function createSignIns({
  throttle,
  trail,
  addressOf,
}: Pick<Access, 'throttle' | 'trail' | 'addressOf'>): SignIns {
  return {
    blocked: (c) => throttle.blocked(addressOf(c)),
    failed: (c) => throttle.failed(addressOf(c)),
    note: (c, { route, method, status, principal, code }) =>
      trail.note({
        principalId: principal?.id ?? null,
        principal: principal?.name ?? null,
        method,
        route,
        subject: null,
        outcome: code === null ? 'done' : 'refused',
        status,
        code,
        address: addressOf(c),
        requestId: null,
      }),
  }
}
