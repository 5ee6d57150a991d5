import type { Child } from 'hono/jsx'

/** A heading of a column; `number` sets it over figures. */
export type Column = string | { readonly number: string }

interface TableProps {
  /** What the table is, for whoever does not see it. */
  readonly label: string
  readonly columns: readonly Column[]
  /** Figures in a grid, which stay one on a narrow screen too. */
  readonly isGrid?: boolean
  /** Rows. */
  readonly children?: Child
}

const titleOf = (column: Column) => (typeof column === 'string' ? column : column.number)

/** The titles of the columns as strings of CSS, which puts them beside the cells where rows are stacked. */
const labelsOf = (columns: readonly Column[]) =>
  columns.map((column, index) => `--column-${index + 1}:${JSON.stringify(titleOf(column))}`).join(';')

/** A table whose rows are stacked on a narrow screen; a grid scrolls by itself where it is wider than the page. */
export function Table({ label, columns, isGrid = false, children }: TableProps) {
  return (
    <div class="scroll whole-words" tabindex={0} role="region" aria-label={label}>
      <table class={isGrid ? undefined : 'stacking labelled'} style={isGrid ? undefined : labelsOf(columns)}>
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
