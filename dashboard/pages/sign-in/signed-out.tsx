import type { Context } from 'hono'
import { Page } from '../../layout.tsx'
import type { Visit } from '../../visit.ts'

/**
 * Leads on to where the session at the issuer ends. A page and no redirection: browsers hold what a form leads to
 * against `form-action`, and issuers redirect as they like.
 */
export function signedOutPage(visit: Visit, c: Context, address: string, host: string) {
  c.header('refresh', `0; url=${address}`)
  const { t } = visit
  return (
    <Page visit={visit} title={t('oidc.out')}>
      <p>{t('oidc.outWhy', { host })}</p>
      <p>
        <a href={address}>{t('oidc.outGoOn', { host })}</a>
      </p>
    </Page>
  )
}
