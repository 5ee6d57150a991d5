import { groupedSeries } from '../series.ts'
import type { ComponentSpec, ProjectSpec } from '../spec.ts'
import type { ReadFile } from '../types.ts'
import { assumedCounter, generated, PRINTER_DIVISION } from './common.ts'

const topics = [
  '紙詰まり検知 / paper jam detection',
  '両面印刷 / duplex printing',
  'スキャン画像補正 / scan image correction',
  '省電力復帰 / wake from power saving',
  'トナー残量表示 / toner level display',
  '操作パネル / control panel',
] as const

const real = (file: string) => [
  `faults per day (${file}, column count)`,
  `test cases executed per day (${file}, column tc; cumulative ctc)`,
]
const invented = ['size of the components', 'planned test cases', ...generated]

function printer(read: ReadFile, set: 1 | 2 | 3) {
  const file = `srgm/printer_ds${set}.csv`
  return {
    id: `printer-ds${set}`,
    version: `${set}.0.0`,
    series: groupedSeries(read, file),
    defectsEveryDays: 30,
    real: real(file),
    generated: invented,
    declared: {
      ...PRINTER_DIVISION,
      name: `複合機制御 DS${set} / Printer control ${set}`,
      product: 'printer-control',
      class: 'new' as const,
      profile: 'standard',
      residentService: false,
      personalData: false,
      costUnit: 'hours',
    },
  }
}

const component = (id: string, name: string, ksloc: ComponentSpec['ksloc']): ComponentSpec => ({
  id,
  name,
  ksloc,
  counter: assumedCounter,
})

/** The embedded printer: the one family with real test progress and real faults. */
export function printerProjects(read: ReadFile): ProjectSpec[] {
  const [first, second, third] = [printer(read, 1), printer(read, 2), printer(read, 3)]
  return [
    {
      ...first,
      components: [
        component('engine', 'エンジン制御 / Engine control', { total: 31.4 }),
        component('panel', '操作パネル / Panel', { total: 16.8 }),
      ],
      plan: { shape: 'release', scale: 1, budget: 7200, costFactor: 1.02 },
      tests: { planned: 820, failuresPerDefect: 1 },
      defects: { prefix: 'PR1', topics, fixDays: 4 },
      expected: { recommendation: 'SHIP', why: [], note: 'All conditions of the standard policy hold.' },
    },
    {
      ...second,
      components: [
        component('engine', 'エンジン制御 / Engine control', { total: 58.2 }),
        component('network', 'ネットワーク / Network', { total: 37.9 }),
      ],
      plan: { shape: 'release', scale: 1.2, budget: 14_800, costFactor: 1.06 },
      tests: { planned: 2340, failuresPerDefect: 14 },
      defects: { prefix: 'PR2', topics, fixDays: 6, leaveOpen: { critical: 1, major: 4 } },
      expected: {
        recommendation: 'HOLD',
        why: ['QUALITY'],
        note: 'One critical and four major defects are open; the pass rate is below 98 %.',
      },
    },
    {
      ...third,
      declared: { ...third.declared, class: 'enhancement', costUnit: 'JPY' },
      components: [
        component('engine', 'エンジン制御 / Engine control', { added: 18.6, modified: 9.7, deleted: 2.1 }),
        component('scan', '画像読取 / Scanning', { added: 24.3, modified: 12.2, deleted: 3.4, reused: 110 }),
      ],
      plan: { shape: 'release', scale: 1.1, budget: 52_000_000, costFactor: 0.97 },
      tests: { planned: 1900, failuresPerDefect: 1 },
      defects: { prefix: 'PR3', topics, fixDays: 5 },
      expected: {
        recommendation: 'SHIP',
        why: [],
        note: 'An enhancement: size = added + modified + deleted.',
      },
    },
  ]
}
