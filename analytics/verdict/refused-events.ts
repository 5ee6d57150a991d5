/** Events about a project that were refused and wait in quarantine, of one kind and for one reason. */
export interface RefusedEvents {
  /** What they said they were; empty when that could not be read. */
  readonly kind: string
  /** Why the newest reading refused them. */
  readonly code: string
  readonly count: number
  /** When the first and the last of them were received, in milliseconds. */
  readonly first: number
  readonly last: number
}
