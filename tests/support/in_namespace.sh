#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Runs a command in a network of its own: loopback, and 10.99.0.1 on an interface with a default route, which Firefox
# wants to see before it gathers candidates. Works without root where user namespaces are allowed.
# Usage: in_namespace.sh COMMAND [ARG...]; exit 77: no namespace can be made here (the reason is on stderr).
set -euo pipefail

if [ "${PARLOR_TEST_NAMESPACE:-}" = yes ]; then
  ip link set lo up
  ip link add pl0 type veth peer name pl1
  # No link-local addresses: they would arrive some seconds later, and Chromium ends every request under way when an
  # address appears (ERR_NETWORK_CHANGED).
  ip link set pl0 addrgenmode none
  ip link set pl1 addrgenmode none
  ip addr add 10.99.0.1/24 dev pl0
  ip link set pl1 up
  ip link set pl0 up
  ip route add default via 10.99.0.2 dev pl0
  until ip -oneline link show pl0 | grep -q 'state UP'; do :; done
  exec "$@"
fi

flags=(-n)
[ "$(id -u)" = 0 ] || flags=(-rn)
if ! reason=$(unshare "${flags[@]}" sh -c 'ip link set lo up && ip link add pl0 type veth peer name pl1' 2>&1); then
  echo "no network namespace here: ${reason//$'\n'/; }" >&2
  exit 77
fi
exec unshare "${flags[@]}" env PARLOR_TEST_NAMESPACE=yes "$0" "$@"
