import type { Child } from 'hono/jsx'

/** A heading of a column; `number` sets it over figures. */
export type Column = string | { readonly number: string }

interface TableProps {
  /** What the table is, for whoever does not see it. */
  readonly label: string
  readonly columns: readonly Column[]
  /** Rows. */
  readonly children?: Child
}

/** A table that scrolls by itself where it is wider than the page. */
export function Table({ label, columns, children }: TableProps) {
  return (
    <div class="scroll whole-words" tabindex={0} role="region" aria-label={label}>
      <table>
        <thead>
          <tr>
            {columns.map((column) =>
              typeof column === 'string' ? (
                <th scope="col">{column}</th>
              ) : (
                <th scope="col" class="number">
                  {column.number}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  )
}
