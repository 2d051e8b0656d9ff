/* SPDX-License-Identifier: Apache-2.0 */
/* The clock, the core and its effects, storms and calms. */
#include "sim.h"

#include "core/trace.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>

enum {
    STORMS = 3,
    STORM_SECONDS = 40,
    CALM_SECONDS = 80, /* longer than a late notice and the grace time together */
};

const char *sim_mutation_name(enum sim_mutation m)
{
    static const char *const names[SIM_MUTATIONS] = {"honest", "drop", "duplicate", "swap",
                                                     "unlink", "deaf", "repeat",    "lose"};
    return names[m];
}

uint64_t sim_below(struct sim *sim, uint64_t n)
{
    return pl_prng_below(&sim->prng, n);
}

bool sim_chance(struct sim *sim, uint64_t one_in)
{
    return sim_below(sim, one_in) == 0;
}

void sim_fail(struct sim *sim, const char *format, ...)
{
    va_list args;
    if (sim->failure[0])
        return;
    va_start(args, format);
    vsnprintf(sim->failure, sizeof(sim->failure), format, args);
    va_end(args);
    sim_note(sim, "FAILED: %s", sim->failure);
}

/* ---- the trace and its hash (FNV-1a) ---- */

static void hash(struct sim *sim, const void *data, size_t len)
{
    const uint8_t *p = data;
    for (size_t i = 0; i < len; i++)
        sim->hash = (sim->hash ^ p[i]) * 0x100000001b3ULL;
}

void sim_note(struct sim *sim, const char *format, ...)
{
    char text[512];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    hash(sim, text, strlen(text));
    if (sim->trace)
        fprintf(sim->trace, "%4" PRIu64 ".%06" PRIu64 " %s\n", sim->now / 1000000,
                sim->now % 1000000, text);
}

static void note_text(struct sim *sim, uint64_t link, const char *direction, struct pl_bytes text)
{
    hash(sim, text.data, text.len);
    sim_note(sim, "%" PRIu64 "%s %.*s", link, direction, text.len < 400 ? (int)text.len : 400,
             (const char *)text.data);
}

static void note_event(struct sim *sim, const struct pl_event *e)
{
    switch (e->type) {
    case PL_EVENT_LINK_TEXT:
        note_text(sim, e->link_text.link, ">", e->link_text.bytes);
        break;
    case PL_EVENT_LINK_OPENED:
        sim_note(sim, "link %" PRIu64 " opens", e->link_opened.link);
        break;
    case PL_EVENT_LINK_CLOSED:
        sim_note(sim, "link %" PRIu64 " is gone", e->link_closed.link);
        break;
    default:
        sim_note(sim, "event %d", e->type);
        break;
    }
}

/* ---- effects ---- */

static void learn(struct sim *sim, const struct pl_fact *f)
{
    struct sim_session *s;
    if (f->session == 0 || f->session >= SIM_SESSIONS)
        return;
    s = &sim->sessions[f->session];
    if (f->link != 0)
        sim->links[f->link - 1].session = f->session;
    switch (f->kind) {
    case PL_FACT_SESSION_OPEN:
        *s = (struct sim_session){.open = true, .client = sim->links[f->link - 1].client};
        s->h264 = sim->clients[s->client].h264;
        sim->clients[s->client].session = f->session;
        sim->session_max = f->session;
        break;
    case PL_FACT_USER_LOGIN:
        s->user = f->user;
        break;
    case PL_FACT_ROOM_ENTER:
        s->room = f->room;
        break;
    case PL_FACT_ROOM_LEAVE:
        s->room = 0;
        break;
    case PL_FACT_SESSION_END:
        s->open = false;
        break;
    default:
        break;
    }
}

static void carry_out(struct sim *sim, const struct pl_effect *e)
{
    char text[PL_TRACE_MAX];
    if (e->type == PL_EFFECT_SEND) {
        note_text(sim, e->send.link, "<", e->send.bytes);
        sim_net_down(sim, e->send.link, e->send.bytes);
        return;
    }
    sim_note(sim, "%s", pl_trace_effect(e, text));
    if (e->type == PL_EFFECT_SEND_DATA)
        sim_net_down_binary(sim, e->send.link, e->send.bytes);
    else if (e->type == PL_EFFECT_CLOSE)
        sim_net_server_closed(sim, e->close.link);
    else if (e->type == PL_EFFECT_FACT)
        learn(sim, &e->fact);
    else
        sim_media_effect(sim, e);
}

void sim_step(struct sim *sim, struct pl_event *event)
{
    struct pl_effects effects;
    event->now = sim->now;
    note_event(sim, event);
    if (pl_core_step(sim->core, event, &effects) != PL_OK) {
        sim_fail(sim, "the core is out of memory");
        return;
    }
    sim->steps++;
    for (size_t i = 0; i < effects.count; i++)
        carry_out(sim, &effects.items[i]);
    sim_check_always(sim);
}

/* ---- time ---- */

void sim_schedule(struct sim *sim, pl_time_us at, struct sim_event what, struct pl_bytes bytes)
{
    struct sim_event *e = calloc(1, sizeof(*e) + bytes.len);
    assert(e);
    e->what = what.what;
    e->client = what.client;
    e->link = what.link;
    e->session = what.session;
    e->request = what.request;
    e->binary = what.binary;
    e->len = bytes.len;
    if (bytes.len > 0)
        memcpy(e->bytes, bytes.data, bytes.len);
    if (pl_heap_arm(&sim->future, &e->node, at) != PL_OK)
        abort();
}

static void act(struct sim *sim, struct sim_event *e)
{
    if (!sim->storm)
        return;
    sim_client_act(sim, e->client);
    sim_schedule(sim, sim->now + PL_MS(20 + sim_below(sim, 400)),
                 (struct sim_event){.what = SIM_ACT, .client = e->client},
                 (struct pl_bytes){NULL, 0});
}

static void happen(struct sim *sim, struct sim_event *e)
{
    switch (e->what) {
    case SIM_ACT:
        act(sim, e);
        break;
    case SIM_RECONNECT:
        sim_client_reconnect(sim, e->client);
        break;
    case SIM_MEDIA_REPLY:
    case SIM_MEDIA_OFFER:
    case SIM_MEDIA_FAIL:
        sim_media_event(sim, e);
        break;
    default:
        sim_net_deliver(sim, e);
        break;
    }
}

static void run_until(struct sim *sim, pl_time_us end)
{
    struct pl_event tick = {.type = PL_EVENT_TICK};
    while (!sim->failure[0]) {
        pl_time_us ours = pl_heap_deadline(&sim->future);
        pl_time_us cores = pl_core_deadline(sim->core);
        struct pl_heap_node *node;
        if (pl_time_min(ours, cores) > end)
            break;
        sim->now = pl_time_min(ours, cores) > sim->now ? pl_time_min(ours, cores) : sim->now;
        if (cores <= sim->now) {
            sim_step(sim, &tick);
            continue;
        }
        node = pl_heap_pop_due(&sim->future, sim->now);
        happen(sim, pl_container_of(node, struct sim_event, node));
        free(pl_container_of(node, struct sim_event, node));
    }
    sim->now = end;
}

/* ---- the story of a run ---- */

static void storm_and_calm(struct sim *sim)
{
    sim->storm = true;
    for (size_t i = 0; i < SIM_CLIENTS; i++)
        sim_schedule(sim, sim->now + PL_MS(sim_below(sim, 2000)),
                     (struct sim_event){.what = SIM_ACT, .client = i}, (struct pl_bytes){NULL, 0});
    run_until(sim, sim->now + PL_SEC(STORM_SECONDS));
    sim->storm = false;
    run_until(sim, sim->now + PL_SEC(CALM_SECONDS));
    if (!sim->failure[0])
        sim_check_calm(sim);
}

/* Everybody goes: half of the time by themselves, half of the time because the server stops. */
static void empty(struct sim *sim)
{
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    if (sim_chance(sim, 2)) {
        drain.drain.deadline = sim->now + PL_SEC(5);
        sim_step(sim, &drain);
    } else {
        for (size_t i = 0; i < SIM_CLIENTS; i++)
            sim_client_give_up(sim, &sim->clients[i]);
    }
    run_until(sim, sim->now + PL_SEC(CALM_SECONDS));
    if (!sim->failure[0])
        sim_check_empty(sim);
}

static void begin(struct sim *sim, uint64_t seed, enum sim_mutation mutation, FILE *trace)
{
    memset(sim, 0, sizeof(*sim));
    sim->seed = seed;
    sim->mutation = mutation;
    sim->trace = trace;
    sim->hash = 0xcbf29ce484222325ULL;
    sim->now = PL_SEC(1);
    pl_prng_init(&sim->prng, seed);
    pl_heap_init(&sim->future);
    sim_direct_init(sim);
    sim->mutate_after = 300 + sim_below(sim, 300);
    pl_core_config_init(&sim->config);
    sim->config.outbox_messages = 64; /* small enough to overflow now and then */
    sim->config.room_max_users = 5;   /* so that rooms fill up */
    sim->config.logins_per_minute = 600;
    sim->config.max_names = 4;
    sim->config.max_sessions = 64;
    sim->config.p2p_max_room_users = seed % 2 ? 2 : 4;
    sim_counter_configure(&sim->config);
    sim->core = pl_core_create(&sim->config);
    sim->arena = pl_wire_arena_of(malloc(PL_WIRE_SERVER_ARENA_BYTES), PL_WIRE_SERVER_ARENA_BYTES);
    assert(sim->core && sim->arena.data);
    for (size_t i = 0; i < SIM_CLIENTS; i++)
        sim_client_reset(&sim->clients[i]);
}

static void finish(struct sim *sim)
{
    struct pl_heap_node *node;
    while ((node = pl_heap_pop_due(&sim->future, PL_TIME_NEVER)))
        free(pl_container_of(node, struct sim_event, node));
    pl_heap_finish(&sim->future);
    pl_core_destroy(sim->core);
    free(sim->arena.data);
}

bool sim_run(struct sim *sim, uint64_t seed, enum sim_mutation mutation, FILE *trace)
{
    begin(sim, seed, mutation, trace);
    for (int i = 0; i < STORMS && !sim->failure[0]; i++)
        storm_and_calm(sim);
    if (!sim->failure[0])
        empty(sim);
    finish(sim);
    return !sim->failure[0];
}
