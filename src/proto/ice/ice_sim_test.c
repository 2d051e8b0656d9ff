/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small full, controlling agent (what a browser does, in miniature) talks to ours over a network
 * that loses, delays, reorders and repeats, on three paths that fail and come back; strangers join
 * in, and now and then the peer nominates the address of a victim. Virtual time; one seed is one
 * case.
 *
 *   peer --check--> network --> agent --answer--> network --> peer
 */
#include "ice_kit.h"

#include "base/rng.h"

#include <stdio.h>

#define PATHS        3
#define FLIGHT_MAX   256
#define STEP         PL_MS(10)
#define SEEDS        30
#define STRANGER     9 /* path number of somebody without the password */
#define VICTIM       8 /* somebody whom the peer nominates, as if it were itself */
#define REMOTE_UFRAG "peer"

struct packet {
    pl_time_us at; /* arrival; 0: free */
    bool to_agent;
    unsigned path;
    size_t len;
    uint8_t bytes[256];
};

struct peer_path {
    pl_time_us next_check;
    pl_time_us answered_at; /* 0: never */
    uint32_t last_id;
};

struct world {
    struct pl_prng rng;
    struct pl_random_seeded secrets;
    pl_time_us now;
    struct packet flight[FLIGHT_MAX];
    bool up[PATHS];
    unsigned loss_percent;
    /* the peer */
    struct peer_path paths[PATHS];
    struct pl_ice_credentials server; /* as its SDP said last */
    int nominated;                    /* -1: none */
    uint32_t next_id;
    unsigned answers;
    unsigned questions; /* of the agent that it answered */
    /* the agent and what its owner knows of it */
    struct pl_ice ice;
    bool known[32];
    bool connected, forging;
    unsigned selected;
    unsigned restarts_done;
    pl_time_us consent_at[PATHS]; /* last check that got through to the agent */
    /* The stranger: the latest check that has arrived. One still under way could win the race. */
    uint8_t heard[256];
    size_t heard_len;
};

static bool roll(struct world *w, unsigned percent)
{
    return pl_prng_below(&w->rng, 100) < percent;
}

static void send_packet(struct world *w, bool to_agent, unsigned path, struct pl_bytes bytes)
{
    int copies = roll(w, 3) ? 2 : 1;
    if (path < PATHS && (!w->up[path] || roll(w, w->loss_percent)))
        return;
    for (size_t i = 0; i < FLIGHT_MAX && copies > 0; i++) {
        struct packet *p = &w->flight[i];
        if (p->at != 0)
            continue;
        p->at = w->now + PL_MS(5 + pl_prng_below(&w->rng, 120));
        p->to_agent = to_agent;
        p->path = path;
        p->len = bytes.len;
        memcpy(p->bytes, bytes.data, bytes.len);
        copies--;
    }
}

/* ---- the peer ---- */

static void peer_check(struct world *w, unsigned path)
{
    uint8_t buf[256], id[PL_STUN_ID_BYTES];
    char username[64];
    struct pl_writer out = pl_writer_of(buf, sizeof(buf));
    struct peer_path *p = &w->paths[path];
    p->last_id = ++w->next_id;
    kit_id(p->last_id, id);
    snprintf(username, sizeof(username), "%s:" REMOTE_UFRAG, w->server.ufrag);
    pl_stun_write_check(&out, id,
                        &(struct pl_stun_check){.username = pl_bytes_str(username),
                                                .password = pl_bytes_str(w->server.pwd),
                                                .controlling = true,
                                                .use_candidate = w->nominated == (int)path});
    assert_true(pl_writer_ok(&out));
    send_packet(w, true, path, pl_writer_done(&out));
    p->next_check = w->now + (w->nominated == (int)path ? PL_MS(1000) : PL_MS(300));
}

/* The agent asks whether a path that was nominated gets there. */
static void peer_asked(struct world *w, unsigned path, const struct pl_stun_view *v)
{
    uint8_t buf[256];
    struct pl_writer out = pl_writer_of(buf, sizeof(buf));
    struct pl_ice_path mapped = kit_path(99);
    assert_ok(pl_stun_check_integrity(v, pl_bytes_str(PWD)));
    pl_stun_write_success(&out, v->id, &mapped.remote, pl_bytes_str(PWD));
    send_packet(w, true, path, pl_writer_done(&out));
    w->questions++;
}

static void peer_answer(struct world *w, unsigned path, struct pl_bytes datagram)
{
    struct pl_stun_view v;
    struct pl_ice_path want = kit_path(path);
    assert_ok(pl_stun_read(datagram, &v));
    assert_true(v.fingerprint_valid);
    if (v.class == PL_STUN_REQUEST) {
        /* The victim of a forged nomination has no idea what it is about. */
        if (path != VICTIM)
            peer_asked(w, path, &v);
        return;
    }
    if (path == VICTIM)
        return;
    if (path >= PATHS) { /* a stranger: 401 at most */
        assert_int_equal(v.class, PL_STUN_ERROR);
        return;
    }
    if (pl_stun_check_integrity(&v, pl_bytes_str(w->server.pwd)) != PL_OK)
        return; /* to a check of before the restart */
    assert_int_equal(v.class, PL_STUN_SUCCESS);
    assert_true(pl_addr_eq(&v.xor_mapped, &want.remote));
    w->paths[path].answered_at = w->now;
    w->answers++;
}

/* Nominates the first path that works, another one when it has been silent for five seconds. */
static void peer_step(struct world *w)
{
    for (unsigned i = 0; i < PATHS; i++) {
        if (w->now >= w->paths[i].next_check)
            peer_check(w, i);
    }
    if (w->nominated >= 0 && w->now < w->paths[w->nominated].answered_at + PL_SEC(5))
        return;
    w->nominated = -1;
    for (unsigned i = 0; i < PATHS; i++) {
        if (w->paths[i].answered_at != 0 && w->now < w->paths[i].answered_at + PL_SEC(2)) {
            w->nominated = (int)i;
            peer_check(w, i);
            return;
        }
    }
}

/* Authentic and nominating, with the address of somebody else. */
static void peer_forges(struct world *w)
{
    uint8_t buf[256];
    char username[64];
    snprintf(username, sizeof(username), "%s:" REMOTE_UFRAG, w->server.ufrag);
    send_packet(
        w, true, VICTIM,
        kit_write((struct ask){.username = username, .pwd = w->server.pwd, .nominate = true}, buf,
                  sizeof(buf)));
}

static void restart_both(struct world *w)
{
    pl_ice_credentials_make(&w->server, &w->secrets.base);
    pl_ice_restart(&w->ice, &w->server);
    assert_ok(pl_ice_set_remote(&w->ice, w->now, pl_bytes_str(REMOTE_UFRAG), pl_bytes_str(PWD)));
    w->nominated = -1;
    for (unsigned i = 0; i < PATHS; i++)
        w->paths[i].answered_at = 0;
}

/* ---- the agent's owner ---- */

static void take_event(struct world *w, const struct pl_ice_event *e)
{
    unsigned n = e->path.remote.ip[3];
    switch (e->type) {
    case PL_ICE_EVENT_PATH_ADDED:
        assert_false(w->known[n]);
        w->known[n] = true;
        break;
    case PL_ICE_EVENT_PATH_REMOVED:
        assert_true(w->known[n]);
        w->known[n] = false;
        break;
    case PL_ICE_EVENT_CONNECTED:
        assert_false(w->connected);
        w->connected = true;
        w->selected = n;
        break;
    case PL_ICE_EVENT_SELECTED:
        assert_true(w->connected);
        assert_int_not_equal(w->selected, n);
        w->selected = n;
        break;
    case PL_ICE_EVENT_LOST:
        assert_true(w->connected);
        w->connected = false;
        break;
    case PL_ICE_EVENT_RESTARTED:
        w->restarts_done++;
        break;
    case PL_ICE_EVENT_TIMEOUT:
        fail_msg("no timeout was asked for");
    }
}

static void drain_agent(struct world *w)
{
    uint8_t buf[PL_ICE_DATAGRAM_BYTES];
    struct pl_bytes datagram;
    struct pl_ice_path to;
    struct pl_ice_event e;
    while (pl_ice_next_output(&w->ice, (struct pl_buf){buf, sizeof(buf)}, &datagram, &to) == PL_OK)
        send_packet(w, false, to.remote.ip[3], datagram);
    while (pl_ice_next_event(&w->ice, &e) == PL_OK)
        take_event(w, &e);
}

static void check_agent(struct world *w)
{
    struct pl_ice_path p;
    assert_int_equal(pl_ice_selected(&w->ice, &p), w->connected);
    if (w->connected) {
        assert_int_equal(p.remote.ip[3], w->selected);
        assert_true(w->selected < PATHS);
        assert_true(w->now < w->consent_at[w->selected] + PL_ICE_CONSENT_DEFAULT_US);
    }
    for (unsigned n = 0; n < 32; n++)
        assert_int_equal(w->known[n], kit_valid(&w->ice, n));
    assert_false(w->known[STRANGER]);
    assert_true(w->selected != VICTIM || !w->connected);
    assert_true(pl_ice_deadline(&w->ice) > w->now);
}

static void note_arrival(struct world *w, const struct packet *p)
{
    w->consent_at[p->path] = w->now;
    w->heard_len = p->len;
    memcpy(w->heard, p->bytes, p->len);
}

static void agent_input(struct world *w, const struct packet *p)
{
    struct pl_ice_path from = kit_path(p->path);
    enum pl_err err = pl_ice_input(&w->ice, w->now, &from, pl_bytes_of(p->bytes, p->len));
    if (p->path == STRANGER)
        assert_int_not_equal(err, PL_OK);
    else if (err == PL_OK && p->path < PATHS && p->bytes[0] == 0)
        note_arrival(w, p);
    drain_agent(w);
}

/* ---- the world ---- */

/* A stranger sends noise, a guess at the password, or a check of the peer that he has overheard. */
static void stranger_step(struct world *w)
{
    uint8_t buf[256];
    char username[64];
    struct pl_bytes m = pl_bytes_of(buf, sizeof(buf));
    snprintf(username, sizeof(username), "%s:" REMOTE_UFRAG, w->server.ufrag);
    if (w->heard_len > 0 && roll(w, 40))
        m = pl_bytes_of(w->heard, w->heard_len);
    else if (roll(w, 30))
        pl_prng_fill(&w->rng, buf, sizeof(buf));
    else
        m = kit_write((struct ask){.username = username, .pwd = "guess", .nominate = true}, buf,
                      sizeof(buf));
    send_packet(w, true, STRANGER, m);
}

static void deliver_due(struct world *w)
{
    for (size_t i = 0; i < FLIGHT_MAX; i++) {
        struct packet p;
        if (w->flight[i].at == 0 || w->flight[i].at > w->now)
            continue;
        p = w->flight[i]; /* a copy: what it causes may take its place */
        w->flight[i].at = 0;
        if (p.to_agent)
            agent_input(w, &p);
        else
            peer_answer(w, p.path, pl_bytes_of(p.bytes, p.len));
    }
}

static void run_for(struct world *w, pl_time_us span, bool peer_lives)
{
    for (pl_time_us end = w->now + span; w->now < end; w->now += STEP) {
        deliver_due(w);
        pl_ice_tick(&w->ice, w->now);
        drain_agent(w);
        check_agent(w);
        if (peer_lives)
            peer_step(w);
        if (roll(w, 5))
            stranger_step(w);
        if (peer_lives && w->connected && w->forging && roll(w, 2))
            peer_forges(w);
    }
}

static void world_init(struct world *w, uint64_t seed)
{
    memset(w, 0, sizeof(*w));
    pl_prng_init(&w->rng, seed);
    pl_random_seeded_init(&w->secrets, seed);
    w->now = T0;
    w->nominated = -1;
    w->loss_percent = (unsigned)pl_prng_below(&w->rng, 31);
    memset(w->up, true, sizeof(w->up));
    pl_ice_credentials_make(&w->server, &w->secrets.base);
    pl_ice_init(&w->ice,
                &(struct pl_ice_config){.credentials = w->server, .random = &w->secrets.base},
                w->now);
    assert_ok(pl_ice_set_remote(&w->ice, w->now, pl_bytes_str(REMOTE_UFRAG), pl_bytes_str(PWD)));
}

static void run_seed(uint64_t seed)
{
    static struct world w;
    world_init(&w, seed);
    run_for(&w, PL_SEC(5), true);
    assert_true(w.connected);
    struct pl_ice_path first = kit_path(w.selected);
    pl_ice_secured(&w.ice, w.now, &first);
    w.forging = true;
    for (int phase = 0; phase < 6; phase++) { /* trouble: paths fail and come back, restarts */
        for (unsigned i = 0; i < PATHS; i++)
            w.up[i] = roll(&w, 50);
        if (roll(&w, 30))
            restart_both(&w);
        run_for(&w, PL_SEC(1 + pl_prng_below(&w.rng, 20)), true);
    }
    memset(w.up, true, sizeof(w.up)); /* calm: both must agree again */
    w.forging = false;
    restart_both(&w);
    run_for(&w, PL_SEC(20), true);
    w.loss_percent = 0;
    run_for(&w, PL_SEC(20), true);
    assert_true(w.connected);
    assert_int_equal(w.selected, w.nominated);
    assert_true(w.restarts_done > 0);
    assert_true(w.answers > 50);
    assert_true(w.questions > 0);

    run_for(&w, PL_SEC(1), false); /* the peer dies: consent ends on time, and all is forgotten */
    pl_time_us end = w.consent_at[w.selected] + PL_ICE_CONSENT_DEFAULT_US;
    run_for(&w, end - STEP - w.now, false);
    assert_true(w.connected);
    run_for(&w, 3 * STEP, false);
    assert_false(w.connected);
    run_for(&w, PL_SEC(31), false);
    assert_true(pl_ice_deadline(&w.ice) == PL_TIME_NEVER);
}

static void one_seed(void **state)
{
    run_seed(*(const uint64_t *)*state);
}

/* One case a seed, so that a failure names it. */
int main(void)
{
    static uint64_t seeds[SEEDS];
    static char names[SEEDS][16];
    struct CMUnitTest tests[SEEDS] = {0};
    for (unsigned i = 0; i < SEEDS; i++) {
        seeds[i] = i + 1;
        snprintf(names[i], sizeof(names[i]), "seed_%u", i + 1);
        tests[i] = (struct CMUnitTest){
            .name = names[i], .test_func = one_seed, .initial_state = &seeds[i]};
    }
    return cmocka_run_group_tests_name("ice_sim", tests, NULL, NULL);
}
