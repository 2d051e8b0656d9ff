/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/still.h"

#include "recorder/finish.h"
#include "recorder/image.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { QUALITY = 90 };

bool pl_still_take(struct pl_input *in, const char *path, unsigned quality,
                   struct pl_record_event *e)
{
    struct pl_finished sums = {0};
    AVFrame *turned = NULL;
    int error;
    pl_input_show(in, INT64_MAX);
    if (!in->shown)
        return false;
    if (in->shown_turns)
        turned = pl_image_turn(in->shown, in->shown_turns & 3u, (in->shown_turns & 4u) != 0);
    error = pl_image_save(turned ? turned : in->shown, quality ? quality : QUALITY, path);
    e->width = (uint32_t)(turned ? turned : in->shown)->width;
    e->height = (uint32_t)(turned ? turned : in->shown)->height;
    if (!error)
        error = pl_finish_hash(path, false, &sums);
    e->type = error ? PL_RECORD_EVENT_REFUSED : PL_RECORD_EVENT_IMAGE;
    e->code = PL_RECORD_CODE_CREATE;
    if (error)
        snprintf(e->text, sizeof(e->text), "the picture cannot be written: %s", strerror(error));
    e->bytes = sums.bytes;
    memcpy(e->sha256, sums.sha256, sizeof(e->sha256));
    av_frame_free(&turned);
    return true;
}
