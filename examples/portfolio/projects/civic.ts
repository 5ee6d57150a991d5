import { groupedSeries } from '../series.ts'
import type { ProjectSpec } from '../spec.ts'
import type { ReadFile } from '../types.ts'
import { assumedCounter, CIVIC_DIVISION, generated } from './common.ts'
import { ownEvidence } from './evidence.ts'

const topics = [
  '証明書交付 / certificate issuing',
  '本人確認 / identification',
  '帳票印字 / form printing',
  '同時実行制御 / concurrency control',
] as const

/** The service to residents that was verified only by its own division. */
export const civicProjects = (read: ReadFile): ProjectSpec[] => [
  {
    id: 'certificate-issuing',
    declared: {
      ...CIVIC_DIVISION,
      name: '証明書交付サービス / Certificate issuing (C-SFRAT DS1)',
      product: 'certificate-issuing',
      class: 'new',
      profile: 'resident-service',
      residentService: true,
      personalData: true,
      costUnit: 'JPY',
    },
    version: '1.0',
    series: groupedSeries(read, 'srgm/csfrat_ds1.csv', 7),
    plan: { shape: 'release', scale: 1.2, budget: 64_000_000, costFactor: 1.04 },
    tests: { planned: 1240, executed: 1240, failuresPerDefect: 1 },
    defects: { prefix: 'CI', topics, fixDays: 6, closeAll: true },
    defectsEveryDays: 30,
    components: [
      { id: 'counter', name: '窓口交付 / Counter', ksloc: { total: 22.7 }, counter: assumedCounter },
      { id: 'kiosk', name: 'コンビニ交付 / Kiosk', ksloc: { total: 15.7 }, counter: assumedCounter },
    ],
    evidence: ownEvidence,
    expected: {
      recommendation: 'HOLD',
      why: ['EVIDENCE'],
      note: 'All tests passed; the third-party verification was done by the own division and does not count.',
    },
    real: [
      'failures per week (srgm/csfrat_ds1.csv, column count)',
      'hours of test execution per week (srgm/csfrat_ds1.csv, column E)',
    ],
    generated: ['size of the components', 'planned and executed test cases', ...generated],
  },
]
