/* SPDX-License-Identifier: Apache-2.0 */
#include "server/safe.h"

#include "adapters/store/request.h" /* its copies of changes */
#include "io/clock.h"

#include <stdlib.h>

enum { AGAIN_MS = 300 };

/* Some rows of one flush. */
struct piece {
    struct pl_list node;
    uint64_t number;
    pl_time_us at;
    struct pl_store_request *rows;
    uint64_t ticket; /* of the newest time that it was asked for */
    bool asked;      /* its answer is to come */
    bool done;
};

struct pl_safe {
    struct pl_store *store;
    struct pl_timer *timer;
    pl_time_us limit;
    pl_time_us again_at; /* PL_TIME_NEVER: nothing has failed */
    struct pl_safe_port port;
    struct pl_list pieces; /* the oldest first */
    size_t asked;          /* pieces whose answer is to come */
    struct piece *unasked; /* the first that the store has not been asked for; NULL: none */
    bool failed;           /* one of them has: all behind it come again */
    bool told_unsafe;
    bool full; /* more than what may wait */
    uint64_t number;
    uint64_t safe;                                        /* up to here it was told */
    struct pl_store_change changes[PL_STORE_CHANGES_MAX]; /* of the piece in the making */
    struct pl_store_request *copies[PL_STORE_CHANGES_MAX];
    size_t count;
    struct pl_safe_stats stats;
};

static void on_timer(void *arg);

struct pl_safe *pl_safe_create(struct pl_loop *loop, struct pl_store *store, pl_time_us limit)
{
    struct pl_safe *s = calloc(1, sizeof(*s));
    if (!s)
        return NULL;
    s->store = store;
    s->limit = limit;
    s->again_at = PL_TIME_NEVER;
    pl_list_init(&s->pieces);
    s->timer = pl_timer_create(loop, on_timer, s);
    if (!s->timer) {
        free(s);
        return NULL;
    }
    return s;
}

void pl_safe_listen(struct pl_safe *s, const struct pl_safe_port *port)
{
    s->port = *port;
}

static void drop(struct pl_safe *s, struct piece *p)
{
    s->stats.waiting--;
    s->stats.waiting_bytes -= p->rows->bytes;
    pl_list_remove(&p->node);
    pl_store_request_destroy(p->rows);
    free(p);
}

static void drop_copies(struct pl_safe *s)
{
    for (size_t i = 0; i < s->count; i++)
        pl_store_request_destroy(s->copies[i]);
    s->count = 0;
}

void pl_safe_destroy(struct pl_safe *s)
{
    struct pl_list *it, *tmp;
    if (!s)
        return;
    pl_store_forget(s->store, s);
    drop_copies(s);
    pl_list_for_each_safe(it, tmp, &s->pieces)
    {
        drop(s, pl_container_of(it, struct piece, node));
    }
    pl_timer_destroy(s->timer);
    free(s);
}

/* ---- time ---- */

static struct piece *oldest(const struct pl_safe *s)
{
    return pl_list_empty(&s->pieces) ? NULL : pl_container_of(s->pieces.next, struct piece, node);
}

static void arm(struct pl_safe *s)
{
    const struct piece *p = oldest(s);
    pl_time_us at = s->again_at;
    if (p && p->done && !s->failed)
        at = 0;
    else if (p && !s->told_unsafe)
        at = s->full ? 0 : pl_time_min(at, p->at + s->limit);
    pl_timer_arm(s->timer, at);
}

static void tell_unsafe(struct pl_safe *s, bool unsafe)
{
    if (s->told_unsafe == unsafe)
        return;
    s->told_unsafe = unsafe;
    if (s->port.unsafe)
        s->port.unsafe(s->port.arg, unsafe);
}

/* ---- writing ---- */

static void on_written(void *arg, const struct pl_store_answer *a);

static enum pl_err ask(struct pl_safe *s, struct piece *p)
{
    struct pl_store_reply reply = {on_written, s};
    uint64_t before = p->ticket;
    enum pl_err err =
        pl_store_write(s->store, p->rows->changes, p->rows->change_count, reply, &p->ticket);
    p->done = err == PL_E_RANGE; /* it would never be taken: what is behind it shall not wait */
    p->asked = err == PL_OK;
    s->asked += p->asked ? 1 : 0;
    s->stats.again += p->asked && before ? 1 : 0;
    s->stats.lost += p->done ? p->rows->change_count : 0;
    return err;
}

/* Those that have not been asked for, in their order, as far as the store has room: a refusal for
 * want of it is no failure, or after a long trouble nothing would ever be done. */
static void ask_on(struct pl_safe *s)
{
    while (s->unasked) {
        enum pl_err err = ask(s, s->unasked);
        if (err && err != PL_E_RANGE)
            break;
        s->unasked = s->unasked->node.next == &s->pieces
                         ? NULL
                         : pl_container_of(s->unasked->node.next, struct piece, node);
    }
    if (s->unasked && s->asked == 0) /* others have filled it */
        s->again_at = pl_clock_now_us() + PL_MS(AGAIN_MS);
}

/* Everything that waits, from the oldest on. */
static void ask_again(struct pl_safe *s)
{
    s->failed = false;
    s->again_at = PL_TIME_NEVER;
    s->unasked = oldest(s);
    ask_on(s);
}

/* What is safe, with all before it. */
static void settle(struct pl_safe *s)
{
    struct piece *p;
    uint64_t before = s->safe;
    while ((p = oldest(s)) && p->done) {
        uint64_t number = p->number;
        drop(s, p);
        p = oldest(s);
        if (!p || p->number != number) {
            s->safe = number;
            s->stats.written++;
        }
    }
    if (s->safe != before && s->port.safe)
        s->port.safe(s->port.arg, s->safe);
    if (!oldest(s)) {
        s->full = false;
        tell_unsafe(s, false);
    }
}

static void on_written(void *arg, const struct pl_store_answer *a)
{
    struct pl_safe *s = arg;
    struct pl_list *it;
    struct piece *p = NULL;
    pl_list_for_each(it, &s->pieces)
    {
        p = pl_container_of(it, struct piece, node);
        if (p->asked && p->ticket == a->ticket)
            break;
        p = NULL;
    }
    if (!p)
        return;
    p->asked = false;
    s->asked--;
    if (a->err == PL_E_RANGE) { /* it would never be taken: what is behind it shall not wait */
        s->stats.lost += p->rows->change_count;
        p->done = true;
    } else if (a->err) {
        s->failed = true;
    } else {
        p->done = !s->failed; /* behind one that failed it comes once more */
    }
    if (!s->failed) {
        settle(s);
        ask_on(s);
    } else if (s->asked == 0) {
        s->again_at = pl_clock_now_us() + PL_MS(AGAIN_MS);
    }
    arm(s);
}

static void on_timer(void *arg)
{
    struct pl_safe *s = arg;
    pl_time_us now = pl_clock_now_us();
    const struct piece *p = oldest(s);
    if (p && p->done && !s->failed)
        settle(s);
    if (s->again_at <= now)
        ask_again(s);
    p = oldest(s);
    if (p && (s->full || p->at + s->limit <= now))
        tell_unsafe(s, true);
    arm(s);
}

/* ---- rows ---- */

/* The piece in the making, or what there is of it. */
static void close_piece(struct pl_safe *s)
{
    struct piece *p;
    if (s->count == 0)
        return;
    p = calloc(1, sizeof(*p));
    if (p)
        p->rows = pl_store_request_write(s->changes, s->count);
    if (!p || !p->rows) {
        s->stats.lost += s->count;
        free(p);
    } else {
        p->number = s->number + 1;
        p->at = pl_clock_now_us();
        pl_list_add_tail(&s->pieces, &p->node);
        s->stats.waiting++;
        s->stats.waiting_bytes += p->rows->bytes;
        if (!s->unasked)
            s->unasked = p;
        if (s->again_at == PL_TIME_NEVER && !s->failed)
            ask_on(s);
        if (s->failed && s->asked == 0 && s->again_at == PL_TIME_NEVER)
            s->again_at = p->at + PL_MS(AGAIN_MS);
    }
    drop_copies(s);
}

void pl_safe_put(struct pl_safe *s, const struct pl_store_change *change)
{
    struct pl_store_request *copy;
    if (s->stats.waiting_bytes > PL_SAFE_BYTES) {
        s->full = true;
        s->stats.lost++;
        return;
    }
    copy = pl_store_request_write(change, 1);
    if (!copy) {
        s->stats.lost++;
        return;
    }
    s->copies[s->count] = copy;
    s->changes[s->count] = copy->changes[0];
    if (++s->count == PL_STORE_CHANGES_MAX)
        close_piece(s);
}

uint64_t pl_safe_flush(struct pl_safe *s)
{
    const struct pl_list *last;
    close_piece(s);
    last = s->pieces.prev;
    if (last == &s->pieces ||
        pl_container_of(last, const struct piece, node)->number != s->number + 1)
        return 0;
    s->number++;
    arm(s);
    return s->limit == 0 ? 0 : s->number;
}

void pl_safe_stats(const struct pl_safe *s, struct pl_safe_stats *out)
{
    const struct piece *p = oldest(s);
    pl_time_us now = pl_clock_now_us();
    *out = s->stats;
    out->oldest_us = p && now > p->at ? now - p->at : 0;
    out->unsafe = s->told_unsafe;
}
