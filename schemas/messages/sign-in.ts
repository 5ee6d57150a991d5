/** Coming in and going out, and pages that cannot be shown. */
export const en = {
  'page.notFound': 'There is no such page',
  'page.notFoundWhy': 'The address is misspelt, or what was there has another name now.',
  'page.refused': 'The form was not taken',
  'page.refusedWhy':
    'It did not come from a page of this server, or that page is too old. Nothing was changed: open the page again and send it once more.',
  'page.failedWhy':
    'Something unexpected happened; it was logged. Nothing is shown rather than something wrong.',

  'signIn.title': 'Sign in',
  'signIn.key': 'API key',
  'signIn.keyHint':
    'It begins with kanmon_ and was shown once, when it was made. An administrator makes keys with kanmon keys create.',
  'signIn.submit': 'Sign in',
  'signIn.out': 'Sign out',
  'signIn.as': 'Signed in as {name}',
  'signIn.refused': 'This key is not valid: mistyped, expired or revoked.',
  'signIn.malformed': 'A key is one word of 16 to 2700 letters, digits and signs, without spaces.',
  'signIn.tooLong': 'This credential is too long for a browser to keep. Use an API key.',
  'signIn.tooMany':
    'Too many failed attempts came from this address. Nothing is looked at for a while; wait a minute and try again.',
  'signIn.unavailable': 'Who you are could not be found out just now. Try again in a moment.',
  'signIn.notKept':
    'The key is right, but the browser did not keep the session. Allow cookies for this site, and use an https address: without it sessions are kept on this machine only.',
  'signIn.off': 'Access control is off: whoever reaches this server may do everything, and nobody signs in.',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'page.notFound': 'ページが見つかりません',
  'page.notFoundWhy': 'アドレスに誤りがあるか、名前が変わりました。',
  'page.refused': 'フォームを受け付けませんでした',
  'page.refusedWhy':
    'このサーバーのページから送られたものでないか、ページが古くなっています。何も変更していません。ページを開き直してから、もう一度送信してください。',
  'page.failedWhy':
    '予期しないことが起こり、ログに記録しました。誤った内容を示すことのないよう、何も表示していません。',

  'signIn.title': 'サインイン',
  'signIn.key': 'API キー',
  'signIn.keyHint':
    'kanmon_ で始まり、作成時に一度だけ表示されたものです。キーは管理者が kanmon keys create で作成します。',
  'signIn.submit': 'サインイン',
  'signIn.out': 'サインアウト',
  'signIn.as': '{name} としてサインイン中',
  'signIn.refused': 'このキーは無効です (入力の誤り、期限切れ、または失効)。',
  'signIn.malformed': 'キーは、空白を含まない 16 〜 2700 文字の英数字と記号です。',
  'signIn.tooLong': 'この資格情報はブラウザーが保持するには長すぎます。API キーを使ってください。',
  'signIn.tooMany':
    'このアドレスからの失敗が多すぎるため、しばらくは何も確認しません。1 分ほど待ってからやり直してください。',
  'signIn.unavailable': '現在、本人確認ができません。しばらくしてからやり直してください。',
  'signIn.notKept':
    'キーは正しいのですが、ブラウザーがセッションを保持しませんでした。このサイトの Cookie を許可し、https のアドレスを使ってください。https でないときにセッションを保持できるのは、このマシン上だけです。',
  'signIn.off':
    'アクセス制御は無効です。このサーバーに届く人は誰でもすべての操作ができ、サインインは不要です。',
}
