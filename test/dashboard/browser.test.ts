import { beforeAll, describe, expect, test } from 'vitest'
import type { Browser, Page } from 'playwright-core'
import { parse } from 'csv-parse/sync'
import readWorkbook from 'read-excel-file/node'
import { chromiumPath, inBrowser, openBrowser, startDemo, withPage } from '../helpers/browser.ts'
import { pages, quarantinedPath } from './pages-of-demo.ts'

const SLOW = 300_000

describe.skipIf(chromiumPath === null)(inBrowser('the pages in a browser'), { timeout: SLOW }, () => {
  let url: string
  let browser: Browser

  beforeAll(async () => {
    url = await startDemo()
    browser = await openBrowser()
  }, SLOW)

  const verdictOn = async (page: Page, project: string) => {
    const answer = await page.goto(`${url}/projects/${project}`)
    expect(answer?.status(), await page.innerText('main')).toBe(200)
    return page.locator('main .mark').first().innerText()
  }

  test('a hold is placed, bites, and is lifted', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      expect(await verdictOn(page, 'printer-ds3')).toContain('SHIP')

      await page.goto(`${url}/orders`)
      const form = page.locator('form#place-hold')
      await form.locator('[name=office]').selectOption('QA')
      await form.locator('[name=scope]').selectOption('project')
      await form.locator('[name=project]').fill('printer-ds3')
      await form.locator('[name=reason]').fill('held by a test <b>of the browser</b>')
      await form.locator('[name=name]').fill('Q. Aoki')
      await form.locator('button[type=submit]').click()

      expect(await verdictOn(page, 'printer-ds3')).toContain('HOLD')
      expect(await page.locator('main').innerText()).toContain('held by a test <b>of the browser</b>')

      await page.goto(`${url}/orders`)
      const lift = page.locator('tr', { hasText: 'held by a test' }).locator('details')
      await lift.locator('summary').click()
      await lift.locator('[name=reason]').fill('the test is over')
      await lift.locator('[name=name]').fill('Q. Aoki')
      await lift.locator('button[type=submit]').click()
      expect(await verdictOn(page, 'printer-ds3')).toContain('SHIP')

      await page.goto(`${url}/committee`)
      const rowsOf = (table: string) =>
        page.getByRole('region', { name: table }).locator('tr', { hasText: 'held by a test' }).count()
      expect(await rowsOf('Placed in the month')).toBe(1)
      expect(await rowsOf('Lifted in the month')).toBe(1)
      expect(await rowsOf('In force at its end')).toBe(0)
      expect(await rowsOf('Flips of the recommendation')).toBe(2)
    })
  })

  test('the slider shows the project as it was', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(`${url}/projects/printer-ds1?clock=at`)
      const form = page.locator('form.as-of')
      await form.locator('[name=clock]').selectOption('at')
      const slider = form.locator('input[type=range]')
      const before = await form.locator('[name=date]').inputValue()
      await slider.focus()
      for (let step = 0; step < 4; step++) await page.keyboard.press('ArrowLeft')
      const chosen = await form.locator('[name=date]').inputValue()
      expect(chosen < before).toBe(true)
      expect(await slider.getAttribute('aria-valuetext')).toBe(chosen)
      await Promise.all([page.waitForURL(/date=/), page.keyboard.press('Enter')])
      expect(page.url()).toContain(`date=${chosen}`)
      expect(await page.locator('form.as-of [name=date]').inputValue()).toBe(chosen)
      expect(await page.locator('main .mark').first().innerText()).toMatch(/SHIP|HOLD/)
    })
  })

  test('exports are what other tools read, with the same rows in each form', async () => {
    const download = async (format: string) => {
      const response = await fetch(`${url}/v1/exports/weekly?format=${format}&project=printer-ds1`)
      expect(response.status, format).toBe(200)
      return Buffer.from(await response.arrayBuffer())
    }
    const csv = parse<Record<string, string>>(await download('csv'), { columns: true, bom: true })
    const json = JSON.parse((await download('json')).toString()) as unknown[]
    const lines = (await download('ndjson')).toString().trim().split('\n')
    expect(csv.length).toBeGreaterThan(0)
    expect([json.length, lines.length]).toEqual([csv.length, csv.length])
    const sheets = await readWorkbook(await download('xlsx'))
    expect(sheets.length).toBeGreaterThan(0)
    const parquet = await download('parquet')
    expect([parquet.subarray(0, 4).toString(), parquet.subarray(-4).toString()]).toEqual(['PAR1', 'PAR1'])
  })

  test('a refused event is shown as text and read again from its page', async () => {
    const entry = await quarantinedPath(url)
    await withPage(browser, { locale: 'en' }, async (page) => {
      let alerts = 0
      page.on('dialog', (dialog) => {
        alerts += 1
        void dialog.dismiss()
      })
      await page.goto(`${url}${entry}`)
      const raw = await page.locator('pre.raw').innerText()
      expect(raw).toContain('<script>alert(1)</script>')
      expect(raw).toContain('\\u202e')
      await page.getByRole('button', { name: 'Only say what would happen' }).click()
      expect(await page.getByRole('status').innerText()).toContain('It is still refused')
      expect(alerts).toBe(0)
    })
  })

  test('no page is wider than a phone', async () => {
    for (const locale of ['en', 'ja']) {
      const phone = { viewport: { width: 360, height: 740 }, locale }
      const wider = await withPage(browser, phone, async (page) => {
        const found: string[] = []
        for (const path of pages) {
          await page.goto(`${url}${path}`)
          const width = await page.evaluate<number>('document.documentElement.scrollWidth')
          if (width > 360) found.push(`${path}: ${width}`)
        }
        return found
      })
      expect(wider, locale).toEqual([])
    }
  })

  test('nothing moves once a page is seen', async () => {
    const looks = [
      { viewport: { width: 1280, height: 900 }, locale: 'en' },
      { viewport: { width: 390, height: 844 }, locale: 'ja' },
    ]
    // Layout Instability API: the score of everything that moved without being asked to; 0.1 is still called good.
    const shiftOf = `new Promise((resolve) => {
      let score = 0
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) score += entry.value
      }).observe({ type: 'layout-shift', buffered: true })
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(score), 0)))
    })`
    for (const look of looks) {
      const moved = await withPage(browser, look, async (page) => {
        const found: string[] = []
        for (const path of pages) {
          await page.goto(`${url}${path}`)
          // The control of live updates comes last, when the server has answered.
          if ((await page.locator('[data-live-control]').count()) > 0)
            await page.locator('[data-live-control] button').waitFor({ state: 'visible' })
          const score = await page.evaluate<number>(shiftOf)
          if (score > 0.01) found.push(`${path}: ${score}`)
        }
        return found
      })
      expect(moved, look.locale).toEqual([])
    }
    const pushed = await withPage(browser, {}, async (page) => {
      await page.goto(`${url}/baselines`)
      await page.evaluate(
        "requestAnimationFrame(() => { document.querySelector('main').style.paddingTop = '300px' })",
      )
      return page.evaluate<number>(shiftOf)
    })
    expect(pushed, 'a page that moves is found').toBeGreaterThan(0.01)
  })

  test('without scripts the pages filter, page and speak the other language', async () => {
    await withPage(browser, { javaScriptEnabled: false, locale: 'en' }, async (page) => {
      await page.goto(`${url}/quarantine`)
      await page.locator('[name=state]').selectOption('replayed')
      await page.locator('form.filters button').click()
      expect(page.url()).toContain('state=replayed')
      expect(await page.locator('main').innerText()).toContain('Nothing was refused that matches')
      await page.getByRole('link', { name: '日本語' }).click()
      expect(await page.getAttribute('html', 'lang')).toBe('ja')
      await page.goto(`${url}/committee`)
      expect(await page.locator('h1').innerText()).toContain('委員会資料')
    })
  })

  test('by keyboard the first way leads to the content', async () => {
    await withPage(browser, { locale: 'en' }, async (page) => {
      await page.goto(`${url}/committee`)
      await page.keyboard.press('Tab')
      expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content')
      await page.keyboard.press('Enter')
      expect(await page.evaluate('document.activeElement.id')).toBe('main')
    })
  })

  test('the pack prints to a PDF', async () => {
    await withPage(browser, { locale: 'ja' }, async (page) => {
      await page.goto(`${url}/committee`)
      await page.emulateMedia({ media: 'print' })
      expect(await page.locator('form.filters').isVisible()).toBe(false)
      const pdf = await page.pdf({ preferCSSPageSize: true })
      expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    })
  })
})
