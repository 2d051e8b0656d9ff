/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/link.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

bool pl_link_init(struct pl_link *l)
{
    memset(l, 0, sizeof(*l));
    l->fd = -1;
    l->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    pthread_mutex_init(&l->lock, NULL);
    return l->wake >= 0;
}

void pl_link_finish(struct pl_link *l)
{
    pl_link_close(l);
    if (l->wake >= 0)
        close(l->wake);
    pthread_mutex_destroy(&l->lock);
}

void pl_link_open(struct pl_link *l, int fd)
{
    pl_link_close(l);
    fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK);
    fcntl(fd, F_SETFD, FD_CLOEXEC);
    pthread_mutex_lock(&l->lock);
    l->fd = fd;
    pthread_mutex_unlock(&l->lock);
}

void pl_link_close(struct pl_link *l)
{
    pthread_mutex_lock(&l->lock);
    if (l->fd >= 0)
        close(l->fd);
    l->fd = -1;
    l->in_len = l->out_len = l->out_size = 0;
    free(l->out);
    l->out = NULL;
    l->greeted = false;
    pthread_mutex_unlock(&l->lock);
}

/* ---- out ---- */

static bool matters(const struct pl_record_event *e)
{
    return e->type == PL_RECORD_EVENT_FINISHED || e->type == PL_RECORD_EVENT_REFUSED ||
           e->type == PL_RECORD_EVENT_IMAGE;
}

static void append(struct pl_link *l, struct pl_bytes line)
{
    if (l->out_len + line.len > l->out_size) {
        size_t size = (l->out_len + line.len) * 2 + 4096;
        uint8_t *out = realloc(l->out, size);
        if (!out)
            return;
        l->out = out;
        l->out_size = size;
    }
    memcpy(l->out + l->out_len, line.data, line.len);
    l->out_len += line.len;
}

void pl_link_wake(struct pl_link *l)
{
    uint64_t one = 1;
    if (write(l->wake, &one, sizeof(one)) < 0)
        return; /* it is awake already */
}

void pl_link_tell(struct pl_link *l, const struct pl_record_event *e)
{
    uint8_t bytes[16384];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    pl_record_write_event(&w, e);
    if (!pl_writer_ok(&w))
        return;
    pthread_mutex_lock(&l->lock);
    if (l->greeted && l->fd >= 0 &&
        l->out_len + w.pos <= (matters(e) ? PL_LINK_OUT_MAX : PL_LINK_SOFT_MAX))
        append(l, pl_writer_done(&w));
    pthread_mutex_unlock(&l->lock);
    pl_link_wake(l);
}

bool pl_link_has_output(struct pl_link *l)
{
    bool has;
    pthread_mutex_lock(&l->lock);
    has = l->out_len > 0;
    pthread_mutex_unlock(&l->lock);
    return has;
}

bool pl_link_write(struct pl_link *l)
{
    bool ok = true;
    pthread_mutex_lock(&l->lock);
    if (l->fd >= 0 && l->out_len > 0) {
        ssize_t n = write(l->fd, l->out, l->out_len);
        if (n > 0) {
            l->out_len -= (size_t)n;
            memmove(l->out, l->out + n, l->out_len);
        }
        ok = n >= 0 || errno == EAGAIN || errno == EINTR;
    }
    pthread_mutex_unlock(&l->lock);
    return ok;
}

/* ---- in ---- */

bool pl_link_read(struct pl_link *l, bool (*line)(void *context, struct pl_bytes line),
                  void *context)
{
    ssize_t n = read(l->fd, l->in + l->in_len, sizeof(l->in) - l->in_len);
    size_t from = 0;
    if (n < 0)
        return errno == EAGAIN || errno == EINTR;
    if (n == 0)
        return false;
    l->in_len += (size_t)n;
    for (;;) {
        const uint8_t *end = memchr(l->in + from, '\n', l->in_len - from);
        if (!end)
            break;
        if (!line(context, pl_bytes_of(l->in + from, (size_t)(end - l->in) - from)))
            return false;
        from = (size_t)(end - l->in) + 1;
    }
    l->in_len -= from;
    memmove(l->in, l->in + from, l->in_len);
    return l->in_len < sizeof(l->in);
}
