/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What files of recordings are called: paths relative to the folder of recordings, without ending.
 * Pure. What users say of names is a wish: no separator, no leading dot, no control character
 * of theirs ever gets into a path.
 *
 *     2026-11-22/7_20261122153000_41       user 7, recording 41; in a folder of the day (UTC)
 *     2026-11-22/meeting of monday         USERFILENAME, from the user string
 */
#ifndef PL_RECORDER_FILE_NAME_H
#define PL_RECORDER_FILE_NAME_H

#include "core/recording.h"

enum {
    PL_RECORDER_FILE_MAX = 300,
    PL_RECORDER_WISH_BYTES = 120, /* of a wished name that are used */
};

/* A wished name as it may be used, without a known ending; empty: nothing of it is left. */
void pl_recorder_clean_name(struct pl_bytes wished, char out[PL_RECORDER_WISH_BYTES + 1]);

/* at_ms: since 1970. With USERFILENAME, wish->text is the name, or JSON with "filename". */
void pl_recorder_file_name(uint32_t record, const struct pl_record_wish *wish, int64_t at_ms,
                           char out[PL_RECORDER_FILE_MAX + 1]);

#endif
