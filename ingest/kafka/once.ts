/** A connection that is opened when it is first wanted. */
export interface Once<T> {
  open(): Promise<T>
  close(): Promise<void>
}

/** Opens at the first call, and again after a failure to. */
export function openOnce<T extends { connect(): Promise<void>; disconnect(): Promise<void> }>(
  connection: T,
): Once<T> {
  let opening: Promise<T> | null = null
  return {
    open: () => {
      opening ??= connection.connect().then(
        () => connection,
        (error: unknown) => {
          opening = null
          throw error
        },
      )
      return opening
    },
    close: async () => {
      if (opening !== null) await connection.disconnect()
    },
  }
}
