import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findingCodes } from '../../../schemas/indicators.ts'
import { analyzeEvm } from '../../../cli/analyze/evm.ts'
import { estimatesByFactor, forecastsByColumn, periods, published, sinceStart } from './claeys-verhelst.ts'
import { describeReference } from './reference-data.ts'

const guide = readFileSync(new URL('../../../docs/guide/earned-value.md', import.meta.url), 'utf8')

/** Ten months of 10 each, of which five or eight are done in a month: fifteen months in the end. */
const EARNED = [6, 12, 18, 24, 30, 36, 43, 50, 57, 64, 71, 78, 85, 93, 100]

function latePicture(): string {
  const rows = EARNED.map((ev, k) => `${k + 1},${Math.min(100, (k + 1) * 10)},${ev},${ev}`)
  const bar = (value: number | null) => '#'.repeat(Math.round((value ?? 0) * 20)).padEnd(20, '.')
  const lines = analyzeEvm(`period,pv,ev,ac\n${rows.join('\n')}\n`).map(({ period, pv, ev, spi, spiT }) => {
    const cell = (value: number | null) => `${(value ?? 0).toFixed(2)} ${bar(value)}`
    return `${String(period).padStart(5)} ${String(pv).padStart(5)} ${String(ev).padStart(5)}   ${cell(spi)}   ${cell(spiT)}`
  })
  return ['month    PV    EV   SPI                         SPI(t)', ...lines].join('\n')
}

test('the late project of the guide: SPI ends at 1, SPI(t) at 10 months / 15 months', () => {
  expect(guide).toContain(latePicture())
  expect(latePicture()).toMatch(/15 {3}100 {3}100 {3}1\.00 #{20} {3}0\.67 #{13}\.{7}$/)
})

test('the guide explains every finding', () => {
  expect(findingCodes.filter((code) => !guide.includes(`\`${code}\``))).toEqual([])
})

/** All 8 + 9 forecasts of one period, and how far all periods are from the published values. */
function claeysTable(): string {
  const row = periods.findIndex(({ name }) => name === 'Shell')
  const shell = periods[row]!
  const money = Object.entries(estimatesByFactor(shell)).map(([factor, value]) => {
    const worst = periods.map((p) => Math.abs(estimatesByFactor(p)[factor]! - p.EAC_published[factor]!))
    return `| EAC ${factor} | ${value!.toFixed(2)} | ${shell.EAC_published[factor]!.toFixed(2)} | ${Math.max(...worst).toFixed(2)} EUR |`
  })
  const hoursOff = (column: string, k: number) =>
    8 * Math.abs(sinceStart(published[k]![column]!) - forecastsByColumn(periods[k]!)[column]!)
  const time = Object.entries(forecastsByColumn(shell)).map(([column, value]) => {
    const name = column.replace('eac_t_', 'IEAC(t) ').replace('_', ' ')
    const worst = Math.max(...periods.map((_, k) => hoursOff(column, k)))
    return `| ${name} | ${value!.toFixed(3)} | ${sinceStart(published[row]![column]!).toFixed(3)} | ${worst.toFixed(2)} h |`
  })
  return [
    '| forecast | kanmon | published | largest difference |',
    '| --- | --- | --- | --- |',
    ...money,
    ...time,
  ].join('\n')
}

const withoutPadding = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-+/g, '-')

describeReference('the table of the guide', () => {
  test('all eight EAC and nine time forecasts of Claeys-Verhelst beside the published ones', () => {
    expect(withoutPadding(guide)).toContain(withoutPadding(claeysTable()))
  })
})
