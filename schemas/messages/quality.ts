/** Texts about indicators, charts and warnings. */
export const en = {
  'why.NO_FUNCTION_POINTS': 'no function points were counted.',
  'why.SIZE_INCOMPLETE': 'a component that tests, defects or reviews name has no measured size.',
  'why.COMPONENTS_NOT_STATED': 'too many defects name no component to say which one is the worst.',

  'why.NO_COVERAGE': 'no coverage was measured.',
  'why.NO_BRANCH_COUNT': 'a measurement of coverage did not look at branches.',
  'why.NO_BRANCHES': 'the code that was measured has no branches.',

  'unit.cases/KFP': 'cases/KFP',
  'unit.defects/KFP': 'defects/KFP',
  'unit.hours/KFP': 'hours/KFP',

  'warning.RATE_OUT_OF_CONTROL':
    '{about}: {actual} defects per 100 cases in the report of {label}, outside the control limit of {limit}.',
  'warning.GENERATED_CODE_COUNTED':
    '{about}: generated code is counted as size ({components, plural, one {# component} other {# components}}).',

  'chart.ABOVE_UPPER': '{label}: {value} lies above the upper limit of {limit}.',
  'chart.BELOW_LOWER': '{label}: {value} lies below the lower limit of {limit}.',

  'contradiction.OUTCOMES_ABOVE_EXECUTED':
    'more cases passed, failed or were blocked than were executed ({detail}).',

  'counted.planned-cases': 'planned test cases',
  'counted.automated-cases': 'automated test cases',
  'counted.closed-defects': 'closed defects',
  'counted.zones-to-analyse': 'zones to be analysed',
  'counted.warnings': 'warnings to be cleared up',
  'counted.components': 'components to be improved',
  'counted.review-hours': 'hours of review',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'why.NO_FUNCTION_POINTS': 'ファンクションポイントが計測されていません。',
  'why.SIZE_INCOMPLETE':
    'テスト、不具合、レビューのいずれかに現れるコンポーネントの規模が計測されていません。',
  'why.COMPONENTS_NOT_STATED':
    'コンポーネントの記載がない不具合が多く、最も悪いコンポーネントを判断できません。',

  'why.NO_COVERAGE': '網羅率が測定されていません。',
  'why.NO_BRANCH_COUNT': '分岐を測定していない網羅率があります。',
  'why.NO_BRANCHES': '測定されたコードに分岐がありません。',

  'unit.cases/KFP': '件/KFP',
  'unit.defects/KFP': '件/KFP',
  'unit.hours/KFP': '時間/KFP',

  'warning.RATE_OUT_OF_CONTROL':
    '{about}: {label} の報告の不具合検出率 {actual} 件/100 ケースが管理限界 {limit} を外れています。',
  'warning.GENERATED_CODE_COUNTED':
    '{about}: 自動生成コードが規模に含まれています ({components} コンポーネント)。',

  'chart.ABOVE_UPPER': '{label}: {value} は上側管理限界 {limit} を超えています。',
  'chart.BELOW_LOWER': '{label}: {value} は下側管理限界 {limit} を下回っています。',

  'contradiction.OUTCOMES_ABOVE_EXECUTED': '合格・不合格・保留の件数が実行件数を超えています ({detail})。',

  'counted.planned-cases': '計画テストケース',
  'counted.automated-cases': '自動化テストケース',
  'counted.closed-defects': 'クローズ済みの不具合',
  'counted.zones-to-analyse': '分析が必要なゾーン',
  'counted.warnings': '解消が必要な警告',
  'counted.components': '改善が必要なコンポーネント',
  'counted.review-hours': 'レビュー時間',
}
