/** What `kanmon collect` says. */
export const en = {
  'collect.read': '{path}: {facts, number} {facts, plural, one {fact} other {facts}}',
  'collect.refused': '{path}{line, select, none {} other {:{line}}}: refused whole, {code}: {message}',
  'collect.warning': '{path}{line, select, none {} other {:{line}}}: {text} ({detail})',
  'collect.explain': '{path}{line, select, none {} other {:{line}}}: {because} → {fact}',
  'collect.done':
    'sent {events, number}: {accepted, number} stored ({duplicates, number} of them known before), {quarantined, number} quarantined, {refused, number} {refused, plural, one {report} other {reports}} refused',
  'collect.dryRun': 'nothing was sent (--dry-run): {events, number} facts, {refused, number} reports refused',
  'collect.quarantined': '{code}: {message}',

  'collect.warning.TOTALS_DISAGREE': 'the declared totals are not what was counted; the count holds',
  'collect.warning.TIME_WITHOUT_ZONE': 'a time without zone',
  'collect.warning.TIME_OF_FILE': 'the report states no time; that of the file was taken',
  'collect.warning.TIME_AFTER_FILE':
    'by its own account the run ended after the report was written; the time of the file was taken',
  'collect.warning.NEGATIVE_COUNTS': 'counts below 0 are in the report; they were taken as not reached',
  'collect.warning.REPEATED_CASES': 'cases occur several times',
  'collect.warning.CASES_WITHOUT_OUTCOME': 'cases without an outcome count as not executed',
  'collect.warning.NO_CASES': 'the report holds no test case; it tells no run',
  'collect.warning.COMPONENT_WITHOUT_FILES':
    'no file of the report belongs to the component; nothing is told of it',
  'collect.warning.FURTHER_WARNINGS': 'further warnings are not shown',
  'collect.warning.FORMULA_VALUE': 'a cell holds a formula; its last computed value was taken',
  'collect.warning.ROWS_LEFT_OUT': 'rows were left out as the mapping says',
  'collect.warning.SUPPRESSED_FINDINGS': 'findings are suppressed in the tool; they are told with that state',
  'collect.warning.HISTORY_ABSENT':
    'the export holds no change log; lowered severities and reopenings before it cannot be seen',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'collect.read': '{path}: 事実 {facts, number} 件',
  'collect.refused':
    '{path}{line, select, none {} other {:{line}}}: ファイル全体を拒否しました。{code}: {message}',
  'collect.warning': '{path}{line, select, none {} other {:{line}}}: {text} ({detail})',
  'collect.explain': '{path}{line, select, none {} other {:{line}}}: {because} → {fact}',
  'collect.done':
    '{events, number} 件送信: 保存 {accepted, number} 件 (うち既知 {duplicates, number} 件)、隔離 {quarantined, number} 件、拒否した報告書 {refused, number} 件',
  'collect.dryRun':
    '何も送信していません (--dry-run): 事実 {events, number} 件、拒否した報告書 {refused, number} 件',
  'collect.quarantined': '{code}: {message}',

  'collect.warning.TOTALS_DISAGREE': '宣言された合計と実際の件数が一致しません。数えた件数を採用します',
  'collect.warning.TIME_WITHOUT_ZONE': 'タイムゾーンのない時刻です',
  'collect.warning.TIME_OF_FILE': '報告書に時刻がないため、ファイルの更新時刻を採用しました',
  'collect.warning.TIME_AFTER_FILE':
    '報告書によれば実行の終了が書き出しより後になるため、ファイルの更新時刻を採用しました',
  'collect.warning.NEGATIVE_COUNTS': '負の回数が含まれています。未到達として数えました',
  'collect.warning.REPEATED_CASES': '同じテストケースが複数回現れます',
  'collect.warning.CASES_WITHOUT_OUTCOME': '結果のないケースは未実施として数えます',
  'collect.warning.NO_CASES': '報告書にテストケースがありません。テスト実行としては伝えません',
  'collect.warning.COMPONENT_WITHOUT_FILES':
    '報告書にこのコンポーネントのファイルがありません。このコンポーネントについては何も伝えません',
  'collect.warning.FURTHER_WARNINGS': 'これ以降の警告は表示しません',
  'collect.warning.FORMULA_VALUE': 'セルが数式です。最後に計算された値を採用しました',
  'collect.warning.ROWS_LEFT_OUT': '対応表の指定により行を除外しました',
  'collect.warning.SUPPRESSED_FINDINGS': 'ツール側で抑止された指摘です。その状態のまま伝えます',
  'collect.warning.HISTORY_ABSENT':
    '変更履歴のない出力です。それ以前の重要度の引き下げや再オープンは分かりません',
}
