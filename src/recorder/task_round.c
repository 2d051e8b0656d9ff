/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/task_internal.h"

#include "recorder/budget.h"
#include "recorder/still.h"

#include <errno.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum {
    STILL_MS = 5000,
    LOSS_PAUSE_US = 5000000,
};

static void warn(struct pl_task *t, enum pl_record_code code, uint32_t source, const char *text)
{
    struct pl_record_event e = {
        .type = PL_RECORD_EVENT_WARN, .code = (uint32_t)code, .source = source};
    snprintf(e.text, sizeof(e.text), "%s", text);
    pl_task_emit(t, &e);
}

/* ---- the thread's round ---- */

static void wait_a_little(struct pl_task *t)
{
    long us = t->film.copies_video ? PL_BUDGET_COPY_US : PL_BUDGET_ROUND_US;
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += us * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    if (!t->said)
        pthread_cond_timedwait(&t->wake, &t->lock, &until);
}

static void give_packet(struct pl_task *t, pl_time_us now, struct pl_shared_packet *p)
{
    struct pl_tap tap;
    struct pl_input *in;
    if (!pl_tap_read(pl_bytes_of(p->bytes, p->len), &tap)) {
        in = pl_film_input(&t->film, tap.source);
        if (in)
            pl_input_packet(in, now, &tap);
    }
    pl_shared_packet_release(p);
}

static void take_in(struct pl_task *t, pl_time_us now)
{
    struct pl_task_said *said;
    size_t count;
    uint64_t dropped;
    pthread_mutex_lock(&t->lock);
    if (t->queued < PL_TASK_QUEUE / 2)
        wait_a_little(t);
    count = t->queued;
    memcpy(t->taken, t->queue, count * sizeof(t->taken[0]));
    t->queued = 0;
    said = t->said;
    t->said = NULL;
    t->said_end = &t->said;
    dropped = t->dropped;
    t->dropped = 0;
    pthread_mutex_unlock(&t->lock);
    for (size_t i = 0; i < count; i++)
        give_packet(t, now, t->taken[i]);
    pl_task_obey(t, said);
    if (dropped > 0)
        t->film.left_out += dropped;
}

static void ask_for_keys(struct pl_task *t)
{
    for (size_t i = 0; i < t->film.count; i++) {
        struct pl_input *in = t->film.inputs[i];
        struct pl_record_event e = {.type = PL_RECORD_EVENT_KEY, .source = in->info.source};
        if (in->wants_key)
            pl_task_emit(t, &e);
        in->wants_key = false;
    }
}

static void announce(struct pl_task *t)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_STARTED};
    int64_t stamp = pl_film_start(&t->film);
    if (t->announced || !t->film.begun)
        return;
    t->announced = true;
    snprintf(e.file, sizeof(e.file), "%s.%s", t->film.command.file,
             pl_record_type_name(t->film.type));
    pl_task_emit(t, &e);
    e = (struct pl_record_event){.type = PL_RECORD_EVENT_FIRST,
                                 .stamp_us = stamp > 0 ? (uint64_t)stamp : 0,
                                 .lost_ms = (uint32_t)((t->film.gap_us + 999) / 1000)};
    pl_task_emit(t, &e);
}

static void look_at_losses(struct pl_task *t, pl_time_us now)
{
    uint64_t lost = 0;
    uint32_t source = 0;
    if (now < t->loss_at)
        return;
    for (size_t i = 0; i < t->film.count; i++) {
        lost += t->film.inputs[i]->jitter.lost;
        source = t->film.inputs[i]->jitter.lost > 0 ? t->film.inputs[i]->info.source : source;
    }
    if (lost > t->lost) {
        t->loss_at = now + LOSS_PAUSE_US;
        warn(t, PL_RECORD_CODE_LOSS, source, "packets are missing");
    }
    t->lost = lost;
}

void pl_task_look_at_disk(struct pl_task *t)
{
    struct statvfs disk;
    uint64_t unused;
    if (t->shared->reserve_bytes == 0 || statvfs(t->shared->root, &disk) != 0)
        return;
    unused = (uint64_t)disk.f_bavail * disk.f_frsize;
    if (unused < t->shared->reserve_bytes)
        t->film.error = ENOSPC;
    else if (unused < 2 * t->shared->reserve_bytes && !t->warned_low) {
        t->warned_low = true;
        warn(t, PL_RECORD_CODE_DISK_LOW, 0, "the disk is nearly full");
    }
}

static void mark(struct pl_task *t, pl_time_us now)
{
    struct pl_record_event e = {.type = PL_RECORD_EVENT_PROGRESS};
    if (now < t->mark_at || !t->film.begun)
        return;
    t->mark_at = now + PL_BUDGET_MARK_US;
    pl_sink_mark(&t->film.sink, ++t->marks % PL_BUDGET_SYNC_MARKS == 0);
    pl_task_look_at_disk(t);
    look_at_losses(t, now);
    if (t->film.left_out > 0 && !t->warned_slow) {
        t->warned_slow = true;
        warn(t, PL_RECORD_CODE_SLOW, 0, "the machine does not keep up: pictures are left out");
    }
    e.bytes = t->film.earlier_bytes + (uint64_t)t->film.sink.file.size;
    e.elapsed_ms = (uint64_t)((t->film.offset_us + t->film.sink.end_us) / 1000);
    pl_task_emit(t, &e);
}

/* The moment of max_ms. */
static int64_t limit_of(const struct pl_task *t)
{
    uint32_t ms = t->film.command.max_ms;
    return ms && t->film.begun ? pl_film_start(&t->film) + (int64_t)ms * 1000 : INT64_MAX;
}

static bool over_limit(const struct pl_task *t, int64_t until)
{
    const struct pl_record_command *c = &t->film.command;
    uint64_t bytes = t->film.earlier_bytes + (uint64_t)t->film.sink.file.size;
    return t->film.begun && (until >= limit_of(t) || (c->max_bytes && bytes >= c->max_bytes));
}

/* False: it is over. */
static bool go_on(struct pl_task *t, pl_time_us now)
{
    int64_t until = (int64_t)now - t->shared->delay_us;
    if (t->stopping && t->how == PL_RECORD_HOW_CANCELED)
        return false;
    if (t->stopping && until >= t->stop_at) {
        pl_film_advance(&t->film, PL_TIME_NEVER, t->stop_at);
        return false;
    }
    if (until > limit_of(t))
        until = limit_of(t);
    pl_film_advance(&t->film, now, until);
    announce(t);
    ask_for_keys(t);
    mark(t, now);
    if (over_limit(t, until)) {
        pl_task_stop(t, PL_RECORD_HOW_LIMIT, until);
        t->how = PL_RECORD_HOW_LIMIT;
        return false;
    }
    return !t->film.error && !t->film.changed;
}

/* ---- the thread ---- */

/* Decoding and encoding give way to the server that forwards the calls. The thread that takes the
 * packets does not: what it has taken waits. */
static void give_way(const struct pl_task *t)
{
    int nice = getpriority(PRIO_PROCESS, 0) + t->shared->nice;
    (void)setpriority(PRIO_PROCESS, (id_t)gettid(), nice);
}

void *pl_task_record(void *arg)
{
    struct pl_task *t = arg;
    bool on = true;
    give_way(t);
    while (on) {
        take_in(t, pl_task_now(t));
        on = go_on(t, pl_task_now(t));
    }
    pl_task_end(t);
    atomic_store(&t->ended, true);
    return NULL;
}

/* ---- snapshots ---- */

void *pl_task_photograph(void *arg)
{
    struct pl_task *t = arg;
    const struct pl_record_command *c = &t->film.command;
    struct pl_record_event e = {.type = PL_RECORD_EVENT_REFUSED,
                                .source = c->source,
                                .code = PL_RECORD_CODE_NO_INFO,
                                .text = "no whole picture came in time"};
    char path[PL_FILM_PATH];
    struct pl_input *in = t->film.count > 0 ? t->film.inputs[0] : NULL;
    bool done = in == NULL;
    give_way(t);
    snprintf(e.file, sizeof(e.file), "%s.jpg", c->file);
    snprintf(path, sizeof(path), "%s/%s.jpg", t->shared->root, c->file);
    t->give_up_at = pl_task_now(t) + PL_MS(c->timeout_ms ? c->timeout_ms : STILL_MS);
    while (!done && !t->stopping && pl_task_now(t) < t->give_up_at) {
        take_in(t, pl_task_now(t));
        pl_input_work(in, pl_task_now(t));
        ask_for_keys(t);
        done = pl_still_take(in, path, c->quality, &e);
    }
    pl_task_emit(t, &e);
    atomic_store(&t->ended, true);
    return NULL;
}
