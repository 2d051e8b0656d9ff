/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/media/pool.h"

#include "adapters/media/worker.h"
#include "base/idmap.h"
#include "io/interfaces.h"

#include <assert.h>
#include <sched.h>
#include <stdlib.h>

enum {
    EVENTS_MAX = 65536,
    EVENTS_AT_ONCE = 32,
};

/* Where a room lives, while it has members. */
struct room {
    int32_t number;
    size_t members;
    struct pl_worker *worker;
};

struct member {
    uint64_t session;
    struct room *room;
    struct pl_addr address; /* that the STUN service answers; family NONE: none */
};

struct pl_media_pool {
    struct pl_media_pool_handler handler;
    void *arg;
    struct pl_mailbox *events;
    struct pl_watch *watch;
    struct pl_idmap rooms;
    struct pl_idmap members;
    unsigned worker_count;
    struct pl_worker workers[];
};

/* ---- events ---- */

static void take_events(void *arg)
{
    struct pl_media_pool *pool = arg;
    struct pl_worker_event events[EVENTS_AT_ONCE];
    size_t n;
    while ((n = pl_mailbox_take(pool->events, events, EVENTS_AT_ONCE)) > 0) {
        for (size_t i = 0; i < n; i++) {
            if (events[i].is_stats)
                pool->workers[events[i].worker].stats =
                    *(const struct pl_media_stats *)events[i].block;
            else
                pool->handler.on_event(pool->arg, &events[i].event);
            free(events[i].block);
        }
    }
}

/* ---- start and stop ---- */

static enum pl_err choose_addresses(struct pl_media_pool_config *config)
{
    static const uint8_t zeros[16] = {0};
    if (config->advertise_count > 0)
        return PL_OK;
    if (memcmp(config->bind.ip, zeros, sizeof(zeros)) != 0) {
        config->advertise[config->advertise_count++] = config->bind;
        return PL_OK;
    }
    config->advertise_count = pl_interfaces_addresses(config->advertise, PL_MEDIA_ADDRESSES_MAX,
                                                      config->bind.family == PL_ADDR_IPV6);
    return config->advertise_count > 0 ? PL_OK : PL_E_RANGE;
}

static enum pl_err start_workers(struct pl_media_pool *pool,
                                 const struct pl_media_pool_config *config, uint16_t *failed_port)
{
    for (unsigned i = 0; i < config->workers; i++) {
        enum pl_err err;
        pool->workers[i].index = i;
        pool->worker_count = i + 1;
        err = pl_worker_start(&pool->workers[i], config, pool->events);
        if (err) {
            *failed_port = (uint16_t)(config->bind.port == 0 ? 0 : config->bind.port + i);
            return err;
        }
    }
    return PL_OK;
}

enum pl_err pl_media_pool_start(struct pl_media_pool **out, struct pl_loop *loop,
                                const struct pl_media_pool_config *config,
                                const struct pl_media_pool_handler *handler, void *arg,
                                uint16_t *failed_port)
{
    struct pl_media_pool_config chosen = *config;
    struct pl_media_pool *pool;
    size_t sessions = config->max_sessions * config->workers;
    enum pl_err err = choose_addresses(&chosen);
    *failed_port = 0;
    assert(config->workers >= 1 && config->workers <= PL_MEDIA_WORKERS_MAX);
    if (err)
        return err;
    pool = calloc(1, sizeof(*pool) + config->workers * sizeof(pool->workers[0]));
    if (!pool)
        return PL_E_NOMEM;
    pool->handler = *handler;
    pool->arg = arg;
    pl_idmap_init(&pool->rooms, sessions);
    pl_idmap_init(&pool->members, sessions);
    err = pl_mailbox_create(&pool->events, sizeof(struct pl_worker_event), EVENTS_MAX);
    if (!err) {
        pool->watch = pl_watch_create(loop, pl_mailbox_fd(pool->events), take_events, pool);
        err = pool->watch ? start_workers(pool, &chosen, failed_port) : PL_E_NOMEM;
    }
    if (err) {
        pl_media_pool_stop(pool);
        return err;
    }
    *out = pool;
    return PL_OK;
}

static void free_events(struct pl_media_pool *pool)
{
    struct pl_worker_event e;
    while (pool->events && pl_mailbox_take(pool->events, &e, 1) > 0)
        free(e.block);
}

static void free_places(struct pl_media_pool *pool)
{
    void *it;
    size_t cursor = 0;
    while ((it = pl_idmap_next(&pool->members, &cursor)))
        free(it);
    cursor = 0;
    while ((it = pl_idmap_next(&pool->rooms, &cursor)))
        free(it);
    pl_idmap_finish(&pool->members);
    pl_idmap_finish(&pool->rooms);
}

void pl_media_pool_stop(struct pl_media_pool *pool)
{
    if (!pool)
        return;
    for (unsigned i = 0; i < pool->worker_count; i++)
        pl_worker_stop(&pool->workers[i]);
    if (pool->watch)
        pl_watch_destroy(pool->watch);
    free_events(pool);
    pl_mailbox_destroy(pool->events);
    free_places(pool);
    free(pool);
}

unsigned pl_media_pool_workers(const struct pl_media_pool *pool)
{
    return pool->worker_count;
}

struct pl_addr pl_media_pool_address(const struct pl_media_pool *pool, unsigned worker,
                                     size_t index)
{
    const struct pl_worker *w = &pool->workers[worker];
    return index < w->address_count ? w->addresses[index] : (struct pl_addr){0};
}

const char *pl_media_pool_crypto(const struct pl_media_pool *pool)
{
    return pl_srtp_crypto_name(pool->workers[0].crypto);
}

bool pl_media_pool_is_realtime(const struct pl_media_pool *pool)
{
    for (unsigned i = 0; i < pool->worker_count; i++)
        if (!pool->workers[i].realtime)
            return false;
    return true;
}

void pl_media_pool_stats(const struct pl_media_pool *pool, unsigned worker,
                         struct pl_media_stats *out)
{
    *out = pool->workers[worker].stats;
}

/* ---- places ---- */

static struct pl_worker *least_loaded(struct pl_media_pool *pool)
{
    struct pl_worker *best = &pool->workers[0];
    for (unsigned i = 1; i < pool->worker_count; i++) {
        if (pool->workers[i].sessions < best->sessions)
            best = &pool->workers[i];
    }
    return best;
}

static struct room *room_of(struct pl_media_pool *pool, int32_t number)
{
    struct room *room = pl_idmap_get(&pool->rooms, (uint32_t)number);
    if (room)
        return room;
    room = calloc(1, sizeof(*room));
    if (!room)
        return NULL;
    room->number = number;
    room->worker = least_loaded(pool);
    if (pl_idmap_put(&pool->rooms, (uint32_t)number, room)) {
        free(room);
        return NULL;
    }
    return room;
}

static void leave_room(struct pl_media_pool *pool, struct room *room)
{
    room->worker->sessions--;
    if (--room->members > 0)
        return;
    pl_idmap_remove(&pool->rooms, (uint32_t)room->number);
    free(room);
}

static struct pl_worker *worker_of(struct pl_media_pool *pool, uint64_t session)
{
    struct member *m = pl_idmap_get(&pool->members, session);
    return m ? m->room->worker : NULL;
}

/* ---- commands ---- */

/* Takes c->text whatever comes out. */
static enum pl_err push(struct pl_worker *w, const struct pl_worker_command *c)
{
    enum pl_err err = w ? pl_mailbox_push(w->commands, c) : PL_E_NOT_FOUND;
    if (err)
        free(c->text);
    return err;
}

static struct pl_worker_text *copy_text(struct pl_bytes text)
{
    struct pl_worker_text *t = malloc(sizeof(*t) + text.len);
    if (!t)
        return NULL;
    t->track_count = 0;
    t->len = text.len;
    if (text.len > 0)
        memcpy(t->bytes, text.data, text.len);
    return t;
}

enum pl_err pl_media_pool_join(struct pl_media_pool *pool, uint64_t session, int32_t number)
{
    struct pl_worker_command c = {.type = PL_WORKER_JOIN, .session = session};
    struct member *m = calloc(1, sizeof(*m));
    struct room *room = m ? room_of(pool, number) : NULL;
    enum pl_err err;
    if (!room) {
        free(m);
        return PL_E_NOMEM;
    }
    *m = (struct member){.session = session, .room = room};
    room->members++;
    room->worker->sessions++;
    err = pl_idmap_put(&pool->members, session, m);
    if (!err) {
        err = push(room->worker, &c);
        if (err)
            pl_idmap_remove(&pool->members, session);
    }
    if (err) {
        leave_room(pool, room);
        free(m);
    }
    return err;
}

/* What would leak when it were lost: a full mailbox is waited for. */
static void insist(struct pl_worker *w, const struct pl_worker_command *c)
{
    while (pl_mailbox_push(w->commands, c))
        sched_yield(); /* the worker is reading them */
}

static void forbid(struct pl_media_pool *pool, struct member *m)
{
    struct pl_worker_command c = {.type = PL_WORKER_STUN_ALLOW, .address = m->address};
    if (m->address.family != PL_ADDR_NONE)
        insist(&pool->workers[0], &c);
    m->address = (struct pl_addr){0};
}

enum pl_err pl_media_pool_allow(struct pl_media_pool *pool, uint64_t session,
                                const struct pl_addr *address)
{
    struct pl_worker_command c = {.type = PL_WORKER_STUN_ALLOW, .address = *address, .on = true};
    struct member *m = pl_idmap_get(&pool->members, session);
    enum pl_err err;
    if (!m)
        return PL_E_NOT_FOUND;
    forbid(pool, m);
    err = push(&pool->workers[0], &c);
    if (!err)
        m->address = *address;
    return err;
}

void pl_media_pool_leave(struct pl_media_pool *pool, uint64_t session)
{
    struct pl_worker_command c = {.type = PL_WORKER_LEAVE, .session = session};
    struct member *m = pl_idmap_remove(&pool->members, session);
    if (!m)
        return;
    forbid(pool, m);
    insist(m->room->worker, &c);
    leave_room(pool, m->room);
    free(m);
}

enum pl_err pl_media_pool_offer(struct pl_media_pool *pool, uint64_t session, uint64_t request,
                                struct pl_bytes sdp, const struct pl_media_pub_track *tracks,
                                size_t track_count, enum pl_codec video)
{
    struct pl_worker_command c = {.type = PL_WORKER_OFFER,
                                  .session = session,
                                  .request = request,
                                  .video = video,
                                  .text = copy_text(sdp)};
    if (!c.text)
        return PL_E_NOMEM;
    if (track_count > PL_MEDIA_PUB_SECTIONS_MAX)
        track_count = PL_MEDIA_PUB_SECTIONS_MAX;
    c.text->track_count = track_count;
    for (size_t i = 0; i < track_count; i++) {
        struct pl_worker_track *t = &c.text->tracks[i];
        pl_bytes_to_str(tracks[i].mid, t->mid, sizeof(t->mid));
        t->kind = tracks[i].kind;
        t->stream = tracks[i].stream;
    }
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_answer(struct pl_media_pool *pool, uint64_t session, uint32_t version,
                                 struct pl_bytes sdp)
{
    struct pl_worker_command c = {
        .type = PL_WORKER_ANSWER, .session = session, .version = version, .text = copy_text(sdp)};
    return c.text ? push(worker_of(pool, session), &c) : PL_E_NOMEM;
}

enum pl_err pl_media_pool_restart(struct pl_media_pool *pool, uint64_t session,
                                  enum pl_media_role role)
{
    struct pl_worker_command c = {.type = PL_WORKER_RESTART, .session = session, .role = role};
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_restart_ice(struct pl_media_pool *pool, uint64_t session)
{
    struct pl_worker_command c = {.type = PL_WORKER_RESTART_ICE, .session = session};
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_link(struct pl_media_pool *pool, uint64_t subscriber, uint64_t publisher,
                               enum pl_media_kind kind, uint8_t stream, bool on)
{
    struct pl_worker_command c = {.type = PL_WORKER_LINK,
                                  .session = subscriber,
                                  .publisher = publisher,
                                  .kind = kind,
                                  .stream = stream,
                                  .on = on};
    struct pl_worker *w = worker_of(pool, subscriber);
    /* Both are in one room, hence on one worker. */
    assert(!w || !worker_of(pool, publisher) || worker_of(pool, publisher) == w);
    return push(w, &c);
}

enum pl_err pl_media_pool_view(struct pl_media_pool *pool, uint64_t subscriber, uint64_t publisher,
                               uint8_t stream, const struct pl_media_view *view)
{
    struct pl_worker_command c = {.type = PL_WORKER_VIEW,
                                  .session = subscriber,
                                  .publisher = publisher,
                                  .stream = stream,
                                  .view = *view};
    return push(worker_of(pool, subscriber), &c);
}

enum pl_err pl_media_pool_figures(struct pl_media_pool *pool, uint64_t session, bool on)
{
    struct pl_worker_command c = {.type = PL_WORKER_FIGURES, .session = session, .on = on};
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_copy(struct pl_media_pool *pool, uint64_t session,
                               enum pl_media_kind kind, uint8_t stream, uint32_t tag, bool on)
{
    struct pl_worker_command c = {.type = PL_WORKER_COPY,
                                  .session = session,
                                  .version = tag,
                                  .kind = kind,
                                  .stream = stream,
                                  .on = on};
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_copy_key(struct pl_media_pool *pool, uint64_t session, uint8_t stream)
{
    struct pl_worker_command c = {.type = PL_WORKER_COPY_KEY, .session = session, .stream = stream};
    return push(worker_of(pool, session), &c);
}

enum pl_err pl_media_pool_external(struct pl_media_pool *pool, unsigned worker,
                                   const struct pl_addr *address)
{
    struct pl_worker_command c = {.type = PL_WORKER_EXTERNAL, .address = *address};
    assert(worker < pool->worker_count);
    return push(&pool->workers[worker], &c);
}
