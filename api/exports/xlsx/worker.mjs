// Makes a workbook away from the thread that serves requests: sheets come one by one, and `null` after the last.
import { parentPort } from 'node:worker_threads'
import writeWorkbook from 'write-excel-file/node'
import { fitToWidth, withHeights } from './page-setup.mjs'

const END_OF_DIRECTORY = 0x06054b50
const LONGEST_COMMENT = 65_535
/** 1 January 1980, midnight: the zero of the times in a ZIP. */
const NO_TIME = 0x00210000

/**
 * The archive without the times at which its parts were packed: the same sheets give the same bytes.
 * APPNOTE.TXT 4.3.7 (local header: time at 10), 4.3.12 (central header: 12), 4.3.16 (end: count at 10, place at 16).
 */
function withoutTimes(zip) {
  let end = zip.length - 22
  while (zip.readUInt32LE(end) !== END_OF_DIRECTORY) {
    end -= 1
    if (end < Math.max(0, zip.length - 22 - LONGEST_COMMENT)) throw new Error('workbook: not a ZIP archive')
  }
  let entry = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    zip.writeUInt32LE(NO_TIME, entry + 12)
    zip.writeUInt32LE(NO_TIME, zip.readUInt32LE(entry + 42) + 10)
    const lengths = [28, 30, 32].map((place) => zip.readUInt16LE(entry + place))
    entry += 46 + lengths.reduce((sum, length) => sum + length, 0)
  }
  return zip
}

const sheets = []
parentPort.on('message', async (sheet) => {
  if (sheet !== null) {
    sheets.push(withHeights(sheet))
    return
  }
  const options = { fontFamily: 'Calibri', fontSize: 11, features: [fitToWidth] }
  const bytes = withoutTimes(await writeWorkbook(sheets, options).toBuffer())
  parentPort.postMessage(bytes)
  parentPort.close()
})
