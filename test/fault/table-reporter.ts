import Table from 'cli-table3'
import type { Reporter, TestModule } from 'vitest/node'
import type { FaultLine } from '../helpers/fault/fault-line.ts'
import { isLong } from '../helpers/fault/form.ts'
import { releaseOf } from '../helpers/kafka/versions.ts'

const HEAD = [
  'fault',
  'rounds',
  'acknowledged',
  'stored',
  'lost',
  'duplicates in answers',
  'unmerged copies',
  's to recover',
]

const plain = (seconds: number | null) => (seconds === null ? '' : seconds.toFixed(1))

function cells(fault: string, line: FaultLine): (string | number)[] {
  const { rounds, acknowledged, stored, lost, duplicates, copies, secondsToRecover } = line
  return [fault, rounds, acknowledged, stored, lost, duplicates, copies, plain(secondsToRecover)]
}

/** Writes the table of faults to the terminal, after all tests. */
export default class FaultTableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const lines = modules.flatMap((module) =>
      [...module.children.allTests()].flatMap((test) => Object.entries(test.meta().faults ?? {})),
    )
    if (lines.length === 0) return
    const table = new Table({ head: HEAD, style: { head: [], border: [] } })
    for (const [fault, line] of lines) table.push(cells(fault, line))
    const form = isLong ? 'long' : 'short'
    process.stdout.write(`\nFaults, ${form} form, Kafka ${releaseOf()}\n${table.toString()}\n`)
  }
}
