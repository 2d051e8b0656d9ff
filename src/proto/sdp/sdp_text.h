/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside sdp only: words, numbers and character classes. Reader and writer share the classes, so
 * that what one lets through the other takes.
 */
#ifndef PL_PROTO_SDP_SDP_TEXT_H
#define PL_PROTO_SDP_SDP_TEXT_H

#include "base/bytes.h"

/* No control bytes. */
bool pl_sdp_is_text(struct pl_bytes s);
/* At least one byte, no control bytes, no blanks. */
bool pl_sdp_is_word(struct pl_bytes s);
/* RFC 8866 token. */
bool pl_sdp_is_token(struct pl_bytes s);
/* RFC 8839 ice-char, between min and max of them. */
bool pl_sdp_is_ice(struct pl_bytes s, size_t min, size_t max);
/* RFC 8851 rid-id. */
bool pl_sdp_is_rid(struct pl_bytes s);
/* A host name: letters, digits, '-', '.', '_'. */
bool pl_sdp_is_host(struct pl_bytes s);
/* fmtp and rid parameters: no ';' (nor '=' in a key), no blanks at the ends. */
bool pl_sdp_is_param_key(struct pl_bytes s);
bool pl_sdp_is_param_value(struct pl_bytes s);

/* Equal, letter case apart. */
bool pl_sdp_eq_nocase(struct pl_bytes a, struct pl_bytes b);

/* Cuts off the part before the first `sep`, which is dropped; the whole rest when there is none. */
struct pl_bytes pl_sdp_cut(struct pl_bytes *rest, char sep);

/* Decimal digits only, at least one, at most `max`. */
bool pl_sdp_number(struct pl_bytes s, uint64_t max, uint64_t *value);

struct pl_bytes pl_sdp_trim(struct pl_bytes s);

#endif
