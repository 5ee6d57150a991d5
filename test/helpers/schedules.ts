import type { Collected } from '../../ingest/collectors/collector.ts'
import { schedule, type ScheduleOptions } from '../../ingest/collectors/schedule/schedule.ts'
import { readFile } from 'node:fs/promises'
import { context, fixture, reportWith } from './tables.ts'

/** A collected schedule without a phase of its context, by the mapping of the fixtures. */
const options = (more: Partial<ScheduleOptions> = {}): ScheduleOptions => ({
  measure: 'hours',
  revision: 1,
  reason: 'approved',
  baseline: 0,
  encoding: 'windows-1252',
  mapping: { phases: { 基本設計: 'bd', 製造: 'cd' }, components: {} },
  ...more,
})
export const readSchedule = async (name: string, more?: Partial<ScheduleOptions>) =>
  schedule.read(await fixture(`schedule/${name}`), { ...context, phase: undefined }, options(more))
export const bytesOf = async (name: string) => readFile((await fixture(`schedule/${name}`)).path)
export const readBytes = async (content: string | Buffer, more?: Partial<ScheduleOptions>) =>
  schedule.read(await reportWith(content), { ...context, phase: undefined }, options(more))
export const ofKind = ({ facts }: Collected, kind: string) =>
  facts.flatMap((fact) => (fact.kind === kind ? [fact.data as Record<string, unknown>] : []))

/** The tasks of the fixtures, as `make.py` beside them states them. */
export const HOURS = [
  {
    id: '2',
    name: '画面設計',
    phase: 'bd',
    plannedStart: '2026-04-01',
    plannedFinish: '2026-04-10',
    budget: 64,
  },
  {
    id: '3',
    name: 'DB設計',
    phase: 'bd',
    plannedStart: '2026-04-13',
    plannedFinish: '2026-04-30',
    budget: 96,
  },
  {
    id: '4',
    name: '基本設計 承認',
    phase: 'bd',
    plannedStart: '2026-04-30',
    plannedFinish: '2026-04-30',
    budget: 0,
  },
  {
    id: '6',
    name: '受注API',
    phase: 'cd',
    plannedStart: '2026-05-07',
    plannedFinish: '2026-05-29',
    budget: 136,
  },
  {
    id: '7',
    name: '帳票',
    phase: 'cd',
    plannedStart: '2026-05-18',
    plannedFinish: '2026-06-05',
    budget: 120,
  },
]
