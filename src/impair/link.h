/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One direction of a bad network: what becomes of each packet, and when. Pure: packets go in with
 * the time, and come out when they are due; a seed decides what chance decides.
 *
 * A packet's way, in this order:
 *   1. loss: independent, or in bursts (Gilbert-Elliott: a good state that loses nothing and a bad
 *      one that loses everything; `burst` packets is the bad one's mean length, `loss` the share
 *      lost in the long run);
 *   2. a queue in front of a line of `rate_bps`, which also carries PL_IMPAIR_HEADER_BYTES a packet
 *      (IP and UDP); what does not fit in the queue is dropped (tail drop). A change of rate holds
 *      at once, also for what waits;
 *   3. the way behind: delay, jitter, duplicates, stragglers.
 * Jitter adds up to `jitter_us`, drawn anew every `spell_us` (0: for each packet); with keep_order
 * nobody overtakes, so that a fall of the delay comes as a burst. A straggler (`reorder`) is held
 * back by another `late_us`, whatever keep_order says.
 *
 * It leaves to others: the packets' memory (a packet is held from PL_IMPAIR_TAKEN until next_output
 * gives it with `last`), sockets, the clock. One owner thread. Cost: O(log n).
 */
#ifndef PL_IMPAIR_LINK_H
#define PL_IMPAIR_LINK_H

#include "base/heap.h"
#include "base/list.h"
#include "base/rng.h"
#include "base/time.h"

enum {
    PL_IMPAIR_HEADER_BYTES = 28,
    PL_IMPAIR_PPM = 1000000, /* certain */
};

struct pl_impair_settings {
    uint32_t loss_ppm;
    uint32_t burst; /* mean packets of a run of losses; 0 and 1: independent losses */
    uint64_t rate_bps;
    uint64_t queue_bytes; /* 0: queue_us alone limits */
    pl_time_us queue_us;  /* of the line's time; 0: queue_bytes alone limits */
    pl_time_us delay_us;
    pl_time_us jitter_us;
    pl_time_us spell_us;
    bool keep_order;
    uint32_t duplicate_ppm;
    uint32_t reorder_ppm;
    pl_time_us late_us;
};

/* Lives inside the caller's packet. */
struct pl_impair_packet {
    size_t len;
    bool twice;
    struct pl_list in_queue;
    struct pl_heap_node due;
};

enum pl_impair_fate {
    PL_IMPAIR_TAKEN,
    PL_IMPAIR_LOST, /* by chance */
    PL_IMPAIR_FULL, /* no room in the queue, or no memory */
};

/* They only rise, except the last two. */
struct pl_impair_counters {
    uint64_t packets_in, bytes_in;
    uint64_t packets_out, bytes_out; /* duplicates included */
    uint64_t lost, overflowed, duplicated, late;
    uint64_t waiting, waiting_bytes; /* in the queue, now */
};

struct pl_impair_link {
    struct pl_impair_settings settings;
    struct pl_prng prng;
    bool bad; /* the Gilbert-Elliott state */
    struct pl_list queue;
    uint64_t head_left; /* bits of the head still to be sent, times a million */
    pl_time_us head_at; /* when head_left was right */
    pl_time_us jitter;  /* of the present spell */
    pl_time_us spell_end;
    pl_time_us last_due; /* nobody overtakes what is due then */
    struct pl_heap way;
    struct pl_impair_counters counters;
};

/* A line without faults: the settings to begin with. */
struct pl_impair_settings pl_impair_settings_none(void);

void pl_impair_link_init(struct pl_impair_link *link, uint64_t seed);
/* The packets inside are the caller's to free. */
void pl_impair_link_finish(struct pl_impair_link *link);

/* Copies the settings. What is on its way behind the queue keeps its time. */
void pl_impair_link_set(struct pl_impair_link *link, pl_time_us now,
                        const struct pl_impair_settings *settings);

/* packet->len is set; everything else of it is the link's. Anything but PL_IMPAIR_TAKEN: it is not
 * held. */
enum pl_impair_fate pl_impair_link_input(struct pl_impair_link *link, pl_time_us now,
                                         struct pl_impair_packet *packet);

/* One packet that is due, NULL: none now. Without *last it is a duplicate's first half: send it,
 * and leave it. */
struct pl_impair_packet *pl_impair_link_next_output(struct pl_impair_link *link, pl_time_us now,
                                                    bool *last);

/* When there may be something to do. */
pl_time_us pl_impair_link_deadline(const struct pl_impair_link *link);

#endif
