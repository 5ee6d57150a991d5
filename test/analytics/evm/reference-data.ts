import { existsSync, readFileSync } from 'node:fs'
import { describe, test } from 'vitest'

const folder = new URL('../../../../shared/data/evm/', import.meta.url)

/** Whether the reference data lie beside the checkout. */
const present = existsSync(folder)

/** A suite over reference data; where they are absent it is skipped under a title that says so. */
export const describeReference = (title: string, body: () => void): void => {
  if (present) describe(title, body)
  else describe.skip(title, () => test(`needs ${folder.pathname}`, () => undefined))
}

export const readReference = (name: string): string =>
  present ? readFileSync(new URL(name, folder), 'utf8') : ''

/** The parsed file, or an empty object where the data are absent; the test says what shape it expects. */
export const readJson = (name: string): unknown => JSON.parse(present ? readReference(name) : '{}')
