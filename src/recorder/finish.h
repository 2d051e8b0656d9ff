/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From the file that grew to the final one: packets are copied into a new file with everything a
 * player wants at its beginning (MP4: faststart; WebM: length and cues; ...), which then takes the
 * name. Without the room for that, or when it fails, what grew keeps the name as it is: a file that
 * plays. Used at the end of a recording, and at the next start for what a killed process has left.
 *
 * A recording that grew in several pieces (pieces.h) is joined to one file; each piece begins at
 * its moment, and what an earlier one has of the time after it is left out. Pieces that cannot be
 * joined (another codec; no room) get names of their own, NAME.part2.mp4 ..., in order.
 *
 * Beside it the thumbnail and the storyboard of board.h, in the same pass.
 */
#ifndef PL_RECORDER_FINISH_H
#define PL_RECORDER_FINISH_H

#include "proto/record/control.h"

struct pl_finished {
    uint64_t bytes, elapsed_ms;
    uint32_t width, height;
    uint32_t pictures, picture_ms; /* of the storyboard; 0: there is none, nor a thumbnail */
    uint32_t apart;                /* pieces that could not be joined */
    char sha256[65], md5[33];
};

/*
 * part and final: paths. 0, or errno: nothing could be read; what there is is then still there
 * (ENODATA: there was nothing but the head of a file, and it is gone).
 * After success the part is gone and the final file is on the disk. final exists already: replaced
 * (an attempt before this one); part and final may be the same. pieces: there may be others than
 * `part`.
 */
int pl_finish_file(const char *part, const char *final, enum pl_record_type type, bool md5,
                   bool pieces, struct pl_finished *out);

/* Of a file's picture; left as they are where there is none. */
void pl_finish_size(const char *path, enum pl_record_type type, uint32_t *width, uint32_t *height);

/* Into the event that tells of it. */
void pl_finish_tell(const struct pl_finished *f, struct pl_record_event *e);

/* Length and checksums of a file that is there. 0, or errno. */
int pl_finish_hash(const char *path, bool md5, struct pl_finished *out);

#endif
