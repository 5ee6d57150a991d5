/** Texts about assets, scans and vulnerabilities. */
export const en = {
  'why.NO_ASSETS': 'no asset is registered, so there is nothing that could have been scanned.',
  'why.NO_SCANS':
    'no scan of a registered asset has succeeded; a scanner that is not connected looks the same.',
  'why.NO_PERIOD': 'no period is given within which assets have to be scanned.',
  'why.ASSET_NEVER_SCANNED': 'a registered asset has never been scanned with success.',
  'why.LAST_SCAN_FAILED':
    'the last scan of a registered asset failed; what it would have found is not known.',
  'why.ASSET_NOT_REGISTERED': 'a vulnerability is open on an asset that nobody registered.',
  'why.SEVERITY_UNKNOWN': 'nobody has rated a vulnerability: "none" counts only with a CVSS score of 0.',
  'why.NOT_OBSERVED': 'nobody has looked from the outside at what can be reached.',

  'review.vulnerability-triage': 'Confirmation of the vulnerabilities that were dismissed',

  'counted.scanned-assets': 'assets to be scanned',
  'counted.vulnerabilities': 'open vulnerabilities',
  'counted.accepted-vulnerabilities': 'accepted vulnerabilities',
  'counted.dismissals-to-confirm': 'dismissed vulnerabilities to be confirmed',
  'counted.unregistered-assets': 'assets to be registered',
  'counted.shadow-assets': 'observed addresses to be registered or shut down',

  'collect.warning.NOT_COMPARED':
    'the earlier report was not compared with this one; nothing is told as fixed',
  'collect.warning.ANOTHER_SCOPE':
    'findings are missing although what they were found in is still there: the scan looked for something else; nothing is told as fixed',
  'collect.warning.NOT_SHOWN_FIXED':
    'findings of the earlier report are missing, and this one does not show that it looked there; they stay open',
  'collect.warning.NOTHING_LOOKED_AT':
    'the report names nothing that was looked at; it counts as no scan of the asset',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'why.NO_ASSETS': '資産が登録されておらず、スキャンの対象がありません。',
  'why.NO_SCANS':
    '登録された資産のスキャンが一度も成功していません。スキャナーが接続されていない場合も同じに見えます。',
  'why.NO_PERIOD': '資産をスキャンすべき期間が指定されていません。',
  'why.ASSET_NEVER_SCANNED': '一度もスキャンに成功していない登録資産があります。',
  'why.LAST_SCAN_FAILED':
    '直近のスキャンに失敗した登録資産があります。何が見つかるはずだったかは分かりません。',
  'why.ASSET_NOT_REGISTERED': '登録されていない資産に未解決の脆弱性があります。',
  'why.SEVERITY_UNKNOWN':
    '評価されていない脆弱性があります。重大度「なし」は CVSS スコア 0 とともにのみ認められます。',
  'why.NOT_OBSERVED': '外部から到達できる資産の観測が一度も行われていません。',

  'review.vulnerability-triage': '除外された脆弱性の確認',

  'counted.scanned-assets': 'スキャンが必要な資産',
  'counted.vulnerabilities': '未解決の脆弱性',
  'counted.accepted-vulnerabilities': '受容された脆弱性',
  'counted.dismissals-to-confirm': '確認が必要な除外済みの脆弱性',
  'counted.unregistered-assets': '登録が必要な資産',
  'counted.shadow-assets': '登録または停止が必要な観測アドレス',

  'collect.warning.NOT_COMPARED': '以前の報告書と比較できませんでした。修正済みとして伝える指摘はありません',
  'collect.warning.ANOTHER_SCOPE':
    '検出元が残っているのに消えた指摘があります。スキャンの対象や条件が異なるため、修正済みとして伝える指摘はありません',
  'collect.warning.NOT_SHOWN_FIXED':
    '以前の報告書の指摘が消えていますが、同じ場所を調べたことが示されていません。未解決のままとします',
  'collect.warning.NOTHING_LOOKED_AT':
    '調べた対象が報告書に一つもありません。資産のスキャンとしては数えません',
}
