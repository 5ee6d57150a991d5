/** Waivers, evidence and what stands against the record of a project. */
export const en = {
  'reason.SOURCE_REFUSED':
    '{count, plural, one {# event} other {# events}} of {refusedKind} {count, plural, one {was} other {were}} refused ({refusal}) and {count, plural, one {waits} other {wait}} in quarantine since {since}.',
  'step.RESOLVE_REFUSED':
    'Deliver {count, plural, one {the refused event} other {the # refused events}} of {refusedKind} again, corrected and under the same id, or have the refusals reviewed.',
  'why.SOURCE_REFUSED': 'events were refused and wait in quarantine.',
  'why.WRONG_UNIT': 'the policy judges in another unit than the indicator has.',

  'contradiction.SOURCES_DISAGREE': 'two sources say different things of one moment ({detail}).',
  'contradiction.SEVERITY_LOWERED':
    'severity lowered shortly before the gate ({detail}); nobody outside the division has reviewed it.',
  'contradiction.DEFECT_WITHDRAWN':
    'a {detail} defect was withdrawn shortly before the gate; nobody outside the division has reviewed it.',
  'contradiction.DECLARATION_WEAKENED':
    'the declaration asks for less than it did shortly before the gate ({detail}); nobody outside the division has reviewed it.',

  'notice.WAIVER_EXPIRING': 'The waiver {waiver} of {waived} expires on {expiresAt}.',
  'notice.WAIVER_EXPIRED': 'The waiver {waiver} of {waived} expired on {expiresAt}.',
  'notice.WAIVER_REFUSED': 'The waiver {waiver} does nothing: {problem}',
  'notice.WAIVER_UNMATCHED': 'The waiver {waiver} does nothing: {problem}',
  'notice.WAIVER_DOES_NOT_COVER':
    'The waiver {waiver} does not let {title} pass: a waiver accepts a known shortfall, and this is {state}.',
  'notice.LATE_CHANGES_REVIEWED':
    '{count, plural, one {# late change was} other {# late changes were}} reviewed by {name} ({organization}) on {verifiedAt}.',
  'notice.REFUSED_EVENTS_REVIEWED':
    '{count, plural, one {# refused event was} other {# refused events were}} reviewed by {name} ({organization}) on {verifiedAt}.',

  'waiverProblem.NOT_REQUESTED': 'it was approved and nobody had requested it.',
  'waiverProblem.REQUEST_CHANGED': 'the request has changed since it was approved.',
  'waiverProblem.SELF_APPROVED': 'its requester approved it.',
  'waiverProblem.TOO_LONG': 'it lasts longer than the policy allows.',
  'waiverProblem.NOT_WAIVABLE': 'the condition cannot be waived.',
  'waiverProblem.UNKNOWN_RELEASE': 'it names a release that the project does not have.',
  'waiverProblem.UNKNOWN_GATE': 'it names a gate that the project does not have.',
  'waiverProblem.UNKNOWN_CONDITION': 'it names a condition that the policy does not have.',

  'review.late-changes':
    'Review of severities lowered, defects withdrawn and declarations weakened shortly before the gate',
  'review.refused-events': 'Review of the events that were refused and wait in quarantine',

  'change.WAIVER': 'waiver {waiver} of {waived}: {from} → {to}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'reason.SOURCE_REFUSED':
    '{refusedKind} のイベント {count, number} 件が受理されず ({refusal})、{since} から隔離されたままです。',
  'step.RESOLVE_REFUSED':
    '受理されなかった {refusedKind} のイベント {count, number} 件を同じ id で修正して再送するか、部門外の者による確認を受けてください。',
  'why.SOURCE_REFUSED': '受理されなかったイベントが隔離されたままです。',
  'why.WRONG_UNIT': 'ポリシーの単位が指標の単位と異なります。',

  'contradiction.SOURCES_DISAGREE': '同じ時点について二つの送信元が異なる内容を述べています ({detail})。',
  'contradiction.SEVERITY_LOWERED':
    'ゲート直前に重大度が引き下げられました ({detail})。部門外の者による確認がありません。',
  'contradiction.DEFECT_WITHDRAWN':
    'ゲート直前に {detail} の不具合が取り下げられました。部門外の者による確認がありません。',
  'contradiction.DECLARATION_WEAKENED':
    'ゲート直前に宣言が緩められました ({detail})。部門外の者による確認がありません。',

  'notice.WAIVER_EXPIRING': '{waived} の特例承認 {waiver} は {expiresAt} に失効します。',
  'notice.WAIVER_EXPIRED': '{waived} の特例承認 {waiver} は {expiresAt} に失効しました。',
  'notice.WAIVER_REFUSED': '特例承認 {waiver} は無効です: {problem}',
  'notice.WAIVER_UNMATCHED': '特例承認 {waiver} は無効です: {problem}',
  'notice.WAIVER_DOES_NOT_COVER':
    '特例承認 {waiver} では「{title}」は合格になりません。特例承認が認めるのは判明している不足だけですが、状態は {state} です。',
  'notice.LATE_CHANGES_REVIEWED':
    'ゲート直前の変更 {count, number} 件を {name} ({organization}) が {verifiedAt} に確認しました。',
  'notice.REFUSED_EVENTS_REVIEWED':
    '受理されなかったイベント {count, number} 件を {name} ({organization}) が {verifiedAt} に確認しました。',

  'waiverProblem.NOT_REQUESTED': '申請がないまま承認されています。',
  'waiverProblem.REQUEST_CHANGED': '承認後に申請が変更されています。',
  'waiverProblem.SELF_APPROVED': '申請者自身が承認しています。',
  'waiverProblem.TOO_LONG': 'ポリシーが認める期間を超えています。',
  'waiverProblem.NOT_WAIVABLE': 'この条件は特例承認の対象になりません。',
  'waiverProblem.UNKNOWN_RELEASE': 'プロジェクトにないリリースを指しています。',
  'waiverProblem.UNKNOWN_GATE': 'プロジェクトにないゲートを指しています。',
  'waiverProblem.UNKNOWN_CONDITION': 'ポリシーにない条件を指しています。',

  'review.late-changes': 'ゲート直前に引き下げられた重大度、取り下げられた不具合、緩められた宣言の確認',
  'review.refused-events': '受理されず隔離されたイベントの確認',

  'change.WAIVER': '{waived} の特例承認 {waiver}: {from} → {to}',
}
