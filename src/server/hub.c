/* SPDX-License-Identifier: Apache-2.0 */
/* Steps: what happens on links, and what comes back while effects are carried out; life. */
#include "server/hub_internal.h"

#include "io/clock.h"
#include "io/random.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>

/* What the outside says to an effect at once, on its way to the domain: a refusal of a media worker
 * (its session was not told yet), the answer to a question. */
struct refusal {
    struct pl_list in_hub;
    struct pl_event event;
    struct pl_ruling *ruling; /* what an answer's views show; else NULL */
};

/* ---- steps ---- */

void pl_hub_refuse(struct pl_hub *hub, const struct pl_event *event)
{
    struct refusal *r = calloc(1, sizeof(*r));
    if (!r) {
        hub->observer.on_fatal(hub->arg, "out of memory");
        return;
    }
    r->event = *event;
    pl_list_add_tail(&hub->refusals, &r->in_hub);
}

static void step_once(struct pl_hub *hub, struct pl_event *event)
{
    struct pl_effects effects;
    event->now = pl_clock_now_us();
    if (pl_core_step(hub->core, event, &effects)) {
        hub->observer.on_fatal(hub->arg, "the domain is out of memory");
        return;
    }
    for (size_t i = 0; i < effects.count; i++)
        pl_hub_run_effect(hub, &effects.items[i]);
    pl_hub_kept_rows(hub);
    pl_hold_go_on(hub->hold);
}

void pl_hub_step(struct pl_hub *hub, struct pl_event *event)
{
    if (hub->stopping)
        return;
    hub->stepping = true;
    step_once(hub, event);
    while (!pl_list_empty(&hub->refusals)) {
        struct refusal *r = pl_container_of(hub->refusals.next, struct refusal, in_hub);
        pl_list_remove(&r->in_hub);
        step_once(hub, &r->event);
        free(r->ruling);
        free(r);
    }
    hub->stepping = false;
    pl_timer_arm(hub->timer, pl_core_deadline(hub->core));
}

/* What others say to a question: at once, or when the step that asked has been carried out. */
static void on_ruling(void *arg, const struct pl_ruling *ruling)
{
    struct pl_hub *hub = arg;
    struct pl_event e = {.type = PL_EVENT_ANSWER, .answer = *ruling};
    struct refusal *r;
    if (!hub->stepping) {
        pl_hub_step(hub, &e);
        return;
    }
    r = calloc(1, sizeof(*r));
    if (r)
        r->ruling = pl_ruling_copy(ruling);
    if (!r || !r->ruling) {
        free(r);
        hub->observer.on_fatal(hub->arg, "out of memory");
        return;
    }
    r->event = e;
    r->event.answer = *r->ruling;
    pl_list_add_tail(&hub->refusals, &r->in_hub);
}

/* ---- events ---- */

static void on_timer(void *arg)
{
    pl_hub_step(arg, &(struct pl_event){.type = PL_EVENT_TICK});
}

void pl_hub_link_opened(struct pl_hub *hub, uint64_t link, const struct pl_signal_peer *peer)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    struct pl_random *random = pl_random_kernel();
    char ip[PL_ADDR_TEXT_MAX];
    e.link_opened.link = link;
    e.link_opened.ip = pl_bytes_str(pl_addr_print_ip(&peer->address, ip));
    random->fill(random, e.link_opened.random, sizeof(e.link_opened.random));
    hub->observer.on_link(hub->arg, link, ip, true, 0, "");
    pl_hub_step(hub, &e);
}

void pl_hub_link_text(struct pl_hub *hub, uint64_t link, struct pl_bytes text)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    e.link_text.link = link;
    e.link_text.bytes = text;
    pl_hub_step(hub, &e);
}

void pl_hub_link_binary(struct pl_hub *hub, uint64_t link, struct pl_bytes data)
{
    struct pl_event e = {.type = PL_EVENT_LINK_BINARY};
    e.link_binary.link = link;
    e.link_binary.bytes = data;
    pl_hub_step(hub, &e);
}

void pl_hub_link_closed(struct pl_hub *hub, uint64_t link, uint16_t code, const char *why)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED};
    e.link_closed.link = link;
    /* What browsers say when their page goes, also when its scripts had no time to log out. */
    e.link_closed.going = code == PL_CLOSE_GOING;
    hub->observer.on_link(hub->arg, link, "", false, code, why);
    pl_hold_closed(hub->hold, link);
    pl_hub_step(hub, &e);
}

void pl_hub_foreign_closed(struct pl_hub *hub, uint64_t link)
{
    pl_hold_closed(hub->hold, link);
}

/* ---- rows that are waited for ---- */

static void on_safe(void *arg, uint64_t number)
{
    struct pl_hub *hub = arg;
    pl_hold_release(hub->hold, number);
}

static void on_unsafe(void *arg, bool unsafe)
{
    struct pl_hub *hub = arg;
    struct pl_event e = {.type = PL_EVENT_UNSAFE};
    hub->observer.on_unsafe(hub->arg, unsafe);
    pl_hold_let_all(hub->hold, unsafe);
    e.unsafe.on = unsafe;
    pl_hub_step(hub, &e);
}

static void on_stored(void *arg, struct pl_event *event)
{
    pl_hub_step(arg, event);
}

/* ---- life ---- */

/* "stun:10.0.0.1:8910", "stun:[2001:db8::1]:8910": the media port of the first worker. */
static size_t list_stun(struct pl_hub *hub)
{
    size_t n = 0;
    for (size_t i = 0; i < PL_MEDIA_ADDRESSES_MAX; i++) {
        struct pl_addr a = pl_media_pool_address(hub->media, 0, i);
        char address[PL_ADDR_TEXT_MAX];
        if (a.family == PL_ADDR_NONE)
            break;
        (void)snprintf(hub->stun_text[n], sizeof(hub->stun_text[n]), "stun:%s",
                       pl_addr_print(&a, address));
        hub->stun[n] = pl_bytes_str(hub->stun_text[n]);
        n++;
    }
    return n;
}

/* The media side first, since it knows its ports then; its events come through the loop, later. */
static enum pl_err start_parts(struct pl_hub *hub, struct pl_loop *loop,
                               const struct pl_hub_config *config, uint16_t *port)
{
    static const struct pl_media_pool_handler media = {pl_hub_on_media};
    const struct pl_safe_port safe = {on_safe, on_unsafe, hub};
    struct pl_hold_port mouth = pl_hub_mouth;
    struct pl_core_config core = config->core;
    enum pl_err err = pl_media_pool_start(&hub->media, loop, &config->media, &media, hub, port);
    if (err)
        return err;
    core.stun = hub->stun;
    core.stun_count = list_stun(hub);
    if (core.file_store)
        err =
            pl_spool_start(&hub->spool, loop, config->spool, &config->spool_limits, on_stored, hub);
    if (err)
        return err;
    hub->asker = pl_asker_create((size_t)PL_ASKS_OF_SESSION * core.max_sessions, on_ruling, hub);
    mouth.arg = hub;
    hub->hold = pl_hold_create(&mouth);
    if (hub->keeper)
        pl_safe_listen(pl_keeper_safe(hub->keeper), &safe);
    hub->core = pl_core_create(&core);
    hub->timer = pl_timer_create(loop, on_timer, hub);
    return hub->core && hub->timer && hub->asker && hub->hold ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_hub_start(struct pl_hub **out, struct pl_loop *loop, struct pl_signal *signal,
                         const struct pl_hub_config *config, const struct pl_hub_observer *observer,
                         void *arg, uint16_t *port)
{
    struct pl_hub *hub = calloc(1, sizeof(*hub));
    enum pl_err err;
    if (!hub)
        return PL_E_NOMEM;
    hub->signal = signal;
    hub->keeper = config->keeper;
    hub->feed = config->feed;
    hub->records = config->records;
    hub->observer = *observer;
    hub->arg = arg;
    pl_list_init(&hub->refusals);
    err = start_parts(hub, loop, config, port);
    if (err) {
        pl_hub_stop(hub);
        return err;
    }
    *out = hub;
    return PL_OK;
}

void pl_hub_stop(struct pl_hub *hub)
{
    if (!hub)
        return;
    hub->stopping = true;
    pl_media_pool_stop(hub->media);
    pl_spool_stop(hub->spool);
    if (hub->timer)
        pl_timer_destroy(hub->timer);
    pl_asker_destroy(hub->asker);
    pl_core_destroy(hub->core);
    if (hub->keeper)
        pl_safe_listen(pl_keeper_safe(hub->keeper), &(struct pl_safe_port){NULL, NULL, NULL});
    pl_hold_destroy(hub->hold);
    free(hub);
}

void pl_hub_drain(struct pl_hub *hub, pl_time_us deadline)
{
    struct pl_event e = {.type = PL_EVENT_DRAIN};
    e.drain.deadline = deadline;
    pl_hub_step(hub, &e);
}

/* ---- what takes part ---- */

unsigned pl_hub_listen(struct pl_hub *hub, const struct pl_hub_listener *listener)
{
    assert(hub->listener_count < PL_HUB_LISTENERS_MAX);
    hub->listeners[hub->listener_count] = *listener;
    return hub->listener_count++;
}

void pl_hub_take(struct pl_hub *hub, unsigned place, const struct pl_core_takers *takers)
{
    struct pl_event e = {.type = PL_EVENT_TAKERS};
    assert(place < hub->listener_count);
    hub->takes[place] = *takers;
    for (unsigned i = 0; i < hub->listener_count; i++) {
        const struct pl_core_takers *t = &hub->takes[i];
        for (unsigned channel = 0; channel < 3; channel++)
            e.takers.data[channel] |= t->data[channel];
        e.takers.control |= t->control;
        e.takers.file |= t->file;
    }
    pl_hub_event(hub, &e);
}

void pl_hub_event(struct pl_hub *hub, struct pl_event *event)
{
    assert(!hub->stepping);
    pl_hub_step(hub, event);
}

struct pl_core *pl_hub_core(struct pl_hub *hub)
{
    return hub->core;
}

struct pl_asker *pl_hub_asker(struct pl_hub *hub)
{
    return hub->asker;
}

void pl_hub_kept(struct pl_hub *hub, const struct pl_core_kept *kept)
{
    struct pl_event e = {.type = PL_EVENT_KEPT, .kept = *kept};
    pl_hub_step(hub, &e);
}

struct pl_media_pool *pl_hub_media(struct pl_hub *hub)
{
    return hub->media;
}

void pl_hub_core_stats(const struct pl_hub *hub, struct pl_core_stats *out)
{
    pl_core_stats(hub->core, out);
}

void pl_hub_hold_stats(const struct pl_hub *hub, struct pl_hold_stats *out)
{
    pl_hold_stats(hub->hold, out);
}

size_t pl_hub_sessions(const struct pl_hub *hub)
{
    struct pl_core_stats stats;
    pl_core_stats(hub->core, &stats);
    return stats.sessions;
}
