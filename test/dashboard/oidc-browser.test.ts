import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { parse } from 'csv-parse/sync'
import type { Browser, Page } from 'playwright-core'
import readWorkbook from 'read-excel-file/node'
import { beforeAll, describe, expect, test } from 'vitest'
import { newKeyAnswer } from '../../schemas/answers-access.ts'
import type { ClaimGrants } from '../../schemas/access.ts'
import { asEvent } from '../helpers/api.ts'
import { chromiumPath, inBrowser, openBrowser, violationsOf, withPage } from '../helpers/browser.ts'
import { noon, openMajor, shippingFacts, TODAY } from '../helpers/project-facts.ts'
import { type SignInServer, startSignInServer } from '../helpers/sign-in-server.ts'

const SLOW = 300_000
const run = promisify(execFile)

const grants: ClaimGrants = [
  { value: 'project-managers', grants: [{ role: 'approver', projects: ['alpha'] }] },
  { value: 'quality-headquarters', grants: [{ role: 'approver', projects: 'all' }] },
  { value: 'security-office', grants: [{ role: 'ciso', projects: 'all' }] },
]
const people = {
  manager: { name: '森 P. Manager', roles: ['project-managers'] },
  quality: { name: 'Q. Headquarters', roles: ['quality-headquarters', 'all-staff'] },
  security: { name: 'C. Iso', roles: ['security-office'] },
  stranger: { name: 'N. Obody', roles: ['all-staff'] },
}
type Person = keyof typeof people

describe.skipIf(chromiumPath === null)(
  inBrowser('people signed in at their provider'),
  { timeout: SLOW },
  () => {
    /** Each look at the clock is a moment later, so that what is done later is later. */
    const clock = { now: noon(TODAY), step: 1 }
    let server: SignInServer
    let browser: Browser

    beforeAll(async () => {
      server = await startSignInServer(grants, people, () => (clock.now += clock.step))
      const made = await server.call('POST', '/v1/keys', {
        name: 'ci',
        grants: [{ role: 'collector', projects: 'all' }],
      })
      const { key } = newKeyAnswer.parse(made)
      const events = ['alpha', 'beta'].flatMap((project) =>
        [...shippingFacts(), ...(project === 'alpha' ? [openMajor()] : [])].map((fact) => ({
          ...asEvent(fact),
          subject: project,
        })),
      )
      await server.call('POST', '/v1/events', events, key)
      browser = await openBrowser()
    }, SLOW)

    /** By the pages of the provider itself, and back to where one wanted to go. */
    async function signIn(page: Page, person: Person, path = '/'): Promise<void> {
      await page.goto(`${server.url}${path}`)
      await page.getByRole('link', { name: /^Sign in at 127\.0\.0\.1/ }).click()
      await page.locator('[name=login]').fill(person)
      await page.locator('[name=password]').fill('any')
      await page.getByRole('button', { name: 'Sign-in' }).click()
      await page.waitForURL((url) => url.origin === server.url)
    }
    const as = <T>(person: Person, path: string, use: (page: Page) => Promise<T>) =>
      withPage(browser, { locale: 'en', acceptDownloads: true }, async (page) => {
        await signIn(page, person, path)
        expect(await page.locator('form.account').innerText()).toContain(people[person].name)
        return use(page)
      })
    const verdictOf = (page: Page) => page.locator('main .mark').first().innerText()
    const verdictOn = async (page: Page, project: string) => {
      await page.goto(`${server.url}/projects/${project}`)
      return verdictOf(page)
    }

    test('a waiver is requested by one person, approved by another, and never by the same', async () => {
      await as('manager', '/orders?project=alpha', async (page) => {
        expect(new URL(page.url()).search).toBe('?project=alpha')
        expect(await verdictOn(page, 'alpha')).toContain('HOLD')
        await page.goto(`${server.url}/orders?project=alpha`)
        const form = page.locator('form#request-waiver')
        await form.locator('[name=condition]').selectOption('open-major')
        await form.locator('[name=reason]').fill('the defect is in a screen that is switched off')
        await form.locator('[name=evidence]').fill('https://risks.example.org/7')
        await form.locator('[name=expires]').fill('2026-12-01')
        await form.locator('button[type=submit]').click()
        const row = page.locator('tr', { hasText: 'switched off' })
        expect(await row.innerText()).toContain(people.manager.name)
        // He may approve waivers of this project, and is not offered his own.
        expect(await row.locator('form[id^=revoke-]').count()).toBe(1)
        expect(await row.locator('form[id^=approve-]').count()).toBe(0)
        // Nor does it help to send what is not offered.
        const [answer] = await Promise.all([
          page.waitForResponse((response) => response.request().method() === 'POST'),
          row.locator('form[id^=revoke-]').evaluate((form: unknown) => {
            const own = form as { action: string; submit: () => void }
            own.action = own.action.replace('/revoke', '/approve')
            own.submit()
          }),
        ])
        expect(answer.status()).toBe(409)
        await page.waitForLoadState()
        expect(await page.locator('main').innerText()).toMatch(/another person|somebody else/i)
        expect(await verdictOn(page, 'alpha')).toContain('HOLD')
      })
      await as('quality', '/orders?project=alpha', async (page) => {
        const row = page.locator('tr', { hasText: 'switched off' })
        await row
          .locator('details', { has: page.locator('form[id^=approve-]') })
          .locator('summary')
          .click()
        await row.locator('form[id^=approve-] button[type=submit]').click()
        expect(await page.getByRole('status').innerText()).toContain('The waiver is approved')
        expect(await verdictOn(page, 'alpha')).toContain('SHIP')
      })
      const { waivers } = (await server.call('GET', '/v1/waivers')) as { waivers: object[] }
      expect(waivers).toMatchObject([{ requestedBy: people.manager.name, approvedBy: people.quality.name }])
    })

    test('the CISO places a hold; it bites on the portfolio and the project, and is not there the week before', async () => {
      await as('security', '/orders', async (page) => {
        expect(await verdictOn(page, 'beta')).toContain('SHIP')
        const rowOf = async (project: string) => {
          await page.goto(`${server.url}/`)
          return page.locator('tbody tr', { hasText: project }).innerText()
        }
        expect(await rowOf('beta')).toContain('SHIP')

        await page.goto(`${server.url}/orders`)
        const form = page.locator('form#place-hold')
        expect(await form.locator('[name=office] option').allInnerTexts()).toHaveLength(1)
        await form.locator('[name=scope]').selectOption('project')
        await form.locator('[name=project]').fill('beta')
        await form.locator('[name=reason]').fill('a key was leaked')
        await form.locator('button[type=submit]').click()
        expect(await page.getByRole('status').innerText()).toContain('in force')

        expect(await rowOf('beta')).toContain('HOLD')
        expect(await rowOf('beta')).toContain('a key was leaked')
        expect(await verdictOn(page, 'beta')).toContain('HOLD')
        const told = (section: string) => page.locator(`section.of-${section}`).innerText()
        expect(await told('verdict')).toContain('a key was leaked')
        expect(await told('holds')).toContain(people.security.name)

        const slider = page.locator('form.as-of input[type=range]')
        await page.locator('form.as-of [name=clock]').selectOption('at')
        await slider.focus()
        await page.keyboard.press('ArrowLeft')
        const chosen = await page.locator('form.as-of [name=date]').inputValue()
        expect(chosen < TODAY).toBe(true)
        await Promise.all([page.waitForURL(/date=/), page.keyboard.press('Enter')])
        expect(await page.locator('form.as-of [name=date]').inputValue()).toBe(chosen)
        expect(await told('verdict')).toContain('status date')
        expect(await told('verdict')).not.toContain('a key was leaked')
      })
    })

    test('each export is downloaded, and other tools read the same rows from it', async () => {
      await as('quality', '/exports', async (page) => {
        // The files of one moment.
        clock.step = 0
        const download = async (format: string): Promise<string> => {
          await page.goto(`${server.url}/exports`)
          await page.getByLabel('From the week of').fill('2026-10-05')
          await page.locator('[name=format]').selectOption(format)
          const [file] = await Promise.all([
            page.waitForEvent('download'),
            page.getByRole('button', { name: 'Download' }).click(),
          ])
          const path = join(server.directory, `${format}-${file.suggestedFilename()}`)
          await file.saveAs(path)
          return path
        }
        type Row = Record<string, unknown>
        const rows = JSON.parse(readFileSync(await download('json'), 'utf8')) as Row[]
        expect([...new Set(rows.map(({ project }) => project))]).toEqual(['alpha', 'beta'])
        expect(rows.length).toBeGreaterThan(10)
        const namesOf = (read: readonly Row[]) =>
          read.map(({ project, week }) => `${project as string} ${week as string}`)

        const lines = readFileSync(await download('ndjson'), 'utf8')
          .trim()
          .split('\n')
        expect(lines.map((line) => JSON.parse(line) as Row)).toEqual(rows)

        const csv = parse<Row>(readFileSync(await download('csv')), { columns: true })
        expect(namesOf(csv)).toEqual(namesOf(rows))
        const excel = readFileSync(await download('csv-excel'))
        expect(excel.subarray(0, 3).toString('hex')).toBe('efbbbf')
        expect(parse<Row>(excel, { columns: true, bom: true })).toEqual(csv)

        const parquet = await download('parquet')
        const query = `SELECT * FROM file('${parquet}', 'Parquet') ORDER BY project, week`
        // In a process of its own: the engine of this one belongs to the server.
        const script = `process.stdout.write(String(require('chdb').query(process.argv[1], 'JSONEachRow')))`
        const { stdout } = await run(process.execPath, ['-e', script, query])
        const read = stdout
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Row)
        expect(namesOf(read)).toEqual(namesOf(rows).sort())
        expect(Object.keys(read[0]!).sort()).toEqual(Object.keys(rows[0]!).sort())

        const sheets = await readWorkbook(readFileSync(await download('xlsx')))
        const cells = sheets.flatMap(({ data }) => data.flat().map(String))
        for (const { project, week } of rows) expect(cells).toEqual(expect.arrayContaining([project, week]))
      })
    })

    test('of what somebody may not see there is nothing in a file, and nobody downloads unasked', async () => {
      await as('manager', '/exports', async (page) => {
        const [file] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download' }).click(),
        ])
        const path = join(server.directory, 'manager.csv')
        await file.saveAs(path)
        const read = parse<Record<string, string>>(readFileSync(path), { columns: true })
        expect(new Set(read.map(({ project }) => project))).toEqual(new Set(['alpha']))
      })
      const answer = await fetch(`${server.url}/exports/weekly`, { redirect: 'manual' })
      expect(answer.headers.get('location')).toBe('/sign-in?next=%2Fexports%2Fweekly')
    })

    test('signing out ends the session at the provider too: whoever comes next is asked who he is', async () => {
      await as('manager', '/', async (page) => {
        await page.getByRole('button', { name: 'Sign out' }).click()
        await page.getByRole('button', { name: 'Yes, sign me out' }).click()
        await page.waitForURL(`${server.url}/sign-in**`)
        await page.goto(`${server.url}/`)
        expect(new URL(page.url()).pathname).toBe('/sign-in')
        await page.getByRole('link', { name: /^Sign in at/ }).click()
        expect(await page.locator('[name=login]').count()).toBe(1)
      })
    })

    test('whoever has no role here is told so, and who turns back at the provider too', async () => {
      await withPage(browser, { locale: 'en' }, async (page) => {
        await signIn(page, 'stranger')
        expect(await page.getByRole('alert').innerText()).toContain('SIGN_IN_NOT_GRANTED')
      })
      await withPage(browser, { locale: 'ja' }, async (page) => {
        await page.goto(`${server.url}/orders`)
        await page.getByRole('link', { name: /でサインイン$/ }).click()
        await page.getByRole('link', { name: /Cancel/ }).click()
        await page.waitForURL((url) => url.origin === server.url)
        expect(await page.getByRole('alert').innerText()).toContain('SIGN_IN_DENIED')
      })
    })

    const looks = (['en', 'ja'] as const).flatMap((locale) =>
      (['light', 'dark'] as const).map((colorScheme) => ({ locale, colorScheme })),
    )
    test.each(looks)('the page for signing in has no violation in $locale, $colorScheme', async (look) => {
      const found = await withPage(
        browser,
        { ...look, viewport: { width: 360, height: 740 } },
        async (page) => {
          const violations: string[] = []
          for (const path of ['/sign-in', '/sign-in?failed=SIGN_IN_NOT_PROVEN', '/sign-in?kept=oidc']) {
            await page.goto(`${server.url}${path}`)
            expect(await page.getAttribute('html', 'lang')).toBe(look.locale)
            violations.push(...(await violationsOf(page)).map((violation) => `${path} ${violation}`))
            const width = await page.evaluate<number>('document.documentElement.scrollWidth')
            if (width > 360) violations.push(`${path} is ${width} wide`)
          }
          return violations
        },
      )
      expect(found).toEqual([])
    })
  },
)
