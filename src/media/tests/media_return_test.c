/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Return routability: a client who is authentic, and forges the address that his checks come from,
 * cannot make the SFU send somebody else more than a few checks.
 */
#include "media/tests/media_kit.h"

#include "proto/rtp/rtp.h"
#include "proto/stun/stun.h"

/* What victims got, by kind. */
static struct {
    size_t answers, questions, dtls, media;
    size_t bytes;
} got;

static void note_stray(struct kit *kit, const struct pl_ice_path *to, struct pl_bytes bytes)
{
    (void)kit;
    (void)to;
    got.bytes += bytes.len;
    if (pl_stun_is(bytes) && bytes.data[0] == 0)
        got.questions++;
    else if (pl_stun_is(bytes))
        got.answers++;
    else if (bytes.data[0] >= 20 && bytes.data[0] <= 63)
        got.dtls++;
    else
        got.media++;
}

static struct kit *kit;
static struct kit_client *a, *mallory;
static size_t paid; /* bytes of mallory's that came from where she is not */

static void begin(uint64_t seed)
{
    kit = kit_create(seed);
    kit->stray = note_stray;
    memset(&got, 0, sizeof(got));
    paid = 0;
    kit_pair(kit, &a, &mallory);
}

static struct pl_ice_path victim(unsigned n)
{
    return (struct pl_ice_path){.remote = pl_addr_ipv4(203, 0, (uint8_t)(n >> 8), (uint8_t)n, 4000),
                                .local = 1};
}

static bool count_paid(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    (void)k;
    if (to_sfu && port == &mallory->sub_port)
        paid += bytes.len;
    return true;
}

/* A check of mallory's, nominating, from there. */
static void forge(struct pl_ice_path from)
{
    struct pl_ice_path own = mallory->sub_port.path;
    mallory->sub_port.path = from;
    kit->filter = count_paid;
    pl_rtc_check(mallory->sub, kit->now, NULL);
    kit->filter = NULL;
    mallory->sub_port.path = own;
}

static void end(void)
{
    assert_int_equal(mallory->failed[PL_MEDIA_SUB], 0);
    kit_destroy(kit);
}

static void a_nominated_victim_gets_no_media(void **state)
{
    const struct pl_media_stats *s;
    (void)state;
    begin(301);
    s = kit_stats(kit);
    kit_forget(mallory);
    for (int i = 0; i < 40; i++) {
        forge(victim(1));
        kit_run(kit, PL_MS(500));
    }
    assert_int_equal(got.media, 0);
    assert_int_equal(got.dtls, 0);
    assert_int_equal(got.answers, 40);
    assert_in_range(got.questions, 6, 40);
    assert_true(got.bytes <= 2 * paid);
    assert_true(s->paths_asked >= 3 && s->paths_asked <= s->paths_unproven + 1);
    assert_int_equal(s->paths_proven, 0);
    /* It stays where it was, without a gap: twenty seconds of thirty frames and more. */
    assert_true(kit_count(mallory, kit_received(mallory, a, PL_MEDIA_VIDEO)) > 20 * 60);
    end();
}

static void a_thousand_victims_get_a_few_checks_each(void **state)
{
    (void)state;
    begin(302);
    for (unsigned i = 0; i < 1000; i++) {
        forge(victim(i));
        kit_run(kit, PL_MS(10));
    }
    kit_run(kit, KIT_SOON);
    assert_int_equal(got.media + got.dtls, 0);
    assert_true(got.questions <= 8 + 11 * 4 + 6);
    assert_true(got.bytes <= 2 * paid);
    end();
}

/* Her way is gone, and what she nominates next is not hers either. */
static void nor_does_it_when_the_old_way_is_closed(void **state)
{
    (void)state;
    begin(303);
    pl_media_close_path(kit->m, kit->now, &mallory->sub_port.path);
    mallory->sub->silent = true;
    for (int i = 0; i < 10; i++) {
        forge(victim(1));
        kit_run(kit, PL_MS(500));
    }
    assert_int_equal(got.media + got.dtls, 0);
    mallory->sub->silent = false;
    kit_run(kit, PL_SEC(6)); /* her next check, and our question */
    kit_forget(mallory);
    kit_run(kit, KIT_SOON);
    assert_true(kit_count(mallory, kit_received(mallory, a, PL_MEDIA_VIDEO)) > 50);
    end();
}

/* All that is for mallory goes to a victim instead, who takes no part in a handshake. */
static bool reflect(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    struct pl_bytes b = pl_bytes_of(bytes.data, bytes.len);
    if (port != &mallory->sub_port)
        return true;
    if (to_sfu) {
        paid += bytes.len;
        return true;
    }
    note_stray(k, &port->path, b);
    return pl_stun_is(b); /* as if she had guessed that her checks are answered */
}

/* Everything of hers comes from the victim: checks, and hellos again and again. */
static void a_forged_handshake_is_no_amplifier(void **state)
{
    (void)state;
    begin(304);
    mallory = kit_join(kit);
    kit->filter = reflect;
    kit_link(mallory, a, KIT_VIDEO, true);
    kit_run(kit, PL_SEC(25));
    assert_int_equal(mallory->connected[PL_MEDIA_SUB], 0);
    assert_int_equal(got.media, 0);
    assert_true(got.dtls > 3);
    assert_true(got.bytes <= 4096 + 4 * paid); /* one of the four for the answers to checks */
    kit_destroy(kit);
}

/* Any addresses at any time, losses, ICE restarts: what strays is STUN. */
static void seeds(void **state)
{
    (void)state;
    for (uint64_t seed = 320; seed < 340; seed++) {
        begin(seed);
        kit->loss = (unsigned)(seed % 4) * 5;
        kit->duplicate = 3;
        kit->late = 20;
        for (unsigned i = 0; i < 60; i++) {
            uint64_t dice = pl_prng_below(&kit->prng, 10);
            if (dice < 5)
                forge(victim((unsigned)pl_prng_below(&kit->prng, 40)));
            else if (dice == 5)
                mallory->sub_port.path.remote.ip[3]++; /* she really moves */
            else if (dice == 6)
                pl_media_restart_ice(kit->m, kit->now, mallory->id);
            kit_run(kit, PL_MS(pl_prng_below(&kit->prng, 400)));
        }
        /* What was on its way to where she has been is no reflection: she was there. */
        assert_int_equal(got.dtls, 0);
        kit->loss = 0;
        pl_media_restart_ice(kit->m, kit->now, mallory->id);
        kit_run(kit, PL_SEC(3));
        kit_forget(mallory);
        got.media = 0;
        kit_run(kit, KIT_SOON);
        assert_int_equal(got.media, 0);
        assert_true(kit_count(mallory, kit_received(mallory, a, PL_MEDIA_VIDEO)) > 50);
        assert_true(kit_stats(kit)->paths_proven <= kit_stats(kit)->paths_asked);
        end();
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_nominated_victim_gets_no_media),
        cmocka_unit_test(a_thousand_victims_get_a_few_checks_each),
        cmocka_unit_test(nor_does_it_when_the_old_way_is_closed),
        cmocka_unit_test(a_forged_handshake_is_no_amplifier),
        cmocka_unit_test(seeds),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}
