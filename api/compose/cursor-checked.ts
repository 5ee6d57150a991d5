import { KanmonError } from '../../schemas/errors.ts'
import { InvalidCursor } from '../../store/cursor.ts'

/** A cursor that this server never gave out is the caller's mistake. */
export async function cursorChecked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work
  } catch (error) {
    if (error instanceof InvalidCursor) {
      throw new KanmonError('INVALID_REQUEST', 'cursor: is not one that this server gave out', {
        field: 'cursor',
        cause: error,
      })
    }
    throw error
  }
}
