#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# A browser in the network namespace of a process: PARLOR_TEST_NETNS names the process, PARLOR_TEST_BROWSER the program.
exec nsenter --net="/proc/$PARLOR_TEST_NETNS/ns/net" "$PARLOR_TEST_BROWSER" "$@"
