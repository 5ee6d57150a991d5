import { z } from 'zod'

/** Milliseconds that DateTime64 can hold: 1900 to 2299. Others would wrap without an error. */
export const storableInstant = z
  .int()
  .min(Date.UTC(1900, 0, 1))
  .max(Date.UTC(2299, 11, 31))

export const pageLimit = z.int().min(1).max(1000)
