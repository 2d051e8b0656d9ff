/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For tests: the objects that a page has been told of, as a page keeps them: the newest value of
 * each, and when it came. Reads what a story sends (story.h).
 */
#ifndef PL_CORE_TOLD_H
#define PL_CORE_TOLD_H

#include "base/bytes.h"
#include "base/time.h"

enum { TOLD_LINKS = 16, TOLD_VALUES = 512, TOLD_TEXT = 1025 };

struct told_value {
    int type, id, info;
    int number;
    char text[TOLD_TEXT];
    pl_time_us at;
};

struct told {
    struct told_value values[TOLD_LINKS][TOLD_VALUES];
    size_t count[TOLD_LINKS];
};

/* Any message; those that are not of objects change nothing. */
void told_message(struct told *t, unsigned link, pl_time_us now, struct pl_bytes json);

/* NULL: never told. */
const struct told_value *told_of(const struct told *t, unsigned link, int type, int id, int info);

#endif
