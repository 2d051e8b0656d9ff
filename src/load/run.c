/* SPDX-License-Identifier: Apache-2.0 */
/* The phases of a run: join, measure, leave. */
#include "load/peer.h"

#include "io/clock.h"

#include <stdlib.h>
#include <sys/resource.h>

enum { CERT_DAYS = 30, LINE_BYTES = 200 };

#define SETTLE_US   PL_MS(500) /* between the last join and the measurement, at least */
#define LEAVE_US    PL_SEC(3)
#define PROGRESS_US PL_MS(250)

/* ---- sums over all connections ---- */

static struct pl_load_sums sum_all(const struct pl_load *load)
{
    struct pl_load_sums s = load->ended;
    for (size_t i = 0; i < load->peer_count; i++) {
        pl_load_conn_sum(&load->peers[i].pub, &s);
        pl_load_conn_sum(&load->peers[i].sub, &s);
    }
    return s;
}

static uint64_t sent_of(const struct pl_load_peer *p)
{
    struct pl_load_sums s = {0};
    pl_load_conn_sum(&p->pub, &s);
    return s.sent;
}

/* Who receives this publisher. */
static unsigned watchers_of(const struct pl_load_peer *publisher)
{
    const struct pl_load_peer *p = pl_load_room_first(publisher);
    unsigned n = 0;
    for (unsigned i = 0; i < pl_load_room_size(publisher); i++)
        n += &p[i] != publisher && p[i].watches && p[i].state == PL_LOAD_PEER_JOINED;
    return n;
}

static void remember_sent(struct pl_load *load)
{
    for (size_t i = 0; i < load->peer_count; i++)
        load->peers[i].pub.sent_before = sent_of(&load->peers[i]);
}

static uint64_t sum_due(const struct pl_load *load)
{
    uint64_t due = 0;
    if (pl_load_options_churn(load->options))
        return 0;
    for (size_t i = 0; i < load->peer_count; i++) {
        const struct pl_load_peer *p = &load->peers[i];
        if (p->state == PL_LOAD_PEER_JOINED && p->publishes)
            due += (sent_of(p) - p->pub.sent_before) * watchers_of(p);
    }
    return due;
}

static uint64_t sum_drops(struct pl_load *load, bool remember)
{
    uint64_t drops = remember ? 0 : load->ended.drops;
    load->ended.drops = 0;
    for (size_t i = 0; i < load->peer_count; i++) {
        struct pl_load_conn *conns[] = {&load->peers[i].pub, &load->peers[i].sub};
        for (size_t j = 0; j < 2; j++) {
            uint64_t now = pl_sockets_drops(conns[j]->fd.fd);
            if (remember)
                conns[j]->drops_before = now;
            else if (now > conns[j]->drops_before)
                drops += now - conns[j]->drops_before;
        }
    }
    return drops;
}

static uint64_t since(uint64_t after, uint64_t before)
{
    return after > before ? after - before : 0; /* a connection may have ended meanwhile */
}

/* ---- time ---- */

static void fire_timers(struct pl_load *load)
{
    struct pl_heap_node *n;
    pl_time_us now = pl_clock_now_us();
    while ((n = pl_heap_pop_due(&load->conn_timers, now)) != NULL) {
        /* Read anew for each: frames carry the time at which they leave. */
        pl_load_conn_tick(pl_container_of(n, struct pl_load_conn, timer), pl_clock_now_us());
    }
    while ((n = pl_heap_pop_due(&load->peer_timers, now)) != NULL)
        pl_load_peer_tick(pl_container_of(n, struct pl_load_peer, timer), now);
}

static void turn(struct pl_load *load, pl_time_us until)
{
    pl_time_us at =
        pl_time_min(pl_heap_deadline(&load->conn_timers), pl_heap_deadline(&load->peer_timers));
    pl_poll_wait(&load->poll, pl_time_min(at, until));
    fire_timers(load);
}

struct show {
    void (*progress)(const char *line);
    const volatile int *stop;
    pl_time_us at, since; /* next, newest */
    uint64_t received;    /* until then */
};

static void show(struct show *s, const struct pl_load *load, const char *phase, pl_time_us left)
{
    const struct pl_load_result *r = &load->result;
    char line[LINE_BYTES];
    pl_time_us now = pl_clock_now_us();
    if (!s->progress || now < s->at)
        return;
    s->at = now + PROGRESS_US;
    snprintf(line, sizeof(line),
             "%s: %u of %u joined, %u failed, %u lost; %.0f packets a second, delay p50 %.1f p99 "
             "%.1f ms; %u s",
             phase, r->joined, r->wanted, r->failed, r->lost,
             (double)(r->received - s->received) * 1e6 / (double)(now - s->since),
             (double)pl_histogram_at(&r->delay, 500) / 1000,
             (double)pl_histogram_at(&r->delay, 990) / 1000, (unsigned)((left + 999999) / 1000000));
    s->received = r->received;
    s->since = now;
    s->progress(line);
}

/* ---- phases ---- */

/* Who only receives comes when all have come whom it will see. */
static bool may_start(const struct pl_load *load)
{
    const struct pl_load_peer *p = load->peers + load->started;
    unsigned limit = load->options->joining;
    return load->started < load->peer_count && (limit == 0 || load->joining < limit) &&
           (p->publishes || pl_load_room_ready(p));
}

static void join_all(struct pl_load *load, struct show *s)
{
    const struct pl_load_result *r = &load->result;
    pl_time_us begin = pl_clock_now_us(), next = begin, settled = PL_TIME_NEVER;
    while (!*s->stop) {
        pl_time_us now = pl_clock_now_us();
        while (next <= now && may_start(load)) {
            pl_load_peer_start(&load->peers[load->started++], now);
            next = begin + PL_SEC(load->started) / load->options->join_rate;
        }
        if (load->started < load->peer_count) {
            turn(load, next > now ? next : now + PL_MS(5));
        } else {
            if (settled == PL_TIME_NEVER && r->joined + r->failed == r->wanted)
                settled = now + SETTLE_US + PL_SEC(load->options->warm_up);
            if (settled <= now || r->failed == r->wanted)
                return;
            turn(load, pl_time_min(settled, now + PL_MS(100)));
        }
        show(s, load, "joining", 0);
    }
}

static void take(struct pl_load_result *r, const struct pl_load_sums *a,
                 const struct pl_load_sums *b)
{
    r->sent = since(b->sent, a->sent);
    r->missing = since(b->missing, a->missing);
    r->repaired = since(b->repaired, a->repaired);
    r->auth_failures = since(b->auth_failures, a->auth_failures);
    r->unknown = since(b->unknown, a->unknown);
    r->bytes = since(b->bytes, a->bytes);
    r->keys = since(b->keys, a->keys);
    r->profiles = b->profiles;
}

static void begin_measuring(struct pl_load *load, pl_time_us now)
{
    load->measuring = true;
    for (size_t i = 0; i < load->peer_count; i++) {
        struct pl_load_peer *p = &load->peers[i];
        p->pub.delay_min = p->sub.delay_min = PL_TIME_NEVER;
        if (p->state != PL_LOAD_PEER_JOINED)
            continue;
        pl_load_churn_begin(p, now);
        pl_load_peer_tick(p, now);
    }
}

static void end_measuring(struct pl_load *load)
{
    load->measuring = false;
    for (size_t i = 0; i < load->peer_count; i++) {
        struct pl_load_peer *p = &load->peers[i];
        pl_load_churn_end(p);
        if (p->sub.delay_min != PL_TIME_NEVER)
            pl_histogram_add(&load->result.least, p->sub.delay_min);
    }
}

static void measure(struct pl_load *load, struct show *s)
{
    const struct pl_load_options *o = load->options;
    struct pl_load_result *r = &load->result;
    struct pl_probe own, server = {0};
    struct pl_load_sums before, after;
    uint64_t machine = pl_probe_machine_us();
    uint64_t udp_drops = pl_probe_udp_drops(), unsent = pl_sockets_unsent(load->sockets);
    pl_time_us begin, end;
    sum_drops(load, true);
    pl_probe_process(0, &own);
    if (o->server_pid)
        pl_probe_process(o->server_pid, &server);
    remember_sent(load);
    before = sum_all(load);
    begin = pl_clock_now_us();
    begin_measuring(load, begin);
    end = begin + PL_SEC(o->seconds);
    while (!*s->stop && pl_clock_now_us() < end) {
        turn(load, end);
        show(s, load, "measuring", end - pl_time_min(end, pl_clock_now_us()));
    }
    end_measuring(load);
    r->measured_us = pl_clock_now_us() - begin;
    after = sum_all(load);
    take(r, &before, &after);
    r->due = sum_due(load);
    r->own_drops = sum_drops(load, false);
    r->own_unsent = since(pl_sockets_unsent(load->sockets), unsent);
    r->udp_drops = since(pl_probe_udp_drops(), udp_drops);
    pl_probe_process(0, &r->own);
    r->own.cpu_us = since(r->own.cpu_us, own.cpu_us);
    r->server_known =
        o->server_pid && r->server_known && pl_probe_process(o->server_pid, &r->server);
    if (r->server_known)
        r->server.cpu_us = since(r->server.cpu_us, server.cpu_us);
    r->others_cpu_us = since(pl_probe_machine_us() - machine,
                             r->own.cpu_us + (r->server_known ? r->server.cpu_us : 0));
}

static bool all_gone(const struct pl_load *load)
{
    for (size_t i = 0; i < load->started; i++) {
        if (load->peers[i].state == PL_LOAD_PEER_LEAVING)
            return false;
    }
    return true;
}

static void leave_all(struct pl_load *load, struct show *s)
{
    pl_time_us until = pl_clock_now_us() + LEAVE_US;
    for (size_t i = 0; i < load->started; i++)
        pl_load_peer_leave(&load->peers[i]);
    while (!all_gone(load) && pl_clock_now_us() < until) {
        turn(load, pl_time_min(until, pl_clock_now_us() + PL_MS(100)));
        show(s, load, "leaving", 0);
    }
}

void pl_load_run(struct pl_load *load, void (*progress)(const char *line), const volatile int *stop)
{
    struct pl_load_result *r = &load->result;
    struct show s = {.progress = progress, .stop = stop};
    r->server_known =
        load->options->server_pid && pl_probe_process(load->options->server_pid, &r->server_before);
    join_all(load, &s);
    r->joining_us = since(load->last_at, load->first_at);
    if (r->joined > 0 && !*stop)
        measure(load, &s);
    leave_all(load, &s);
}

const struct pl_load_result *pl_load_result(const struct pl_load *load)
{
    return &load->result;
}

/* ---- create and destroy ---- */

/* Up to three descriptors a peer. */
static void allow_descriptors(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        limit.rlim_cur = limit.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &limit); /* too few show as peers that fail */
    }
}

/* Shape by shape, room by room, publishers first. */
static void place_all(struct pl_load *load)
{
    const struct pl_load_options *o = load->options;
    struct pl_load_place place = {.room = o->first_room};
    for (size_t i = 0; i < o->shape_count; i++) {
        place.shape = &o->shapes[i];
        for (unsigned room = 0; room < place.shape->rooms; room++) {
            place.room_first = place.number;
            for (unsigned j = 0; j < place.shape->publishers + place.shape->subscribers; j++) {
                pl_load_peer_init(&load->peers[place.number], load, &place);
                place.number++;
            }
            place.room++;
        }
    }
    load->peer_count = place.number;
}

static enum pl_err open_all(struct pl_load *load)
{
    enum pl_err err = pl_poll_open(&load->poll);
    if (!err)
        err = pl_dtls_cert_create((int64_t)(pl_clock_wall_us() / 1000000u), CERT_DAYS, &load->cert);
    if (!err)
        err = pl_dtls_context_create(load->cert, NULL, &load->dtls);
    if (!err)
        err = pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &load->crypto);
    if (!err && load->options->tls) {
        load->target.tls = pl_ws_line_context_create(load->options->insecure);
        err = load->target.tls ? PL_OK : PL_E_CRYPTO;
    }
    if (err)
        return err;
    load->sockets = pl_sockets_create();
    load->arena = malloc(PL_WIRE_SERVER_ARENA_BYTES);
    load->text = malloc(PL_LOAD_TEXT_BYTES);
    load->peers = calloc(load->result.wanted, sizeof(*load->peers));
    if (!load->sockets || !load->arena || !load->text || !load->peers)
        return PL_E_NOMEM;
    place_all(load);
    return PL_OK;
}

enum pl_err pl_load_create(struct pl_load **out, const struct pl_load_options *options,
                           struct pl_load_films films)
{
    struct pl_load *load = calloc(1, sizeof(*load));
    enum pl_err err;
    *out = NULL;
    if (!load)
        return PL_E_NOMEM;
    load->options = options;
    load->films = films;
    load->backend = options->backend;
    load->poll.epoll = -1;
    load->result.wanted = (unsigned)pl_load_options_peers(options);
    pl_prng_init(&load->prng, options->seed);
    load->target = (struct pl_ws_client_target){.addr = options->server,
                                                .host = options->host,
                                                .path = options->path,
                                                .subprotocol = options->backend->subprotocol,
                                                .name = options->name};
    pl_heap_init(&load->conn_timers);
    pl_heap_init(&load->peer_timers);
    allow_descriptors();
    err = open_all(load);
    if (err)
        pl_load_destroy(load);
    else
        *out = load;
    return err;
}

void pl_load_destroy(struct pl_load *load)
{
    if (!load)
        return;
    for (size_t i = 0; i < load->peer_count; i++)
        pl_load_peer_finish(&load->peers[i]);
    free(load->peers);
    free(load->text);
    free(load->arena);
    pl_ws_line_context_destroy(load->target.tls);
    pl_sockets_destroy(load->sockets);
    pl_srtp_crypto_destroy(load->crypto);
    pl_dtls_context_destroy(load->dtls);
    pl_dtls_cert_destroy(load->cert);
    pl_heap_finish(&load->conn_timers);
    pl_heap_finish(&load->peer_timers);
    pl_poll_close(&load->poll);
    free(load);
}
