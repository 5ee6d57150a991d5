/** Access control and API keys, in English. */
export const en = {
  'serve.accessOn':
    'Access control is on: every request but health and documentation needs a key or a token.',
  'serve.accessOff':
    'Access control is off (KANMON_AUTH): whoever reaches this server may do everything. It listens on loopback only.',
  'keys.shownOnce': 'This is the key. It is not kept and cannot be shown again:',
  'keys.previousUntil': 'The key before it is good until {until}.',
  'keys.revoked': 'Key {key} ({name}) is revoked.',
} as const

/** The same in Japanese. */
export const ja: Readonly<Record<keyof typeof en, string>> = {
  'serve.accessOn':
    'アクセス制御は有効です。死活監視とドキュメントを除くすべてのリクエストに、APIキーまたはトークンが必要です。',
  'serve.accessOff':
    'アクセス制御は無効です（KANMON_AUTH）。このサーバーに到達できる者は誰でもすべての操作ができるため、ループバックでのみ待ち受けます。',
  'keys.shownOnce': 'APIキーは次のとおりです。保存されず、二度と表示できません。',
  'keys.previousUntil': '以前のキーは {until} まで有効です。',
  'keys.revoked': 'キー {key}（{name}）を失効させました。',
}
