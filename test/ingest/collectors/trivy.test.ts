import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Collected } from '../../../ingest/collectors/collector.ts'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import { memoryReport, outcomeOf, warningCodes } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const found = ({ facts }: Collected) =>
  facts
    .filter((fact) => fact.kind === 'vulnerability.reported')
    .map(({ data }) => data)
    .sort((a, b) => (a.vulnerability < b.vulnerability ? -1 : 1))
const report = (more: object = {}) => ({
  SchemaVersion: 2,
  CreatedAt: '2026-11-20T10:00:00+09:00',
  ArtifactName: 'shop',
  Results: [{ Target: 'package-lock.json', Class: 'lang-pkgs', Type: 'npm' }],
  ...more,
})
const read = (document: unknown, options = {}) =>
  trivy.read(memoryReport(JSON.stringify(document)), context, options)

test('two vulnerabilities of one package, with the score of the source of their severity', async () => {
  const collected = await trivy.read(await fixture('trivy/findings.json'), context, {})
  expect(collected.facts[0]).toMatchObject({
    kind: 'scan.completed',
    data: { succeeded: true, asset: context.project },
  })
  expect(found(collected)).toMatchObject([
    {
      vulnerability: 'CVE-2018-3721:pkg:npm/lodash',
      severity: 'medium',
      cvss: 6.5,
      state: 'open',
      disclosedAt: '2018-06-07T02:29:00.000Z',
    },
    { vulnerability: 'CVE-2019-10744:pkg:npm/lodash', severity: 'critical', cvss: 9.1, state: 'open' },
  ])
  expect(collected.warnings).toEqual([])
})

test('what a VEX document excludes is told with its state', async () => {
  const collected = await trivy.read(await fixture('trivy/vex.json'), context, {})
  expect(found(collected).map(({ vulnerability, state }) => `${vulnerability} ${state}`)).toEqual([
    'CVE-2018-3721:pkg:npm/lodash not-affected',
    'CVE-2019-10744:pkg:npm/lodash open',
  ])
  expect(warningCodes(collected)).toEqual(['SUPPRESSED_FINDINGS'])
})

test('misconfigurations and secrets are findings too; what they hold is not told', async () => {
  const collected = await trivy.read(await fixture('trivy/misconfigurations-and-secrets.json'), context, {})
  expect(found(collected).map(({ vulnerability, severity }) => `${vulnerability} ${severity}`)).toEqual([
    'DS002:Dockerfile high',
    'DS017:Dockerfile high',
    'DS026:Dockerfile low',
    'aws-access-key-id:cred.txt critical',
    'aws-access-key-id:key.env critical',
  ])
})

test('a clean report names what was looked at; one that names nothing is no clean one', async () => {
  const clean = await trivy.read(await fixture('trivy/clean.json'), context, {})
  expect(clean.facts.map(({ kind }) => kind)).toEqual(['scan.completed'])
  const nothing = await fixture('trivy/nothing-scanned.json')
  expect(await outcomeOf(trivy.read(nothing, context, {}))).toBe('NOTHING_SCANNED')
  const vouched = await trivy.read(nothing, context, { toolSucceeded: true })
  expect(vouched.facts.map(({ kind }) => kind)).toEqual(['scan.completed'])
})

const vulnerability = { VulnerabilityID: 'CVE-1', PkgName: 'p', Severity: 'LOW' }
const results = (...all: object[]) => report({ Results: all.map((one) => ({ Target: 't', ...one })) })

test('one vulnerability found twice is one, as open and as grave as anywhere', async () => {
  const modified = { Type: 'vulnerability', Status: 'fixed', Finding: { ...vulnerability, Severity: 'HIGH' } }
  const document = results({ Vulnerabilities: [vulnerability] }, { ExperimentalModifiedFindings: [modified] })
  expect(found(await read(document))).toMatchObject([
    { vulnerability: 'CVE-1:p', severity: 'high', state: 'open' },
  ])
})

test('a severity that is not known counts as high, with a warning', async () => {
  const collected = await read(results({ Vulnerabilities: [{ ...vulnerability, Severity: 'UNKNOWN' }] }))
  expect(found(collected)[0]?.severity).toBe('high')
  expect(warningCodes(collected)).toEqual(['SEVERITY_UNKNOWN'])
})

test('summaries are compared with what is counted', async () => {
  const misconfiguration = { ID: 'DS1', Severity: 'LOW', Status: 'FAIL' }
  const document = results({ MisconfSummary: { Failures: 2 }, Misconfigurations: [misconfiguration] })
  expect(warningCodes(await read(document))).toEqual(['TOTALS_DISAGREE'])
})

test('licenses are left out, with a warning', async () => {
  expect(warningCodes(await read(results({ Licenses: [{ Name: 'GPL-3.0' }] })))).toEqual([
    'FINDINGS_LEFT_OUT',
  ])
})

test.each([
  ['another format', { runs: [] }, 'NOT_THIS_FORMAT'],
  ['another schema', report({ SchemaVersion: 3 }), 'UNSUPPORTED_VERSION'],
  ['no artifact', report({ ArtifactName: undefined }), 'MISSING_FIELD'],
  ['no moment', report({ CreatedAt: undefined }), 'MISSING_FIELD'],
  ['a moment without zone', report({ CreatedAt: '2026-11-20T10:00:00' }), 'INVALID_VALUE'],
  [
    'a severity that there is not',
    results({ Vulnerabilities: [{ ...vulnerability, Severity: 'HUGE' }] }),
    'UNMAPPED_VALUE',
  ],
  [
    'a status that there is not',
    results({
      ExperimentalModifiedFindings: [{ Type: 'vulnerability', Status: 'fine', Finding: vulnerability }],
    }),
    'UNMAPPED_VALUE',
  ],
  [
    'a finding without id',
    results({ Vulnerabilities: [{ PkgName: 'p', Severity: 'LOW' }] }),
    'MISSING_FIELD',
  ],
  [
    'a score beyond 10',
    results({ Vulnerabilities: [{ ...vulnerability, CVSS: { nvd: { V3Score: 11 } } }] }),
    'MALFORMED',
  ],
])('%s is refused whole', async (_, document, code) => {
  expect(await outcomeOf(read(document))).toBe(code)
})

test('a report that was cut off is refused', async () => {
  const whole = readFileSync((await fixture('trivy/findings.json')).path)
  expect(await outcomeOf(trivy.read(memoryReport(whole.subarray(0, 1500)), context, {}))).toBe('MALFORMED')
})
