/* SPDX-License-Identifier: Apache-2.0 */
/* Between struct pl_addr and the kernel's addresses; for io/ alone. */
#ifndef PL_IO_SOCKADDR_H
#define PL_IO_SOCKADDR_H

#include "base/addr.h"

#include <sys/socket.h>

/* ipv6: for an AF_INET6 socket, where IPv4 addresses are written mapped. Gives the length. */
socklen_t pl_sockaddr_write(struct sockaddr_storage *dst, const struct pl_addr *a, bool ipv6);

/* PL_E_RANGE for another family. */
PL_MUST_CHECK enum pl_err pl_sockaddr_read(struct pl_addr *out, const struct sockaddr_storage *src);

#endif
