import type { Orders } from './load.ts'

/** Who did it, and when in the zone of the page. */
export function ActLine({ orders, name, at }: { orders: Orders; name: string | null; at: string | null }) {
  if (name === null) return <>–</>
  return (
    <>
      {name}
      {at !== null && (
        <time class="muted moment" datetime={at}>
          {orders.moment(at)}
        </time>
      )}
    </>
  )
}
