#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# A PostgreSQL server of its own for a test: in a folder, on a Unix socket there, no TCP.
#   postgres.sh start DIR [OWNER]  makes DIR and starts it; prints the connection string. When the
#                           process OWNER ends without a stop, the server is stopped all the same
#   postgres.sh stop DIR    stops it at once and removes DIR
#   postgres.sh restart DIR kills it as a crash would (without a shutdown), and starts it again
# Exit code 77: no PostgreSQL is installed.
set -euo pipefail
what=$1 dir=$2 owner=${3:-}
self=$(readlink -f "$0")
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb 2>/dev/null || true)")
[ -x "$bin/initdb" ] || exit 77

# The server does not run as root.
as=()
if [ "$(id -u)" = 0 ]; then
  as=(setpriv --reuid=postgres --regid=postgres --clear-groups)
fi

up() {
  # Output goes to files: an inherited pipe would keep whoever waits for this script waiting.
  "${as[@]}" "$bin/pg_ctl" -s -w -t 60 -D "$dir/data" -l "$dir/log" start >"$dir/ctl" 2>&1 \
    || { cat "$dir/ctl" "$dir/log" >&2; exit 1; }
}

# A test that is killed cannot clean up: this does.
watch() {
  setsid bash -c 'while kill -0 "$1" 2>/dev/null && [ -d "$2/data" ]; do sleep 1; done
    [ ! -d "$2/data" ] || exec "$0" stop "$2"' "$self" "$owner" "$dir" </dev/null >/dev/null 2>&1 &
}

case $what in
start)
  mkdir -p "$dir"
  [ "${#as[@]}" = 0 ] || { chmod 755 "$dir"; chown postgres "$dir"; }
  cd "$dir"
  "${as[@]}" "$bin/initdb" -D "$dir/data" -U parlor -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }
  # What dies in tests is never the machine: no need to wait for the disk.
  "${as[@]}" tee -a "$dir/data/postgresql.conf" >/dev/null <<CONF
listen_addresses = ''
unix_socket_directories = '$dir'
fsync = off
max_connections = 20
shared_buffers = 16MB
max_wal_size = 128MB
CONF
  up
  [ -z "$owner" ] || watch
  echo "host=$dir user=parlor dbname=postgres"
  ;;
restart)
  cd "$dir"
  kill -9 "$(head -1 "$dir/data/postmaster.pid")"
  # Its children notice; the new server waits for none of them.
  until "${as[@]}" "$bin/pg_ctl" -s -w -t 60 -D "$dir/data" -l "$dir/log" start >"$dir/ctl" 2>&1; do
    [ "$SECONDS" -lt 60 ] || { cat "$dir/ctl" >&2; exit 1; }
  done
  ;;
stop)
  cd /
  [ ! -d "$dir/data" ] || "${as[@]}" "$bin/pg_ctl" -s -m immediate -D "$dir/data" stop >/dev/null 2>&1 || true
  rm -rf "$dir"
  ;;
*)
  echo "usage: $0 start|restart|stop DIR [OWNER]" >&2
  exit 2
  ;;
esac
