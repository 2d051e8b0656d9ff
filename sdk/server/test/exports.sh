#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The shared library shows what the header declares, all of it and nothing else.
# Usage: exports.sh LIBRARY.so HEADER
set -euo pipefail
exported=$(nm -D --defined-only "$1" | awk '$2 == "T" {sub(/@.*/, "", $3); print $3}' | sort)
declared=$(grep -oE 'BRAS_API DWORD BRAS_[A-Za-z0-9]+' "$2" | awk '{print $3}' | sort -u)
diff <(echo "$declared") <(echo "$exported") || { echo "< declared, > exported"; exit 1; }
[ "$(echo "$exported" | wc -l)" -ge 40 ]
