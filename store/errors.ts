export type StoreErrorCode =
  | 'STORE_ENGINE_MISSING'
  | 'STORE_LOCKED'
  | 'STORE_UNWRITABLE'
  | 'STORE_UNREACHABLE'
  | 'STORE_CONFIG'
  | 'MIGRATION_EDITED'
  | 'MIGRATION_UNKNOWN'

/** The store cannot be opened. The message is one line that says what to do about it. */
export class StoreError extends Error {
  readonly code: StoreErrorCode
  constructor(code: StoreErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options)
    this.name = 'StoreError'
    this.code = code
  }
}
