import type { Child } from 'hono/jsx'
import type { MessageKey } from '../schemas/messages/index.ts'
import { assetPath } from './assets.ts'
import { FormToken } from './form-parts.tsx'
import { linkTo, type Visit } from './visit.ts'

const PAGES = [
  { path: '/', key: 'page.portfolio' },
  { path: '/orders', key: 'page.orders' },
  { path: '/quarantine', key: 'page.quarantine' },
  { path: '/policies', key: 'page.policies' },
  { path: '/baselines', key: 'page.baselines' },
  { path: '/committee', key: 'page.committee' },
  { path: '/exports', key: 'page.exports' },
] as const satisfies readonly { path: string; key: MessageKey }[]

const LANGUAGES = [
  { language: 'en', name: 'English' },
  { language: 'ja', name: '日本語' },
] as const

interface PageProps {
  readonly visit: Visit
  readonly title: string
  /** What the page's figures are of, for the foot of the page. */
  readonly asOf?: string | undefined
  readonly children?: Child
}

/** Who is signed in, and the way out. */
function Account({ visit }: { visit: Visit }) {
  const { t, signedInAs } = visit
  if (signedInAs === null) return <></>
  return (
    <form class="account" method="post" action="/sign-out">
      <FormToken visit={visit} />
      <span class="muted">{t('signIn.as', { name: signedInAs })}</span>
      <button class="plain" type="submit">
        {t('signIn.out')}
      </button>
    </form>
  )
}

/** The frame of every page. */
export function Page({ visit, title, asOf, children }: PageProps) {
  const { t, url } = visit
  return (
    <html lang={visit.language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} · kanmon`}</title>
        <link rel="icon" href={assetPath('icon.svg')} type="image/svg+xml" />
        <link rel="stylesheet" href={assetPath('style.css')} />
        <script src={assetPath('page.js')} type="module"></script>
      </head>
      <body>
        <a class="skip" href="#main">
          {t('page.skip')}
        </a>
        <header class="top">
          <a class="brand" href="/">
            kanmon <span lang="ja">関門</span>
          </a>
          <nav aria-label={t('page.navigation')}>
            <ul>
              {PAGES.map(({ path, key }) => (
                <li>
                  <a href={path} aria-current={url.pathname === path ? 'page' : undefined}>
                    {t(key)}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
          <Account visit={visit} />
          <ul class="languages">
            {LANGUAGES.map(({ language, name }) => (
              <li>
                <a
                  href={linkTo(visit, { lang: language })}
                  lang={language}
                  hreflang={language}
                  aria-current={language === visit.language ? 'true' : undefined}
                >
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </header>
        <main id="main" tabindex={-1}>
          <h1>{title}</h1>
          {children}
        </main>
        <footer>{asOf === undefined ? 'kanmon' : t('page.asOf', { asOf })}</footer>
      </body>
    </html>
  )
}
