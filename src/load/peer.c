/* SPDX-License-Identifier: Apache-2.0 */
/* The life of a simulated client, whatever the server is. */
#include "load/peer.h"

#include "io/clock.h"

/* From the opening of the link to the first media. */
#define JOIN_US PL_SEC(20)
#define TICK_US PL_SEC(1)

static void arm(struct pl_load_peer *p, pl_time_us at)
{
    if (pl_heap_arm(&p->load->peer_timers, &p->timer, at))
        pl_load_peer_fail(p, "out of memory");
}

static void count_reason(struct pl_load_result *r, const char *why)
{
    size_t i = 0;
    while (i + 1 < PL_LOAD_REASONS_MAX && r->reasons[i].count > 0 &&
           strcmp(r->reasons[i].text, why) != 0)
        i++;
    if (r->reasons[i].count == 0)
        snprintf(r->reasons[i].text, sizeof(r->reasons[i].text), "%s", why);
    r->reasons[i].count++;
}

static bool active(const struct pl_load_peer *p)
{
    return p->state == PL_LOAD_PEER_JOINING || p->state == PL_LOAD_PEER_JOINED;
}

/* ---- rooms ---- */

unsigned pl_load_room_size(const struct pl_load_peer *p)
{
    return p->shape->publishers + p->shape->subscribers;
}

struct pl_load_peer *pl_load_room_first(const struct pl_load_peer *p)
{
    return p->load->peers + p->room_first;
}

bool pl_load_peer_sends(const struct pl_load_peer *p)
{
    return p->publishes && p->connected && active(p);
}

bool pl_load_room_ready(const struct pl_load_peer *p)
{
    const struct pl_load_peer *q = pl_load_room_first(p);
    for (unsigned i = 0; i < pl_load_room_size(p); i++) {
        bool failed = q[i].state >= PL_LOAD_PEER_LEAVING;
        if (q[i].publishes && !q[i].connected && !failed)
            return false;
    }
    return true;
}

static void tell_room(struct pl_load_peer *p)
{
    struct pl_load_peer *q = pl_load_room_first(p);
    for (unsigned i = 0; i < pl_load_room_size(p); i++) {
        if (active(&q[i]) && q[i].ws.state == PL_WS_CLIENT_OPEN)
            p->load->backend->room_changed(&q[i]);
    }
}

/* ---- states ---- */

static void set_state(struct pl_load_peer *p, enum pl_load_peer_state state)
{
    p->load->joining -= p->state == PL_LOAD_PEER_JOINING;
    p->load->joining += state == PL_LOAD_PEER_JOINING;
    p->state = state;
}

/* Ends everything of it but the link. */
static void stop(struct pl_load_peer *p, enum pl_load_peer_state state)
{
    set_state(p, state);
    pl_heap_disarm(&p->load->peer_timers, &p->timer);
    pl_load_conn_finish(&p->pub);
    pl_load_conn_finish(&p->sub);
}

void pl_load_peer_fail(struct pl_load_peer *p, const char *why)
{
    struct pl_load_result *r = &p->load->result;
    if (!active(p))
        return;
    if (p->came)
        r->lost++;
    else
        r->failed++;
    count_reason(r, why);
    /* The present call may come from inside of a connection or the link: they end with the turn. */
    set_state(p, PL_LOAD_PEER_FAILED);
    arm(p, 0);
    if (p->publishes && !p->connected)
        tell_room(p);
}

void pl_load_peer_joined(struct pl_load_peer *p, pl_time_us now)
{
    struct pl_load_result *r = &p->load->result;
    if (p->state != PL_LOAD_PEER_JOINING)
        return;
    set_state(p, PL_LOAD_PEER_JOINED);
    if (p->load->measuring)
        pl_load_churn_begin(p, now);
    arm(p, pl_time_min(now + TICK_US, pl_load_churn_deadline(p)));
    r->happened.returned += p->came;
    r->joined += !p->came;
    if (p->came || !p->watches) {
        p->came = true;
        return;
    }
    p->came = true;
    p->load->last_at = now;
    pl_histogram_add(&r->join, now > p->open_at ? now - p->open_at : 0);
    pl_histogram_add(&r->answer, now > p->answer_at ? now - p->answer_at : 0);
}

void pl_load_peer_connected(struct pl_load_peer *p, pl_time_us now)
{
    if (p->connected || !active(p))
        return;
    p->connected = true;
    if (!p->watches)
        pl_load_peer_joined(p, now);
    tell_room(p);
}

/* ---- for the back-ends ---- */

void pl_load_peer_say(struct pl_load_peer *p, struct pl_bytes text)
{
    if (p->ws.state == PL_WS_CLIENT_OPEN && pl_ws_client_send(&p->ws, text))
        pl_load_peer_fail(p, "a message could not be sent");
}

bool pl_load_peer_publish(struct pl_load_peer *p)
{
    if (pl_load_conn_open(&p->pub) == PL_OK && pl_load_conn_publish(&p->pub) == PL_OK)
        return true;
    pl_load_peer_fail(p, "out of memory");
    return false;
}

void pl_load_peer_described(struct pl_load_peer *p, pl_time_us now, struct pl_bytes sdp)
{
    if (!p->pub.rtc || pl_rtc_take_answer(p->pub.rtc, now, sdp))
        pl_load_peer_fail(p, "the server's answer cannot be used");
    else if (pl_load_conn_connect(&p->pub, now))
        pl_load_peer_fail(p, "no UDP socket");
}

bool pl_load_peer_answer(struct pl_load_peer *p, pl_time_us now, struct pl_bytes offer, bool fresh,
                         uint8_t *dst, size_t size, size_t *len)
{
    const char *why = NULL;
    if ((fresh || !p->sub.rtc) && pl_load_conn_open(&p->sub))
        why = "out of memory";
    else if (pl_rtc_answer(p->sub.rtc, now, offer, dst, size, len))
        why = "the server's offer cannot be used";
    if (why)
        pl_load_peer_fail(p, why);
    return !why;
}

void pl_load_peer_answered(struct pl_load_peer *p, pl_time_us now)
{
    p->answer_at = now;
    if (active(p) && pl_load_conn_connect(&p->sub, now))
        pl_load_peer_fail(p, "no UDP socket");
}

/* ---- the link ---- */

static void on_open(struct pl_ws_client *ws)
{
    struct pl_load_peer *p = (struct pl_load_peer *)(void *)ws;
    if (active(p))
        p->load->backend->open(p, pl_clock_now_us());
}

static void on_text(struct pl_ws_client *ws, struct pl_bytes text)
{
    struct pl_load_peer *p = (struct pl_load_peer *)(void *)ws;
    if (active(p))
        p->load->backend->text(p, pl_clock_now_us(), text);
}

static void on_closed(struct pl_ws_client *ws, const char *why)
{
    struct pl_load_peer *p = (struct pl_load_peer *)(void *)ws;
    char reason[PL_LOAD_REASON_BYTES];
    snprintf(reason, sizeof(reason), "link: %s", why);
    if (p->state == PL_LOAD_PEER_LEAVING)
        set_state(p, PL_LOAD_PEER_GONE);
    else
        pl_load_peer_fail(p, reason);
}

/* ---- life ---- */

void pl_load_peer_init(struct pl_load_peer *p, struct pl_load *load,
                       const struct pl_load_place *place)
{
    static const struct pl_ws_client_handler handler = {on_open, on_text, on_closed};
    const struct pl_load_shape *shape = place->shape;
    unsigned index = place->number - place->room_first;
    *p = (struct pl_load_peer){.load = load,
                               .shape = shape,
                               .number = place->number,
                               .room = place->room,
                               .room_first = place->room_first};
    pl_ws_client_init(&p->ws, &load->poll, &handler);
    pl_load_conn_init(&p->pub, p);
    pl_load_conn_init(&p->sub, p);
    p->publishes = index < shape->publishers;
    p->watches = !p->publishes || (shape->mesh && shape->publishers > 1);
    p->impaired = shape->impairs && pl_prng_below(&load->prng, 100) < shape->impaired;
    pl_load_churn_end(p);
}

void pl_load_peer_start(struct pl_load_peer *p, pl_time_us now)
{
    set_state(p, PL_LOAD_PEER_JOINING);
    p->connected = false;
    p->answer_at = 0;
    if (p->watches && p->load->first_at == 0)
        p->load->first_at = now;
    p->open_at = now;
    p->give_up_at = now + JOIN_US;
    arm(p, now + TICK_US);
    if (pl_ws_client_open(&p->ws, &p->load->target))
        pl_load_peer_fail(p, "no connection to the server");
}

void pl_load_peer_tick(struct pl_load_peer *p, pl_time_us now)
{
    if (p->state == PL_LOAD_PEER_FAILED) {
        pl_load_peer_finish(p);
        return;
    }
    if (p->state == PL_LOAD_PEER_JOINING && now >= p->give_up_at) {
        pl_load_peer_fail(p, "no media in time");
        return;
    }
    if (active(p) && p->ws.state == PL_WS_CLIENT_OPEN)
        p->load->backend->tick(p, now);
    pl_load_churn_tick(p, now);
    if (active(p))
        arm(p, pl_time_min(now + TICK_US, pl_load_churn_deadline(p)));
    else if (p->state != PL_LOAD_PEER_FAILED)
        arm(p, pl_load_churn_deadline(p));
}

void pl_load_peer_leave(struct pl_load_peer *p)
{
    bool waits;
    if (!active(p))
        return;
    waits = p->ws.state == PL_WS_CLIENT_OPEN && p->load->backend->leave(p);
    if (!active(p))
        return;
    stop(p, waits ? PL_LOAD_PEER_LEAVING : PL_LOAD_PEER_GONE);
    if (!waits)
        pl_ws_client_finish(&p->ws);
}

void pl_load_peer_finish(struct pl_load_peer *p)
{
    stop(p, p->state == PL_LOAD_PEER_FAILED ? PL_LOAD_PEER_FAILED : PL_LOAD_PEER_GONE);
    pl_ws_client_finish(&p->ws);
}
