/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes as hexadecimal digits, lower case: sums, tokens, ids.
 */
#ifndef PL_BASE_HEX_H
#define PL_BASE_HEX_H

#include "base/bytes.h"

/* Writes 2 * bytes.len digits, no NUL. */
void pl_hex_write(struct pl_bytes bytes, char *out);

/* The same and a NUL. */
void pl_hex_str(struct pl_bytes bytes, char *out);

#endif
