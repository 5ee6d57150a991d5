#!/usr/bin/env bash
# The tests of one phase, with what they ran through: measure.sh FOLDER PHASE TESTS…
# writes FOLDER/PHASE/junit.xml and FOLDER/PHASE/lcov.info. From the root of the repository.
set -euo pipefail
reports="$1/$2"
shift 2
# Red tests are facts too: they end this with an error, but not before both files are written.
npx vitest run "$@" \
  --reporter=junit --outputFile="$reports/junit.xml" \
  --coverage --coverage.provider=v8 --coverage.reporter=lcovonly --coverage.reportOnFailure \
  --coverage.include='{schemas,analytics,store,ingest,api,dashboard,cli}/**/*.{ts,tsx}' \
  --coverage.reportsDirectory="$reports"
