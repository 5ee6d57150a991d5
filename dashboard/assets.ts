import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'

interface Asset {
  readonly type: string
  readonly bytes: Buffer
  /** Changes with its content, so that a browser may keep it for ever. */
  readonly version: string
}

const require = createRequire(import.meta.url)

function asset(type: string, file: string): Asset {
  const bytes = readFileSync(file)
  return { type, bytes, version: createHash('sha256').update(bytes).digest('hex').slice(0, 12) }
}

const own = (name: string) => fileURLToPath(new URL(`assets/${name}`, import.meta.url))

const assets: Readonly<Record<string, Asset>> = {
  'style.css': asset('text/css; charset=utf-8', own('style.css')),
  'icon.svg': asset('image/svg+xml', own('icon.svg')),
  'page.js': asset('text/javascript; charset=utf-8', own('page.js')),
  'charts.js': asset('text/javascript; charset=utf-8', require.resolve('echarts/ssr/client/dist/index.js')),
}

export const findAsset = (name: string): Asset | null =>
  Object.hasOwn(assets, name) ? (assets[name] ?? null) : null

/** The address of an asset, with the version of its content. */
export function assetPath(name: string): string {
  const found = findAsset(name)
  if (found === null) throw new Error(`dashboard: there is no asset ${name}`)
  return `/assets/${name}?v=${found.version}`
}
