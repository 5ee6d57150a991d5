/** Coming in and going out by way of an issuer (OpenID Connect). */
export const en = {
  'oidc.signIn': 'Sign in at {host}',
  'oidc.signInHint':
    'There you prove who you are, as you do for your other applications, and come back here.',
  'oidc.orKey': 'Or with an API key',
  'oidc.notKept':
    'You were recognised, but the browser did not keep the session. Allow cookies for this site, and use its https address.',
  'oidc.code': 'Code for the administrator: {code}',
  'oidc.SIGN_IN_NOT_BEGUN':
    'This answer belongs to no sign-in that was begun in this browser within the last ten minutes, or it was used before. Nobody was signed in by it.',
  'oidc.SIGN_IN_NOT_PROVEN':
    'What {host} answered does not show beyond doubt who you are, so nobody was signed in. If trying again does not help, tell an administrator.',
  'oidc.SIGN_IN_DENIED': '{host} did not let you in, or you turned back there.',
  'oidc.SIGN_IN_NOT_GRANTED':
    '{host} knows you, but nothing in kanmon is granted to you yet. Ask an administrator; signing in again does not change it.',
  'oidc.SIGN_IN_TOO_LARGE':
    'You have more roles than a browser can keep for us. Ask an administrator, or sign in with an API key.',
  'oidc.RATE_LIMITED':
    'Too many failed attempts came from this address. Nothing is looked at for a while; wait a minute and try again.',
  'oidc.IDENTITY_UNAVAILABLE':
    '{host} cannot be asked who you are at the moment. This says nothing about you: try again in a moment.',
  'oidc.out': 'Signed out',
  'oidc.outWhy': 'You are signed out of kanmon. Now your session at {host} is ended too.',
  'oidc.outGoOn': 'Go on to {host}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'oidc.signIn': '{host} でサインイン',
  'oidc.signInHint': 'ほかのアプリケーションと同じように本人確認を行い、その後このページに戻ります。',
  'oidc.orKey': 'または API キーでサインイン',
  'oidc.notKept':
    '本人確認はできましたが、ブラウザーがセッションを保持しませんでした。このサイトの Cookie を許可し、https のアドレスを使ってください。',
  'oidc.code': '管理者に伝えるコード: {code}',
  'oidc.SIGN_IN_NOT_BEGUN':
    'この応答に対応するサインインは、このブラウザーで 10 分以内に始められていないか、すでに使用済みです。この応答では誰もサインインしていません。',
  'oidc.SIGN_IN_NOT_PROVEN':
    '{host} の応答では本人であることを確認できなかったため、サインインしていません。やり直しても解決しないときは、管理者に連絡してください。',
  'oidc.SIGN_IN_DENIED': '{host} がサインインを認めなかったか、途中で取り消されました。',
  'oidc.SIGN_IN_NOT_GRANTED':
    '{host} による本人確認はできましたが、kanmon での権限がまだありません。管理者に依頼してください。サインインし直しても変わりません。',
  'oidc.SIGN_IN_TOO_LARGE':
    'ロールの数が、ブラウザーで保持できる量を超えています。管理者に相談するか、API キーでサインインしてください。',
  'oidc.RATE_LIMITED':
    'このアドレスからの失敗が多すぎるため、しばらくは何も確認しません。1 分ほど待ってからやり直してください。',
  'oidc.IDENTITY_UNAVAILABLE':
    '現在、{host} に本人確認を問い合わせることができません。あなたに問題があるわけではありません。しばらくしてからやり直してください。',
  'oidc.out': 'サインアウトしました',
  'oidc.outWhy': 'kanmon からサインアウトしました。続けて {host} のセッションも終了します。',
  'oidc.outGoOn': '{host} へ進む',
}
