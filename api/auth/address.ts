import type { Context } from 'hono'

interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } }
}

const PLAIN = /^[0-9a-fA-F.:]{2,45}$/

/**
 * The address that a request came from. Behind `proxies` of our own it is the entry of X-Forwarded-For that the
 * outermost of them wrote; what stands before that, anybody may have written.
 */
export function clientAddress(c: Context, proxies: number): string {
  const socket = (c.env as NodeBindings | undefined)?.incoming?.socket?.remoteAddress ?? 'unknown'
  if (proxies === 0) return socket
  const chain = (c.req.header('x-forwarded-for') ?? '').split(',').map((part) => part.trim())
  const forwarded = chain.at(-proxies) ?? ''
  return PLAIN.test(forwarded) ? forwarded : socket
}
