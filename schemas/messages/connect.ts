/** What `kanmon init`, `kanmon doctor` and `kanmon collect` without arguments say. */
export const en = {
  'connect.nothingFits': '{collector}: {paths} fits no file',
  'connect.declared': 'declaration of {project} from {file}',
  'connect.exists': '{file} exists already; --force overwrites it',
  'connect.written': 'wrote {file}: look through it, then run kanmon doctor and kanmon collect --dry-run',
  'connect.ask.project': 'Id of the project (a-z, 0-9, -)',
  'connect.ask.name': 'Name of the project',
  'connect.ask.organization': 'Organization',
  'connect.ask.division': 'Division',
  'connect.ask.class': 'Class (new, enhancement, redevelopment)',
  'connect.ask.costUnit': 'Unit of budget and cost (hours, JPY, …)',
  'connect.ask.ship': 'Planned ship date (YYYY-MM-DD)',
  'connect.ask.again': '{problem}',
  'doctor.config.ok': '{file} is well-formed: project {project}, {entries, number} collectors',
  'doctor.config.bad': '{detail}',
  'doctor.config.bad.remedy': 'correct the file, or write one with kanmon init',
  'doctor.files.ok': '{collector}: {files, number} {files, plural, one {file} other {files}}',
  'doctor.files.bad': '{collector}: {paths} fits no file',
  'doctor.files.bad.remedy':
    'run the tool that writes it first, correct the path, or mark the entry optional: true',
  'doctor.connection.ok': '{url} answers and is ready',
  'doctor.connection.bad': '{url} does not answer as it should: {detail}',
  'doctor.connection.bad.remedy': 'check --url or KANMON_URL, the network, and that kanmon serve runs',
  'doctor.clock.ok': 'the clocks differ by {seconds, number} s',
  'doctor.clock.bad':
    'the clock here is {seconds, number} s {direction, select, ahead {ahead} other {behind}} of the server’s',
  'doctor.clock.bad.remedy': 'set the clock (NTP): facts more than 5 minutes ahead are refused',
  'doctor.write.ok': 'may send facts',
  'doctor.write.bad': 'may not send facts: {detail}',
  'doctor.write.bad.remedy':
    'set KANMON_API_KEY to a key of the role collector for this project (kanmon keys create)',
  'doctor.read.ok': 'may read project {project}',
  'doctor.read.bad': 'may not read project {project}: {detail}',
  'doctor.read.bad.remedy':
    'ask for the role viewer or collector on this project; what has arrived is not shown without it',
  'doctor.declared.ok': '{project} is declared: {name}',
  'doctor.declared.bad': '{project} is not declared',
  'doctor.declared.bad.remedy':
    'run kanmon collect with a declaration in kanmon.yaml (kanmon init writes one)',
  'doctor.source.ok':
    '{source}: {state, select, delivered {delivered, the newest of {date}} other {not due yet}}',
  'doctor.source.bad':
    '{source}: {state, select, stale {stale, the newest of {date}} other {nothing has arrived}}, expected every {days, number} days',
  'doctor.source.bad.remedy':
    'send {kind} from the pipeline: see the collect entries and docs/guide/collect.md',
  'doctor.expects.bad': 'no source is expected of this project',
  'doctor.expects.bad.remedy': 'declare expects in kanmon.yaml: without it nobody notices what is missing',
  'doctor.quarantine.ok': 'nothing of this project waits in the quarantine',
  'doctor.quarantine.bad':
    '{entries, number}{more, select, yes {+} other {}} {entries, plural, one {event waits} other {events wait}} in the quarantine, the newest: {code}',
  'doctor.quarantine.bad.remedy':
    'look with kanmon quarantine list --project {project}, correct the cause, replay',
  'doctor.remedy': '  → {remedy}',
} as const

export const ja: Readonly<Record<keyof typeof en, string>> = {
  'connect.nothingFits': '{collector}: {paths} に該当するファイルがありません',
  'connect.declared': '{file} による {project} の宣言',
  'connect.exists': '{file} は既にあります。--force で上書きします',
  'connect.written':
    '{file} を書き出しました。内容を確認し、kanmon doctor と kanmon collect --dry-run を実行してください',
  'connect.ask.project': 'プロジェクト ID (a-z, 0-9, -)',
  'connect.ask.name': 'プロジェクト名',
  'connect.ask.organization': '組織',
  'connect.ask.division': '部門',
  'connect.ask.class': '区分 (new = 新規, enhancement = 改良, redevelopment = 再開発)',
  'connect.ask.costUnit': '予算とコストの単位 (hours, JPY など)',
  'connect.ask.ship': '出荷予定日 (YYYY-MM-DD)',
  'connect.ask.again': '{problem}',
  'doctor.config.ok': '{file} は正しい形式です: プロジェクト {project}、収集 {entries, number} 件',
  'doctor.config.bad': '{detail}',
  'doctor.config.bad.remedy': 'ファイルを修正するか、kanmon init で作成してください',
  'doctor.files.ok': '{collector}: {files, number} ファイル',
  'doctor.files.bad': '{collector}: {paths} に該当するファイルがありません',
  'doctor.files.bad.remedy':
    '先に出力元のツールを実行するか、パスを直すか、その項目に optional: true を付けてください',
  'doctor.connection.ok': '{url} は応答し、受付可能です',
  'doctor.connection.bad': '{url} が正しく応答しません: {detail}',
  'doctor.connection.bad.remedy':
    '--url または KANMON_URL、ネットワーク、kanmon serve の稼働を確認してください',
  'doctor.clock.ok': '時計の差は {seconds, number} 秒です',
  'doctor.clock.bad':
    'この端末の時計はサーバーより {seconds, number} 秒{direction, select, ahead {進んでいます} other {遅れています}}',
  'doctor.clock.bad.remedy': '時計を合わせてください (NTP)。5 分を超えて未来の事実は拒否されます',
  'doctor.write.ok': '事実を送信できます',
  'doctor.write.bad': '事実を送信できません: {detail}',
  'doctor.write.bad.remedy':
    'このプロジェクトの collector 役割を持つ鍵を KANMON_API_KEY に設定してください (kanmon keys create)',
  'doctor.read.ok': 'プロジェクト {project} を参照できます',
  'doctor.read.bad': 'プロジェクト {project} を参照できません: {detail}',
  'doctor.read.bad.remedy':
    'このプロジェクトの viewer または collector の役割を依頼してください。なければ到着状況は表示できません',
  'doctor.declared.ok': '{project} は宣言済みです: {name}',
  'doctor.declared.bad': '{project} は宣言されていません',
  'doctor.declared.bad.remedy':
    'kanmon.yaml に declaration を書き (kanmon init が作成します)、kanmon collect を実行してください',
  'doctor.source.ok': '{source}: {state, select, delivered {到着済み、最新 {date}} other {まだ期限前}}',
  'doctor.source.bad':
    '{source}: {state, select, stale {古くなっています、最新 {date}} other {未到着}}、{days, number} 日ごとに必要',
  'doctor.source.bad.remedy':
    'パイプラインから {kind} を送信してください。kanmon.yaml の collect と docs/guide/collect.md を参照',
  'doctor.expects.bad': 'このプロジェクトに期待されるデータ源がありません',
  'doctor.expects.bad.remedy': 'kanmon.yaml に expects を宣言してください。なければ欠落に誰も気付きません',
  'doctor.quarantine.ok': 'このプロジェクトの隔離された事象はありません',
  'doctor.quarantine.bad':
    '隔離された事象が {entries, number} 件{more, select, yes {以上} other {}}あります。最新: {code}',
  'doctor.quarantine.bad.remedy':
    'kanmon quarantine list --project {project} で確認し、原因を直して再投入してください',
  'doctor.remedy': '  → {remedy}',
}
