import type { z } from 'zod'

/** The caller's cursor is not one that a page before gave out. */
export class InvalidCursor extends Error {
  constructor() {
    super('cursor must be the `next` of an earlier page')
    this.name = 'InvalidCursor'
  }
}

/** A place in a list as opaque text, safe in a URL. */
export function encodeCursor(place: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url')
}

/** @throws {InvalidCursor} */
export function decodeCursor<S extends z.ZodType>(schema: S, cursor: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    throw new InvalidCursor()
  }
}
