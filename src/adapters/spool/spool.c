/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/spool/spool.h"

#include "base/idmap.h"
#include "io/clock.h"
#include "io/mailbox.h"
#include "io/thread.h"
#include "proto/wire/errors_gen.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { WAITING_MAX = 16384, BATCH = 64, FOLDER_MAX = 512 };

/* One effect on its way to the thread; owns bytes. */
struct request {
    enum pl_effect_type type;
    uint32_t transfer;
    int32_t user;
    uint64_t size, offset;
    size_t count;
    size_t len;
    uint8_t *bytes; /* name, or data */
};

/* One answer on its way back; owns bytes. */
struct answer {
    uint32_t transfer;
    enum pl_stored what;
    int code;
    uint64_t offset, size;
    size_t len, name_len;
    uint8_t *bytes; /* name of what was found, or data */
    char id[PL_SPOOL_ID_CHARS + 1];
    uint8_t sum[PL_SPOOL_SUM_CHARS];
};

struct pl_spool {
    struct pl_mailbox *requests, *answers;
    struct pl_watch *watch;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    void (*on_stored)(void *arg, struct pl_event *event);
    void *arg;
    struct pl_spool_disk *disk; /* the thread's, as the next */
    struct pl_idmap files;      /* transfer -> struct pl_spool_file */
};

/* ---- the thread ---- */

static int code_of(enum pl_err err, int otherwise)
{
    return err == PL_E_LIMIT || err == PL_E_NOMEM ? PL_GV_ERR_NOENOUGHRESOURCE
           : err == PL_E_PROTO                    ? PL_GV_ERR_TRANSFILE_FAILED
           : err == PL_E_NOT_FOUND                ? PL_GV_ERR_TRANSFILE_NOTASK
                                                  : otherwise;
}

static void drop(struct pl_spool *s, uint32_t transfer)
{
    pl_spool_file_drop(pl_idmap_remove(&s->files, transfer));
}

static void reply(struct pl_spool *s, struct answer *a)
{
    /* Full only when the control thread stands still: then there are worse troubles. */
    if (pl_mailbox_push(s->answers, a) != PL_OK)
        free(a->bytes);
}

static void fail(struct pl_spool *s, uint32_t transfer, int code)
{
    struct answer a = {.transfer = transfer, .what = PL_STORED_FAILED, .code = code};
    drop(s, transfer);
    reply(s, &a);
}

static void open_file(struct pl_spool *s, const struct request *q)
{
    struct answer a = {.transfer = q->transfer, .what = PL_STORED_OPENED};
    struct pl_bytes text = pl_bytes_of(q->bytes, q->len);
    struct pl_spool_file *f;
    uint64_t wall = pl_clock_wall_us();
    enum pl_err err = q->size > 0 ? pl_spool_disk_create(s->disk, q->user, q->size, text, wall, &f)
                                  : pl_spool_disk_find(s->disk, text, wall, &f);
    if (!err && pl_idmap_put(&s->files, q->transfer, f) != PL_OK) {
        pl_spool_file_drop(f);
        err = PL_E_NOMEM;
    }
    if (err) {
        fail(s, q->transfer, code_of(err, PL_GV_ERR_TRANSFILE_READFAIL));
        return;
    }
    if (q->size == 0) {
        struct pl_bytes name = pl_spool_file_name(f), sum = pl_spool_file_sum(f);
        a.size = pl_spool_file_size(f);
        memcpy(a.sum, sum.data, sizeof(a.sum));
        a.bytes = malloc(name.len + 1);
        if (!a.bytes) {
            fail(s, q->transfer, PL_GV_ERR_NOENOUGHRESOURCE);
            return;
        }
        a.name_len = name.len;
        if (name.len > 0)
            memcpy(a.bytes, name.data, name.len);
    }
    reply(s, &a);
}

static void write_piece(struct pl_spool *s, struct pl_spool_file *f, const struct request *q)
{
    struct answer a = {.transfer = q->transfer, .what = PL_STORED_WROTE};
    enum pl_err err = pl_spool_file_write(f, q->offset, pl_bytes_of(q->bytes, q->len));
    if (err) {
        fail(s, q->transfer, code_of(err, PL_GV_ERR_TRANSFILE_READFAIL));
        return;
    }
    a.offset = q->offset + q->len;
    reply(s, &a);
}

static void read_piece(struct pl_spool *s, struct pl_spool_file *f, const struct request *q)
{
    struct answer a = {.transfer = q->transfer, .what = PL_STORED_READ, .offset = q->offset};
    enum pl_err err = PL_E_NOMEM;
    a.len = q->count;
    a.bytes = malloc(q->count);
    if (a.bytes)
        err = pl_spool_file_read(f, q->offset, (struct pl_buf){a.bytes, a.len});
    if (err) {
        free(a.bytes);
        fail(s, q->transfer, code_of(err, PL_GV_ERR_TRANSFILE_READFAIL));
        return;
    }
    reply(s, &a);
}

static void keep(struct pl_spool *s, struct pl_spool_file *f, const struct request *q)
{
    struct answer a = {.transfer = q->transfer, .what = PL_STORED_KEPT};
    enum pl_err err = pl_spool_file_keep(f, pl_bytes_of(q->bytes, q->len), a.id);
    if (err)
        fail(s, q->transfer, code_of(err, PL_GV_ERR_TRANSFILE_READFAIL));
    else
        reply(s, &a);
}

static void carry_out(struct pl_spool *s, const struct request *q)
{
    struct pl_spool_file *f = pl_idmap_get(&s->files, q->transfer);
    if (q->type == PL_EFFECT_STORE_OPEN)
        open_file(s, q);
    else if (!f)
        return; /* it has failed, and was told */
    else if (q->type == PL_EFFECT_STORE_WRITE)
        write_piece(s, f, q);
    else if (q->type == PL_EFFECT_STORE_READ)
        read_piece(s, f, q);
    else if (q->type == PL_EFFECT_STORE_KEEP)
        keep(s, f, q);
    else
        drop(s, q->transfer);
}

static void run(void *arg)
{
    struct pl_spool *s = arg;
    struct pollfd p = {.fd = pl_mailbox_fd(s->requests), .events = POLLIN};
    for (;;) {
        struct request some[BATCH];
        size_t n = pl_mailbox_take(s->requests, some, BATCH);
        for (size_t i = 0; i < n; i++) {
            carry_out(s, &some[i]);
            free(some[i].bytes);
        }
        if (n == 0 && atomic_load(&s->stopping))
            return;
        if (n == 0)
            (void)poll(&p, 1, -1);
    }
}

/* ---- the control thread ---- */

static void tell(struct pl_spool *s, const struct answer *a)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = a->transfer;
    e.stored.what = a->what;
    e.stored.offset = a->offset;
    e.stored.bytes = pl_bytes_of(a->bytes, a->len);
    e.stored.id = pl_bytes_str(a->id);
    e.stored.size = a->size;
    e.stored.name = pl_bytes_of(a->bytes, a->name_len);
    e.stored.sum = pl_bytes_of(a->sum, sizeof(a->sum));
    e.stored.code = a->code;
    s->on_stored(s->arg, &e);
}

static void on_answers(void *arg)
{
    struct pl_spool *s = arg;
    struct answer some[BATCH];
    size_t n;
    while ((n = pl_mailbox_take(s->answers, some, BATCH)) > 0) {
        for (size_t i = 0; i < n; i++) {
            tell(s, &some[i]);
            free(some[i].bytes);
        }
    }
}

static enum pl_err start_parts(struct pl_spool *s, struct pl_loop *loop, const char *folder,
                               const struct pl_spool_limits *limits)
{
    enum pl_err err = pl_spool_disk_open(&s->disk, folder, limits, pl_clock_wall_us());
    pl_idmap_init(&s->files, limits->open_files);
    if (!err)
        err = pl_mailbox_create(&s->requests, sizeof(struct request), WAITING_MAX);
    if (!err)
        err = pl_mailbox_create(&s->answers, sizeof(struct answer), WAITING_MAX);
    if (err)
        return err;
    s->watch = pl_watch_create(loop, pl_mailbox_fd(s->answers), on_answers, s);
    if (!s->watch)
        return PL_E_NOMEM;
    err = pl_thread_start(&s->thread, "spool", run, s);
    s->started = !err;
    return err;
}

enum pl_err pl_spool_start(struct pl_spool **out, struct pl_loop *loop, const char *folder,
                           const struct pl_spool_limits *limits,
                           void (*on_stored)(void *arg, struct pl_event *event), void *arg)
{
    struct pl_spool *s = calloc(1, sizeof(*s));
    enum pl_err err;
    *out = NULL;
    if (!s)
        return PL_E_NOMEM;
    s->on_stored = on_stored;
    s->arg = arg;
    err = start_parts(s, loop, folder, limits);
    if (err) {
        pl_spool_stop(s);
        return err;
    }
    *out = s;
    return PL_OK;
}

static void forget_answers(struct pl_spool *s)
{
    struct answer some[BATCH];
    size_t n;
    while (s->answers && (n = pl_mailbox_take(s->answers, some, BATCH)) > 0) {
        for (size_t i = 0; i < n; i++)
            free(some[i].bytes);
    }
}

void pl_spool_stop(struct pl_spool *s)
{
    struct pl_spool_file *f;
    size_t cursor = 0;
    if (!s)
        return;
    if (s->started) {
        atomic_store(&s->stopping, true);
        pl_mailbox_wake(s->requests);
        pl_thread_join(&s->thread);
    }
    if (s->watch)
        pl_watch_destroy(s->watch);
    forget_answers(s);
    while ((f = pl_idmap_next(&s->files, &cursor)))
        pl_spool_file_drop(f);
    pl_idmap_finish(&s->files);
    pl_spool_disk_close(s->disk);
    pl_mailbox_destroy(s->requests);
    pl_mailbox_destroy(s->answers);
    free(s);
}

enum pl_err pl_spool_run(struct pl_spool *s, const struct pl_effect *e)
{
    struct pl_bytes bytes = e->type == PL_EFFECT_STORE_OPEN ? e->store.name : e->store.data;
    struct request q = {
        .type = e->type,
        .transfer = e->store.transfer,
        .user = e->store.user,
        .size = e->store.size,
        .offset = e->store.offset,
        .count = e->store.count,
        .len = bytes.len,
    };
    enum pl_err err;
    if (bytes.len > 0) {
        q.bytes = malloc(bytes.len);
        if (!q.bytes)
            return PL_E_NOMEM;
        memcpy(q.bytes, bytes.data, bytes.len);
    }
    err = pl_mailbox_push(s->requests, &q);
    if (err)
        free(q.bytes);
    return err;
}
