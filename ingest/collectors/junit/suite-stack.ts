import type { CollectWarning } from '../collector.ts'
import { readTime } from '../times.ts'
import { type Counts, noCounts } from '../test-run.ts'
import type { XmlElement } from '../xml.ts'
import {
  add,
  countedCases,
  type Declared,
  namedCases,
  type Repeated,
  type SuiteCases,
  type TestCase,
} from './suite.ts'

export interface SuiteOptions {
  readonly timeZone: string
  /** Given: entries of one name are taken so throughout. Otherwise each suite's declared totals tell. */
  readonly repeated?: Repeated | undefined
}

interface Suite {
  readonly name: string
  readonly declared: Declared
  readonly cases: SuiteCases
  readonly inner: Counts
  readonly line: number
}

const MAX_WARNINGS = 20

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null

const SECONDS = /^(?:\d{1,9}|\d{1,3}(?:,\d{3}){1,2})(?:\.\d+)?(?:[eE][-+]?\d{1,2})?$/

/** Seconds as tools write them, `1,234.5` among them; null when it is no such number, as `1.234,5` is none. */
function secondsOf(text: string | undefined): number | null {
  return text !== undefined && SECONDS.test(text) ? Number(text.replaceAll(',', '')) : null
}

const sum = (a: number | null, b: number | null) => (a === null && b === null ? null : (a ?? 0) + (b ?? 0))

const bad = (counts: Counts) => counts.failed + counts.errors

/** The suites of one report while it is read: nested ones are added up, and each is compared with what it declares. */
export class SuiteStack {
  readonly counts = noCounts()
  readonly warnings: CollectWarning[] = []
  firstName: string | null = null
  /** First start that a suite states, in milliseconds. */
  startedAt: number | null = null
  /** End of the suite that ended last, as far as suites state their start. */
  finishedAt: number | null = null
  /** Sum of the durations of the outermost suites that state one, in seconds. */
  durationSeconds: number | null = null
  /** Whether only names can tell what the entries are: their number is not the declared one, or a failed one came again. */
  wantsNames = false
  readonly #open: Suite[] = []
  readonly #options: SuiteOptions
  readonly #newCases: () => SuiteCases
  #isTimeWithoutZone = false

  constructor(options: SuiteOptions, names: 'by-name' | 'counted') {
    this.#options = options
    this.#newCases = names === 'by-name' ? namedCases : countedCases
  }

  get isInside(): boolean {
    return this.#open.length > 0
  }

  open({ attributes, line }: XmlElement): void {
    const name = attributes['name'] ?? ''
    this.firstName ??= name
    const declared = {
      tests: whole(attributes['tests']),
      failures: whole(attributes['failures']),
      errors: whole(attributes['errors']),
    }
    this.#open.push({ name, declared, cases: this.#newCases(), inner: noCounts(), line })
    const seconds = secondsOf(attributes['time'])
    this.#time(attributes['timestamp'] ?? '', seconds ?? 0, line)
    if (this.#open.length === 1 && seconds !== null) {
      this.durationSeconds = (this.durationSeconds ?? 0) + seconds
    }
  }

  add(testCase: TestCase): void {
    this.#open.at(-1)?.cases.add(testCase)
  }

  close(): void {
    const suite = this.#open.pop()
    if (suite === undefined) return
    const { tests } = suite.declared
    const { cases } = suite
    this.wantsNames ||=
      cases.mayHaveTries() || (tests !== null && cases.entries() > 0 && tests !== cases.entries())
    const own = cases.counts(this.#repeatedIn(suite))
    const all = { ...suite.inner }
    add(all, own)
    this.#compare(suite, own, all)
    add(this.#open.at(-1)?.inner ?? this.counts, all)
  }

  #time(timestamp: string, seconds: number, line: number): void {
    const start = readTime(timestamp, this.#options.timeZone)
    if (start === null) return
    this.startedAt = Math.min(this.startedAt ?? Infinity, start.instant)
    this.finishedAt = Math.max(this.finishedAt ?? -Infinity, start.instant + Math.round(seconds * 1000))
    if (start.hasZone || this.#isTimeWithoutZone) return
    this.#isTimeWithoutZone = true
    this.#warn('TIME_WITHOUT_ZONE', line, `${timestamp}, read as of ${this.#options.timeZone}`)
  }

  /**
   * What entries of one name are: what was asked for; tries of one case when the suite declares as many cases as there
   * are then; otherwise cases of their own, so that no failure is lost.
   */
  #repeatedIn({ name, cases, declared, line }: Suite): Repeated | 'names' {
    const repeated = cases.repeated()
    if (repeated === 0) return 'cases'
    const declares = (way: 'retries' | 'names') => declared.tests === cases.counts(way).total
    const taken =
      this.#options.repeated ?? (declares('retries') ? 'retries' : declares('names') ? 'names' : 'cases')
    const words = taken === 'cases' ? 'cases of their own' : 'tries of one case'
    this.#warn('REPEATED_CASES', line, `${name}: ${repeated} of a name known before, taken as ${words}`)
    return taken
  }

  /** A suite's totals may be of its own cases or of those inside it too; tools differ. */
  #compare({ name, declared, line }: Suite, own: Counts, all: Counts): void {
    const agrees = (said: number | null, of: (counts: Counts) => number) =>
      said === null || said === of(all) || said === of(own)
    const saidBad = sum(declared.failures, declared.errors)
    if (agrees(declared.tests, ({ total }) => total) && agrees(saidBad, bad)) return
    const said = `${declared.tests ?? '?'} cases, ${saidBad ?? '?'} failures and errors`
    this.#warn('TOTALS_DISAGREE', line, `${name}: declares ${said}; counted ${all.total} and ${bad(all)}`)
  }

  #warn(code: CollectWarning['code'], line: number, detail: string): void {
    if (this.warnings.length < MAX_WARNINGS) this.warnings.push({ code, line, detail })
    else if (this.warnings.length === MAX_WARNINGS) {
      this.warnings.push({ code: 'FURTHER_WARNINGS', line, detail: `from ${code} on` })
    }
  }
}
