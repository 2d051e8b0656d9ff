/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The addresses this machine has: what a server without configuration tells its clients.
 */
#ifndef PL_IO_INTERFACES_H
#define PL_IO_INTERFACES_H

#include "base/addr.h"

/*
 * Up to max addresses of interfaces that are up, IPv4 before IPv6 (with_ipv6 only; never link-local
 * ones, which need a zone id). A machine with nothing but its loopback gives 127.0.0.1. Ports are
 * 0.
 */
size_t pl_interfaces_addresses(struct pl_addr *out, size_t max, bool with_ipv6);

#endif
