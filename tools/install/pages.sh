#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Run by `meson install`: the pages below demos/ and the browser SDK go where parlord looks for them (/demos/ and /sdk/). Usage: pages.sh DATADIR
set -euo pipefail
source=$MESON_SOURCE_ROOT
target=${MESON_INSTALL_DESTDIR_PREFIX:?}/$1/parlor
install -d "$target/demos" "$target/sdk"
(cd "$source/demos" && find . -type f ! -name '*.test.mjs' ! -name 'README*' ! -path './business/*' -print0) \
  | while IFS= read -r -d '' file; do install -D -m 644 "$source/demos/$file" "$target/demos/$file"; done
if [ -d "$source/sdk/web/dist" ]; then
  (cd "$source/sdk/web/dist" && find . -type f -print0) | while IFS= read -r -d '' file; do install -D -m 644 "$source/sdk/web/dist/$file" "$target/sdk/$file"; done
else
  echo "the browser SDK has not been built and is not installed: node sdk/web/build.mjs, then install again" >&2
fi
