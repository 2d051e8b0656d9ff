/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/s3/archive.h"

#include "io/clock.h"
#include "io/mailbox.h"
#include "io/thread.h"

#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { PAUSE_MAX_MS = 60000, NEWS = PL_ARCHIVE_QUEUE + 16 };

struct job {
    uint64_t id;
    bool put;
    char file[PL_ARCHIVE_FILE_MAX];
    char key[PL_S3_KEY_MAX + 1];
    char type[PL_ARCHIVE_TYPE_MAX];
};

struct news {
    enum { DONE, STATE, ATTEMPT } kind;
    unsigned attempt;
    struct pl_archive_done done;
};

struct pl_archive {
    struct pl_mailbox *jobs;
    struct pl_mailbox *news;
    struct pl_watch *watch;
    struct pl_thread thread;
    bool started;
    atomic_bool stopping;
    struct pl_s3 *links; /* the loop's thread makes links with it */
    void (*on_done)(void *arg, const struct pl_archive_done *done);
    void (*on_state)(void *arg, const char *why);
    void (*on_attempt)(void *arg, uint64_t id, unsigned attempt, const char *why);
    void *arg;

    struct pl_s3 *s3; /* the thread's, as all below */
    pl_time_us pause;
    bool failing;
};

/* ---- the thread ---- */

static void wait_for(const struct pl_archive *a, int timeout_ms)
{
    struct pollfd p = {.fd = pl_mailbox_fd(a->jobs), .events = POLLIN};
    (void)poll(&p, 1, timeout_ms);
}

/* New jobs do not hurry a store that is in trouble; the stop does. */
static void pause_for(const struct pl_archive *a, pl_time_us us)
{
    enum { SLICE_MS = 200 };
    pl_time_us until = pl_clock_now_us() + us, now;
    while (!atomic_load(&a->stopping) && (now = pl_clock_now_us()) < until) {
        int left = (int)((until - now) / 1000) + 1;
        (void)poll(NULL, 0, left < SLICE_MS ? left : SLICE_MS);
    }
}

/* There is room: the loop takes them faster than attempts are made; else we wait for it. */
static void tell(struct pl_archive *a, const struct news *news)
{
    while (pl_mailbox_push(a->news, news) != PL_OK && !atomic_load(&a->stopping))
        pause_for(a, PL_MS(50));
}

static void tell_state(struct pl_archive *a, const char *why)
{
    struct news news = {.kind = STATE};
    if (a->failing == (why != NULL))
        return;
    a->failing = why != NULL;
    if (why)
        (void)snprintf(news.done.why, sizeof(news.done.why), "%s", why[0] ? why : "failed");
    tell(a, &news);
}

/* What the store has is as long as the file: only then may somebody do without that. */
static enum pl_s3_result check_size(struct pl_archive *a, const struct job *job)
{
    struct stat st;
    uint64_t bytes = 0;
    enum pl_s3_result result = pl_s3_size(a->s3, job->key, &bytes);
    if (result || stat(job->file, &st) != 0 || (uint64_t)st.st_size == bytes)
        return result == PL_S3_MISSING ? PL_S3_LATER : result;
    return PL_S3_LATER;
}

static void tell_attempt(struct pl_archive *a, const struct job *job, unsigned attempt,
                         const char *why)
{
    struct news news = {.kind = ATTEMPT, .attempt = attempt, .done = {.id = job->id}};
    (void)snprintf(news.done.why, sizeof(news.done.why), "%s", why);
    tell(a, &news);
}

static enum pl_s3_result attempt(struct pl_archive *a, const struct job *job)
{
    enum pl_s3_result result =
        job->put ? pl_s3_put(a->s3, job->file, job->key, job->type) : pl_s3_delete(a->s3, job->key);
    if (job->put && result == PL_S3_OK)
        return check_size(a, job);
    return !job->put && result == PL_S3_MISSING ? PL_S3_OK : result;
}

static void carry_out(struct pl_archive *a, const struct job *job)
{
    struct news news = {.done = {.id = job->id, .put = job->put}};
    pl_time_us pause = a->pause;
    enum pl_s3_result result;
    unsigned attempts = 1;
    tell_attempt(a, job, attempts, "");
    while ((result = attempt(a, job)) != PL_S3_OK && result != PL_S3_LOCAL) {
        if (atomic_load(&a->stopping))
            return;
        tell_state(a, pl_s3_why(a->s3));
        tell_attempt(a, job, ++attempts, pl_s3_why(a->s3));
        pause_for(a, pause);
        pause = pl_time_min(2 * pause, PL_MS(PAUSE_MAX_MS));
    }
    tell_state(a, NULL);
    news.done.ok = result == PL_S3_OK;
    if (!news.done.ok)
        (void)snprintf(news.done.why, sizeof(news.done.why), "%s", pl_s3_why(a->s3));
    tell(a, &news);
}

static void run(void *arg)
{
    struct pl_archive *a = arg;
    struct job job;
    while (!atomic_load(&a->stopping)) {
        if (pl_mailbox_take(a->jobs, &job, 1) > 0)
            carry_out(a, &job);
        else
            wait_for(a, -1);
    }
}

/* ---- the loop's thread ---- */

static void on_news(void *arg)
{
    struct pl_archive *a = arg;
    struct news news;
    while (pl_mailbox_take(a->news, &news, 1) > 0) {
        if (news.kind == DONE)
            a->on_done(a->arg, &news.done);
        else if (news.kind == ATTEMPT && a->on_attempt)
            a->on_attempt(a->arg, news.done.id, news.attempt,
                          news.done.why[0] ? news.done.why : NULL);
        else if (news.kind == STATE && a->on_state)
            a->on_state(a->arg, news.done.why[0] ? news.done.why : NULL);
    }
}

static bool copy(char *to, size_t size, const char *from)
{
    int n = snprintf(to, size, "%s", from);
    return n >= 0 && (size_t)n < size;
}

enum pl_err pl_archive_put(struct pl_archive *a, uint64_t id, const char *file, const char *key,
                           const char *content_type)
{
    struct job job = {.id = id, .put = true};
    if (!copy(job.file, sizeof(job.file), file) || !copy(job.key, sizeof(job.key), key) ||
        !copy(job.type, sizeof(job.type), content_type))
        return PL_E_LIMIT;
    return pl_mailbox_push(a->jobs, &job);
}

enum pl_err pl_archive_delete(struct pl_archive *a, uint64_t id, const char *key)
{
    struct job job = {.id = id};
    if (!copy(job.key, sizeof(job.key), key))
        return PL_E_LIMIT;
    return pl_mailbox_push(a->jobs, &job);
}

enum pl_err pl_archive_link(const struct pl_archive *a, const char *key, int64_t at_s,
                            unsigned expires_s, char out[PL_S3_LINK_MAX])
{
    return pl_s3_link(a->links, key, at_s, expires_s, out);
}

static enum pl_err start_parts(struct pl_archive *a, struct pl_loop *loop,
                               const struct pl_archive_config *config)
{
    struct pl_s3_config s3 = config->s3;
    enum pl_err err;
    s3.stop = &a->stopping;
    err = pl_s3_open(&a->s3, &s3);
    if (!err)
        err = pl_s3_open(&a->links, &s3);
    if (!err)
        err = pl_mailbox_create(&a->jobs, sizeof(struct job), PL_ARCHIVE_QUEUE);
    if (!err)
        err = pl_mailbox_create(&a->news, sizeof(struct news), NEWS);
    if (err)
        return err;
    a->watch = pl_watch_create(loop, pl_mailbox_fd(a->news), on_news, a);
    if (!a->watch)
        return PL_E_NOMEM;
    err = pl_thread_start(&a->thread, "archive", run, a);
    a->started = !err;
    return err;
}

enum pl_err pl_archive_start(struct pl_archive **out, struct pl_loop *loop,
                             const struct pl_archive_config *config)
{
    struct pl_archive *a = calloc(1, sizeof(*a));
    enum pl_err err;
    *out = NULL;
    if (!a)
        return PL_E_NOMEM;
    a->on_done = config->on_done;
    a->on_state = config->on_state;
    a->on_attempt = config->on_attempt;
    a->arg = config->arg;
    a->pause = config->pause ? config->pause : PL_SEC(1);
    err = start_parts(a, loop, config);
    if (err) {
        pl_archive_stop(a);
        return err;
    }
    *out = a;
    return PL_OK;
}

void pl_archive_stop(struct pl_archive *a)
{
    if (!a)
        return;
    if (a->started) {
        atomic_store(&a->stopping, true);
        pl_mailbox_wake(a->jobs);
        pl_thread_join(&a->thread);
    }
    if (a->watch)
        pl_watch_destroy(a->watch);
    pl_mailbox_destroy(a->jobs);
    pl_mailbox_destroy(a->news);
    pl_s3_close(a->s3);
    pl_s3_close(a->links);
    free(a);
}
