import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { AxeResults, RunOptions } from 'axe-core'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { afterAll } from 'vitest'

/** The browser, by `KANMON_CHROMIUM` or where Debian puts it; null where there is none. */
export const chromiumPath: string | null =
  [process.env['KANMON_CHROMIUM'], '/usr/bin/chromium'].find(
    (path) => path !== undefined && existsSync(path),
  ) ?? null

/** What the title of a suite says when it has to be skipped. */
export const inBrowser = (title: string): string =>
  chromiumPath === null ? `${title} (SKIPPED: no Chromium; set KANMON_CHROMIUM to its path)` : title

const loader = new URL('./typescript-loader.mjs', import.meta.url).href
const program = fileURLToPath(new URL('../../cli/main.ts', import.meta.url))

/** `kanmon demo` in a process of its own: the real server with the example portfolio; stopped after the file's tests. */
export async function startDemo(): Promise<string> {
  const child = spawn(process.execPath, ['--import', loader, program, 'demo', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, KANMON_LANG: 'en', UV_THREADPOOL_SIZE: '16' },
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  afterAll(async () => {
    child.kill('SIGTERM')
    await ended
  })
  let said = ''
  child.stderr.on('data', (data: Buffer) => (said += data.toString()))
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        // Told once the portfolio is loaded; the address alone is told before.
        const found = /^Serving until stopped.*(http:\/\/[\d.]+:\d+)/.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      .on('close', () => reject(new Error(`kanmon demo ended before it listened:\n${said}`)))
  })
}

/** A browser, closed after the file's tests. */
export async function openBrowser(): Promise<Browser> {
  if (chromiumPath === null) throw new Error('openBrowser: there is no Chromium')
  // Containers seldom allow the sandbox, and only pages of our own are opened.
  const browser = await chromium.launch({ executablePath: chromiumPath, args: ['--no-sandbox'] })
  afterAll(() => browser.close())
  return browser
}

/** Runs with a page of a context of its own; fails when a script of the page does. */
export async function withPage<T>(
  browser: Browser,
  options: BrowserContextOptions,
  use: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const errors: string[] = []
  page.on('pageerror', ({ message }) => errors.push(message))
  try {
    const result = await use(page)
    if (errors.length > 0) throw new Error(`a script of ${page.url()} failed: ${errors.join('; ')}`)
    return result
  } finally {
    await context.close()
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const RULES: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
}

/** What axe-core finds wrong on the page by WCAG 2.2 A and AA: the rule, and where. */
export async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe)
  const { violations } = await page.evaluate<AxeResults, RunOptions>(
    (rules) =>
      (globalThis as unknown as { axe: { run: (options: RunOptions) => Promise<AxeResults> } }).axe.run(
        rules,
      ),
    RULES,
  )
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id}: ${target.join(' ')}`))
}
