/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/identity/hasher.h"

#include "base/idmap.h"
#include "io/mailbox.h"
#include "io/random.h"
#include "io/thread.h"

#include <assert.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { BATCH = 16 };

/* One check on its way to a thread. */
struct request {
    uint64_t job;
    bool make;
    uint8_t salt[PL_PASSWORD_SALT];
    size_t kept_len, password_len;
    uint8_t kept[PL_PASSWORD_TEXT_MAX];
    uint8_t password[PL_PASSWORD_BYTES_MAX];
};

struct answer {
    uint64_t job;
    enum pl_err result;
    char text[PL_PASSWORD_TEXT_MAX]; /* of one that was to be made */
};

struct worker {
    struct pl_hasher *hasher;
    struct pl_mailbox *requests;
    struct pl_thread thread;
    bool started;
};

/* Whom to tell. */
struct waiting {
    pl_hasher_done done; /* or the next */
    pl_hasher_made made;
    void *arg;
};

struct pl_hasher {
    struct worker workers[PL_HASHER_THREADS_MAX];
    unsigned count, next;
    struct pl_mailbox *answers;
    struct pl_watch *watch;
    struct pl_idmap waiting; /* job -> struct waiting; forgotten ones have none, but count */
    size_t under_way;        /* answers that will still come */
    uint64_t last_job;
    atomic_bool stopping;
};

/* ---- a thread ---- */

static void work(struct pl_hasher *h, const struct request *r)
{
    struct pl_bytes kept = pl_bytes_of(r->kept, r->kept_len);
    struct pl_bytes password = pl_bytes_of(r->password, r->password_len);
    struct answer a = {.job = r->job, .result = PL_E_AUTH};
    enum pl_err err;
    if (r->make)
        a.result = pl_password_hash(password, r->salt, a.text);
    else if (kept.len > 0)
        a.result = pl_password_check(kept, password);
    else
        pl_password_pretend(password);
    err = pl_mailbox_push(h->answers, &a);
    assert(err == PL_OK); /* it holds as many as can be under way */
}

static void run(void *arg)
{
    struct worker *w = arg;
    struct pollfd p = {.fd = pl_mailbox_fd(w->requests), .events = POLLIN};
    struct request r;
    while (!atomic_load(&w->hasher->stopping)) {
        if (pl_mailbox_take(w->requests, &r, 1) == 0) {
            (void)poll(&p, 1, -1);
            continue;
        }
        work(w->hasher, &r);
        explicit_bzero(&r, sizeof(r));
    }
}

/* ---- the loop's thread ---- */

static void on_answers(void *arg)
{
    struct pl_hasher *h = arg;
    struct answer some[BATCH];
    size_t n;
    while ((n = pl_mailbox_take(h->answers, some, BATCH)) > 0) {
        for (size_t i = 0; i < n; i++) {
            struct waiting *w = pl_idmap_remove(&h->waiting, some[i].job);
            h->under_way--;
            if (w && w->made)
                w->made(w->arg, some[i].result == PL_OK ? some[i].text : NULL);
            else if (w)
                w->done(w->arg, some[i].result);
            free(w);
        }
    }
}

static enum pl_err start_worker(struct pl_hasher *h, struct worker *w)
{
    enum pl_err err;
    w->hasher = h;
    err = pl_mailbox_create(&w->requests, sizeof(struct request), PL_HASHER_WAITING);
    if (!err)
        err = pl_thread_start(&w->thread, "pl-hash", run, w);
    w->started = !err;
    return err;
}

enum pl_err pl_hasher_start(struct pl_hasher **out, struct pl_loop *loop, unsigned threads)
{
    struct pl_hasher *h = calloc(1, sizeof(*h));
    enum pl_err err;
    assert(threads >= 1 && threads <= PL_HASHER_THREADS_MAX);
    if (!h)
        return PL_E_NOMEM;
    pl_idmap_init(&h->waiting, PL_HASHER_WAITING);
    err = pl_mailbox_create(&h->answers, sizeof(struct answer), PL_HASHER_WAITING);
    if (!err) {
        h->watch = pl_watch_create(loop, pl_mailbox_fd(h->answers), on_answers, h);
        err = h->watch ? PL_OK : PL_E_NOMEM;
    }
    for (; h->count < threads && !err; h->count++)
        err = start_worker(h, &h->workers[h->count]);
    if (err) {
        pl_hasher_stop(h);
        return err;
    }
    *out = h;
    return PL_OK;
}

void pl_hasher_stop(struct pl_hasher *h)
{
    struct waiting *w;
    size_t cursor = 0;
    if (!h)
        return;
    atomic_store(&h->stopping, true);
    for (unsigned i = 0; i < h->count; i++) {
        if (h->workers[i].started) {
            pl_mailbox_wake(h->workers[i].requests);
            pl_thread_join(&h->workers[i].thread);
        }
        pl_mailbox_destroy(h->workers[i].requests);
    }
    if (h->watch)
        pl_watch_destroy(h->watch);
    pl_mailbox_destroy(h->answers);
    while ((w = pl_idmap_next(&h->waiting, &cursor)))
        free(w);
    pl_idmap_finish(&h->waiting);
    free(h);
}

/* Takes the request's secrets away. */
static enum pl_err hand_over(struct pl_hasher *h, struct request *r, const struct waiting *who,
                             uint64_t *job)
{
    struct waiting *w = h->under_way < PL_HASHER_WAITING ? calloc(1, sizeof(*w)) : NULL;
    enum pl_err err = h->under_way < PL_HASHER_WAITING ? PL_E_NOMEM : PL_E_LIMIT;
    r->job = h->last_job + 1;
    if (w) {
        *w = *who;
        err = pl_idmap_put(&h->waiting, r->job, w);
    }
    if (!err) {
        err = pl_mailbox_push(h->workers[h->next].requests, r);
        if (err)
            pl_idmap_remove(&h->waiting, r->job);
    }
    explicit_bzero(r, sizeof(*r));
    if (err) {
        free(w);
        return err;
    }
    h->next = (h->next + 1) % h->count;
    h->under_way++;
    *job = ++h->last_job;
    return PL_OK;
}

enum pl_err pl_hasher_check(struct pl_hasher *h, struct pl_bytes kept, struct pl_bytes password,
                            pl_hasher_done done, void *arg, uint64_t *job)
{
    struct request r = {.kept_len = kept.len, .password_len = password.len};
    if (kept.len > sizeof(r.kept) || password.len > sizeof(r.password))
        return PL_E_LIMIT;
    if (kept.len > 0)
        memcpy(r.kept, kept.data, kept.len);
    if (password.len > 0)
        memcpy(r.password, password.data, password.len);
    return hand_over(h, &r, &(struct waiting){.done = done, .arg = arg}, job);
}

enum pl_err pl_hasher_make(struct pl_hasher *h, struct pl_bytes password, pl_hasher_made made,
                           void *arg, uint64_t *job)
{
    struct pl_random *random = pl_random_kernel();
    struct request r = {.make = true, .password_len = password.len};
    if (password.len == 0 || password.len > sizeof(r.password))
        return PL_E_RANGE;
    random->fill(random, r.salt, sizeof(r.salt));
    memcpy(r.password, password.data, password.len);
    return hand_over(h, &r, &(struct waiting){.made = made, .arg = arg}, job);
}

void pl_hasher_forget(struct pl_hasher *h, uint64_t job)
{
    free(pl_idmap_remove(&h->waiting, job));
}
