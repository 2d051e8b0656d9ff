/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rooms that a seed makes up: people come, go, pause, start anew, over a network that loses,
 * doubles and delays. Whatever happens, a subscriber sees one packet under one number, pictures
 * begin with a key frame, and nothing comes that was not linked.
 */
#include "media/tests/media_kit.h"

#include <stdio.h>

enum { SEEDS = 30, CLIENTS = 5, STEPS = 120 };

struct sim {
    struct kit *kit;
    struct pl_prng prng;
    struct kit_client *seats[CLIENTS]; /* NULL: empty */
    unsigned linked[CLIENTS][CLIENTS]; /* [subscriber][publisher]: KIT_AUDIO | KIT_VIDEO */
    bool publishes[CLIENTS];
};

static unsigned roll(struct sim *sim, unsigned bound)
{
    return (unsigned)pl_prng_below(&sim->prng, bound);
}

static void join(struct sim *sim, unsigned i)
{
    if (sim->seats[i] || sim->kit->client_count == KIT_CLIENTS)
        return;
    sim->seats[i] = kit_join(sim->kit);
    if (roll(sim, 3) == 0)
        sim->seats[i]->config.without_codecs = 1u << PL_CODEC_H264;
    if (roll(sim, 4) == 0)
        sim->seats[i]->config.without_ssrcs = true;
    sim->seats[i]->config.gives_feedback = roll(sim, 2) == 0;
}

/* ---- what must hold ---- */

static int compare(const void *x, const void *y)
{
    const struct kit_packet *a = x, *b = y;
    if (a->ssrc != b->ssrc)
        return a->ssrc < b->ssrc ? -1 : 1;
    return a->seq != b->seq ? (int)a->seq - (int)b->seq : (a->at > b->at) - (a->at < b->at);
}

static void expect_one_packet_a_number(struct kit_client *c)
{
    if (c->log_count == 0)
        return;
    qsort(c->log, c->log_count, sizeof(c->log[0]), compare);
    for (size_t i = 1; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i - 1], *q = &c->log[i];
        if (p->ssrc != q->ssrc || p->seq != q->seq || q->at - p->at > PL_SEC(60))
            continue;
        assert_int_equal(p->stamp.origin, q->stamp.origin);
        assert_int_equal(p->stamp.frame, q->stamp.frame);
        assert_int_equal(p->stamp.index, q->stamp.index);
        assert_int_equal(p->ts, q->ts);
    }
}

static bool seen_before(const struct kit_client *c, size_t i)
{
    for (size_t j = 0; j < i; j++) {
        if (c->log[j].ssrc == c->log[i].ssrc)
            return true;
    }
    return false;
}

/* The first that arrives may be one behind it, when the network delays or loses. */
static void expect_pictures_begin_with_a_key(const struct kit_client *c)
{
    for (size_t i = 0; i < c->log_count; i++) {
        const struct kit_packet *p = &c->log[i];
        bool key = false;
        if (p->stamp.codec == PL_CODEC_OPUS || seen_before(c, i))
            continue;
        for (size_t j = i; j < c->log_count && !key; j++)
            key = c->log[j].ssrc == p->ssrc && c->log[j].stamp.key &&
                  c->log[j].at - p->at < PL_SEC(2);
        assert_true(key || c->log[c->log_count - 1].at - p->at < PL_SEC(2));
    }
}

/* Everything that a client has got since the last look. */
static void look(struct sim *sim, unsigned i)
{
    struct kit_client *c = sim->seats[i];
    for (size_t n = 0; n < c->log_count; n++) {
        bool known = false;
        assert_true(c->log[n].stamped);
        assert_false((c->config.without_codecs & 1u << c->log[n].stamp.codec) != 0);
        for (unsigned j = 0; j < sim->kit->client_count; j++)
            known |= c->log[n].stamp.origin / 10 == 101 + j;
        assert_true(known);
    }
    expect_pictures_begin_with_a_key(c);
    expect_one_packet_a_number(c);
    kit_forget(c);
}

static void leave(struct sim *sim, unsigned i)
{
    if (!sim->seats[i])
        return;
    look(sim, i);
    kit_leave(sim->seats[i]);
    sim->seats[i] = NULL;
    sim->publishes[i] = false;
    for (unsigned j = 0; j < CLIENTS; j++)
        sim->linked[i][j] = sim->linked[j][i] = 0;
}

static void link(struct sim *sim, unsigned i)
{
    unsigned j = roll(sim, CLIENTS), what = 1 + roll(sim, 3);
    bool on = roll(sim, 3) != 0;
    if (!sim->seats[i] || !sim->seats[j])
        return;
    kit_link(sim->seats[i], sim->seats[j], what, on);
    sim->linked[i][j] = on ? sim->linked[i][j] | what : sim->linked[i][j] & ~what;
}

static void act(struct sim *sim)
{
    unsigned i = roll(sim, CLIENTS);
    struct kit_client *c = sim->seats[i];
    switch (roll(sim, 12)) {
    case 0:
        if (roll(sim, 3) == 0)
            leave(sim, i);
        break;
    case 1:
    case 2:
        join(sim, i);
        break;
    case 3:
        if (c && !sim->publishes[i]) {
            kit_publish(c, KIT_AUDIO | KIT_VIDEO);
            sim->publishes[i] = true;
        }
        break;
    case 4:
        if (c && sim->publishes[i]) { /* another connection */
            pl_media_restart(sim->kit->m, sim->kit->now, c->id, PL_MEDIA_PUB);
            kit_publish(c, KIT_AUDIO | KIT_VIDEO);
        }
        break;
    case 5:
        if (c && sim->publishes[i])
            kit_offer(c, roll(sim, 2) ? PL_CODEC_H264 : PL_CODEC_VP8);
        break;
    case 6:
        if (c && sim->publishes[i])
            pl_rtc_renew_source(roll(sim, 2) ? kit_camera(c) : kit_microphone(c));
        break;
    case 7:
        if (c && roll(sim, 3) == 0)
            pl_media_restart(sim->kit->m, sim->kit->now, c->id, PL_MEDIA_SUB);
        break;
    default:
        link(sim, i);
        break;
    }
}

static void expect_many(const struct sim *sim, unsigned i, unsigned j, size_t count)
{
    if (count <= 50)
        fail_msg("%u got %zu packets of %u's picture", (unsigned)sim->seats[i]->id, count,
                 (unsigned)sim->seats[j]->id);
}

/* With a calm network everybody gets what he is linked to, and nobody anything else. */
static void expect_calm(struct sim *sim)
{
    struct kit *kit = sim->kit;
    kit->loss = kit->duplicate = kit->late = 0;
    kit_run(kit, PL_SEC(12)); /* who has lowered his estimate finds up again */
    for (unsigned i = 0; i < CLIENTS; i++)
        if (sim->seats[i])
            look(sim, i);
    kit_run(kit, PL_SEC(2));
    for (unsigned i = 0; i < CLIENTS; i++) {
        for (unsigned j = 0; sim->seats[i] && j < CLIENTS; j++) {
            size_t counts[2] = {0};
            for (size_t n = 0; sim->seats[j] && n < sim->seats[i]->log_count; n++) {
                const struct kit_packet *p = &sim->seats[i]->log[n];
                if (p->stamp.origin / 10 == sim->seats[j]->id)
                    counts[p->stamp.origin % 10]++;
            }
            if (!sim->publishes[j])
                continue;
            if (sim->linked[i][j] & KIT_AUDIO)
                assert_true(counts[0] > 50);
            else
                assert_int_equal(counts[0], 0);
            if (!(sim->linked[i][j] & KIT_VIDEO))
                assert_int_equal(counts[1], 0);
            else if (!(sim->seats[i]->config.without_codecs &
                       1u << kit_camera(sim->seats[j])->codec))
                expect_many(sim, i, j, counts[1]);
        }
    }
}

static void run(uint64_t seed)
{
    struct sim sim = {.kit = kit_create(seed)};
    pl_prng_init(&sim.prng, seed * 7919);
    sim.kit->loss = roll(&sim, 12);
    sim.kit->duplicate = roll(&sim, 8);
    sim.kit->late = roll(&sim, 25);
    sim.kit->delay_us = PL_MS(1) + roll(&sim, PL_MS(60));
    for (unsigned i = 0; i < 3; i++)
        join(&sim, i);
    for (int n = 0; n < STEPS; n++) {
        act(&sim);
        kit_run(sim.kit, roll(&sim, PL_MS(500)));
    }
    expect_calm(&sim);
    for (unsigned i = 0; i < CLIENTS; i++)
        leave(&sim, i);
    kit_run(sim.kit, PL_SEC(1));
    kit_destroy(sim.kit);
}

static void rooms_of_any_seed_keep_the_promises(void **state)
{
    const char *one = getenv("PL_SEED"); /* of a failure, to look at it alone */
    (void)state;
    if (one) {
        run(strtoull(one, NULL, 10));
        return;
    }
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        print_message("# seed %u\n", (unsigned)seed);
        run(seed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rooms_of_any_seed_keep_the_promises),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}
