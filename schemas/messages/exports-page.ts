/** The page of weekly trends as files. */
export const en = {
  'page.exports': 'Exports',
  'exports.what':
    'Weekly trends as a file: one row per project and ISO week, of the projects that you may see. A week whose figures changed later is marked as restated.',
  'exports.from': 'From the week of',
  'exports.to': 'To the week of',
  'exports.weeksHint': 'Left empty: the last twelve weeks up to the running one.',
  'exports.project': 'Project',
  'exports.projectHint': 'The id of one project; left empty: all of them.',
  'exports.format': 'As',
  'exports.format.csv': 'CSV',
  'exports.format.csv-excel': 'CSV for Excel (UTF-8 with BOM)',
  'exports.format.xlsx': 'Excel workbook (XLSX)',
  'exports.format.parquet': 'Parquet',
  'exports.format.json': 'JSON',
  'exports.format.ndjson': 'NDJSON',
  'exports.download': 'Download',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'page.exports': 'データ出力',
  'exports.what':
    '週次の推移をファイルで出力します。閲覧できるプロジェクトについて、プロジェクトと ISO 週ごとに 1 行です。あとから数値が変わった週には、訂正済みの印が付きます。',
  'exports.from': '開始週 (週内の日付)',
  'exports.to': '終了週 (週内の日付)',
  'exports.weeksHint': '空欄の場合は、今週までの 12 週間です。',
  'exports.project': 'プロジェクト',
  'exports.projectHint': '1 つのプロジェクトの ID。空欄の場合はすべてのプロジェクトです。',
  'exports.format': '形式',
  'exports.format.csv': 'CSV',
  'exports.format.csv-excel': 'Excel 用 CSV (BOM 付き UTF-8)',
  'exports.format.xlsx': 'Excel ブック (XLSX)',
  'exports.format.parquet': 'Parquet',
  'exports.format.json': 'JSON',
  'exports.format.ndjson': 'NDJSON',
  'exports.download': 'ダウンロード',
}
