/**
 * `connecting`: no place in the group yet, or none at the moment; `consuming`; `waiting`: what must be written cannot
 * be at the moment, and is tried again; `tripped`: too much was refused, see `reason`; `crashed`; `stopped`.
 */
export type KafkaState = 'connecting' | 'consuming' | 'waiting' | 'tripped' | 'crashed' | 'stopped'

export interface KafkaHealth {
  readonly state: KafkaState
  /** Why it is tripped, crashed or waiting. */
  readonly reason: string | null
  /** The partitions that this consumer reads; null while it has no place in the group. */
  readonly assigned: readonly number[] | null
  /** When the loop last went on, in milliseconds: a consumer that stands still for a minute is not alive. */
  readonly lastTickAt: number
}

/** What is known of a consumer; an end state is not left any more. */
export interface Standing {
  get(): { readonly state: KafkaState; readonly reason: string | null }
  set(state: KafkaState, reason?: string): void
  isOver(): boolean
}

const OVER = new Set<KafkaState>(['tripped', 'crashed', 'stopped'])

export function createStanding(): Standing {
  let now: { state: KafkaState; reason: string | null } = { state: 'connecting', reason: null }
  return {
    get: () => now,
    set: (state, reason) => {
      if (!OVER.has(now.state)) now = { state, reason: reason ?? null }
    },
    isOver: () => OVER.has(now.state),
  }
}
