/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Base64 (RFC 4648 section 4): bytes inside JSON strings.
 *
 * Reading is strict, so that bytes have one spelling: the standard alphabet, padding where it
 * belongs, no line breaks, no bits left over in the last letter (section 3.5). Cost O(length).
 */
#ifndef PL_BASE_BASE64_H
#define PL_BASE_BASE64_H

#include "base/bytes.h"
#include "base/err.h"

/* Letters that so many bytes take. */
#define PL_BASE64_CHARS(bytes) (((bytes) + 2) / 3 * 4)

/* How many bytes the text spells. PL_E_PROTO: it spells none. */
PL_MUST_CHECK enum pl_err pl_base64_size(struct pl_bytes text, size_t *size);

/* Reads a text that pl_base64_size() has accepted; out has room for what it said. */
void pl_base64_read(struct pl_bytes text, uint8_t *out);

/* Writes PL_BASE64_CHARS(bytes.len) letters, no NUL. */
void pl_base64_write(struct pl_bytes bytes, uint8_t *out);

#endif
