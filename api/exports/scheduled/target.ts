/** Where the exports of weeks are kept. */
export interface ExportTarget {
  /** The weeks that have a manifest. */
  finished(): Promise<ReadonlySet<string>>
  /** A place for the files of one week, of which nothing counts until it is finished. */
  open(week: string): Promise<WeekPlace>
}

export interface WeekPlace {
  put(name: string, content: AsyncIterable<Uint8Array>): Promise<void>
  /** Adds the manifest, last of all. False when another process was first; its export stays. */
  finish(manifest: string): Promise<boolean>
  /** Removes what can be removed of an export that was given up. */
  abandon(): Promise<void>
}
