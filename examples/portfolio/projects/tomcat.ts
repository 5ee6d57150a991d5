import { groupedSeries, numberIn, readRows } from '../series.ts'
import type { ProjectSpec } from '../spec.ts'
import type { ReadFile } from '../types.ts'
import { CIVIC_DIVISION, generated, PLATFORM_DIVISION } from './common.ts'
import { independentEvidence } from './evidence.ts'

const METRICS = 'modules/tomcat5_module_metrics.csv'

/** Lines of code of a module, in thousands. */
function kslocOf(read: ReadFile, module: string): number {
  const row = readRows(read, METRICS).find((candidate) => candidate['module'] === module)
  if (row === undefined) throw new RangeError(`tomcat: ${METRICS} has no module ${module}`)
  return numberIn(row, 'LOC') / 1000
}

type Own = Pick<ProjectSpec, 'tests' | 'expected' | 'defectsEveryDays'> & {
  module: string
  name: string
  topics: readonly string[]
  budget: number
  defects?: Partial<ProjectSpec['defects']>
}

function tomcat(read: ReadFile, own: Own): ProjectSpec {
  const { module, tests, expected, defectsEveryDays } = own
  const file = `srgm/tomcat5_${module}.csv`
  return {
    id: `tomcat-${module}`,
    version: '5.5',
    declared: {
      ...PLATFORM_DIVISION,
      name: own.name,
      product: 'tomcat5',
      class: 'redevelopment',
      profile: 'standard',
      residentService: false,
      personalData: false,
      costUnit: 'hours',
    },
    series: groupedSeries(read, file),
    plan: { shape: 'line', scale: 2.9, budget: own.budget, costFactor: 1.01, sparseWeeks: 13 },
    ...(tests && { tests }),
    defects: { prefix: `TC-${module.toUpperCase()}`, topics: own.topics, fixDays: 60, ...own.defects },
    defectsEveryDays,
    components: [
      {
        id: module,
        name: module,
        ksloc: { total: kslocOf(read, module) },
        counter: { name: 'Okamura & Dohi, HASE 2014 (LOC)' },
      },
    ],
    expected,
    real: [
      `bugs per calendar month, months of their real length (${file})`,
      `lines of code (${METRICS}, column LOC)`,
    ],
    generated: ['planned and executed test cases', ...generated],
  }
}

const ship = { recommendation: 'SHIP', why: [], note: 'All conditions of the standard policy hold.' } as const

function platformModules(read: ReadFile): ProjectSpec[] {
  const web = tomcat(read, {
    module: 'webapps',
    name: '管理画面アプリ群 / Tomcat 5 webapps',
    topics: ['管理画面 / manager application', 'サンプル / examples', '画面遷移 / page flow'],
    budget: 16_000,
    defectsEveryDays: 500,
    tests: { planned: 1020, executed: 1040, failuresPerDefect: 1 },
    expected: {
      recommendation: 'HOLD',
      why: ['HOLD_ORDER'],
      note: 'Every condition holds; the CISO has placed a hold.',
    },
  })
  return [
    tomcat(read, {
      module: 'connector',
      name: '通信コネクタ / Tomcat 5 connector',
      topics: ['HTTP 解析 / HTTP parsing', 'AJP', '接続維持 / keep-alive', '文字コード / encoding'],
      budget: 48_000,
      defectsEveryDays: 400,
      tests: { planned: 2450, executed: 2480, failuresPerDefect: 1 },
      expected: ship,
    }),
    tomcat(read, {
      module: 'catalina',
      name: 'サーブレットコンテナ / Tomcat 5 catalina',
      topics: [
        'セッション / sessions',
        'クラスローダ / class loader',
        '認証 / authentication',
        '配備 / deployment',
      ],
      budget: 52_000,
      defectsEveryDays: 400,
      defects: { leaveOpen: { critical: 0, major: 3 } },
      tests: { planned: 1900, executed: 1900, failuresPerDefect: 2 },
      expected: {
        recommendation: 'HOLD',
        why: ['QUALITY'],
        note: 'Three major defects are open; 14.3 defects per 100 cases is above the limit of 12.',
      },
    }),
    tomcat(read, {
      module: 'servlets',
      name: '標準サーブレット / Tomcat 5 servlets',
      topics: ['静的ファイル配信 / default servlet', 'CGI', 'SSI', 'WebDAV'],
      budget: 9000,
      defectsEveryDays: 900,
      expected: {
        recommendation: 'HOLD',
        why: ['DATA'],
        note: 'No test was ever reported though weekly reports are expected, so no indicator of the tests can be judged.',
      },
    }),
    tomcat(read, {
      module: 'tester',
      name: 'テスト支援 / Tomcat 5 tester',
      topics: ['試験サーブレット / test servlet'],
      budget: 6000,
      defectsEveryDays: 1500,
      tests: { planned: 640, executed: 640, failuresPerDefect: 1 },
      expected: {
        recommendation: 'HOLD',
        why: ['QUALITY'],
        note: 'Too few defects found: one (real) in 12.7 KSLOC and 640 cases.',
      },
    }),
    {
      ...web,
      hold: {
        office: 'CISO',
        reason:
          '外部公開の管理画面について緊急の脆弱性調査中。 / Urgent vulnerability inquiry into the public manager pages.',
        placedBy: '情報 守 / Mamoru Joho (CISO)',
      },
    },
  ]
}

/** The six modules of Apache Tomcat 5; jasper serves as the page engine of a service to residents. */
export function tomcatProjects(read: ReadFile): ProjectSpec[] {
  const jasper = tomcat(read, {
    module: 'jasper',
    name: '住民ポータル画面エンジン / Resident portal page engine (jasper)',
    topics: ['JSP 構文解析 / JSP parsing', 'タグライブラリ / tag libraries', 'コード生成 / code generation'],
    budget: 15_000,
    defectsEveryDays: 700,
    defects: { closeAll: true },
    tests: { planned: 1180, executed: 1180, failuresPerDefect: 1 },
    expected: {
      recommendation: 'SHIP',
      why: [],
      note: 'A service to residents, verified by another organization.',
    },
  })
  const { declared } = jasper
  return [
    ...platformModules(read),
    {
      ...jasper,
      declared: {
        ...declared,
        ...CIVIC_DIVISION,
        profile: 'resident-service',
        residentService: true,
        personalData: true,
      },
      evidence: independentEvidence,
    },
  ]
}
