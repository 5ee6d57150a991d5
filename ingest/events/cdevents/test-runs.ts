import {
  type CdEvent,
  type CdeventsOutcome,
  testCaseRunContent,
  testCaseRunSkippedContent,
  testSuiteRunContent,
} from '../../../schemas/cdevents.ts'
import { ADDITION, contentOf, lacking, present, refused, type Translation } from './translation.ts'

type Run = Translation<'testrun.finished'>

const hasSucceeded = (outcome: CdeventsOutcome) => outcome === 'pass' || outcome === 'success'

function common(
  { context, subject, customData: { kanmon } }: CdEvent,
  named: { id: string; name?: string | undefined } | undefined,
) {
  const { phase, component, commit } = kanmon
  return {
    run: subject.id,
    suite: named?.name ?? named?.id ?? subject.id,
    finishedAt: context.timestamp,
    ...present({ phase, component, commit }),
  }
}

/** A finished test suite, with the counts that were added: the outcome alone would make one case of a thousand. */
export function suiteFinished(event: CdEvent): Run {
  const read = contentOf(event, testSuiteRunContent)
  if ('refusal' in read) return read
  const { outcome, testSuite } = read.content
  const { tests } = event.customData.kanmon
  if (tests === undefined) {
    return lacking(
      'tests',
      'CDEvents tells the outcome of a suite, not how many of its cases passed and failed',
    )
  }
  const bad = tests.failed + (tests.errors ?? 0)
  if (hasSucceeded(outcome) !== (bad === 0)) {
    return refused(
      'INCONSISTENT',
      `${ADDITION}.tests`,
      `counts ${bad} failures and errors, and the outcome is ${outcome}`,
    )
  }
  return { data: { ...common(event, testSuite), ...present(tests) } }
}

/** A finished test case: a run of one case. One that was cancelled has not passed. */
export function caseFinished(event: CdEvent): Run {
  const read = contentOf(event, testCaseRunContent)
  if ('refusal' in read) return read
  const { outcome, testCase } = read.content
  const isFailed = outcome === 'fail' || outcome === 'failure'
  const passed = hasSucceeded(outcome) ? 1 : 0
  const failed = isFailed ? 1 : 0
  return { data: { ...common(event, testCase), total: 1, passed, failed, errors: 1 - passed - failed } }
}

export function caseSkipped(event: CdEvent): Run {
  const read = contentOf(event, testCaseRunSkippedContent)
  if ('refusal' in read) return read
  return { data: { ...common(event, read.content.testCase), total: 1, passed: 0, failed: 0, skipped: 1 } }
}
