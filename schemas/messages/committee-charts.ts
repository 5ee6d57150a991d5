/** The charts of the committee's pack. */
export const en = {
  'committee.charts': 'At a glance',
  'committee.chart.divisions': 'Projects that may ship and projects on HOLD, by division',
  'committee.chart.others': 'Other divisions ({count, number})',
  'committee.chart.verdicts': 'Share of projects that may ship and that are on HOLD, by month',
  'committee.chart.rates': 'Incomplete data and override rate, by month',
  'committee.chart.projects': 'Projects',
  'committee.chart.percent': '%',
  'committee.chart.months': 'The months before',
  'committee.chart.monthsWhy':
    'Each month as it was known at its end. A month without a figure had no project under way, or nothing to divide by.',
  'committee.chart.ask': 'Compare with the five months before (takes a while with so many projects)',
  'committee.chart.failed': 'The months before could not be compared.',
  'committee.scope.project': 'Project {project}',
  'committee.scope.division': 'Division {division}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'committee.charts': '概況',
  'committee.chart.divisions': '部門別の出荷可・出荷保留プロジェクト数',
  'committee.chart.others': 'その他の部門 ({count, number})',
  'committee.chart.verdicts': '月別の出荷可・出荷保留の割合',
  'committee.chart.rates': '月別のデータ不備の割合と特例率',
  'committee.chart.projects': 'プロジェクト数',
  'committee.chart.percent': '%',
  'committee.chart.months': '月別の推移',
  'committee.chart.monthsWhy':
    '各月とも月末に判明していた内容です。値のない月は、進行中のプロジェクトがないか、割合の分母が 0 です。',
  'committee.chart.ask': '過去 5 か月と比較する (プロジェクトが多いため時間がかかります)',
  'committee.chart.failed': '過去の月と比較できませんでした。',
  'committee.scope.project': 'プロジェクト {project}',
  'committee.scope.division': '部門 {division}',
}
