import { describe, expect, test } from 'vitest'
import { earnedValue, quality } from './indicators.ts'
import { DAY, NOW, portfolioAt, type State, stateOf } from './portfolio-fixture.ts'

const portfolio = portfolioAt(NOW)
const TODAY = '2026-11-19'
const stateOfProject = (project: string, at = NOW) => stateOf(portfolio, project, at)
const SUNDAY = '2027-01-03'
const onSunday = portfolioAt(Date.parse(`${SUNDAY}T01:00:00+09:00`))

/** Limits of the release gate that a project breaks, by family of reason. */
function broken(state: State, today: string): string[] {
  const evm = earnedValue(state, today)
  const q = quality(state)
  const resident = state.of('project.declared')[0]?.profile === 'resident-service'
  const within = (value: number, lower: number, upper: number) => value >= lower && value <= upper
  const progress =
    within(evm.spi, 0.95, 1.3) &&
    within(evm.cpi, 0.9, 1.5) &&
    within(evm.spiT, 0.85, 1.3) &&
    evm.percentComplete >= 98
  const good =
    within(q.testDensity, 3.92, 200) &&
    within(q.consumption, 100, 150) &&
    q.passRate >= (resident ? 100 : 98) &&
    within(q.defectDensity, 0.112, 3) &&
    within(q.detectionRate, 0.5, 12) &&
    q.openCritical + q.openMajor === 0 &&
    q.openMinor <= 10
  return [...(good ? [] : ['QUALITY']), ...(progress ? [] : ['PROGRESS'])]
}

const measured = portfolio.expected.filter(({ why }) => !why.includes('DATA'))

describe('a project breaks the limits of exactly the families that its expectation names', () => {
  test.each(measured)('$project', ({ project, why }) => {
    const families = why.filter((kind) => kind === 'QUALITY' || kind === 'PROGRESS')
    expect(broken(stateOfProject(project), TODAY)).toEqual(families)
    expect(broken(stateOf(onSunday, project, Infinity), SUNDAY)).toEqual(families)
  })
})

test('what is expected to ship has finished every work package with a named day', () => {
  for (const { project } of measured.filter(({ why }) => why[0] !== 'PROGRESS')) {
    const state = stateOfProject(project)
    expect(earnedValue(state, TODAY).percentComplete, project).toBeCloseTo(100, 9)
  }
})

test('a month ago the work was not complete', () => {
  for (const { project } of measured) {
    const state = stateOfProject(project, NOW - 30 * DAY)
    expect(earnedValue(state, '2026-10-20').percentComplete, project).toBeLessThan(98)
  }
})

describe('missing data', () => {
  test('servlets: tests are expected and none was ever reported', () => {
    const state = stateOfProject('tomcat-servlets')
    expect(state.of('project.declared')[0]!.expects).toContainEqual({
      kind: 'tests.reported',
      phase: 'system-test',
      everyDays: 7,
    })
    expect(state.of('tests.reported')).toEqual([])
  })
  test('musa-sys6: facts, but no declaration', () => {
    const state = stateOfProject('musa-sys6')
    expect(state.of('project.declared')).toEqual([])
    expect(state.of('defect.reported')).not.toEqual([])
  })
})

test('every expected source of the other declared projects is fresh', () => {
  for (const { project } of measured) {
    const state = stateOfProject(project)
    for (const { kind, everyDays } of state.of('project.declared')[0]!.expects ?? []) {
      const times = portfolio.events
        .filter((event) => event.subject === project && event.type === `dev.kanmon.${kind}.v1`)
        .map((event) => Date.parse(event.time.slice(0, 10)))
      expect((Date.parse(TODAY) - Math.max(...times)) / DAY, `${project} ${kind}`).toBeLessThanOrEqual(
        everyDays,
      )
    }
  }
})

test('third-party verification counts only when it came from outside the division', () => {
  const verifierOf = (project: string) => {
    const state = stateOfProject(project)
    const { organization, division } = state.of('project.declared')[0]!
    const evidence = state.of('evidence.recorded').find(({ item }) => item === 'third-party-verification')!
    const { verifier } = evidence
    return verifier.organization === organization && verifier.division === division ? 'own' : 'independent'
  }
  expect(verifierOf('certificate-issuing')).toBe('own')
  expect(verifierOf('tomcat-jasper')).toBe('independent')
})
