import type { MessageKey } from '../../../schemas/messages/index.ts'
import { type SignInFailure, signInFailureStatus } from '../../../schemas/sign-in.ts'
import { Page } from '../../layout.tsx'
import { issuerPath } from '../../session/next-page.ts'
import type { Site } from '../../site.ts'
import type { Visit } from '../../visit.ts'
import { KeyForm } from './key-form.tsx'

interface SignInPageProps {
  readonly visit: Visit
  readonly site: Pick<Site, 'ways' | 'oidc'>
  /** Where to go on afterwards: a path of this server. */
  readonly next: string
  /** What was wrong with the key, beside its field. */
  readonly keyError?: MessageKey | null
  /** What was wrong with the other way in, above everything. */
  readonly failure?: SignInFailure | 'notKept' | null
}

const hasCode = (failure: string): failure is SignInFailure => Object.hasOwn(signInFailureStatus, failure)

export function SignInPage({ visit, site, next, keyError = null, failure = null }: SignInPageProps) {
  const { t } = visit
  const { oidc } = site
  const ways = site.ways.filter((way) => way !== 'oidc' || oidc !== null)
  const host = oidc?.issuerHost ?? ''
  return (
    <Page visit={visit} title={t('signIn.title')}>
      {failure !== null && (
        <div class="stack" role="alert">
          <p class="error">{t(`oidc.${failure}`, { host })}</p>
          {hasCode(failure) && <p class="muted">{t('oidc.code', { code: failure })}</p>}
        </div>
      )}
      {oidc !== null && ways.includes('oidc') && (
        <div class="stack">
          <p>
            {/* At its public address, to which the issuer leads back: cookies of another name would not be there. */}
            <a class="button" href={new URL(issuerPath(next), oidc.publicUrl).href}>
              {t('oidc.signIn', { host })}
            </a>
          </p>
          <p class="muted">{t('oidc.signInHint')}</p>
        </div>
      )}
      {ways.length === 2 && <h2>{t('oidc.orKey')}</h2>}
      {ways.includes('key') && <KeyForm visit={visit} next={next} error={keyError} />}
    </Page>
  )
}
