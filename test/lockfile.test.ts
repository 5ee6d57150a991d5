import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

interface Locked {
  version?: string
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8')) as {
  packages: Record<string, Locked>
}

// npm leaves out what it could not look up when the lock was written, and `npm ci` then fails for everybody.
test('the lock file names the packages of every platform, so that npm ci works on all of them', () => {
  const locked = new Set(Object.keys(lock.packages).map((path) => path.split('node_modules/').at(-1)))
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !locked.has(name)),
  )
  expect(missing).toEqual([])
})

test('every locked package has a version', () => {
  const nameless = Object.entries(lock.packages).filter(
    ([path, { version }]) => path !== '' && version === undefined,
  )
  expect(nameless).toEqual([])
})
