/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/s3/fetch.h"

#include "io/thread.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { SLICE_MS = 200 };

struct fetch {
    struct pl_fetcher *all;
    struct pl_thread thread;
    bool used;        /* the thread has to be joined */
    atomic_bool over; /* without waiting */
    struct pl_s3 *s3; /* stays for the next: its connection may be used again */
    int fd;
    char key[PL_S3_KEY_MAX + 1];
    char range[PL_FETCH_RANGE_MAX];
    bool head; /* no bytes are wanted */
    bool told; /* the reader has a head */
};

struct pl_fetcher {
    atomic_bool stopping;
    atomic_uint_fast64_t bytes, failed;
    uint64_t begun;
    pl_fetch_other *other;
    void *arg;
    struct fetch fetches[PL_FETCH_MAX];
};

/* ---- a thread ---- */

/* False: the reader has gone, or we are to stop. */
static bool give(struct fetch *f, const void *data, size_t size)
{
    const char *at = data;
    while (size > 0 && !atomic_load(&f->all->stopping)) {
        struct pollfd p = {.fd = f->fd, .events = POLLOUT};
        ssize_t n = send(f->fd, at, size, MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n < 0 && errno != EAGAIN && errno != EINTR)
            return false;
        if (n < 0) {
            (void)poll(&p, 1, SLICE_MS);
            continue;
        }
        at += n;
        size -= (size_t)n;
    }
    return size == 0;
}

static bool on_head(void *arg, const struct pl_s3_head *head)
{
    struct fetch *f = arg;
    f->told = true;
    return give(f, head, sizeof(*head));
}

static bool on_bytes(void *arg, const void *data, size_t size)
{
    struct fetch *f = arg;
    atomic_fetch_add(&f->all->bytes, size);
    return give(f, data, size);
}

static void run(void *arg)
{
    struct fetch *f = arg;
    const struct pl_s3_sink sink = {on_head, f->head ? NULL : on_bytes, f};
    enum pl_s3_result result = pl_s3_get(f->s3, f->key, f->range, &sink);
    if (result == PL_S3_MISSING && !f->told && f->all->other)
        result = f->all->other(f->all->arg, f->s3, f->key, f->range, &sink);
    if (result != PL_S3_OK && result != PL_S3_STOPPED)
        atomic_fetch_add(&f->all->failed, 1);
    if (!f->told) {
        struct pl_s3_head head = {.status = result == PL_S3_MISSING ? 404 : 502};
        (void)give(f, &head, sizeof(head));
    }
    (void)close(f->fd);
    atomic_store(&f->over, true);
}

/* ---- the owner's thread ---- */

static void reap(struct fetch *f)
{
    if (f->used)
        pl_thread_join(&f->thread);
    f->used = false;
}

static struct fetch *free_one(struct pl_fetcher *all)
{
    for (size_t i = 0; i < PL_FETCH_MAX; i++) {
        struct fetch *f = &all->fetches[i];
        if (f->used && atomic_load(&f->over))
            reap(f);
        if (!f->used)
            return f;
    }
    return NULL;
}

enum pl_err pl_fetcher_start(struct pl_fetcher *all, const char *key, const char *range, bool head,
                             int *fd)
{
    struct fetch *f = free_one(all);
    int ends[2];
    *fd = -1;
    if (!f || strlen(key) >= sizeof(f->key))
        return PL_E_LIMIT;
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends) != 0)
        return PL_E_IO;
    f->fd = ends[1];
    f->told = false;
    f->head = head;
    atomic_store(&f->over, false);
    (void)snprintf(f->key, sizeof(f->key), "%s", key);
    (void)snprintf(f->range, sizeof(f->range), "%s", strlen(range) < sizeof(f->range) ? range : "");
    if (pl_thread_start(&f->thread, "fetch", run, f)) {
        (void)close(ends[0]);
        (void)close(ends[1]);
        return PL_E_NOMEM;
    }
    f->used = true;
    all->begun++;
    *fd = ends[0];
    return PL_OK;
}

enum pl_err pl_fetcher_create(struct pl_fetcher **out, const struct pl_s3_config *config,
                              pl_fetch_other *other, void *arg)
{
    struct pl_fetcher *all = calloc(1, sizeof(*all));
    struct pl_s3_config s3 = *config;
    enum pl_err err = all ? PL_OK : PL_E_NOMEM;
    *out = NULL;
    if (err)
        return err;
    s3.stop = &all->stopping;
    all->other = other;
    all->arg = arg;
    for (size_t i = 0; !err && i < PL_FETCH_MAX; i++) {
        all->fetches[i].all = all;
        err = pl_s3_open(&all->fetches[i].s3, &s3);
    }
    if (err) {
        pl_fetcher_destroy(all);
        return err;
    }
    *out = all;
    return PL_OK;
}

void pl_fetcher_destroy(struct pl_fetcher *all)
{
    if (!all)
        return;
    atomic_store(&all->stopping, true);
    for (size_t i = 0; i < PL_FETCH_MAX; i++) {
        reap(&all->fetches[i]);
        pl_s3_close(all->fetches[i].s3);
    }
    free(all);
}

void pl_fetcher_get_stats(const struct pl_fetcher *all, struct pl_fetcher_stats *out)
{
    out->begun = all->begun;
    out->bytes = atomic_load(&all->bytes);
    out->failed = atomic_load(&all->failed);
}
