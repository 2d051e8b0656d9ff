/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The time line of a recording as it is shown and exported: lines of the catalogue with their place
 * in the file, and what devices did in plain words. Pure but for the allocator.
 *
 *     {"n": 7, "at_ms": 1795338012345, "offset_ms": 12345, "kind": "muted", "user": 7,
 *      "detail": "..."}
 *
 * offset_ms: since the first moment of the file; negative: before it (who was asked, who agreed).
 * Absent as long as that moment is not known. A line "devices" of the catalogue becomes one each of
 * "muted", "unmuted", "camera_on", "camera_off", "screen_on", "screen_off" ("detail": which), as it
 * differs from the user's line before; all have the line's "n".
 */
#ifndef PL_STORE_TIMELINE_H
#define PL_STORE_TIMELINE_H

#include "adapters/store/record.h"

#include <jansson.h>

enum { PL_TIMELINE_USERS_MAX = 256 }; /* whose devices are followed; of others: "devices" */

struct pl_timeline;

/* started_ms: of the file's first moment, since 1970; 0: not known. NULL: no memory. */
struct pl_timeline *pl_timeline_begin(int64_t started_ms);
void pl_timeline_add(struct pl_timeline *timeline, const struct pl_store_record_line *lines,
                     size_t count);
/* Gives the list; the time line is no more. NULL: no memory. */
json_t *pl_timeline_end(struct pl_timeline *timeline);

/* The three in one. */
json_t *pl_timeline_json(const struct pl_store_record_line *lines, size_t count,
                         int64_t started_ms);

#endif
