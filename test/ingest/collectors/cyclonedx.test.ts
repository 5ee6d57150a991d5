import { expect, test } from 'vitest'
import type { Collected } from '../../../ingest/collectors/collector.ts'
import { cyclonedx } from '../../../ingest/collectors/cyclonedx/cyclonedx.ts'
import { trivy } from '../../../ingest/collectors/trivy/trivy.ts'
import { memoryReport, outcomeOf, warningCodes, WRITTEN } from '../../helpers/reports.ts'
import { context, fixture } from '../../helpers/tables.ts'

const found = ({ facts }: Collected) =>
  facts
    .filter((fact) => fact.kind === 'vulnerability.reported')
    .map(({ data }) => data)
    .sort((a, b) => (a.vulnerability < b.vulnerability ? -1 : 1))
const scans = ({ facts }: Collected) =>
  facts.filter((fact) => fact.kind === 'scan.completed').map(({ data }) => data)
const document = (more: object = {}) => ({
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  metadata: { timestamp: '2026-11-20T10:00:00Z' },
  components: [{ type: 'library', name: 'lodash', purl: 'pkg:npm/lodash@4.17.4', 'bom-ref': 'a' }],
  vulnerabilities: [],
  ...more,
})
const read = (value: unknown) => cyclonedx.read(memoryReport(JSON.stringify(value)), context, {})

test('npm sbom, 1.5: an inventory is no scan of the asset', async () => {
  const collected = await cyclonedx.read(await fixture('cyclonedx/npm-sbom.cdx.json'), context, {
    asset: 'shop',
  })
  expect(scans(collected)).toMatchObject([
    { asset: 'shop#sbom', scanner: { name: 'cli', version: '11.19.1' }, succeeded: true },
  ])
  expect(found(collected)).toEqual([])
  expect(collected.warnings).toEqual([
    { code: 'INVENTORY_ONLY', line: null, detail: '2 components of shop#sbom' },
  ])
})

test('trivy, 1.6: the same vulnerabilities by the same ids as in its own format', async () => {
  const collected = await cyclonedx.read(await fixture('cyclonedx/trivy.cdx.json'), context, {})
  const own = await trivy.read(await fixture('trivy/findings.json'), context, {})
  const told = (one: Collected) =>
    found(one).map(({ vulnerability, severity, disclosedAt }) => ({ vulnerability, severity, disclosedAt }))
  expect(scans(collected)).toMatchObject([
    { asset: context.project, scanner: { name: 'trivy', version: '0.59.1' } },
  ])
  expect(told(collected)).toEqual(told(own))
})

test('VEX, 1.5: every state of an analysis, and no scan', async () => {
  const collected = await cyclonedx.read(await fixture('cyclonedx/vex.cdx.json'), context, {})
  expect(scans(collected)).toEqual([])
  expect(
    found(collected)
      .map(({ vulnerability, severity, state }) => `${vulnerability} ${severity} ${state}`)
      .sort(),
  ).toEqual([
    'CVE-2017-16137:pkg:npm/debug low false-positive',
    'CVE-2017-20165:pkg:npm/debug high fixed',
    'CVE-2018-3721:pkg:npm/lodash medium not-affected',
    'CVE-2019-10744:pkg:npm/lodash critical open',
    'CVE-2021-44906:pkg:npm/minimist high open',
  ])
  expect(warningCodes(collected)).toEqual(['SUPPRESSED_FINDINGS', 'SEVERITY_UNKNOWN'])
})

test('pip-audit 2.10.1 writes neither components nor vulnerabilities when it finds nothing: nothing is shown', async () => {
  const clean = await fixture('cyclonedx/pip-audit-clean.cdx.json')
  expect(await outcomeOf(cyclonedx.read(clean, context, {}))).toBe('NOTHING_SCANNED')
})

test.each(['1.4', '1.5', '1.6', '1.7'])(
  'version %s with an empty list of vulnerabilities is a clean scan',
  async (specVersion) => {
    const collected = await read(document({ specVersion }))
    expect(scans(collected)).toMatchObject([{ asset: context.project, succeeded: true }])
    expect(collected.warnings).toEqual([])
  },
)

test('components inside components are counted and found', async () => {
  const inner = { type: 'library', name: 'in', purl: 'pkg:npm/%40a/in@1.0.0?arch=x', 'bom-ref': 'in' }
  const components = [{ type: 'library', name: 'out', 'bom-ref': 'out', components: [inner] }]
  const vulnerabilities = [
    { id: 'CVE-1', affects: [{ ref: 'in' }], ratings: [{ score: 7.5, method: 'CVSSv31' }] },
  ]
  const collected = await read(document({ components, vulnerabilities }))
  expect(collected.facts[0]?.because).toMatch(/^2 components of /)
  expect(found(collected)).toMatchObject([
    { vulnerability: 'CVE-1:pkg:npm/%40a/in', severity: 'high', cvss: 7.5, state: 'open' },
  ])
})

test('without a timestamp that of the file is taken; without a zone that of the project', async () => {
  const without = await read(document({ metadata: {} }))
  expect(without.facts[0]?.occurredAt).toBe(WRITTEN)
  expect(warningCodes(without)).toEqual(['TIME_OF_FILE'])
  const local = await read(document({ metadata: { timestamp: '2026-11-20T10:00:00' } }))
  expect(local.facts[0]?.occurredAt).toBe('2026-11-20T01:00:00.000Z')
  expect(warningCodes(local)).toEqual(['TIME_WITHOUT_ZONE'])
})

test.each([
  ['another format', { spdxVersion: 'SPDX-2.3' }, 'NOT_THIS_FORMAT'],
  ['an older version', document({ specVersion: '1.3' }), 'UNSUPPORTED_VERSION'],
  ['a newer version', document({ specVersion: '2.0' }), 'UNSUPPORTED_VERSION'],
  ['nothing in it', document({ components: [] }), 'NOTHING_SCANNED'],
  ['a vulnerability without id', document({ vulnerabilities: [{}] }), 'MISSING_FIELD'],
  [
    'a state that there is not',
    document({ vulnerabilities: [{ id: 'x', analysis: { state: 'fine' } }] }),
    'MALFORMED',
  ],
  ['no moment', document({ metadata: { timestamp: 'yesterday' } }), 'INVALID_VALUE'],
])('%s is refused whole', async (_, value, code) => {
  expect(await outcomeOf(read(value))).toBe(code)
})

test('XML is refused: only JSON is read', async () => {
  const xml = '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6" version="1"/>'
  expect(await outcomeOf(cyclonedx.read(memoryReport(xml), context, {}))).toBe('MALFORMED')
})
