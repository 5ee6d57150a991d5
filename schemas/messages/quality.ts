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
}
