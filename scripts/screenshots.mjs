// Pictures of every page of the demonstration: both languages, light and dark, a phone and a wide screen, and printed.
// They go to a folder outside the repository, for people to look at: node scripts/screenshots.mjs [folder] [address of
// a server that runs already]. Says which pages are wider than their screen.
import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const PAGES = {
  portfolio: '/',
  project: '/projects/printer-ds1',
  held: '/projects/tomcat-webapps',
  undeclared: '/projects/musa-sys6',
  'no-project': '/projects/nobody',
  orders: '/orders',
  'orders-of-project': '/orders?project=musa-ss2',
  quarantine: '/quarantine',
  policies: '/policies',
  policy: '/policies/standard',
  baselines: '/baselines',
  committee: '/committee',
  'sign-in': '/sign-in',
  nowhere: '/nowhere',
}
const WIDTHS = { phone: 390, wide: 1440 }

const folder = process.argv[2] ?? join(tmpdir(), 'kanmon-screenshots')
const command = fileURLToPath(new URL('../cli/kanmon.cjs', import.meta.url))

/** Starts the demonstration and resolves with its address. */
function startDemo() {
  const child = spawn(process.execPath, [command, 'demo', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, KANMON_LANG: 'en' },
  })
  const url = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout })
      .on('line', (line) => {
        // Told once the portfolio is loaded; the address alone is told before.
        const found = /^Serving until stopped.*(http:\/\/[\d.]+:\d+)/.exec(line)?.[1]
        if (found !== undefined) resolve(found)
      })
      .on('close', () => reject(new Error('kanmon demo ended before it listened')))
  })
  return { child, url }
}

const { child, url } = process.argv[3] === undefined ? startDemo() : { child: null, url: process.argv[3] }
try {
  const address = await url
  await mkdir(folder, { recursive: true })
  const browser = await chromium.launch({
    executablePath: process.env.KANMON_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  })
  for (const locale of ['en', 'ja']) {
    for (const colorScheme of ['light', 'dark']) {
      for (const [size, width] of Object.entries(WIDTHS)) {
        const context = await browser.newContext({ locale, colorScheme, viewport: { width, height: 900 } })
        const page = await context.newPage()
        for (const [name, path] of Object.entries(PAGES)) {
          await page.goto(`${address}${path}`)
          const file = `${name}-${locale}-${colorScheme}-${size}.png`
          await page.screenshot({ path: join(folder, file), fullPage: true })
          const wide = await page.evaluate('document.documentElement.scrollWidth')
          if (wide > width) console.log(`${file}: ${wide} instead of ${width} pixels wide`)
          if (size === 'wide' && colorScheme === 'light') {
            const printed = join(folder, `${name}-${locale}.pdf`)
            await page.pdf({ path: printed, format: 'A4', preferCSSPageSize: true })
          }
        }
        await context.close()
      }
    }
  }
  await browser.close()
  console.log(folder)
} finally {
  child?.kill('SIGTERM')
}
