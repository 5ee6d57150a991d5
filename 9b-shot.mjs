import { chromium } from 'playwright-core'
const [url, out, width = '1280', scheme = 'light', lang = 'en', ...sel] = process.argv.slice(2)
const b = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] })
const p = await b.newPage({ viewport: { width: Number(width), height: 900 }, colorScheme: scheme, locale: lang })
p.on('console', m => console.log('console', m.text(), m.location().url)); p.on('pageerror', e => console.log('error', e.message))
await p.goto(url)
const h = await p.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth])
console.log('height,width', h)
const step = Number(width) < 600 ? 1500 : 1450
for (let i = 0, y = 0; y < h[0]; i++, y += step) if (sel.length === 0 || sel.includes(String(i))) await p.screenshot({ path: `${out}-${i}.png`, fullPage: true, clip: { x: 0, y, width: Number(width), height: Math.min(step, h[0] - y) } })
await b.close()
