/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A certificate of our own making, for trials on a private network: browsers give microphone and
 * camera to secure pages only, so even a trial needs TLS. Visitors must accept it by hand once.
 * ECDSA P-256, 397 days, the given names and addresses as subjectAltName.
 */
#ifndef PL_IO_TLS_SELF_SIGNED_H
#define PL_IO_TLS_SELF_SIGNED_H

#include "base/err.h"
#include "io/tls.h"

#include <stddef.h>

enum { PL_TLS_PATH_MAX = 512 };

struct pl_tls_files {
    char certificate[PL_TLS_PATH_MAX];
    char key[PL_TLS_PATH_MAX];
    bool fresh; /* made by this call */
};

/*
 * Uses DIRECTORY/self-signed.crt and .key if they fit each other, cover every host and live another
 * 30 days; else makes new ones (the key readable by its owner alone, both put in place by rename).
 * The directory must exist. hosts: names, IPv4 or IPv6 addresses without brackets; at least one.
 * PL_E_RANGE: a host is neither; PL_E_IO: not writable; why tells.
 */
PL_MUST_CHECK enum pl_err pl_tls_self_signed_ensure(struct pl_tls_files *files,
                                                    const char *directory, const char *const *hosts,
                                                    size_t host_count, char why[PL_TLS_WHY_MAX]);

#endif
