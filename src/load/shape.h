/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What rooms of one kind look like: how many, who is in them, what is sent, how much comes and
 * goes, over how bad a network. A run has one or several of them (options.h).
 *
 *     rooms, publishers, subscribers   numbers, the last two of each room
 *     video       kbit/s of 30 frames a second; or PACKETSxBYTES of a frame ("7x1180"); or off.
 *                 Each 90th is a key frame, 41/7 as large.
 *     audio       on (64 kbit/s), kbit/s, or off; 50 packets a second
 *     mesh        yes: publishers watch one another as well
 *     agree       yes: who is asked for consent to a recording says yes
 *     leave       mean seconds until a peer leaves; 0: it stays
 *     away        mean seconds until it comes back
 *     unpublish   mean seconds until a publisher takes its tracks back; 0: never
 *     silent      mean seconds until it publishes them again
 *     restart     mean seconds until a peer's network changes: other ports, an ICE restart of each
 *                 of its connections; 0: never
 *     up, down    what the network does to what a peer sends and receives, in the words of
 *                 impair/command.h ("loss=2% delay=40ms")
 *     impaired    of how many per cent of the peers (100)
 *     feedback    no: receivers send no transport-wide feedback
 *     nacks       no: receivers ask for nothing that is missing, nor for key frames
 *     reports     no: nobody sends sender or receiver reports
 *
 * "Mean" is drawn evenly between half and one and a half of it. Pure.
 */
#ifndef PL_LOAD_SHAPE_H
#define PL_LOAD_SHAPE_H

#include "impair/link.h"
#include "load/rtc_client.h"

enum {
    PL_LOAD_PEERS_MAX = 10000,
    PL_LOAD_PUBLISHERS_MAX = 32, /* of a room: with sound and picture all that one can receive */
    PL_LOAD_NAME_MAX = 32,
};

struct pl_load_shape {
    char name[PL_LOAD_NAME_MAX];
    unsigned rooms, publishers, subscribers;
    struct pl_rtc_camera video, audio; /* packets 0: none */
    bool mesh;
    bool agree;
    unsigned leave, away, unpublish, silent, restart; /* seconds */
    struct pl_impair_settings up, down;
    bool impairs; /* one of them was set */
    unsigned impaired;
    bool feedback, nacks, reports;
};

/* One room of one publisher and three subscribers, who stay, on a perfect network. */
struct pl_load_shape pl_load_shape_default(void);

/* False: wanted (of `size` bytes) says what the value must be, or that there is no such key. */
bool pl_load_shape_set(struct pl_load_shape *s, const char *key, const char *value, char *wanted,
                       size_t size);

/* Peers of all its rooms. */
uint64_t pl_load_shape_peers(const struct pl_load_shape *s);
/* Peers come and go, or what they send does. */
bool pl_load_shape_churns(const struct pl_load_shape *s);
/* kbit/s of a camera's payload. */
double pl_load_camera_kbps(const struct pl_rtc_camera *c);

/* A whole number in decimal digits and nothing else. */
bool pl_load_read_number(const char *text, unsigned min, unsigned max, unsigned *out);

#endif
