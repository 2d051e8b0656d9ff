/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/task_internal.h"

#include "io/clock.h"

#include <stdlib.h>

void pl_shared_packet_release(struct pl_shared_packet *p)
{
    if (atomic_fetch_sub(&p->users, 1) == 1)
        free(p);
}

pl_time_us pl_task_now(const struct pl_task *t)
{
    return (pl_time_us)((int64_t)pl_clock_now_us() - atomic_load(&t->shared->stamp_offset));
}

void pl_task_emit(struct pl_task *t, struct pl_record_event *e)
{
    e->id = t->film.command.id;
    t->shared->emit(t->shared, e);
}

/* ---- what is handed over ---- */

void pl_task_packet(struct pl_task *t, struct pl_shared_packet *p)
{
    pthread_mutex_lock(&t->lock);
    if (t->queued < PL_TASK_QUEUE) {
        atomic_fetch_add(&p->users, 1);
        t->queue[t->queued++] = p;
    } else {
        t->dropped++;
    }
    pthread_mutex_unlock(&t->lock);
}

void pl_task_say(struct pl_task *t, const struct pl_record_command *c,
                 const struct pl_source_info *info)
{
    struct pl_task_said *s = calloc(1, sizeof(*s));
    if (!s)
        return;
    s->command = *c;
    if (info)
        s->info = *info;
    s->at = pl_task_now(t);
    pthread_mutex_lock(&t->lock);
    *t->said_end = s;
    t->said_end = &s->next;
    pthread_cond_signal(&t->wake);
    pthread_mutex_unlock(&t->lock);
}

void pl_task_stop(struct pl_task *t, enum pl_record_how how, int64_t at)
{
    if (t->stopping)
        return;
    t->stopping = true;
    t->how = how;
    t->stop_at = at;
}

static void obey(struct pl_task *t, const struct pl_task_said *s)
{
    const struct pl_record_command *c = &s->command;
    switch (c->type) {
    case PL_RECORD_CMD_JOIN:
        (void)pl_film_join(&t->film, &s->info);
        break;
    case PL_RECORD_CMD_PART:
        pl_film_part(&t->film, c->source);
        break;
    case PL_RECORD_CMD_MUTE:
        pl_film_mute(&t->film, c->source, c->on);
        break;
    case PL_RECORD_CMD_LAYOUT:
        pl_film_look(&t->film, &c->look);
        break;
    case PL_RECORD_CMD_INSERT:
        pl_film_insert(&t->film, c);
        break;
    case PL_RECORD_CMD_CANCEL:
        t->stopping = false; /* stronger than a stop */
        pl_task_stop(t, PL_RECORD_HOW_CANCELED, 0);
        break;
    case PL_RECORD_CMD_QUIT:
        pl_task_stop(t, c->on ? PL_RECORD_HOW_LINK : PL_RECORD_HOW_STOPPED, (int64_t)s->at);
        break;
    default:
        pl_task_stop(t, PL_RECORD_HOW_STOPPED, (int64_t)s->at);
        break;
    }
}

void pl_task_obey(struct pl_task *t, struct pl_task_said *said)
{
    while (said) {
        struct pl_task_said *next = said->next;
        obey(t, said);
        free(said);
        said = next;
    }
}

void pl_task_listen(struct pl_task *t)
{
    struct pl_task_said *said;
    pthread_mutex_lock(&t->lock);
    said = t->said;
    t->said = NULL;
    t->said_end = &t->said;
    pthread_mutex_unlock(&t->lock);
    pl_task_obey(t, said);
}

/* ---- life ---- */

static void release(struct pl_task *t)
{
    for (size_t i = 0; i < t->queued; i++)
        pl_shared_packet_release(t->queue[i]);
    while (t->said) {
        struct pl_task_said *next = t->said->next;
        free(t->said);
        t->said = next;
    }
    pl_film_finish(&t->film);
    pthread_cond_destroy(&t->wake);
    pthread_mutex_destroy(&t->lock);
    free(t);
}

struct pl_task *pl_task_start(struct pl_task_shared *shared,
                              const struct pl_record_command *command,
                              const struct pl_source_info *infos, size_t count)
{
    struct pl_task *t = calloc(1, sizeof(*t));
    void *(*run)(void *) = command->type == PL_RECORD_CMD_SNAPSHOT  ? pl_task_photograph
                           : command->type == PL_RECORD_CMD_CONVERT ? pl_task_convert
                                                                    : pl_task_record;
    bool ok = true;
    pthread_condattr_t attr;
    if (!t)
        return NULL;
    t->shared = shared;
    t->said_end = &t->said;
    pthread_mutex_init(&t->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&t->wake, &attr);
    pthread_condattr_destroy(&attr);
    pl_film_init(&t->film, shared, command);
    for (size_t i = 0; i < count && ok; i++)
        ok = pl_film_join(&t->film, &infos[i]);
    if (ok && pthread_create(&t->thread, NULL, run, t) == 0)
        return t;
    release(t);
    return NULL;
}

uint64_t pl_task_id(const struct pl_task *t)
{
    return t->film.command.id;
}

const char *pl_task_file(const struct pl_task *t)
{
    return t->film.command.file;
}

bool pl_task_has_ended(const struct pl_task *t)
{
    return atomic_load(&t->ended);
}

void pl_task_join(struct pl_task *t)
{
    pthread_join(t->thread, NULL);
    release(t);
}
