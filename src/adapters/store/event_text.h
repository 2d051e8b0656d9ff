/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An event of the feed as JSON, one object without a line break:
 *     {"number":17,"at":1790000000000,"kind":"room.enter","session":3,"user":5,"room":1}
 */
#ifndef PL_ADAPTERS_STORE_EVENT_TEXT_H
#define PL_ADAPTERS_STORE_EVENT_TEXT_H

#include "adapters/store/record.h"

#include <stdio.h>

/* Room enough for every event of ours with its NUL. */
enum { PL_STORE_EVENT_TEXT_MAX = 512 };

/* Like snprintf: gives the length without NUL that it would have. */
int pl_store_event_text(const struct pl_store_event *event, char *out, size_t size);

#endif
