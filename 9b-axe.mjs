import { chromium } from 'playwright-core'
import { readFileSync } from 'node:fs'
const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8')
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
for (const [path, scheme, width, lang] of [['/projects/meter-gateway', 'light', 1280, 'en'], ['/projects/printer-ds2?at=2026-11-10', 'dark', 390, 'ja'], ['/projects/musa-sys6', 'light', 1280, 'ja'], ['/projects/certificate-issuing?asOf=2020-01-01', 'dark', 1280, 'en']]) {
  const c = await b.newContext({ colorScheme: scheme, locale: lang, viewport: { width, height: 900 }, bypassCSP: true })
  const p = await c.newPage()
  await p.addInitScript(() => { window.__cls = 0; new PerformanceObserver((l) => { for (const e of l.getEntries()) if (!e.hadRecentInput) window.__cls += e.value }).observe({ type: 'layout-shift', buffered: true }) })
  p.on('pageerror', (e) => console.log('error', e.message))
  await p.goto('http://localhost:8790' + path)
  await p.evaluate(() => { for (const d of document.querySelectorAll('details')) d.open = true })
  await p.evaluate(axe)
  const r = await p.evaluate(() => axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }))
  console.log(path, scheme, width, lang, 'violations', r.violations.length, 'passes', r.passes.length, 'CLS', await p.evaluate(() => window.__cls), 'scrollWidth', await p.evaluate(() => document.documentElement.scrollWidth))
  for (const v of r.violations) console.log('  ', v.id, v.impact, v.nodes.length, v.nodes[0].target, v.nodes[0].failureSummary.slice(0, 300))
  await c.close()
}
// The slider, and a tip.
const p = await b.newPage({ viewport: { width: 1280, height: 900 } })
await p.goto('http://localhost:8790/projects/printer-ds2?at=2026-11-20')
const slider = p.locator('form.as-of input[type=range]')
await slider.focus(); await p.keyboard.press('ArrowLeft'); await p.keyboard.press('ArrowLeft')
console.log('date', await p.inputValue('form.as-of input[type=date]'), await slider.getAttribute('aria-valuetext'))
await p.keyboard.press('Enter'); await p.waitForURL(/date=/); console.log(p.url(), (await p.textContent('.past')).trim())
const pt = p.locator('.of-pb [ecmeta_ssr_type="chart"][ecmeta_data_index="2"]').last()
await pt.hover({ force: true }); console.log('tip', await p.locator('.tip:visible').textContent())
await b.close()
