/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the file that grew to the final one: packets are copied into a new file with everything a
 * player wants at its beginning (MP4: faststart; WebM: length and cues; ...), which then takes the
 * name. Without the room for that, or when it fails, what grew keeps the name as it is: a file that
 * plays. Used at the end of a recording, and at the next start for what a killed process has left.
 */
#ifndef PL_RECORDER_FINISH_H
#define PL_RECORDER_FINISH_H

#include "proto/record/control.h"

struct pl_finished {
    uint64_t bytes, elapsed_ms;
    uint32_t width, height;
    char sha256[65], md5[33];
};

/*
 * part and final: paths. 0, or errno: neither could be read; the part is then still there. After
 * success the part is gone and the final file is on the disk. final exists already: replaced (an
 * attempt before this one); part and final may be the same.
 */
int pl_finish_file(const char *part, const char *final, enum pl_record_type type, bool md5,
                   struct pl_finished *out);

/* Length and checksums of a file that is there. 0, or errno. */
int pl_finish_hash(const char *path, bool md5, struct pl_finished *out);

#endif
