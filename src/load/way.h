/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bad network of one peer connection, in both directions: impair/link.h with packets of its
 * own. Pure. What goes in comes out through next_output when it is due, or never.
 */
#ifndef PL_LOAD_WAY_H
#define PL_LOAD_WAY_H

#include "base/bytes.h"
#include "impair/link.h"

enum { PL_LOAD_WAY_PACKETS_MAX = 2048 }; /* of both directions; what comes above is lost */

struct pl_load_way {
    struct pl_impair_link up, down;
    struct pl_list packets; /* all that are held */
    size_t count;
};

void pl_load_way_init(struct pl_load_way *w, uint64_t seed, const struct pl_impair_settings *up,
                      const struct pl_impair_settings *down);
/* Forgets what is on its way. */
void pl_load_way_finish(struct pl_load_way *w);

/* Copies the datagram. */
void pl_load_way_input(struct pl_load_way *w, pl_time_us now, bool up, struct pl_bytes datagram);
/* Gives what is due now into dst and its length to *len; false: nothing. *up: the direction. dst
 * holds PL_SOCKETS_DATAGRAM_BYTES. */
bool pl_load_way_next_output(struct pl_load_way *w, pl_time_us now, uint8_t *dst, size_t *len,
                             bool *up);
pl_time_us pl_load_way_deadline(const struct pl_load_way *w);

#endif
