// node .ci/summary.mjs REPORT EXIT_CODE: counts the tests of vitest's JSON report and fails when one failed, when
// none ran, or when one was skipped that could have run here. Only suites over the reference data may be skipped,
// and only where the folder ../shared/data, which is no part of this repository, does not lie beside the checkout.
import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'

const [file, exitCode] = process.argv.slice(2)
const mayLackReferenceData = !existsSync(new URL('../../shared/data/', import.meta.url))
const usesReferenceData = (path) => readFileSync(path, 'utf8').includes('/reference-data.ts')

const complaints = []
const complain = (text) => complaints.push(text)
const count = { passed: 0, failed: 0, skipped: 0 }

function fail(what) {
  count.failed += 1
  complain(`failed: ${what}`)
}

function skip(file, what) {
  count.skipped += 1
  if (mayLackReferenceData && usesReferenceData(file))
    console.log(`skipped, for want of ../shared/data: ${what}`)
  else complain(`skipped, but it should run here: ${what}`)
}

const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] }
for (const { name, status, message, assertionResults } of report.testResults) {
  const path = relative(process.cwd(), name)
  if (assertionResults.length === 0) {
    // Nothing ran: the file broke, or every suite in it was skipped, which leaves no test behind to be counted.
    if (status === 'failed') fail(`${path}: ${message.split('\n')[0]}`)
    else skip(name, `${path}: every suite`)
  }
  for (const test of assertionResults) {
    if (test.status === 'passed') count.passed += 1
    else if (test.status === 'failed') fail(`${path}: ${test.fullName}`)
    else skip(name, `${path}: ${test.fullName}`)
  }
}
if (count.passed === 0) complain('no test passed: did the run end early?')
if (exitCode !== '0' && count.failed === 0) complain(`vitest ended with code ${exitCode}`)

for (const text of complaints) console.error(text)
process.exitCode = complaints.length > 0 ? 1 : 0
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
