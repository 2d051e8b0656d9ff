/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/store.h"

#include "adapters/store/request.h"
#include "io/clock.h"
#include "io/mailbox.h"
#include "io/thread.h"

#include <assert.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH = 256, /* requests in one transaction */
    STATES = 16, /* news of the database that nobody has read yet */
    PAUSE_MS = 100,
};

struct pl_store {
    struct pl_mailbox *requests, *answers; /* of struct pl_store_request * */
    struct pl_watch *watch;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    struct pl_store_config config;
    atomic_uint_fast64_t commits;

    struct pl_list pending; /* loop's thread, as all up to `stats` */
    uint64_t last_ticket;
    struct pl_store_stats stats;

    struct pl_store_db *db; /* the thread's, as the next */
    bool down;
};

/* ---- the thread ---- */

static void tell_state(struct pl_store *s, bool down)
{
    struct pl_store_request *r;
    if (s->down == down)
        return;
    s->down = down;
    r = calloc(1, sizeof(*r));
    if (!r)
        return;
    r->is_state = true;
    if (down)
        (void)snprintf(r->why, sizeof(r->why), "%s",
                       pl_store_db_why(s->db)[0] ? pl_store_db_why(s->db) : "connection lost");
    if (pl_mailbox_push(s->answers, &r) != PL_OK)
        free(r);
}

/* What concerns the whole transaction rather than the request. */
static bool is_of_all(enum pl_err err)
{
    return err != PL_OK && err != PL_E_EXISTS && err != PL_E_RANGE && err != PL_E_NOMEM;
}

static bool has_writes(struct pl_store_request *const *batch, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (batch[i]->change_count > 0)
            return true;
    }
    return false;
}

/* A COMMIT whose answer was lost is asked for until it is known. */
static enum pl_err commit(struct pl_store *s, pl_time_us until)
{
    enum pl_err err = pl_store_db_commit(s->db);
    while (err == PL_E_CLOSED && pl_clock_now_us() < until) {
        tell_state(s, true);
        (void)poll(NULL, 0, PAUSE_MS);
        err = pl_store_db_commit(s->db);
    }
    if (!err)
        atomic_fetch_add(&s->commits, 1);
    return err;
}

/* One attempt; each request has its own outcome when it succeeds. */
static enum pl_err attempt(struct pl_store *s, struct pl_store_request *const *batch, size_t n,
                           pl_time_us until)
{
    bool writes = has_writes(batch, n);
    enum pl_err err = writes ? pl_store_db_begin(s->db) : PL_OK;
    for (size_t i = 0; !err && i < n; i++) {
        batch[i]->err = pl_store_request_run(batch[i], s->db);
        if (is_of_all(batch[i]->err)) {
            err = batch[i]->err;
            if (writes)
                pl_store_db_rollback(s->db);
        }
    }
    return err || !writes ? err : commit(s, until);
}

static void carry_out(struct pl_store *s, struct pl_store_request *const *batch, size_t n)
{
    /* Once it is known to be away, each batch knocks only once, so that requests fail quickly. */
    pl_time_us until = s->down ? 0 : pl_clock_now_us() + s->config.patience;
    enum pl_err err = attempt(s, batch, n, until);
    while ((err == PL_E_CLOSED || err == PL_E_AGAIN) && pl_clock_now_us() < until) {
        if (err == PL_E_CLOSED)
            tell_state(s, true);
        (void)poll(NULL, 0, PAUSE_MS);
        err = attempt(s, batch, n, until);
    }
    tell_state(s, err == PL_E_CLOSED);
    if (is_of_all(err) && err != PL_E_CLOSED && n > 1) {
        for (size_t i = 0; i < n; i++) /* one of them has broken it for all */
            carry_out(s, &batch[i], 1);
        return;
    }
    for (size_t i = 0; err && i < n; i++)
        batch[i]->err = err;
}

static void run(void *arg)
{
    struct pl_store *s = arg;
    struct pollfd p = {.fd = pl_mailbox_fd(s->requests), .events = POLLIN};
    for (;;) {
        struct pl_store_request *batch[BATCH];
        size_t n = pl_mailbox_take(s->requests, batch, BATCH);
        if (n > 0)
            carry_out(s, batch, n);
        for (size_t i = 0; i < n; i++) {
            enum pl_err err = pl_mailbox_push(s->answers, &batch[i]);
            assert(err == PL_OK); /* as many as may wait have room */
            (void)err;
        }
        if (n == 0 && atomic_load(&s->stopping))
            return;
        if (n == 0)
            (void)poll(&p, 1, -1);
    }
}

/* ---- the loop's thread ---- */

static void deliver(struct pl_store *s, struct pl_store_request *r)
{
    struct pl_store_answer a = {.ticket = r->ticket,
                                .err = r->err,
                                .table = r->query.table,
                                .rows = r->rows,
                                .count = r->row_count,
                                .more = r->more,
                                .changes = r->change_count,
                                .number = r->err ? 0 : r->number};
    pl_list_remove(&r->in_store);
    s->stats.waiting--;
    s->stats.waiting_bytes -= r->bytes;
    if (is_of_all(r->err) || r->err == PL_E_NOMEM)
        s->stats.failures++;
    if (r->reply.fn)
        r->reply.fn(r->reply.arg, &a);
    pl_store_request_destroy(r);
}

static void deliver_state(struct pl_store *s, struct pl_store_request *r)
{
    s->stats.down = r->why[0] != '\0';
    if (s->config.on_state)
        s->config.on_state(s->config.arg, s->stats.down ? r->why : NULL);
    free(r);
}

static void on_answers(void *arg)
{
    struct pl_store *s = arg;
    struct pl_store_request *some[64];
    size_t n;
    while ((n = pl_mailbox_take(s->answers, some, 64)) > 0) {
        for (size_t i = 0; i < n; i++) {
            if (some[i]->is_state)
                deliver_state(s, some[i]);
            else
                deliver(s, some[i]);
        }
    }
}

static enum pl_err ask(struct pl_store *s, struct pl_store_request *r, struct pl_store_reply reply,
                       uint64_t *ticket)
{
    enum pl_err err = r ? PL_OK : PL_E_NOMEM;
    if (!err && s->stats.waiting_bytes + r->bytes > PL_STORE_WAITING_BYTES)
        err = PL_E_LIMIT;
    if (!err && s->stats.waiting == PL_STORE_WAITING_MAX)
        err = PL_E_LIMIT;
    if (!err) {
        r->reply = reply;
        r->ticket = ++s->last_ticket;
        err = pl_mailbox_push(s->requests, &r);
    }
    if (err) {
        s->stats.refused++;
        pl_store_request_destroy(r);
        return err;
    }
    pl_list_add_tail(&s->pending, &r->in_store);
    s->stats.waiting++;
    s->stats.waiting_bytes += r->bytes;
    if (ticket)
        *ticket = s->last_ticket;
    return PL_OK;
}

enum pl_err pl_store_read(struct pl_store *s, const struct pl_store_query *query,
                          struct pl_store_reply reply, uint64_t *ticket)
{
    enum pl_err err = ask(s, pl_store_request_read(query), reply, ticket);
    s->stats.reads += !err;
    return err;
}

enum pl_err pl_store_write(struct pl_store *s, const struct pl_store_change *changes, size_t count,
                           struct pl_store_reply reply, uint64_t *ticket)
{
    enum pl_err err;
    assert(count > 0 && count <= PL_STORE_CHANGES_MAX);
    err = ask(s, pl_store_request_write(changes, count), reply, ticket);
    s->stats.writes += !err;
    return err;
}

void pl_store_forget(struct pl_store *s, const void *arg)
{
    struct pl_list *it;
    pl_list_for_each(it, &s->pending)
    {
        struct pl_store_request *r = pl_container_of(it, struct pl_store_request, in_store);
        if (r->reply.arg == arg)
            r->reply.fn = NULL;
    }
}

void pl_store_get_stats(const struct pl_store *s, struct pl_store_stats *out)
{
    *out = s->stats;
    out->commits = atomic_load(&s->commits);
}

/* ---- life ---- */

static enum pl_err start_parts(struct pl_store *s, struct pl_loop *loop, const char *where,
                               char error[PL_STORE_ERROR_MAX])
{
    enum pl_err err = pl_store_db_open(&s->db, s->config.ops, where, error);
    if (!err)
        err = pl_mailbox_create(&s->requests, sizeof(struct pl_store_request *),
                                PL_STORE_WAITING_MAX);
    if (!err)
        err = pl_mailbox_create(&s->answers, sizeof(struct pl_store_request *),
                                PL_STORE_WAITING_MAX + STATES);
    if (err)
        return err;
    s->watch = pl_watch_create(loop, pl_mailbox_fd(s->answers), on_answers, s);
    if (!s->watch)
        return PL_E_NOMEM;
    err = pl_thread_start(&s->thread, "store", run, s);
    s->started = !err;
    return err;
}

enum pl_err pl_store_start(struct pl_store **out, struct pl_loop *loop,
                           const struct pl_store_config *config, char error[PL_STORE_ERROR_MAX])
{
    struct pl_store *s = calloc(1, sizeof(*s));
    enum pl_err err;
    *out = NULL;
    error[0] = '\0';
    if (!s)
        return PL_E_NOMEM;
    pl_list_init(&s->pending);
    s->config = *config;
    s->config.where = NULL; /* the database has its own copy */
    if (s->config.patience == 0)
        s->config.patience = PL_SEC(10);
    err = start_parts(s, loop, config->where, error);
    if (err) {
        if (error[0] == '\0')
            (void)snprintf(error, PL_STORE_ERROR_MAX, "%s", pl_err_name(err));
        pl_store_stop(s);
        return err;
    }
    *out = s;
    return PL_OK;
}

static void drop_states(struct pl_store *s)
{
    struct pl_store_request *r;
    while (s->answers && pl_mailbox_take(s->answers, &r, 1) > 0) {
        if (r->is_state)
            free(r);
    }
}

void pl_store_stop(struct pl_store *s)
{
    struct pl_list *it, *tmp;
    if (!s)
        return;
    if (s->started) {
        atomic_store(&s->stopping, true);
        pl_mailbox_wake(s->requests);
        pl_thread_join(&s->thread);
    }
    if (s->watch)
        pl_watch_destroy(s->watch);
    drop_states(s);
    pl_list_for_each_safe(it, tmp, &s->pending)
    {
        pl_store_request_destroy(pl_container_of(it, struct pl_store_request, in_store));
    }
    pl_mailbox_destroy(s->requests);
    pl_mailbox_destroy(s->answers);
    pl_store_db_close(s->db);
    free(s);
}
