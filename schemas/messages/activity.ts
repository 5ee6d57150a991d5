/** Texts about commits: where they are read, and what was measured before them. */
export const en = {
  'doctor.commits.ok': '{collector}: {paths} can be read from the repository here',
  'doctor.commits.bad': '{collector}: {code}: {detail}',
  'doctor.commits.bad.remedy':
    'run it inside a clone that has the whole history and the commits that kanmon.yaml names',

  'noun.commits.counted': '{count, plural, one {count of commits} other {counts of commits}}',
  'why.NO_COMMITS': 'no commits were counted.',
  'why.NO_PROJECT_SCANS': 'no successful scan of the project itself was reported.',
  'warning.MEASURED_BEFORE_LAST_COMMIT':
    '{about}: the newest is {days, plural, one {# day} other {# days}} older than the last commit and does not speak of what would be shipped.',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'doctor.commits.ok': '{collector}: {paths} をこのリポジトリから読み取れます',
  'doctor.commits.bad': '{collector}: {code}: {detail}',
  'doctor.commits.bad.remedy': '全履歴と kanmon.yaml に書かれたコミットを持つクローンの中で実行してください',

  'noun.commits.counted': 'コミット集計',
  'why.NO_COMMITS': 'コミットが集計されていません。',
  'why.NO_PROJECT_SCANS': 'このプロジェクト自体の成功したスキャンが報告されていません。',
  'warning.MEASURED_BEFORE_LAST_COMMIT':
    '{about}: 最新のものでも最後のコミットより {days} 日古く、出荷されるコードの状態を示していません。',
}
