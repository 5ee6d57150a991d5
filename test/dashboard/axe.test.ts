import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser } from 'playwright-core'
import {
  chromiumPath,
  inBrowser,
  openBrowser,
  startDemo,
  violationsOf,
  withPage,
} from '../helpers/browser.ts'
import { pages, quarantinedPath } from './pages-of-demo.ts'

const SLOW = 300_000

describe.skipIf(chromiumPath === null)(inBrowser('WCAG 2.2 A and AA by axe-core'), () => {
  let url: string
  let browser: Browser
  let entry: string

  beforeAll(async () => {
    url = await startDemo()
    browser = await openBrowser()
    entry = await quarantinedPath(url)
  }, SLOW)

  const looks = (['en', 'ja'] as const).flatMap((locale) =>
    (['light', 'dark'] as const).map((colorScheme) => ({ locale, colorScheme })),
  )

  test.each(looks)('no violation in $locale, $colorScheme', { timeout: SLOW }, async (look) => {
    const found = await withPage(browser, look, async (page) => {
      const violations: string[] = []
      for (const path of [...pages, entry]) {
        await page.goto(`${url}${path}`)
        expect(await page.getAttribute('html', 'lang'), path).toBe(look.locale)
        violations.push(...(await violationsOf(page)).map((violation) => `${path} ${violation}`))
      }
      return violations
    })
    expect(found).toEqual([])
  })

  test('a page that hides the names of its controls is found', async () => {
    const found = await withPage(browser, {}, async (page) => {
      await page.goto(`${url}/baselines`)
      await page.evaluate(
        "document.querySelector('main label').replaceWith(document.querySelector('main input'))",
      )
      return violationsOf(page)
    })
    expect(found.join()).toContain('label')
  })
})
