import { groupedSeries, timeSeries } from '../series.ts'
import type { ProjectSpec } from '../spec.ts'
import type { ReadFile } from '../types.ts'
import { assumedCounter, generated, SYSTEMS_DIVISION } from './common.ts'

const topics = [
  'real-time scheduler',
  'command queue',
  'operator console',
  'message routing',
  'file system',
  'restart after power failure',
] as const

const instructions = { name: 'Musa 1979 (delivered instructions / 1000)' }

const declared = {
  ...SYSTEMS_DIVISION,
  class: 'new' as const,
  profile: 'standard',
  residentService: false,
  personalData: false,
}

function commandSystem(read: ReadFile): ProjectSpec {
  return {
    id: 'musa-sys1',
    declared: {
      ...declared,
      name: '指令系システム 1 / Command system 1 (Musa System 1)',
      product: 'command-system',
      costUnit: 'hours',
    },
    version: '1.4',
    series: groupedSeries(read, 'srgm/musa_sys1_daily.csv'),
    silentDays: 40,
    plan: { shape: 'release', scale: 1.4, budget: 9600, costFactor: 1.03 },
    tests: { planned: 2300, executed: 2300, failuresPerDefect: 1 },
    defects: { prefix: 'SYS1', topics, fixDays: 9 },
    defectsEveryDays: 30,
    components: [{ id: 'kernel', name: 'System 1', ksloc: { total: 21.7 }, counter: instructions }],
    expected: {
      recommendation: 'HOLD',
      why: ['DATA', 'QUALITY'],
      note: 'Every source fell silent 40 days ago; 136 faults in 21.7 thousand instructions are above 3 per KSLOC besides.',
    },
    real: [
      'failures per working day (srgm/musa_sys1_daily.csv), here one calendar day each',
      'size: 21,700 delivered instructions, taken as 21.7 KSLOC',
    ],
    generated: ['planned and executed test cases', 'the silence of 40 days', ...generated],
  }
}

function operatingSystem(read: ReadFile): ProjectSpec {
  return {
    id: 'musa-ss2',
    declared: {
      ...declared,
      name: 'Betriebssystem SS2 / 運用基盤 SS2 (Musa SS2)',
      product: 'operating-system',
      profile: 'reliability-growth',
      costUnit: 'EUR',
    },
    version: '2.0',
    timeZone: 'Europe/Berlin',
    series: groupedSeries(read, 'srgm/musa_ss2_daily.csv'),
    plan: { shape: 'release', scale: 2, budget: 1_900_000, costFactor: 1.05, sparseWeeks: 4 },
    tests: { planned: 4150, executed: 4200, failuresPerDefect: 20 },
    defects: { prefix: 'SS2', topics, fixDays: 14, leaveOpen: { critical: 2, major: 5 } },
    defectsEveryDays: 30,
    components: [
      { id: 'supervisor', name: 'Supervisor', ksloc: { total: 71.5 }, counter: assumedCounter },
      { id: 'io', name: 'Input and output', ksloc: { total: 46.5 }, counter: assumedCounter },
    ],
    expected: {
      recommendation: 'HOLD',
      why: ['QUALITY'],
      note: 'The rate of failures does not fall: critical and major defects are open, the pass rate is below 98 %.',
    },
    real: ['failures per working day (srgm/musa_ss2_daily.csv), here one calendar day each'],
    generated: ['size of the components', 'planned and executed test cases', ...generated],
  }
}

function undeclaredSystem(read: ReadFile): ProjectSpec {
  return {
    id: 'musa-sys6',
    declared: { ...declared, name: 'Subsystem 6 (Musa System 6)', costUnit: 'EUR' },
    isDeclared: false,
    version: '0.9',
    series: timeSeries(read, 'srgm/musa_sys6_time.csv', 5540, 60),
    plan: { shape: 'release', scale: 0.6, budget: 180_000, costFactor: 1 },
    tests: { planned: 760, executed: 760, failuresPerDefect: 1 },
    defects: { prefix: 'SYS6', topics, fixDays: 5 },
    defectsEveryDays: 30,
    components: [{ id: 'subsystem', name: 'Subsystem', ksloc: { total: 5.7 }, counter: instructions }],
    expected: {
      recommendation: 'HOLD',
      why: ['DATA'],
      note: 'Facts arrive, but nobody has declared the project.',
    },
    real: [
      'failure times in CPU seconds (srgm/musa_sys6_time.csv), stretched from 5,540 s to 60 days',
      'size: 5,700 instructions, taken as 5.7 KSLOC',
    ],
    generated: ['planned and executed test cases', ...generated],
  }
}

/** Three of Musa's systems: silent, not getting better, and undeclared. */
export const systemsProjects = (read: ReadFile): ProjectSpec[] => [
  commandSystem(read),
  operatingSystem(read),
  undeclaredSystem(read),
]
