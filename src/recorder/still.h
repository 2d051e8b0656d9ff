/* SPDX-License-Identifier: Apache-2.0 */
/* A snapshot: the first whole picture of a source as it was received, in a JPEG file. */
#ifndef PL_RECORDER_STILL_H
#define PL_RECORDER_STILL_H

#include "recorder/input.h"

/*
 * True when the input has a picture; the event is then IMAGE, or REFUSED when the file cannot be
 * made. path: where; the event's file is the caller's.
 */
bool pl_still_take(struct pl_input *in, const char *path, unsigned quality,
                   struct pl_record_event *e);

#endif
