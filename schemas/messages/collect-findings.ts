/** What `kanmon collect` says of scans, findings and issues, and what `kanmon pull` says. */
export const en = {
  'collect.warning.HISTORY_INCOMPLETE': 'the change log has gaps; what it does not tell cannot be seen',
  'collect.warning.SEVERITY_UNKNOWN': 'the tool knows no severity; it counts as high',
  'collect.warning.TOOL_ERRORS_TOLD': 'the tool told of errors although it says that it succeeded',
  'collect.warning.FINDINGS_LEFT_OUT': 'findings that are no vulnerabilities were left out',
  'collect.warning.ABSOLUTE_PATHS':
    'files lie outside --root; on another machine the same finding gets another id',
  'collect.warning.INVENTORY_ONLY':
    'the document is an inventory and states no vulnerabilities; it is no scan of the asset',
  'pull.waiting': '{tracker}: asked to wait; going on in {seconds, number} s ({cause})',
  'pull.began': '{tracker}: issues changed since {since, select, none {the beginning} other {{since}}}',
  'pull.state': 'told everything up to {upTo} (kept in {path})',
  'pull.failed': '{tracker}: {code}: {message}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'collect.warning.HISTORY_INCOMPLETE': '変更履歴に欠けがあります。記録されていない変更は分かりません',
  'collect.warning.SEVERITY_UNKNOWN': 'ツールが重大度を示していません。「高」として扱います',
  'collect.warning.TOOL_ERRORS_TOLD': 'ツールは成功と述べていますが、実行中のエラーを報告しています',
  'collect.warning.FINDINGS_LEFT_OUT': '脆弱性ではない指摘を除外しました',
  'collect.warning.ABSOLUTE_PATHS':
    'ファイルが --root の外にあります。別のマシンでは同じ指摘が別の ID になります',
  'collect.warning.INVENTORY_ONLY':
    'この文書は構成一覧で、脆弱性の記載がありません。資産のスキャンとしては扱いません',
  'pull.waiting': '{tracker}: 待機を求められました。{seconds, number} 秒後に再開します ({cause})',
  'pull.began':
    '{tracker}: {since, select, none {最初から} other {{since} 以降に}}変更された課題を読み込みます',
  'pull.state': '{upTo} までの変更を送信済みです ({path} に記録)',
  'pull.failed': '{tracker}: {code}: {message}',
}
