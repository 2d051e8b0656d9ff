#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Debian's Janus, installed by name if it is missing. Its service is not wanted: we start our own process with our own settings.
set -euo pipefail
dpkg-query -W -f '${Status}' janus 2>/dev/null | grep -q 'ok installed' && exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || { echo "Install it as root: apt-get install janus" >&2; exit 1; }
  as_root=(sudo)
fi
echo "Installing janus"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends janus >/dev/null
if [ -d /run/systemd/system ]; then
  "${as_root[@]}" systemctl disable --now janus >/dev/null 2>&1 || true
fi
