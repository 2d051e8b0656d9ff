#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# The rule of the house: below the shell nothing touches the outside world and nothing is remembered at
# file scope. Reads the object code, so that no include can hide a breach.
# Usage: purity.sh LIBRARY.a...
set -euo pipefail

forbidden='^(socket|socketpair|bind|listen|accept4?|connect|send|sendto|sendmsg|sendmmsg|recv|recvfrom|recvmsg|recvmmsg|select|poll|ppoll|epoll_.*|eventfd'
forbidden+='|open|open64|openat|creat|read|write|pread|pwrite|close|unlink|rename|stat|fstat|fopen|fopen64|fdopen|fread|fwrite|fputs|puts|printf|vprintf|fprintf|fflush|__printf_chk|__fprintf_chk|stdout|stderr|stdin|perror'
forbidden+='|pthread_.*|thrd_.*|mtx_.*|sem_.*|clock_gettime|gettimeofday|time|usleep|nanosleep|sleep|getenv|secure_getenv|setenv|rand|srand|random|rand_r|drand48|arc4random.*|getrandom|getentropy'
forbidden+='|RAND_.*|fork|exec.*|system|popen|kill|signal|sigaction|getpid|exit|getaddrinfo|gethostbyname|uv_.*|syslog)$'

failed=0
for lib in "$@"; do
  name=$(basename "$lib")
  calls=$(nm -u "$lib" 2>/dev/null | awk 'NF==2 && $1=="U" {sub(/@.*/, "", $2); print $2}' | sort -u | grep -E "$forbidden" || true)
  # d/D/b/B: writable data, local or global; C: common. Relocated constants (.data.rel.ro) are shown as d, so ask objdump.
  state=$(objdump -t "$lib" 2>/dev/null | awk '$0 ~ / O / && ($0 ~ /[ \t]\.data[ \t]/ || $0 ~ /[ \t]\.data\.[^r]/ || $0 ~ /[ \t]\.bss/ || $0 ~ /\*COM\*/) {print $NF}' \
    | grep -vE '^(__asan_|__odr_asan|__sancov|__ubsan|\.L|_OBJC)' | sort -u || true)
  if [ -n "$calls$state" ]; then
    failed=$((failed + 1))
    [ -z "$calls" ] || echo "not ok $name calls the outside world: $(echo $calls)"
    [ -z "$state" ] || echo "not ok $name remembers at file scope: $(echo $state)"
  else
    echo "ok $name"
  fi
done
total=$#
echo "$((total - failed)) passed, $failed failed"
[ "$failed" = 0 ]
