#!/usr/bin/env bash
# kanmon on kanmon: measures this repository and sends what it finds to where KANMON_URL says. After `npm ci`, with the whole
# history: examples/self/collect.sh [options of kanmon collect]
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
self=examples/self
rm -rf "$self/reports"
"$self/measure.sh" "$self/reports" ut test/analytics test/architecture.test.ts test/lockfile.test.ts
"$self/measure.sh" "$self/reports" it test/store test/ingest test/api test/helpers-tests
"$self/measure.sh" "$self/reports" st test/cli test/dashboard test/fault test/examples test/docs test/deploy
node "$self/decisions.mjs" > "$self/reports/decisions.csv"
npx kanmon collect --config "$self/kanmon.yaml" "$@"
