/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The load generator: simulated clients against a running parlord, over real sockets, in one thread
 * and with one clock.
 *
 * Each peer is what a page is to the server: a WebSocket link with a session, a seat in a room, and
 * up to two peer connections (rtc_client.h), each with a UDP socket of its own. Publishers send
 * frame-shaped video and audio with the time of sending in it; subscribers watch all publishers of
 * their room, ask for what is missing, and report.
 *
 * Phases: peers join one after the other; when all have joined or failed, a measurement of the
 * wanted length; then all leave. It ends by itself.
 *
 *     pl_load_create(&load, &options); pl_load_run(load); pl_load_report(load, ...);
 * pl_load_destroy
 */
#ifndef PL_LOAD_LOAD_H
#define PL_LOAD_LOAD_H

#include "load/histogram.h"
#include "load/options.h"
#include "load/probe.h"

enum { PL_LOAD_REASONS_MAX = 8, PL_LOAD_REASON_BYTES = 120 };

/* Why peers failed, and how often. */
struct pl_load_reason {
    char text[PL_LOAD_REASON_BYTES];
    unsigned count;
};

/* What came and went during the measurement. */
struct pl_load_happened {
    unsigned left, returned, unpublished, published, restarted;
};

/* What is found out. Times in microseconds. First media is the first that can be played: sound, or
 * a packet of a key frame. */
struct pl_load_result {
    unsigned wanted, joined, failed;
    unsigned lost; /* peers that failed after they had joined */
    struct pl_load_reason reasons[PL_LOAD_REASONS_MAX];
    struct pl_histogram join;   /* of who receives: link opened to first media received */
    struct pl_histogram answer; /* of them: SDP answer sent to first media received */
    uint64_t joining_us; /* from the first start of one who receives to the last first media */
    unsigned profiles;   /* bits 1 << enum pl_srtp_profile */

    /* From here on: of the measurement. */
    uint64_t measured_us;
    uint64_t sent; /* packets of the publishers */
    uint64_t due;  /* the same for each who receives them, but for what is on its way; 0 when peers
                      come and go */
    uint64_t received;         /* packets, authentic, without repetitions */
    uint64_t missing;          /* numbers that were skipped on their way to us */
    uint64_t repaired;         /* packets that came after we had asked for them */
    uint64_t auth_failures;    /* datagrams that could not be unprotected or read */
    uint64_t unknown;          /* authentic packets of no track that was announced */
    uint64_t bytes;            /* of received UDP payload, media and control */
    uint64_t keys;             /* key frames sent */
    struct pl_histogram delay; /* from sending a frame to arrival, first copies only */
    struct pl_histogram least; /* the shortest delay of each who received */
    struct pl_histogram back;  /* from another port to the next media, of who receives */
    struct pl_load_happened happened;
    uint64_t own_drops; /* of this process's sockets */
    uint64_t own_unsent;
    uint64_t udp_drops;     /* of all sockets of this machine, ours included */
    uint64_t others_cpu_us; /* of all processes but this and the server's */
    struct pl_probe own;
    bool server_known;
    struct pl_probe server, server_before; /* rss: at the end, and before the first join */
};

struct pl_load;

/* What publishers send instead of made-up media; borrowed by pl_load_create. NULL: made-up. */
struct pl_load_films {
    const struct pl_rtc_film *pictures, *sound;
};

/* Borrows options and films. PL_E_NOMEM, PL_E_CRYPTO, PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_load_create(struct pl_load **out,
                                         const struct pl_load_options *options,
                                         struct pl_load_films films);
void pl_load_destroy(struct pl_load *load);

/* Runs all phases. progress: a line for a person, now and then; may be NULL. *stop turning non-zero
 * (a signal) ends the present phase early. */
void pl_load_run(struct pl_load *load, void (*progress)(const char *line),
                 const volatile int *stop);

const struct pl_load_result *pl_load_result(const struct pl_load *load);

/* ---- report.c ---- */

void pl_load_print_table(FILE *out, const struct pl_load_options *o,
                         const struct pl_load_result *r);
/* PL_E_IO, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_load_print_json(FILE *out, const struct pl_load_options *o,
                                             const struct pl_load_result *r);

#endif
