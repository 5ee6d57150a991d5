import { describe, expect, test } from 'vitest'
import { readEvent } from '../../../ingest/events/read-event.ts'
import { factPage } from '../../../schemas/answers.ts'
import { openTestApi } from '../../helpers/api.ts'
import { NOW } from '../../helpers/events.ts'
import { noon, TODAY } from '../../helpers/project-facts.ts'

const AT = '2026-03-31T10:00:00Z'

/** A CDEvent in a CloudEvent, after the examples of the specification (conformance/*.json of cdevents/spec). */
function cdEvent(
  name: string,
  version: string,
  content: object,
  kanmon: object | null,
  change: { id?: string; context?: object; type?: string; time?: string } = {},
): Record<string, unknown> {
  const type = `dev.cdevents.${name}.${version}`
  const time = change.time ?? AT
  const context = { id: '271069a8', source: '/event/source/123', type, timestamp: time }
  return {
    specversion: '1.0',
    id: change.id ?? '271069a8',
    source: '/event/source/123',
    type: change.type ?? type,
    // The binding puts the id of the CDEvent's subject here: no id of a project.
    subject: 'mySubject/123',
    time,
    datacontenttype: 'application/json',
    data: {
      context: { ...context, ...(change.context ?? { version: '0.4.1' }) },
      subject: { id: 'mySubject123', source: '/event/source/123', type: 'testSuiteRun', content },
      ...(kanmon === null ? {} : { customData: { kanmon }, customDataContentType: 'application/json' }),
    },
  }
}

const ENVIRONMENT = { environment: { id: 'dev', source: 'testkube-dev-123' } }
const suite = (outcome: string) => ({
  ...ENVIRONMENT,
  outcome,
  testSuite: { id: 'unit', name: 'unit tests' },
})
const bug = {
  summary: 'rounding',
  ticketType: 'bug',
  creator: 'sato',
  uri: 'https://example.com/t/1',
  priority: 'high',
}
const TESTS = { total: 10, passed: 8, failed: 1, skipped: 1 }
const KANMON = { project: 'p', phase: 'st' }

function read(event: unknown) {
  const reading = readEvent(event, { now: NOW, bytes: () => 100 })
  if (!reading.ok) return { refusal: reading.refusal, project: reading.project, kind: reading.kind }
  const { fact } = reading
  return { project: fact.project, kind: fact.kind, data: JSON.parse(fact.payload) as unknown }
}

describe('test runs, with the words of 0.4 and of 0.5', () => {
  test.each([
    ['0.2.0', 'fail', { version: '0.4.1' }],
    ['0.3.0', 'failure', { specversion: '0.5.1' }],
  ])(
    'a finished suite %s with the outcome %s and the counts that were added',
    (version, outcome, context) => {
      const event = cdEvent(
        'testsuiterun.finished',
        version,
        suite(outcome),
        { ...KANMON, tests: TESTS },
        { context },
      )
      expect(read(event)).toEqual({
        project: 'p',
        kind: 'testrun.finished',
        data: {
          run: 'mySubject123',
          phase: 'st',
          suite: 'unit tests',
          finishedAt: AT,
          ...TESTS,
          provenance: { tool: 'CDEvents', version: Object.values(context)[0] },
        },
      })
    },
  )

  test.each([
    ['testcaserun.finished', '0.2.0', { outcome: 'pass' }, { total: 1, passed: 1, failed: 0, errors: 0 }],
    ['testcaserun.finished', '0.3.0', { outcome: 'success' }, { total: 1, passed: 1, failed: 0, errors: 0 }],
    ['testcaserun.finished', '0.3.0', { outcome: 'failure' }, { total: 1, passed: 0, failed: 1, errors: 0 }],
    ['testcaserun.finished', '0.3.0', { outcome: 'cancel' }, { total: 1, passed: 0, failed: 0, errors: 1 }],
    ['testcaserun.skipped', '0.2.0', {}, { total: 1, passed: 0, failed: 0, skipped: 1 }],
  ])('%s %s %j is a run of one case', (name, version, content, counts) => {
    expect(read(cdEvent(name, version, { ...ENVIRONMENT, ...content }, KANMON))).toMatchObject({
      data: counts,
    })
  })

  test('a suite without counts is no run of one case: it is refused', () => {
    expect(read(cdEvent('testsuiterun.finished', '0.3.0', suite('success'), KANMON))).toMatchObject({
      refusal: { code: 'MISSING_FIELD', field: 'data.customData.kanmon.tests' },
      project: 'p',
      kind: 'testrun.finished',
    })
  })

  test.each(['success', 'pass'])('the outcome %s with a failure is refused', (outcome) => {
    const event = cdEvent('testsuiterun.finished', '0.3.0', suite(outcome), { ...KANMON, tests: TESTS })
    expect(read(event)).toMatchObject({ refusal: { code: 'INCONSISTENT' } })
  })

  test('so is a cancelled run that counts nothing but successes', () => {
    const tests = { total: 3, passed: 3, failed: 0 }
    const event = cdEvent('testsuiterun.finished', '0.3.0', suite('cancel'), { ...KANMON, tests })
    expect(read(event)).toMatchObject({ refusal: { code: 'INCONSISTENT' } })
  })
})

describe('tickets', () => {
  const SEVERE = { ...KANMON, severity: 'major' }
  const detectedAt = '2026-03-30T09:00:00Z'

  test.each([
    ['created', {}, {}, { status: 'open', detectedAt: AT }],
    ['updated', {}, { detectedAt, status: 'fixed' }, { status: 'fixed', detectedAt, fixedAt: AT }],
    ['closed', { resolution: 'completed' }, { detectedAt }, { status: 'closed', detectedAt, closedAt: AT }],
    ['closed', { resolution: 'withdrawn' }, { detectedAt }, { status: 'rejected', closedAt: AT }],
  ])('a bug that was %s %j', (step, content, added, expected) => {
    for (const version of ['0.1.0', '0.2.0']) {
      expect(
        read(cdEvent(`ticket.${step}`, version, { ...bug, ...content }, { ...SEVERE, ...added })),
      ).toMatchObject({
        kind: 'defect.reported',
        data: { defect: 'mySubject123', title: 'rounding', severity: 'major', phaseFound: 'st', ...expected },
      })
    }
  })

  test.each([
    ['a severity', { phase: 'st' }, 'severity'],
    ['a phase', { severity: 'major' }, 'phase'],
  ])('what lacks %s is refused: nothing is guessed', (_, added, field) => {
    expect(read(cdEvent('ticket.created', '0.2.0', bug, { project: 'p', ...added }))).toMatchObject({
      refusal: { code: 'MISSING_FIELD', field: `data.customData.kanmon.${field}` },
    })
  })

  test.each([
    ['updated without a status', 'updated', {}, { detectedAt }, 'status'],
    ['closed as nobody knows', 'closed', { resolution: 'moved' }, { detectedAt }, 'status'],
    ['closed, and since when it is known is not', 'closed', { resolution: 'completed' }, {}, 'detectedAt'],
  ])('%s is refused', (_, step, content, added, field) => {
    expect(
      read(cdEvent(`ticket.${step}`, '0.2.0', { ...bug, ...content }, { ...SEVERE, ...added })),
    ).toMatchObject({
      refusal: { code: 'MISSING_FIELD', field: `data.customData.kanmon.${field}` },
    })
  })

  test('a task is no defect', () => {
    expect(read(cdEvent('ticket.created', '0.2.0', { ...bug, ticketType: 'task' }, SEVERE))).toMatchObject({
      refusal: { code: 'VALUE_NOT_ALLOWED', field: 'data.subject.content.ticketType' },
    })
  })
})

describe('anything else is refused with its reason', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['a kind that says nothing to us', cdEvent('build.finished', '0.3.0', {}, KANMON), 'UNKNOWN_KIND'],
    ['a newer version', cdEvent('ticket.created', '0.9.0', bug, KANMON), 'NEWER_VERSION'],
    ['a draft', cdEvent('ticket.created', '0.2.0-draft', bug, KANMON), 'UNKNOWN_KIND'],
    ['no project', cdEvent('ticket.created', '0.2.0', bug, null), 'MISSING_FIELD'],
    [
      'a misspelt addition',
      cdEvent('ticket.created', '0.2.0', bug, { ...KANMON, severty: 'x' }),
      'UNKNOWN_FIELD',
    ],
    [
      'two types',
      cdEvent(
        'ticket.created',
        '0.2.0',
        bug,
        { ...KANMON, severity: 'major' },
        { type: 'dev.cdevents.ticket.created.0.1.0' },
      ),
      'INCONSISTENT',
    ],
    [
      'an unknown outcome',
      cdEvent('testcaserun.finished', '0.3.0', { outcome: 'ok' }, KANMON),
      'VALUE_NOT_ALLOWED',
    ],
    [
      'an event of the future',
      cdEvent('testcaserun.skipped', '0.2.0', {}, KANMON, { time: '2090-01-01T00:00:00Z' }),
      'TIME_IN_FUTURE',
    ],
  ])('%s', (_, event, code) => {
    expect(read(event)).toMatchObject({ refusal: { code } })
  })
})

test('POST /v1/events takes them; a second delivery adds nothing; what is refused waits in the quarantine', async () => {
  const api = await openTestApi()
  const time = new Date(noon(TODAY)).toISOString()
  const good = cdEvent('testcaserun.finished', '0.3.0', { outcome: 'failure' }, KANMON, { time })
  const bad = cdEvent('ticket.created', '0.2.0', bug, KANMON, { time, id: 'ticket' })
  const send = () =>
    api.post('/v1/events', [good, bad], { 'content-type': 'application/cloudevents-batch+json' })
  expect((await send()).body).toMatchObject({
    accepted: 1,
    duplicates: 0,
    quarantined: [{ code: 'MISSING_FIELD' }],
  })
  expect((await send()).body).toMatchObject({ accepted: 1, duplicates: 1 })
  const { facts } = await api.read('/v1/projects/p/facts', factPage)
  expect(facts).toMatchObject([{ kind: 'testrun.finished', key: 'mySubject123', data: { failed: 1 } }])
  expect(await api.get('/v1/quarantine?project=p')).toMatchObject({
    body: {
      entries: expect.arrayContaining([expect.objectContaining({ kind: 'defect.reported' })]) as unknown,
    },
  })
})
