import { chromium } from 'playwright-core'
const [url, out, width = '1280', scheme = 'light', lang = 'en'] = process.argv.slice(2)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme: scheme, locale: lang })
p.on('console', m => console.log('console', m.text())); p.on('pageerror', e => console.log('error', e.message))
await p.goto(url); await p.screenshot({ path: out, fullPage: true }); await b.close()
