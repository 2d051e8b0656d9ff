/* SPDX-License-Identifier: Apache-2.0 */
/* Links with delay and breaks. Within one direction of one link order is kept, as TCP does. */
#include "sim.h"

#include "proto/wire/bulk.h"

static struct sim_link *link_of(struct sim *sim, uint64_t link)
{
    return &sim->links[link - 1];
}

static pl_time_us later(pl_time_us a, pl_time_us b)
{
    return a > b ? a : b;
}

/* 1..60 ms, now and then a second. */
static pl_time_us delay(struct sim *sim)
{
    return PL_MS(1 + sim_below(sim, sim_chance(sim, 50) ? 1000 : 60));
}

uint64_t sim_net_open(struct sim *sim, size_t client)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    struct sim_link *l;
    if (sim->link_count == SIM_LINKS) {
        sim_fail(sim, "the simulation has used up its links");
        return sim->link_count;
    }
    l = &sim->links[sim->link_count++];
    *l = (struct sim_link){.client = client, .server_open = true};
    e.link_opened.link = sim->link_count;
    e.link_opened.ip = pl_bytes_str(client % 2 ? "2001:db8::7" : "192.0.2.7");
    pl_prng_fill(&sim->prng, e.link_opened.random, sizeof(e.link_opened.random));
    sim_step(sim, &e);
    return e.link_opened.link;
}

static void fly_up(struct sim *sim, uint64_t link, bool binary, struct pl_bytes bytes)
{
    struct sim_link *l = link_of(sim, link);
    if (l->cut)
        return;
    l->up_at = later(l->up_at, sim->now + delay(sim));
    sim_schedule(sim, l->up_at,
                 (struct sim_event){.what = SIM_FRAME_UP, .link = link, .binary = binary}, bytes);
}

void sim_net_up(struct sim *sim, uint64_t link, struct pl_bytes text)
{
    fly_up(sim, link, false, text);
}

void sim_net_up_binary(struct sim *sim, uint64_t link, struct pl_bytes frame)
{
    fly_up(sim, link, true, frame);
}

static void fly_down(struct sim *sim, uint64_t link, pl_time_us at, struct pl_bytes text)
{
    link_of(sim, link)->down_flying++;
    sim_schedule(sim, at, (struct sim_event){.what = SIM_FRAME_DOWN, .link = link}, text);
}

/* The fault that the run is to commit, once, when enough has happened. */
static bool mutate_now(struct sim *sim, enum sim_mutation m)
{
    if (sim->mutation != m || sim->mutated || sim->frames < sim->mutate_after)
        return false;
    sim->mutated = true;
    return true;
}

void sim_net_down(struct sim *sim, uint64_t link, struct pl_bytes text)
{
    struct sim_link *l = link_of(sim, link);
    pl_time_us before = l->down_at;
    sim->frames++;
    if (l->cut)
        return;
    l->down_at = later(l->down_at, sim->now + delay(sim));
    if (mutate_now(sim, SIM_DROP))
        return;
    if (mutate_now(sim, SIM_DUPLICATE))
        fly_down(sim, link, l->down_at, text);
    if (l->down_flying > 0 && before > sim->now && mutate_now(sim, SIM_SWAP)) {
        fly_down(sim, link, sim->now, text);
        return;
    }
    fly_down(sim, link, l->down_at, text);
}

void sim_net_cut(struct sim *sim, uint64_t link)
{
    struct sim_link *l = link_of(sim, link);
    pl_time_us notices = sim->now + PL_MS(sim_below(sim, 20000));
    if (l->cut)
        return;
    l->cut = true;
    sim_schedule(sim, notices, (struct sim_event){.what = SIM_CLOSE_UP, .link = link},
                 (struct pl_bytes){NULL, 0});
}

void sim_net_server_closed(struct sim *sim, uint64_t link)
{
    struct sim_link *l = link_of(sim, link);
    if (!l->server_open)
        sim_fail(sim, "link %llu closed twice by the core", (unsigned long long)link);
    l->server_open = false;
    sim_schedule(sim, later(l->down_at, sim->now) + 1,
                 (struct sim_event){.what = SIM_CLOSE_DOWN, .link = link},
                 (struct pl_bytes){NULL, 0});
}

void sim_net_client_closes(struct sim *sim, uint64_t link)
{
    struct sim_link *l = link_of(sim, link);
    sim_schedule(sim, later(l->up_at, sim->now) + 1,
                 (struct sim_event){.what = SIM_CLOSE_UP, .link = link},
                 (struct pl_bytes){NULL, 0});
}

void sim_net_down_binary(struct sim *sim, uint64_t link, struct pl_bytes frame)
{
    struct sim_link *l = link_of(sim, link);
    if (l->cut)
        return;
    if (frame.data[0] == PL_BULK_DATA && mutate_now(sim, SIM_LOSE))
        return;
    l->down_at = later(l->down_at, sim->now + delay(sim));
    l->down_flying++;
    sim_schedule(sim, l->down_at,
                 (struct sim_event){.what = SIM_FRAME_DOWN, .link = link, .binary = true}, frame);
}

static void arrive_up(struct sim *sim, struct sim_event *event)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    if (link_of(sim, event->link)->cut)
        return;
    if (event->binary) {
        e.type = PL_EVENT_LINK_BINARY;
        e.link_binary.link = event->link;
        e.link_binary.bytes = pl_bytes_of(event->bytes, event->len);
        sim_step(sim, &e);
        return;
    }
    e.link_text.link = event->link;
    e.link_text.bytes = pl_bytes_of(event->bytes, event->len);
    sim_step(sim, &e);
    if (mutate_now(sim, SIM_REPEAT)) {
        /* "id":N -> the same request under another number */
        char *id = memmem(event->bytes, event->len, "\"id\":", 5);
        if (id && event->len < 200) {
            char text[256];
            int n = snprintf(text, sizeof(text), "%.*s9%.*s", (int)(id + 5 - (char *)event->bytes),
                             (char *)event->bytes,
                             (int)((char *)event->bytes + event->len - id - 5), id + 5);
            e.link_text.bytes = pl_bytes_of(text, (size_t)n);
            sim_step(sim, &e);
        } else {
            sim->mutated = false;
        }
    }
}

static void arrive_down(struct sim *sim, struct sim_event *event)
{
    struct sim_link *l = link_of(sim, event->link);
    struct sim_client *c = &sim->clients[l->client];
    l->down_flying--;
    if (!l->cut && c->link == event->link && event->binary)
        sim_file_binary(sim, c, pl_bytes_of(event->bytes, event->len));
    else if (!l->cut && c->link == event->link)
        sim_client_receive(sim, c, pl_bytes_of(event->bytes, event->len));
}

void sim_net_deliver(struct sim *sim, struct sim_event *event)
{
    struct sim_link *l = link_of(sim, event->link);
    struct pl_event closed = {.type = PL_EVENT_LINK_CLOSED, .link_closed = {event->link, false}};
    switch (event->what) {
    case SIM_FRAME_UP:
        arrive_up(sim, event);
        break;
    case SIM_FRAME_DOWN:
        arrive_down(sim, event);
        break;
    case SIM_CLOSE_UP:
        /* The fault shows where nobody comes back. */
        if (l->server_open &&
            !(l->session != 0 && sim->sessions[l->session].open &&
              sim->clients[l->client].session != l->session && mutate_now(sim, SIM_DEAF))) {
            l->server_open = false;
            l->cut = true;
            sim_step(sim, &closed);
        }
        break;
    default:
        if (!l->cut && sim->clients[l->client].link == event->link)
            sim_client_lost(sim, &sim->clients[l->client]);
        break;
    }
}
