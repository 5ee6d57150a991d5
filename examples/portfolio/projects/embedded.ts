import { groupedSeries } from '../series.ts'
import type { ProjectSpec } from '../spec.ts'
import type { ReadFile } from '../types.ts'
import { assumedCounter, EMBEDDED_DIVISION, generated } from './common.ts'

const topics = [
  '検針データ収集 / meter data collection',
  '通信再送 / retransmission',
  '時刻同期 / time synchronization',
  '遠隔更新 / remote update',
] as const

/** The late one: tests run as planned, but the second component, its tests and the documents are not finished. */
export const embeddedProjects = (read: ReadFile): ProjectSpec[] => [
  {
    id: 'meter-gateway',
    declared: {
      ...EMBEDDED_DIVISION,
      name: '検針ゲートウェイ / Meter gateway (SFRAT J1)',
      product: 'meter-gateway',
      class: 'new',
      profile: 'standard',
      residentService: false,
      personalData: false,
      costUnit: 'JPY',
    },
    version: '3.1',
    series: groupedSeries(read, 'srgm/sfrat_J1_grouped.csv'),
    plan: {
      shape: 'release',
      scale: 1,
      budget: 88_000_000,
      costFactor: 1.34,
      lateDays: 28,
      reached: { 'UT-1': 0.8, 'IT-1': 0.7, 'CD-2': 0.35, 'ST-2': 0.5, 'RL-1': 0 },
    },
    tests: { planned: 1450, executed: 1480, failuresPerDefect: 1 },
    defects: { prefix: 'MG', topics, fixDays: 5 },
    defectsEveryDays: 30,
    components: [
      { id: 'core', name: '中核 / Core', ksloc: { total: 52.6 }, counter: assumedCounter },
      { id: 'console', name: '管理端末 / Console', ksloc: { total: 31.4 }, counter: assumedCounter },
    ],
    expected: {
      recommendation: 'HOLD',
      why: ['PROGRESS'],
      note: 'Four weeks late and a third over cost: SPI, SPI(t), CPI and completeness of the work fail.',
    },
    real: ['failures per interval (srgm/sfrat_J1_grouped.csv), here one calendar day each'],
    generated: [
      'length of an interval (the source does not say it)',
      'size of the components',
      'planned and executed test cases',
      ...generated,
    ],
  },
]
