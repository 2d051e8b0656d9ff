/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/still.h"

#include "recorder/finish.h"
#include "recorder/image.h"

#include <errno.h>
#include <fcntl.h>
#include <libavutil/mem.h>
#include <stdio.h>
#include <unistd.h>

enum { PATH_BYTES = 4096, QUALITY = 90 };

static int write_file(const char *path, const uint8_t *bytes, size_t len)
{
    char made[PATH_BYTES];
    int fd, error = 0;
    ssize_t n;
    snprintf(made, sizeof(made), "%s.new", path);
    fd = open(made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0640);
    if (fd < 0)
        return errno;
    n = write(fd, bytes, len);
    if (n != (ssize_t)len)
        error = n < 0 ? errno : ENOSPC;
    else if (fsync(fd) != 0)
        error = errno;
    close(fd);
    if (!error && rename(made, path) != 0)
        error = errno;
    if (error)
        unlink(made);
    return error;
}

bool pl_still_take(struct pl_input *in, const char *path, unsigned quality,
                   struct pl_record_event *e)
{
    struct pl_finished sums = {0};
    AVFrame *turned = NULL;
    uint8_t *bytes;
    size_t len = 0;
    int error = EINVAL;
    pl_input_show(in, INT64_MAX);
    if (!in->shown)
        return false;
    if (in->shown_turns)
        turned = pl_image_turn(in->shown, in->shown_turns & 3u, (in->shown_turns & 4u) != 0);
    bytes = pl_image_jpeg(turned ? turned : in->shown, quality ? quality : QUALITY, &len);
    e->width = (uint32_t)(turned ? turned : in->shown)->width;
    e->height = (uint32_t)(turned ? turned : in->shown)->height;
    if (bytes)
        error = write_file(path, bytes, len);
    if (!error)
        error = pl_finish_hash(path, false, &sums);
    e->type = error ? PL_RECORD_EVENT_REFUSED : PL_RECORD_EVENT_IMAGE;
    e->code = PL_RECORD_CODE_CREATE;
    if (error)
        snprintf(e->text, sizeof(e->text), "the picture cannot be written: %s", strerror(error));
    e->bytes = sums.bytes;
    memcpy(e->sha256, sums.sha256, sizeof(e->sha256));
    av_frame_free(&turned);
    av_free(bytes);
    return true;
}
