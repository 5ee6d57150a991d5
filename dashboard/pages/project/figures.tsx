import type { Child } from 'hono/jsx'

export interface Figure {
  readonly name: string
  readonly value: Child
  /** Why there is no value, or what else is to be known about it. */
  readonly note?: string | null
}

/** Figures with their names. */
export function Figures({ items }: { readonly items: readonly Figure[] }) {
  return (
    <dl class="figure-list">
      {items.map(({ name, value, note = null }) => (
        <div>
          <dt>{name}</dt>
          <dd>
            <strong>{value}</strong>
            {note !== null && <span class="muted">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
