interface SheetCell {
  readonly value: unknown
  readonly wrap?: boolean
  readonly columnSpan?: number
  readonly height?: number
}
interface SheetRows {
  readonly data: readonly (readonly (SheetCell | null)[])[]
  readonly columns: readonly { readonly width: number }[]
}

export const fitToWidth: {
  readonly files: {
    readonly transform: {
      readonly 'xl/worksheets/sheet{id}.xml': {
        readonly transform: (xml: string) => string
        readonly transformElementAttributes: (tag: string, attributes: object) => object
      }
    }
  }
}
export function withHeights<S extends SheetRows>(sheet: S): Omit<S, 'data'> & SheetRows
