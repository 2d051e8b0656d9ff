/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of layers: what a subscriber received of a picture, frame by frame. */
#ifndef PL_MEDIA_MEDIA_FILM_H
#define PL_MEDIA_MEDIA_FILM_H

#include "media/internal.h"
#include "media/tests/media_kit.h"

struct film_frame {
    uint32_t origin;
    uint32_t ts;
    uint16_t picture;
    uint8_t tl0, tid;
    bool key;
    unsigned packets;
    bool last;
    pl_time_us at;
};

enum { FILM_FRAMES_MAX = 4000 };

struct film {
    struct film_frame frames[FILM_FRAMES_MAX];
    size_t count;
    unsigned holes;
};

/* Two clients: a publishes three sizes with so many temporal layers, b has received it for two
 * seconds. */
struct kit *film_begin(uint64_t seed, uint8_t temporal, struct kit_client **a,
                       struct kit_client **b);

struct pl_stream *film_picture(struct kit_client *c);
struct pl_route *film_route(struct kit_client *sub, struct kit_client *pub);
/* In the place of the allocation, which looks at this subscriber no more. */
void film_aim(struct kit_client *sub, struct kit_client *pub, uint8_t encoding, uint8_t temporal);

/* For qsort, by sequence number within half a circle. */
int film_by_seq(const void *x, const void *y);

/* Sorts the log (less than half a circle of it). */
void film_watch(struct kit_client *c, struct film *film);

#endif
