import { readFile } from 'node:fs/promises'
import { reliabilityOptions, type WrittenReliabilityOptions } from '../analyze/reliability-options.ts'
import { analyzeReliability } from '../analyze/reliability.ts'
import { reliabilityText } from '../reliability-text.ts'
import type { Terminal } from '../terminal.ts'

export interface AnalyzeReliabilityOptions extends WrittenReliabilityOptions {
  readonly json?: boolean
}

/** `kanmon analyze reliability FILE`: reliability growth of a CSV file, without a server. */
export async function analyzeReliabilityFile(
  file: string,
  { json, ...written }: AnalyzeReliabilityOptions,
  terminal: Terminal,
): Promise<void> {
  const options = reliabilityOptions(written)
  const text = await readFile(file === '-' ? '/dev/stdin' : file, 'utf8')
  const analysis = analyzeReliability(text, options)
  if (json === true) terminal.out(JSON.stringify(analysis, null, 2))
  else for (const line of reliabilityText(analysis, terminal)) terminal.out(line)
}
