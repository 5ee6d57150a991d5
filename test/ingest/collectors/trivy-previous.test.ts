import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isFixedIn } from '../../../ingest/collectors/trivy/fixed-version.ts'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import { memoryReport, warningCodes } from '../../helpers/reports.ts'
import { context, fileWith, fixture } from '../../helpers/tables.ts'

const reportOf = (name: string) => fixture(`trivy/since-${name}.json`)
const pathOf = (name: string) =>
  fileURLToPath(new URL(`../../fixtures/reports/trivy/since-${name}.json`, import.meta.url))

async function since(name: string, previous = pathOf('before')) {
  const collected = await trivy.read(await reportOf(name), context, { previous })
  const told = collected.facts
    .filter((fact) => fact.kind === 'vulnerability.reported')
    .map(({ data }) => `${data.vulnerability.split(':')[0]} ${data.state}`)
  return { told: told.sort(), codes: warningCodes(collected), collected }
}

test('two scans by Trivy, lodash upgraded in between: what the second lists no more is told as fixed', async () => {
  const { told, codes, collected } = await since('after')
  expect(told).toEqual(['CVE-2018-3721 fixed', 'CVE-2019-10744 fixed'])
  expect(codes).toEqual([])
  const [scan] = collected.facts
  expect(scan).toMatchObject({ kind: 'scan.completed', data: { lookedAt: 1 } })
  // As old as the scan that shows it, found when it was found before.
  expect(collected.facts[1]).toMatchObject({
    occurredAt: scan!.occurredAt,
    data: { detectedAt: '2026-11-22T21:02:48.546Z' },
  })
})

test('without the earlier report nothing is told as fixed', async () => {
  const collected = await trivy.read(await reportOf('after'), context, {})
  expect(collected.facts.map(({ kind }) => kind)).toEqual(['scan.completed'])
})

test('upgraded to a version that has one of two fixes: the other is still found', async () => {
  expect(await since('partly')).toMatchObject({
    told: ['CVE-2018-3721 fixed', 'CVE-2019-10744 open'],
    codes: [],
  })
})

test('a scan for critical ones only closes nothing: the package of what is missing is still there', async () => {
  expect(await since('narrowed')).toMatchObject({ told: ['CVE-2019-10744 open'], codes: ['ANOTHER_SCOPE'] })
})

test('nor does one that finds nothing because it was narrowed, after an upgrade that is not enough', async () => {
  expect(await since('narrowed-upgrade')).toMatchObject({ told: [], codes: ['ANOTHER_SCOPE'] })
})

test('a report that lists no packages, or not of that place, shows nothing to be fixed', async () => {
  const { Results, ...head } = JSON.parse(await textOf('after')) as { Results: object[] }
  const closing = async (results: object[]) => {
    const report = memoryReport(JSON.stringify({ ...head, Results: results }))
    return warningCodes(await trivy.read(report, context, { previous: pathOf('before') }))
  }
  expect(await closing(Results.map((one) => ({ ...one, Packages: undefined })))).toEqual(['NOT_SHOWN_FIXED'])
  expect(await closing(Results.map((one) => ({ ...one, Target: 'other/package-lock.json' })))).toEqual([
    'NOT_SHOWN_FIXED',
  ])
})

test('removed from the lock file: gone', async () => {
  const text = await textOf('after')
  const { Results, ...head } = JSON.parse(text) as { Results: { Packages: { Name: string }[] }[] }
  const without = Results.map((one) => ({
    ...one,
    Packages: one.Packages.filter(({ Name }) => Name !== 'lodash'),
  }))
  const report = memoryReport(JSON.stringify({ ...head, Results: without }))
  const { facts } = await trivy.read(report, context, { previous: pathOf('before') })
  expect(facts.map(({ data }) => ('state' in data ? data.state : ''))).toEqual(['', 'fixed', 'fixed'])
})

test.each([
  ['a later report', 'before', pathOf('after')],
  ['itself', 'before', pathOf('before')],
  ['one of another artifact', 'after', 'artifact'],
  ['one that is cut off', 'after', 'cut'],
  ['one that is not there', 'after', '/nowhere/trivy.json'],
])('%s is not compared, and the report is taken as it is', async (_, name, previous) => {
  const before = await textOf('before')
  const path =
    previous === 'cut'
      ? fileWith(before.slice(0, 900))
      : previous === 'artifact'
        ? fileWith(before.replace('"ArtifactName": "app"', '"ArtifactName": "other"'))
        : previous
  const { told, codes } = await since(name, path)
  expect(codes).toEqual(['NOT_COMPARED'])
  expect(told.some((one) => one.endsWith('fixed'))).toBe(false)
})

async function textOf(name: string): Promise<string> {
  const pieces: Buffer[] = []
  for await (const piece of (await reportOf(name)).open()) pieces.push(piece)
  return Buffer.concat(pieces).toString()
}

test.each<[string, string, boolean | null]>([
  ['4.17.21', '4.17.12', true],
  ['4.17.12', '4.17.12', true],
  ['4.17.5', '4.17.12', false],
  ['v1.10.0', '1.9', true],
  ['5.0.1', '4.17.12, 5.0.1', true],
  ['4.17.13', '4.17.12, 5.0.1', null],
  ['4.17.11', '4.17.12, 5.0.1', false],
  ['1.1.1n-0+deb11u5', '1.1.1n-0+deb11u5', true],
  ['1.1.1n-0+deb11u6', '1.1.1n-0+deb11u5', null],
  ['1.2.3', '', null],
])('whether %s has the fix of %s: %s', (version, fixed, answer) => {
  expect(isFixedIn(version, fixed)).toBe(answer)
})

test('of plain numbers a version is below its successor, and has what it was the first to have', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(99), { minLength: 1, maxLength: 4 }), fc.nat(3), (parts, place) => {
      const version = parts.join('.')
      const next = parts.map((part, n) => (n === place % parts.length ? part + 1 : part)).join('.')
      expect([isFixedIn(version, version), isFixedIn(next, version), isFixedIn(version, next)]).toEqual([
        true,
        true,
        false,
      ])
    }),
  )
})
