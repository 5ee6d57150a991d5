import { checkedValue, jsonObject } from '../checked-json.ts'
import type { CollectContext, CollectedFact, Collector, CollectWarning } from '../collector.ts'
import { findingFacts, findingWarnings, type Scan, scanCompleted } from '../finding.ts'
import { ReportRefused } from '../refused.ts'
import type { Report } from '../report.ts'
import { instantText, readTime } from '../times.ts'
import { findingsOf } from './findings.ts'
import { allComponents, type CyclonedxDocument, cyclonedxDocument } from './format.ts'

export interface CyclonedxOptions {
  /** What the document is about. Without it: the project. */
  readonly asset?: string | undefined
}

function scannerOf({ metadata, specVersion }: CyclonedxDocument): Scan['scanner'] {
  const tools = metadata?.tools
  const [tool] = Array.isArray(tools) ? tools : (tools?.components ?? [])
  if (tool?.name === undefined || tool.name === '') return { name: `CycloneDX ${specVersion}` }
  return {
    name: tool.name,
    ...(tool.version === undefined || tool.version === '' ? {} : { version: tool.version }),
  }
}

async function readDocument(report: Report): Promise<CyclonedxDocument> {
  const document = await jsonObject(report, 'CycloneDX document')
  if (document['bomFormat'] !== 'CycloneDX') {
    throw new ReportRefused('NOT_THIS_FORMAT', 'the document does not say "bomFormat": "CycloneDX"')
  }
  const version = document['specVersion']
  if (typeof version === 'string' && !/^1\.[4-7]$/.test(version)) {
    throw new ReportRefused('UNSUPPORTED_VERSION', `CycloneDX ${version}; 1.4 to 1.7 are read`)
  }
  return checkedValue(document, cyclonedxDocument)
}

/** When the document was made, in milliseconds; without a timestamp, when its file was written. */
function momentOf(document: CyclonedxDocument, report: Report, { timeZone }: CollectContext) {
  const text = document.metadata?.timestamp
  if (text === undefined) {
    const ofFile: CollectWarning = {
      code: 'TIME_OF_FILE',
      line: null,
      detail: instantText(report.modifiedAt),
    }
    return { instant: report.modifiedAt, warnings: [ofFile] }
  }
  const read = readTime(text, timeZone)
  if (read === null) throw new ReportRefused('INVALID_VALUE', `metadata.timestamp: ${text} is no moment`)
  const detail = `metadata.timestamp ${text}, read as of ${timeZone}`
  const withoutZone: CollectWarning = { code: 'TIME_WITHOUT_ZONE', line: null, detail }
  return { instant: read.instant, warnings: read.hasZone ? [] : [withoutZone] }
}

/**
 * CycloneDX JSON, 1.4 to 1.7.
 *
 * With components and a list of vulnerabilities, empty or not, it is a scan of the asset. With components alone it
 * is an inventory: nobody looked for vulnerabilities, so it is told as a scan of `<asset>#sbom`. With
 * vulnerabilities alone it is a VEX, which says how they stand and scans nothing.
 */
export const cyclonedx: Collector<CyclonedxOptions> = {
  name: 'cyclonedx',
  async read(report, context, options) {
    const document = await readDocument(report)
    const components = allComponents(document.components).length
    const { vulnerabilities } = document
    if (components === 0 && (vulnerabilities ?? []).length === 0) {
      throw new ReportRefused('NOTHING_SCANNED', 'the document lists no component and no vulnerability')
    }
    const moment = momentOf(document, report, context)
    const ofProject = options.asset ?? context.project
    const asset = vulnerabilities === undefined ? `${ofProject}#sbom` : ofProject
    const scan: Scan = {
      id: `cyclonedx/${report.digest.slice(0, 32)}`,
      asset,
      scanner: scannerOf(document),
      finishedAt: moment.instant,
      lookedAt: components,
      because: `${components} components of ${document.serialNumber ?? report.path}`,
    }
    const findings = findingsOf(document)
    const facts: CollectedFact[] = [
      ...(components === 0 ? [] : [scanCompleted(scan)]),
      ...findingFacts(findings, scan, context),
    ]
    const inventory: CollectWarning = {
      code: 'INVENTORY_ONLY',
      line: null,
      detail: `${components} components of ${asset}`,
    }
    return {
      facts,
      warnings: [
        ...moment.warnings,
        ...(vulnerabilities === undefined ? [inventory] : []),
        ...findingWarnings(findings),
      ],
    }
  },
}
