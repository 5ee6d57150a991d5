/** Texts about policies, in English: what is wrong with one, how two differ, what a planned one would change. */
export const en = {
  'policyProblem.FILE_UNREADABLE': 'the file cannot be read ({detail})',
  'policyProblem.TOO_LARGE': 'a policy has at most {limit} bytes',
  'policyProblem.NOT_UTF8': 'the text is not UTF-8',
  'policyProblem.SYNTAX': 'not valid YAML: {detail}',
  'policyProblem.TOO_DEEP': 'nested too deeply to be read',
  'policyProblem.DUPLICATE_KEY': 'the key is given twice',
  'policyProblem.ALIAS_NOT_ALLOWED': 'aliases (*name) are not allowed: every condition stands in full',
  'policyProblem.UNKNOWN_FIELD':
    'there is no field {field}{nearest, select, none {} other {; did you mean {nearest}?}}',
  'policyProblem.MISSING_FIELD': '{field} is missing',
  'policyProblem.WRONG_TYPE': 'must be {expected}',
  'policyProblem.UNKNOWN_INDICATOR':
    'there is no indicator {value}{nearest, select, none {} other {; did you mean {nearest}?}}',
  'policyProblem.NOT_ALLOWED_VALUE': 'must be one of: {allowed}',
  'policyProblem.INVALID_VALUE': 'is not valid: {detail}',
  'policyProblem.LIMITS_MISSING': 'a condition needs lower, upper or both',
  'policyProblem.LIMITS_CROSSED': 'upper must not be below lower: nothing could pass',
  'policyProblem.WORST_INSIDE': 'worst must lie outside the limits',
  'policyProblem.MEDIAN_OUTSIDE': 'median must lie between lower and upper',
  'policyProblem.UNIT_NOT_OF_INDICATOR': 'must be the unit of the indicator',
  'policyProblem.NOT_BY_PHASE': 'this indicator is not measured by phase',
  'policyProblem.NOT_BY_COMPONENT': 'this indicator is not measured by component',
  'policyProblem.BASELINE_MISPLACED':
    'zones and expected defects need either baseline or zoneLimits, other indicators have none',
  'policyProblem.NO_INTERVAL': 'this indicator is a complete count and has no interval',
  'policyProblem.ITEM_MISPLACED': 'evidence needs the item, other indicators have none',
  'policyProblem.FINDINGS_MISPLACED': 'only evm.findings is limited to codes or a severity',
  'policyProblem.PERIOD_MISPLACED': 'security.scan-coverage needs withinDays, other indicators have none',
  'policyProblem.SCANNERS_MISPLACED': 'only indicators of scans and vulnerabilities are limited to scanners',
  'policyProblem.CONDITION_REPEATED': 'condition ids must be unique within a gate',
  'policyProblem.NO_GATES': 'the policy has no gate, neither of its own nor inherited',
  'policyProblem.NO_REQUIRED_CONDITION':
    'the gate {gate} has no required condition, so nothing would have to be shown',
  'policyProblem.CONTRADICTORY_LIMITS':
    'no value satisfies both {condition} and {other}: at least {lower}, at most {upper}',
  'policyProblem.UNKNOWN_PARENT':
    'there is no policy {parent} to extend{nearest, select, none {} other {; did you mean {nearest}?}}',
  'policyProblem.INHERITANCE_CYCLE': 'the inheritance runs in a circle: {chain}',
  'policyProblem.LOOSENED':
    '{policy} asks for less than {parent} does at the gate {gate}: {condition}: {change}',
  'policyProblem.EFFECTIVE_IN_THE_PAST':
    'a new version may not take effect before today ({today}): that would rewrite what was judged',
  'policyProblem.VERSION_REPEATED': '{policy} version {version} is known already, with another text',
  'policyProblem.VERSION_NOT_HIGHER': '{policy} has version {newest} already: a new one must be higher',
  'policyProblem.DIVERGED': 'the policies cannot be resolved together: {detail}',

  'policyCheck.good':
    '{file}: {policy} version {version}, in effect from {effectiveFrom}: {conditions, number} {conditions, plural, one {condition} other {conditions}}, {required, number} required',
  'policyCheck.warning': 'warning',
  'policyCheck.error': 'error',
  'policyCheck.failed': '{errors, number} {errors, plural, one {mistake} other {mistakes}}',

  'policyDiff.title': '{from} → {to}',
  'policyDiff.same': 'No difference.',
  'policyDiff.ADDED': '+ {gate} {condition}: added, {kind} ({limits})',
  'policyDiff.REMOVED': '- {gate} {condition}: removed, was {kind} ({limits})',
  'policyDiff.CHANGED': '~ {gate} {condition}: {changes}',
  'policyDiff.setting': '~ {field}: {from} → {to} ({direction})',
  'policyDiff.field': '{field} {from} → {to} ({direction})',
  'policyDiff.tighter': 'tighter',
  'policyDiff.looser': 'looser',
  'policyDiff.text': '{field} worded anew',
  'policyDiff.other': 'neither',
  'policyDiff.required': 'required',
  'policyDiff.advisory': 'advisory',
  'policyDiff.summary': 'Tighter: {tighter, number}. Looser: {looser, number}. Other: {other, number}.',

  'policyShadow.line':
    'From {effectiveFrom} on, by {policy} version {version}: {recommendation} (score {score})',

  'backtest.excluded.NO_SHIP_DATE': 'shipped, but nobody said when',
  'backtest.excluded.RELEASE_TOO_RECENT': 'shipped less than 90 days ago: what escaped is not known yet',
  'backtest.excluded.NO_DEFECT_REPORTS':
    'no defect was ever reported; a tracker that is not connected looks the same',
  'backtest.excluded.NOT_KNOWN_THEN': 'nothing was known of it on the day it shipped',
  'backtest.excluded.OTHER_PROFILE': 'judged by a policy that does not build on this one',
  'backtest.excluded.BEYOND_LIMIT': 'more releases than one backtest replays; ask for a shorter period',

  'condition.advisoryUntil': 'advisory until {date}, required from then on',
} as const

/** The same in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  'policyProblem.FILE_UNREADABLE': 'ファイルを読めません ({detail})',
  'policyProblem.TOO_LARGE': 'ポリシーは {limit} バイト以内でなければなりません',
  'policyProblem.NOT_UTF8': 'UTF-8 のテキストではありません',
  'policyProblem.SYNTAX': 'YAML として正しくありません: {detail}',
  'policyProblem.TOO_DEEP': '入れ子が深すぎて読めません',
  'policyProblem.DUPLICATE_KEY': '同じキーが二度書かれています',
  'policyProblem.ALIAS_NOT_ALLOWED': 'エイリアス (*name) は使えません。条件はすべて省略せずに書きます',
  'policyProblem.UNKNOWN_FIELD':
    '{field} という項目はありません{nearest, select, none {} other {。{nearest} ではありませんか}}',
  'policyProblem.MISSING_FIELD': '{field} がありません',
  'policyProblem.WRONG_TYPE': '型が違います。{expected} でなければなりません',
  'policyProblem.UNKNOWN_INDICATOR':
    '{value} という指標はありません{nearest, select, none {} other {。{nearest} ではありませんか}}',
  'policyProblem.NOT_ALLOWED_VALUE': '次のいずれかでなければなりません: {allowed}',
  'policyProblem.INVALID_VALUE': '値が正しくありません: {detail}',
  'policyProblem.LIMITS_MISSING': '条件には lower か upper、または両方が必要です',
  'policyProblem.LIMITS_CROSSED': 'upper が lower を下回っています。合格できる値がありません',
  'policyProblem.WORST_INSIDE': 'worst は限界値の外側でなければなりません',
  'policyProblem.MEDIAN_OUTSIDE': 'median は lower と upper の間でなければなりません',
  'policyProblem.UNIT_NOT_OF_INDICATOR': '指標の単位と一致しなければなりません',
  'policyProblem.NOT_BY_PHASE': 'この指標は工程別には測定されません',
  'policyProblem.NOT_BY_COMPONENT': 'この指標はコンポーネント別には測定されません',
  'policyProblem.BASELINE_MISPLACED':
    'ゾーンと期待不具合数には baseline か zoneLimits のどちらか一方が必要です。他の指標には書けません',
  'policyProblem.NO_INTERVAL': 'この指標は全数の計数であり、信頼区間がありません',
  'policyProblem.ITEM_MISPLACED': '証跡の条件には item が必要です。他の指標には書けません',
  'policyProblem.FINDINGS_MISPLACED': 'コードや重大度で絞れるのは evm.findings だけです',
  'policyProblem.PERIOD_MISPLACED':
    'security.scan-coverage には withinDays が必要です。他の指標には指定できません',
  'policyProblem.SCANNERS_MISPLACED': 'scanners で限定できるのはスキャンと脆弱性の指標だけです',
  'policyProblem.CONDITION_REPEATED': '条件の id はゲート内で一意でなければなりません',
  'policyProblem.NO_GATES': 'ポリシーにゲートがありません (継承したものも含めて)',
  'policyProblem.NO_REQUIRED_CONDITION':
    'ゲート {gate} に必須条件がありません。何も示さずに通過できてしまいます',
  'policyProblem.CONTRADICTORY_LIMITS':
    '{condition} と {other} の両方を満たす値がありません: {lower} 以上かつ {upper} 以下',
  'policyProblem.UNKNOWN_PARENT':
    '継承元のポリシー {parent} がありません{nearest, select, none {} other {。{nearest} ではありませんか}}',
  'policyProblem.INHERITANCE_CYCLE': '継承が循環しています: {chain}',
  'policyProblem.LOOSENED':
    '{policy} の要求は {parent} より緩くなっています (ゲート {gate}): {condition}: {change}',
  'policyProblem.EFFECTIVE_IN_THE_PAST':
    '新しい版の適用開始日は今日 ({today}) より前にできません。過去の判定を書き換えることになります',
  'policyProblem.VERSION_REPEATED': '{policy} の版 {version} は別の内容で既に登録されています',
  'policyProblem.VERSION_NOT_HIGHER':
    '{policy} には既に版 {newest} があります。新しい版はそれより大きい番号にします',
  'policyProblem.DIVERGED': 'ポリシー全体を解決できません: {detail}',

  'policyCheck.good':
    '{file}: {policy} 版 {version}、{effectiveFrom} から適用: 条件 {conditions, number} 件、うち必須 {required, number} 件',
  'policyCheck.warning': '警告',
  'policyCheck.error': '誤り',
  'policyCheck.failed': '誤り {errors, number} 件',

  'policyDiff.title': '{from} → {to}',
  'policyDiff.same': '違いはありません。',
  'policyDiff.ADDED': '+ {gate} {condition}: 追加、{kind} ({limits})',
  'policyDiff.REMOVED': '- {gate} {condition}: 削除、これまで{kind} ({limits})',
  'policyDiff.CHANGED': '~ {gate} {condition}: {changes}',
  'policyDiff.setting': '~ {field}: {from} → {to} ({direction})',
  'policyDiff.field': '{field} {from} → {to} ({direction})',
  'policyDiff.tighter': '厳しくなる',
  'policyDiff.looser': '緩くなる',
  'policyDiff.text': '{field} の文言を変更',
  'policyDiff.other': 'どちらでもない',
  'policyDiff.required': '必須',
  'policyDiff.advisory': '参考',
  'policyDiff.summary':
    '厳しくなる: {tighter, number} 件。緩くなる: {looser, number} 件。その他: {other, number} 件。',

  'policyShadow.line':
    '{effectiveFrom} 以降、{policy} 版 {version} による判定: {recommendation} (スコア {score})',

  'backtest.excluded.NO_SHIP_DATE': '出荷済みだが、出荷日が報告されていない',
  'backtest.excluded.RELEASE_TOO_RECENT': '出荷から 90 日未満のため、流出不具合はまだ分からない',
  'backtest.excluded.NO_DEFECT_REPORTS':
    '不具合が一件も報告されていない。管理ツールが未接続の場合と区別できない',
  'backtest.excluded.NOT_KNOWN_THEN': '出荷日の時点では何も知られていなかった',
  'backtest.excluded.OTHER_PROFILE': 'このポリシーを継承しない別のポリシーで判定されている',
  'backtest.excluded.BEYOND_LIMIT': '一度に再現できる件数を超えている。期間を短くする',

  'condition.advisoryUntil': '{date} までは参考、その日から必須',
}
