/* SPDX-License-Identifier: Apache-2.0 */
/* name=value&name=value of a request's target. Pure. */
#ifndef PL_ADMIN_QUERY_H
#define PL_ADMIN_QUERY_H

#include "base/bytes.h"

/* A whole number, all of it. */
bool pl_admin_number(struct pl_bytes text, int64_t *out);
/* name=NUMBER; `otherwise` when it is not there. False: not a number. */
bool pl_admin_query_number(struct pl_bytes query, const char *name, int64_t otherwise,
                           int64_t *out);
/* name=TEXT, percent-decoded, NUL-terminated; "" when it is not there. False: too long for size, or
 * no such encoding, or with a NUL. */
bool pl_admin_query_text(struct pl_bytes query, const char *name, char *out, size_t size);

#endif
