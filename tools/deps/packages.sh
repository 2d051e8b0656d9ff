#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Installs the Debian packages that are missing, by name. Usage: packages.sh build|test
set -euo pipefail

build_packages=(
  gcc libc6-dev make meson ninja-build pkg-config nodejs npm openssl ca-certificates
  libuv1-dev libssl-dev libhttp-parser-dev libjansson-dev libinih-dev libminiupnpc-dev libargon2-dev
  libsqlite3-dev libpq-dev libcurl4-openssl-dev
  libavcodec-dev libavformat-dev libavutil-dev libswscale-dev libswresample-dev libfreetype-dev # parlor-recorder alone links these
)
test_packages=(
  g++ # business servers are written in C++ too
  clang-14 libclang-rt-14-dev clang-format-14 lld binutils
  libcmocka-dev libsrtp2-dev chromium firefox-esr iproute2 nftables util-linux procps
  ffmpeg fonts-dejavu-core fonts-noto-cjk # recordings are looked at with ffprobe; names are drawn in Chinese too
  sqlite3 postgresql # tests look into files, and start a server of their own, in a folder of theirs
  prometheus # promtool, which reads /metrics as Prometheus would; nothing of it runs
)
# IPsec-MB exists for x86-64 only; elsewhere the EVP back-end does the work.
[ "$(uname -m)" != x86_64 ] || build_packages+=(libipsec-mb-dev)

case "${1:-}" in
build) wanted=("${build_packages[@]}") ;;
test) wanted=("${build_packages[@]}" "${test_packages[@]}") ;;
*) echo "usage: $0 build|test" >&2; exit 2 ;;
esac

missing=()
for package in "${wanted[@]}"; do
  # A Node.js from elsewhere serves as well as Debian's, and forbids installing Debian's npm beside it.
  if [ "$package" = nodejs ] && command -v node >/dev/null; then continue; fi
  if [ "$package" = npm ] && command -v npm >/dev/null; then continue; fi
  dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || {
    echo "Missing Debian packages: ${missing[*]}" >&2
    echo "Install them as root: apt-get install ${missing[*]}" >&2
    exit 1
  }
  as_root=(sudo)
fi
echo "Installing ${missing[*]}"
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
