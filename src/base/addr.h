/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A network address as a value: comparable, hashable, printable, without any socket header. IPv4
 * addresses that arrive mapped into IPv6 (::ffff:a.b.c.d) are made plain IPv4 at the border, so
 * that one address has one spelling everywhere.
 */
#ifndef PL_BASE_ADDR_H
#define PL_BASE_ADDR_H

#include "base/bytes.h"
#include "base/err.h"

enum pl_addr_family {
    PL_ADDR_NONE = 0,
    PL_ADDR_IPV4 = 4,
    PL_ADDR_IPV6 = 6,
};

/* All bytes are defined (no padding), so memcmp and hashing over the whole struct are right. */
struct pl_addr {
    uint8_t ip[16]; /* IPv4 uses the first 4, the rest is 0 */
    uint16_t port;  /* host order */
    uint8_t family; /* enum pl_addr_family */
    uint8_t zero;   /* keeps the size even; always 0 */
};

/* Longest text, with brackets, port and NUL: "[ffff:...:ffff]:65535". */
#define PL_ADDR_TEXT_MAX 56

static inline bool pl_addr_eq(const struct pl_addr *a, const struct pl_addr *b)
{
    return memcmp(a, b, sizeof(*a)) == 0;
}

static inline struct pl_bytes pl_addr_bytes(const struct pl_addr *a)
{
    return pl_bytes_of(a, sizeof(*a));
}

struct pl_addr pl_addr_ipv4(uint8_t a, uint8_t b, uint8_t c, uint8_t d, uint16_t port);

/* ip: 4 or 16 network-order bytes; a mapped IPv4 becomes plain IPv4. PL_E_RANGE for another length.
 */
PL_MUST_CHECK enum pl_err pl_addr_from_ip(struct pl_addr *out, struct pl_bytes ip, uint16_t port);

/* "1.2.3.4", "1.2.3.4:5", "::1", "[::1]:5"; no names, no zone ids. The port is 0 when not given. */
PL_MUST_CHECK enum pl_err pl_addr_parse(struct pl_addr *out, const char *text);

/* "1.2.3.4:5" or "[::1]:5". Returns text. */
const char *pl_addr_print(const struct pl_addr *a, char text[PL_ADDR_TEXT_MAX]);

/* The address alone, as SDP wants it: "1.2.3.4" or "::1". Returns text. */
const char *pl_addr_print_ip(const struct pl_addr *a, char text[PL_ADDR_TEXT_MAX]);

#endif
