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

const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] }
for (const { name, status, message, assertionResults } of report.testResults) {
  const path = relative(process.cwd(), name)
  if (status === 'failed' && assertionResults.length === 0) {
    count.failed += 1
    complain(`failed: ${path}: ${message.split('\n')[0]}`)
  }
  for (const test of assertionResults) {
    if (test.status === 'passed') count.passed += 1
    else if (test.status === 'failed') {
      count.failed += 1
      complain(`failed: ${path}: ${test.fullName}`)
    } else {
      count.skipped += 1
      const isAllowed = mayLackReferenceData && usesReferenceData(name)
      console.log(`${test.status}: ${path}: ${test.fullName}`)
      if (!isAllowed) complain(`skipped, but it should run here: ${path}: ${test.fullName}`)
    }
  }
}
// A suite that was skipped as a whole may leave no test behind to be counted.
const leftOut = report.numPendingTestSuites ?? 0
if (leftOut > 0 && !mayLackReferenceData) complain(`${leftOut} suites were skipped, but should run here`)
if (leftOut > 0) console.log(`suites skipped as a whole: ${leftOut}`)
if (count.passed === 0) complain('no test passed: did the run end early?')
if (exitCode !== '0' && count.failed === 0) complain(`vitest ended with code ${exitCode}`)

for (const text of complaints) console.error(text)
process.exitCode = complaints.length > 0 ? 1 : 0
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
