/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/file.h"

#include <errno.h>
#include <fcntl.h>
#include <libavutil/mem.h>
#include <unistd.h>

enum { BUFFER_BYTES = 65536 };

static int on_write(void *opaque, uint8_t *bytes, int len)
{
    struct pl_file *f = opaque;
    int done = 0;
    while (done < len && f->error == 0) {
        ssize_t n = pwrite(f->fd, bytes + done, (size_t)(len - done), f->at + done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            f->error = n < 0 ? errno : EIO;
        else
            done += (int)n;
    }
    f->at += done;
    f->size = f->at > f->size ? f->at : f->size;
    return f->error ? AVERROR(f->error) : len;
}

static int64_t on_seek(void *opaque, int64_t offset, int whence)
{
    struct pl_file *f = opaque;
    if (whence == AVSEEK_SIZE)
        return f->size;
    whence &= ~AVSEEK_FORCE;
    offset += whence == SEEK_CUR ? f->at : whence == SEEK_END ? f->size : 0;
    if (offset < 0)
        return AVERROR(EINVAL);
    f->at = offset;
    return offset;
}

int pl_file_open(struct pl_file *f, const char *path)
{
    uint8_t *buffer;
    *f = (struct pl_file){.fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640)};
    if (f->fd < 0)
        return errno;
    buffer = av_malloc(BUFFER_BYTES);
    f->io = buffer ? avio_alloc_context(buffer, BUFFER_BYTES, 1, f, NULL, on_write, on_seek) : NULL;
    if (f->io)
        return 0;
    av_free(buffer);
    close(f->fd);
    unlink(path);
    return ENOMEM;
}

void pl_file_mark(struct pl_file *f, bool sync)
{
    avio_flush(f->io);
    if (f->error)
        return;
    if (sync && f->size > f->synced) {
        if (fdatasync(f->fd) != 0)
            f->error = errno;
        f->synced = f->size;
    }
    if (!f->error)
        f->whole = f->size;
}

int pl_file_close(struct pl_file *f)
{
    avio_flush(f->io);
    av_freep(&f->io->buffer);
    avio_context_free(&f->io);
    if (f->error == 0 && fsync(f->fd) != 0)
        f->error = errno;
    if (f->error != 0 && ftruncate(f->fd, f->whole) != 0)
        f->error = errno;
    close(f->fd);
    return f->error;
}
