import { z } from 'zod'

const severity = z.string()
const score = z.number().min(0).max(10).optional()

const vulnerability = z.looseObject({
  VulnerabilityID: z.string().min(1),
  PkgName: z.string().min(1),
  PkgIdentifier: z.looseObject({ PURL: z.string().optional() }).optional(),
  InstalledVersion: z.string().optional(),
  FixedVersion: z.string().optional(),
  Status: z.string().optional(),
  Severity: severity,
  SeveritySource: z.string().optional(),
  CVSS: z.record(z.string(), z.looseObject({ V2Score: score, V3Score: score, V40Score: score })).optional(),
  PublishedDate: z.string().optional(),
})
export type TrivyVulnerability = z.infer<typeof vulnerability>

const misconfiguration = z.looseObject({
  ID: z.string().min(1),
  Severity: severity,
  Status: z.enum(['PASS', 'FAIL', 'EXCEPTION']),
  Message: z.string().optional(),
  CauseMetadata: z.looseObject({ Resource: z.string().optional() }).optional(),
})
export type TrivyMisconfiguration = z.infer<typeof misconfiguration>

const secret = z.looseObject({
  RuleID: z.string().min(1),
  Severity: severity,
  StartLine: z.int().optional(),
  Match: z.string().optional(),
})
export type TrivySecret = z.infer<typeof secret>

const modified = z.looseObject({
  Type: z.string(),
  Status: z.string(),
  Source: z.string().optional(),
  Finding: z.unknown(),
})
export type TrivyModified = z.infer<typeof modified>

const installed = z.looseObject({
  Name: z.string(),
  Version: z.string().optional(),
  Identifier: z.looseObject({ PURL: z.string().optional() }).optional(),
})

const result = z.looseObject({
  Target: z.string(),
  Class: z.string().optional(),
  Type: z.string().optional(),
  /** Everything that is installed, found fault with or not; only with `--list-all-pkgs`. */
  Packages: z.array(installed).optional(),
  Vulnerabilities: z.array(vulnerability).optional(),
  MisconfSummary: z.looseObject({ Failures: z.int().optional() }).nullish(),
  Misconfigurations: z.array(misconfiguration).optional(),
  Secrets: z.array(secret).optional(),
  Licenses: z.array(z.unknown()).optional(),
  ExperimentalModifiedFindings: z.array(modified).optional(),
})
export type TrivyResult = z.infer<typeof result>

/** The kinds of findings that are told, by the name that a modified finding gives them. */
export const findingSchemas = { vulnerability, misconfiguration, secret } as const

/**
 * The parts of Trivy's JSON report, schema version 2, that are read.
 *
 * @see aquasecurity/trivy, pkg/types/report.go
 */
export const trivyReport = z.looseObject({
  SchemaVersion: z.literal(2),
  Trivy: z.looseObject({ Version: z.string().optional() }).optional(),
  CreatedAt: z.string(),
  ArtifactName: z.string().min(1),
  ArtifactType: z.string().optional(),
  Results: z.array(result).nullish(),
})
export type TrivyReport = z.infer<typeof trivyReport>
