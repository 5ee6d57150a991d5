import { expect, test } from 'vitest'
import { earnedShare } from '../../../analytics/evm/earned-value.ts'
import { pack, report } from './plan-facts.ts'

const at = (fields: Parameters<typeof report>[2]) => report('A', '2026-06-05', fields)

test.each([
  ['0-100', at({ startedOn: '2026-06-01', percentComplete: 90 }), 0],
  ['0-100', at({ finishedOn: '2026-06-05' }), 1],
  ['0-100', at({ percentComplete: 100 }), 1],
  ['50-50', at({ startedOn: '2026-06-01' }), 0.5],
  ['50-50', at({ percentComplete: 0 }), 0],
  ['25-75', at({ percentComplete: 10 }), 0.25],
  ['20-80', at({ startedOn: '2026-06-01' }), 0.2],
  ['20-80', at({ finishedOn: '2026-06-04' }), 1],
] as const)('%s earns its share by start and finish', (method, progress, share) =>
  expect(earnedShare(pack('A', { method }), progress)).toBe(share),
)

test('actual dates in the future of their report earn nothing', () => {
  expect(earnedShare(pack('A', { method: '0-100' }), at({ finishedOn: '2026-06-06' }))).toBe(0)
  expect(earnedShare(pack('A', { method: '50-50' }), at({ startedOn: '2026-06-06' }))).toBe(0)
})

test('milestones earn the weights of those accepted, all of them exactly everything', () => {
  const thirds = ['a', 'b', 'c'].map((id) => ({ id, weight: 0.3333333 }))
  const work = pack('A', { method: 'weighted-milestones', milestones: thirds })
  expect(earnedShare(work, at({ milestonesAccepted: ['a', 'a', 'unknown'] }))).toBeCloseTo(1 / 3, 12)
  expect(earnedShare(work, at({ milestonesAccepted: ['c', 'a', 'b'] }))).toBe(1)
})

test('a percentage is capped until there is objective evidence', () => {
  const work = pack('A')
  expect(earnedShare(work, at({ percentComplete: 60 }))).toBe(0.6)
  expect(earnedShare(work, at({ percentComplete: 95 }))).toBe(0.8)
  expect(earnedShare(work, at({ percentComplete: 95 }), 90)).toBe(0.9)
  expect(earnedShare(work, at({ finishedOn: '2026-06-05' }))).toBe(0.8)
  expect(earnedShare(work, at({ percentComplete: 95, objective: true }))).toBe(0.95)
  expect(earnedShare(work, at({ finishedOn: '2026-06-05', objective: true }))).toBe(1)
})

test('units earn done over planned, at most everything', () => {
  const work = pack('A', { method: 'units', unitsPlanned: 40 })
  expect(earnedShare(work, at({ unitsDone: 10 }))).toBe(0.25)
  expect(earnedShare(work, at({ unitsDone: 50 }))).toBe(1)
})

test('a report without the measure its method needs earns no number', () => {
  expect(earnedShare(pack('A'), at({ startedOn: '2026-06-01' }))).toBeNull()
  expect(earnedShare(pack('A', { method: 'units', unitsPlanned: 4 }), at({ percentComplete: 50 }))).toBeNull()
})
