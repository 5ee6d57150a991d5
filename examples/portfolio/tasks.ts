import type { EarningMethod } from '../../schemas/facts/plan.ts'
import { type Day, workdayAfter, workdayBefore } from './days.ts'
import { between, randomFor } from './random.ts'
import type { ProjectSpec } from './spec.ts'

/** A work package with its plan and with what became of it. */
export interface Task {
  readonly id: string
  readonly name: string
  readonly phase: string
  readonly method: EarningMethod
  /** Share of the budget in percent. */
  readonly share: number
  readonly milestones?: readonly { id: string; weight: number }[]
  readonly apportionedTo?: string
  readonly planned: readonly [Day, Day]
  /** Days worked; null when it has not been started. */
  readonly actual: readonly [Day, Day] | null
  /** 1 = finished on the second day of `actual`. */
  readonly reached: number
}

/** The days that frame a project: first and last day of its series, and the first day of its plan. */
export interface Frame {
  readonly begin: Day
  readonly seriesStart: Day
  readonly end: Day
}

export function frameOf(spec: ProjectSpec, today: Day): Frame {
  const end = today - (spec.silentDays ?? 0)
  const seriesStart = end - spec.series.days + 1
  return { begin: workdayAfter(seriesStart - Math.round(126 * spec.plan.scale)), seriesStart, end }
}

type Draft = Omit<Task, 'planned' | 'actual' | 'reached'> & { from: Day; to: Day; untilEnd?: true }

const steps = [
  { id: 'draft', weight: 0.3 },
  { id: 'reviewed', weight: 0.4 },
  { id: 'approved', weight: 0.3 },
]
const quarters = Array.from({ length: 12 }, (_, index) => ({ id: `q${index + 1}`, weight: 1 / 12 }))

function upstream(frame: Frame, scale: number): Draft[] {
  const edge = (days: number) => frame.seriesStart - Math.round((126 - days) * scale)
  const [p, b, c, u, i] = [edge(0), edge(14), edge(42), edge(84), edge(105)]
  const it = frame.seriesStart
  return [
    { id: 'PL-1', name: '計画 / Planning', phase: 'plan', method: '0-100', share: 4, from: p, to: b - 1 },
    {
      id: 'BD-1',
      name: '基本設計 / Basic design',
      phase: 'basic-design',
      method: 'weighted-milestones',
      milestones: steps,
      share: 12,
      from: b,
      to: c - 1,
    },
    {
      id: 'CD-1',
      name: '中核の実装 / Core coding',
      phase: 'coding',
      method: 'percent-complete',
      share: 18,
      from: c,
      to: u - 1,
    },
    {
      id: 'UT-1',
      name: '単体テスト / Unit test',
      phase: 'unit-test',
      method: '50-50',
      share: 8,
      from: u,
      to: i - 1,
    },
    {
      id: 'IT-1',
      name: '結合テスト / Integration test',
      phase: 'integration-test',
      method: 'weighted-milestones',
      milestones: steps,
      share: 10,
      from: i,
      to: it - 1,
    },
  ]
}

function systemTest(spec: ProjectSpec, frame: Frame): Draft[] {
  const phase = 'system-test'
  const { seriesStart: from, end: to } = frame
  const blocks = spec.plan.shape === 'line' ? blockDrafts(from, to) : releaseDrafts(from, to, spec.plan.scale)
  const executes = spec.tests !== undefined
  const execution: Draft = {
    id: 'ST-1',
    name: '総合テスト実行 / System test execution',
    phase,
    method: executes ? 'units' : 'percent-complete',
    share: 13,
    from,
    to,
    untilEnd: true,
  }
  return [
    ...blocks,
    execution,
    {
      id: 'QA-1',
      name: '品質保証 / Quality assurance',
      phase,
      method: 'apportioned',
      apportionedTo: 'ST-1',
      share: 4,
      from,
      to,
      untilEnd: true,
    },
    {
      id: 'RL-1',
      name: '出荷資料 / Release documents',
      phase,
      method: '0-100',
      share: 2,
      from: to - 8,
      to,
      untilEnd: true,
    },
    {
      id: 'PM-1',
      name: 'プロジェクト管理 / Project management',
      phase: 'plan',
      method: 'loe',
      share: 4,
      from: frame.begin,
      to,
      untilEnd: true,
    },
  ]
}

function releaseDrafts(from: Day, to: Day, scale: number): Draft[] {
  const days = (count: number) => Math.round(count * scale)
  return [
    {
      id: 'CD-2',
      name: '周辺の実装 / Peripheral coding',
      phase: 'coding',
      method: 'percent-complete',
      share: 12,
      from: from - days(75),
      to: from - days(42) - 1,
    },
    {
      id: 'ST-0',
      name: '総合テスト設計 / System test design',
      phase: 'integration-test',
      method: '50-50',
      share: 5,
      from: from - days(20),
      to: from - 1,
    },
    {
      id: 'ST-2',
      name: '不具合修正 / Defect correction',
      phase: 'system-test',
      method: 'percent-complete',
      share: 8,
      from: from + 1,
      to,
      untilEnd: true,
    },
  ]
}

/** Three blocks of years, one accepted milestone a quarter. */
function blockDrafts(from: Day, to: Day): Draft[] {
  const length = Math.floor((to - from + 1) / 3)
  return [0, 1, 2].map((index) => ({
    id: `MB-${index + 1}`,
    name: `改良 第${index + 1}期 / Improvement block ${index + 1}`,
    phase: 'system-test',
    method: 'weighted-milestones',
    milestones: quarters,
    share: 8,
    from: from + index * length,
    to: index === 2 ? to : from + (index + 1) * length - 1,
    ...(index === 2 && { untilEnd: true as const }),
  }))
}

/** The work packages of a project: planned to end on the last working day before its end, finished at its end. */
export function tasksOf(spec: ProjectSpec, frame: Frame): Task[] {
  const late = spec.plan.lateDays ?? 0
  const earlier = Math.round(late / 2)
  const random = randomFor(spec.id, 'tasks')
  return [...upstream(frame, spec.plan.scale), ...systemTest(spec, frame)].map(
    ({ from, to, untilEnd, ...draft }) => {
      const start = workdayAfter(from - earlier)
      const finish = workdayBefore(untilEnd ? frame.end - 1 - late : to - earlier)
      const reached = spec.plan.reached?.[draft.id] ?? 1
      const begun = from + between(random, 0, 1)
      const done = untilEnd || reached < 1 ? frame.end : Math.min(frame.end, to + between(random, 0, 3))
      return {
        ...draft,
        planned: [Math.min(start, finish), finish],
        actual: reached === 0 ? null : [Math.min(begun, done), done],
        reached,
      }
    },
  )
}

/** The share of a task done at the end of `day`, by time. */
export function shareAt(task: Task, day: Day): number {
  if (task.actual === null) return 0
  const [start, finish] = task.actual
  return (task.reached * Math.min(Math.max(day - start + 1, 0), finish - start + 1)) / (finish - start + 1)
}
