import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { translator } from '../../api/render/translate.ts'
import type { Terminal } from '../../cli/terminal.ts'

export const JUNIT =
  '<testsuites><testsuite name="s" tests="2" timestamp="2026-11-19T10:00:00Z"><testcase name="a"/><testcase name="b"><failure/></testcase></testsuite></testsuites>'

/** A folder `root` with these files. */
export function makeRepository(root: string, files: Readonly<Record<string, string>>): string {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}

const bugs = fileURLToPath(new URL('../fixtures/reports/table/bugs-cp932.csv', import.meta.url))

export const CONFIG = `
project: orders
declaredOn: 2026-11-01
declaration:
  name: Orders
  organization: o
  division: d
  class: new
  profile: standard
  residentService: false
  personalData: false
  costUnit: hours
  release: { id: r1, plannedShipDate: 2027-03-31 }
  phases: [{ id: ut, kind: unit-test, plannedStart: 2026-10-01, plannedFinish: 2026-12-31 }]
  expects: [{ kind: testrun.finished, everyDays: 7 }]
collect:
  - { collector: junit, paths: ['reports/**/*.xml'], phase: ut, options: { cumulative: true, planned: 10 } }
  - { collector: csv, paths: [bugs.csv], options: { mapping: MAPPING } }
  - { collector: ctrf, paths: ['ctrf/*.json'], optional: true }
`

const MAPPING = `
kind: defect.reported
encoding: cp932
fields:
  defect: 管理番号
  severity: { column: 重要度, values: { 致命的: critical, 重大: major, 軽微: minor } }
  status: { column: 状態, values: { 対応中: open, 修正済: fixed, 完了: closed } }
  phaseFound: { column: 発見工程, values: { 結合テスト: it, システムテスト: st } }
  detectedAt: 発見日
`

/** A repository with a test report, a bug list and a `kanmon.yaml`, whose path it tells. */
export function makeOrders(root: string, config = CONFIG): string {
  makeRepository(root, { 'reports/a/junit.xml': JUNIT, 'bugs.yaml': MAPPING, 'reports/notes.txt': '' })
  copyFileSync(bugs, join(root, 'bugs.csv'))
  writeFileSync(join(root, 'kanmon.yaml'), config.replace('MAPPING', join(root, 'bugs.yaml')))
  return join(root, 'kanmon.yaml')
}

/** A terminal that says nothing. */
export const quietTerminal: Terminal = {
  out: () => undefined,
  note: () => undefined,
  bytes: () => Promise.resolve(),
  isInteractive: false,
  width: 120,
  environment: {},
  translate: translator('en'),
  language: 'en',
  stopped: () => Promise.resolve(),
  setExitCode: () => undefined,
}
