// Loader hooks that strip the types of .ts files, so that a test can run the sources in a process of its own
// without building them (the sources are written with erasable syntax only). What was stripped once is kept below the
// system's temporary folder by its content, for tests that start many processes.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const folder = join(tmpdir(), `kanmon-test-stripped-${process.getuid?.() ?? 0}`)
mkdirSync(folder, { recursive: true, mode: 0o700 })

export async function load(url, context, nextLoad) {
  if (!url.endsWith('.ts') && !url.endsWith('.tsx')) return nextLoad(url, context)
  const path = fileURLToPath(url)
  const text = await readFile(path, 'utf8')
  const kept = join(
    folder,
    `${createHash('sha256')
      .update(`1\n${extname(path)}\n${text}`)
      .digest('hex')}.js`,
  )
  return { format: 'module', source: readKept(kept) ?? (await strip(path, text, kept)), shortCircuit: true }
}

function readKept(kept) {
  try {
    return readFileSync(kept, 'utf8')
  } catch {
    return null
  }
}

async function strip(path, text, kept) {
  const { default: ts } = await import('typescript')
  const { outputText } = ts.transpileModule(text, {
    fileName: path,
    compilerOptions: {
      target: ts.ScriptTarget.ES2023,
      module: ts.ModuleKind.ESNext,
      verbatimModuleSyntax: true,
      jsx: ts.JsxEmit.ReactJSX,
      jsxImportSource: 'hono/jsx',
    },
  })
  // Whole or not at all: another process may be writing the same.
  const part = `${kept}.${process.pid}`
  writeFileSync(part, outputText)
  renameSync(part, kept)
  return outputText
}
