import Table from 'cli-table3'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
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
  'note',
]

const plain = (seconds: number | null) => (seconds === null ? '' : seconds.toFixed(1))

function cells(fault: string, line: FaultLine): (string | number)[] {
  const { rounds, acknowledged, stored, lost, duplicates, copies, secondsToRecover, note } = line
  return [fault, rounds, acknowledged, stored, lost, duplicates, copies, plain(secondsToRecover), note]
}

/** Writes each fault when its test ends, for a run that is cut short, and the table of all at the end. */
export default class FaultTableReporter implements Reporter {
  onTestCaseResult(test: TestCase): void {
    for (const [fault, line] of Object.entries(test.meta().faults ?? {}))
      process.stdout.write(`${cells(fault, line).join(' | ')}\n`)
  }

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
