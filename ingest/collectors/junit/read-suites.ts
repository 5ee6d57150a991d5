import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { readXml, type XmlElement } from '../xml.ts'
import type { Outcome } from './suite.ts'
import { type SuiteOptions, SuiteStack } from './suite-stack.ts'

/** What an element inside a test case says of its end; of several the gravest holds. */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['error', 'error'],
  ['failure', 'failed'],
  ['skipped', 'skipped'],
  ['flakyFailure', 'flaky'],
  ['flakyError', 'flaky'],
  // Another failed try: Surefire writes it beside the first. Alone it never passed either.
  ['rerunFailure', 'failed'],
  ['rerunError', 'failed'],
])
/** What the attribute `status` says where there is no element: GoogleTest and CTest write disabled cases so. */
const STATUSES: ReadonlyMap<string, Outcome> = new Map([
  ...(['notrun', 'disabled', 'skipped', 'ignored'] as const).map((status) => [status, 'skipped'] as const),
  ...(['fail', 'failed', 'failure'] as const).map((status) => [status, 'failed'] as const),
  ['error', 'error'],
])
const GRAVITY: readonly Outcome[] = ['passed', 'flaky', 'skipped', 'failed', 'error']

function graver(a: Outcome, b: Outcome | undefined): Outcome {
  return b !== undefined && GRAVITY.indexOf(b) > GRAVITY.indexOf(a) ? b : a
}

interface OpenCase {
  readonly depth: number
  readonly className: string
  readonly name: string
  outcome: Outcome
}

/** Follows the elements of one report. */
class JunitReader {
  readonly suites: SuiteStack
  rootName: string | null = null
  #depth = 0
  #case: OpenCase | null = null

  constructor(suites: SuiteStack) {
    this.suites = suites
  }

  open(element: XmlElement): void {
    const { name, attributes, line } = element
    this.#depth += 1
    if (this.#depth === 1) this.#root(element)
    if (this.#case !== null) {
      if (this.#depth === this.#case.depth + 1) {
        this.#case.outcome = graver(this.#case.outcome, OUTCOMES.get(name))
      }
    } else if (name === 'testsuite') this.suites.open(element)
    else if (name === 'testcase') {
      if (!this.suites.isInside) {
        throw new ReportRefused('MALFORMED', 'a <testcase> stands outside every <testsuite>', line)
      }
      this.#case = {
        depth: this.#depth,
        className: attributes['classname'] ?? '',
        name: attributes['name'] ?? '',
        outcome: STATUSES.get(attributes['status']?.toLowerCase() ?? '') ?? 'passed',
      }
    }
  }

  close(name: string): void {
    if (this.#case?.depth === this.#depth) {
      this.suites.add(this.#case)
      this.#case = null
    } else if (this.#case === null && name === 'testsuite') this.suites.close()
    this.#depth -= 1
  }

  #root({ name, attributes, line }: XmlElement): void {
    if (name !== 'testsuites' && name !== 'testsuite') {
      throw new ReportRefused('NOT_THIS_FORMAT', `the document is <${name}>, not <testsuites>`, line)
    }
    if (name === 'testsuites') this.rootName = attributes['name'] ?? null
  }
}

async function readOnce(report: Report, suites: SuiteStack): Promise<JunitReader> {
  const reader = new JunitReader(suites)
  await readXml(report, {
    open: (element) => reader.open(element),
    close: (name) => reader.close(name),
  })
  return reader
}

/**
 * Reads a JUnit XML report: cases are counted one by one, nested suites added up, and the totals that suites
 * declare compared with them. The form has no standard; testmoapp/junitxml describes what tools write.
 *
 * Names are only kept when they are needed, on a second reading.
 *
 * @throws {ReportRefused} when it is not the whole of such a report
 */
export async function readSuites(report: Report, options: SuiteOptions) {
  let reader = await readOnce(report, new SuiteStack(options, 'counted'))
  if (reader.suites.wantsNames || options.repeated === 'retries') {
    reader = await readOnce(report, new SuiteStack(options, 'by-name'))
  }
  const { counts, warnings, startedAt, finishedAt, durationSeconds, firstName } = reader.suites
  const name = reader.rootName ?? firstName
  return { name, counts, warnings, startedAt, finishedAt, durationSeconds }
}
