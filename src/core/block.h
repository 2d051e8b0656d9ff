/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Addresses that may not come in (113): BRAS_USERINFO_CTRLCODE_BLOCKIP, the operator's list.
 *
 * A pattern is an address as text in which every * stands for any number of characters:
 * "192.0.2.7", "192.0.2.*", "2001:db8:1:2:*". Letter case does not matter. Addresses are compared
 * as they are printed: IPv6 in its shortest form, IPv4 mapped into IPv6 as IPv4.
 *
 * Limit: PL_LIMIT_BLOCKED_ADDRESSES. Cost: one look-up, and a comparison for each pattern with *.
 * Private to src/core.
 */
#ifndef PL_CORE_BLOCK_H
#define PL_CORE_BLOCK_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/list.h"
#include "base/strmap.h"
#include "base/time.h"

enum { PL_BLOCK_PATTERN_MAX = 64 };

struct pl_blocks {
    struct pl_strmap by_pattern; /* of struct pl_block (block.c) */
    struct pl_list wild;         /* those with * */
};

void pl_blocks_init(struct pl_blocks *b, size_t limit, const uint8_t seed[16]);
void pl_blocks_finish(struct pl_blocks *b);

/*
 * until: 0 for good; else it counts no more from then on. The same pattern again changes its time.
 * PL_E_RANGE: no pattern; PL_E_LIMIT; PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_blocks_add(struct pl_blocks *b, struct pl_bytes pattern,
                                        pl_time_us until);
/* Exactly this pattern. False: there was none. */
bool pl_blocks_remove(struct pl_blocks *b, struct pl_bytes pattern);

/* Patterns whose time is over and that match are forgotten on the way. */
bool pl_blocks_match(struct pl_blocks *b, struct pl_bytes ip, pl_time_us now);

#endif
