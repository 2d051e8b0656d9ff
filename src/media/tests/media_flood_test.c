/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Floods, as counts: what is above a budget is dropped and counted and costs nobody else anything;
 * what strangers send makes no answer larger than itself, allocates nothing and computes little.
 * (OpenSSL's memory is not counted: it is not linked statically.)
 */
#include "media/peer/budget.h"
#include "media/tests/media_kit.h"
#include "media/tests/media_wrap.h"

#include "proto/stun/stun.h"

#include <stdio.h>

static bool counting;
static unsigned allocated;

void *__wrap_calloc(size_t n, size_t size)
{
    allocated += counting;
    return __real_calloc(n, size);
}

void *__wrap_malloc(size_t size)
{
    allocated += counting;
    return __real_malloc(size);
}

void *__wrap_realloc(void *p, size_t size)
{
    allocated += counting;
    return __real_realloc(p, size);
}

static struct kit *kit;
static struct kit_client *a, *b;
static const struct pl_media_stats *stats;

static void begin(uint64_t seed, struct pl_media_limits limits)
{
    kit = kit_create_with(seed, (struct pl_media_config){.limits = limits});
    stats = kit_stats(kit);
    a = kit_join(kit);
    b = kit_join(kit);
    kit_publish(a, KIT_AUDIO | KIT_VIDEO);
    kit_link(b, a, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
}

static void end(void)
{
    kit_run(kit, KIT_SOON);
    kit_expect_whole(b, kit_received(b, a, PL_MEDIA_VIDEO), kit_camera(a)->tag, 50);
    assert_int_equal(a->failed[PL_MEDIA_PUB] + b->failed[PL_MEDIA_SUB], 0);
    kit_destroy(kit);
}

/* ---- batches straight into the SFU ---- */

static uint8_t arena[PL_MEDIA_BATCH_MAX][1500];
static struct pl_media_datagram batch[PL_MEDIA_BATCH_MAX];
static size_t batched;

static void flush(void)
{
    counting = true;
    if (batched > 0)
        pl_media_input(kit->m, kit->now, batch, batched);
    counting = false;
    batched = 0;
}

static void put(const struct pl_ice_path *from, struct pl_bytes bytes)
{
    if (batched == PL_MEDIA_BATCH_MAX)
        flush();
    memcpy(arena[batched], bytes.data, bytes.len);
    batch[batched] = (struct pl_media_datagram){*from, {arena[batched], bytes.len}};
    batched++;
}

static struct pl_ice_path elsewhere(uint32_t n)
{
    uint8_t octets[4];
    pl_put_u32(octets, n);
    return (struct pl_ice_path){
        .remote = pl_addr_ipv4(100, octets[1], octets[2], octets[3], (uint16_t)(1024 + n % 60000)),
        .local = 1};
}

/* ---- row 4: forged and replayed SRTP ---- */

enum { RECORDED_MAX = 200, FORGED = 1000000 };

static struct recorded {
    struct pl_ice_path from;
    size_t len;
    uint8_t bytes[1500];
} recorded[RECORDED_MAX];
static size_t recorded_count;

static bool record(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    struct recorded *r = &recorded[recorded_count];
    (void)k;
    if (!to_sfu || recorded_count == RECORDED_MAX || bytes.data[0] < 128 || bytes.data[0] > 191)
        return true;
    r->from = port->path;
    r->len = bytes.len;
    memcpy(r->bytes, bytes.data, bytes.len);
    recorded_count++;
    return true;
}

static uint64_t dropped_as_false(void)
{
    return stats->dropped_auth + stats->dropped_replay + stats->dropped_malformed +
           stats->dropped_unknown_ssrc;
}

/* A flipped bit, and half of the time a number that nobody has used yet. */
static void forge(uint8_t *bytes, size_t len, struct pl_prng *prng)
{
    /* Not in the first byte: with another one it would not be SRTP any more. */
    size_t bit = 8 + pl_prng_below(prng, 8 * (len - 1));
    bytes[bit / 8] ^= (uint8_t)(1 << bit % 8);
    if (bit % 2)
        pl_put_u16(bytes + 2, (uint16_t)(pl_get_u16(bytes + 2) + 500 + pl_prng_below(prng, 500)));
}

/* Half of them replayed, half with a flipped bit: none comes through, each is counted once. */
static void a_million_forged_packets_change_nothing(void **state)
{
    uint64_t out, in, replayed, forged, before;
    struct pl_prng prng;
    (void)state;
    begin(401, (struct pl_media_limits){0});
    recorded_count = 0;
    kit->filter = record;
    kit_run(kit, PL_SEC(4));
    kit->filter = NULL;
    kit_run(kit, PL_MS(50));
    assert_int_equal(recorded_count, RECORDED_MAX);
    pl_prng_init(&prng, 401);
    out = stats->datagrams_out;
    in = stats->rtp_in;
    replayed = stats->dropped_replay;
    forged = stats->dropped_auth;
    before = dropped_as_false();
    for (unsigned i = 0; i < FORGED; i++) {
        const struct recorded *r = &recorded[pl_prng_below(&prng, RECORDED_MAX)];
        put(&r->from, pl_bytes_of(r->bytes, r->len));
        if (i % 2)
            forge(arena[batched - 1], r->len, &prng);
    }
    flush();
    assert_int_equal(dropped_as_false() - before, FORGED);
    assert_true(stats->dropped_replay - replayed >= FORGED / 2);
    assert_true(stats->dropped_auth - forged > FORGED / 5);
    assert_int_equal(stats->rtp_in, in);
    assert_int_equal(stats->datagrams_out, out);
    assert_int_equal(allocated, 0);
    end();
}

/* ---- row 5: a member of the room floods ---- */

/* c sends `mbps` of picture and a sound; d receives both. a and b do not belong to it. */
static struct kit_client *c, *d;

static void begin_flood(uint64_t seed, unsigned mbps, struct pl_media_limits limits)
{
    const struct pl_rtc_camera microphone = {
        .interval_us = PL_MS(20), .packets = 1, .payload_bytes = 100};
    /* 10 ms of it at once. */
    const unsigned packets = mbps * 10000 / 8 / PL_RTC_PAYLOAD_MAX;
    const struct pl_rtc_camera camera = {.interval_us = PL_MS(10),
                                         .packets = packets,
                                         .key_packets = packets,
                                         .payload_bytes = PL_RTC_PAYLOAD_MAX};
    begin(seed, limits);
    c = kit_join(kit);
    d = kit_join(kit);
    c->config.without_repeats = true;
    d->config.without_nacks = true;
    kit_open_pub(c);
    assert_non_null(pl_rtc_add_track(c->pub, PL_MEDIA_AUDIO, (uint32_t)c->id * 10, microphone));
    assert_non_null(pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, (uint32_t)c->id * 10 + 1, camera));
    kit_offer(c, PL_CODEC_VP8);
    kit_link(d, c, KIT_AUDIO | KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
}

static const struct pl_media_limits usual = {
    .peer_kbps = 60000, .peer_pps = 12000, .stream_kbps = 20000};

static void a_flood_is_cut_to_its_budgets_and_others_notice_nothing(void **state)
{
    uint64_t before, forwarded, budget, stream_budget;
    size_t first;
    (void)state;
    begin_flood(501, 100, usual);
    first = b->log_count;
    before = stats->bytes_out;
    budget = stats->dropped_budget;
    stream_budget = stats->dropped_stream_budget;
    kit_run(kit, PL_SEC(5));
    forwarded = stats->bytes_out - before;
    /* 20 Mbit/s of c's to d for five seconds and one depth, beside what else goes around. */
    assert_in_range(forwarded, 11000000, 12500000 + 625000 + 1500000);
    /* Of 10,400 packets a second 6,250 are decrypted, 2,080 are forwarded. */
    assert_in_range(stats->dropped_budget - budget, 5 * 3500, 5 * 4500);
    assert_in_range(stats->dropped_stream_budget - stream_budget, 5 * 3500, 5 * 4700);
    assert_int_equal(c->failed[PL_MEDIA_PUB] + d->failed[PL_MEDIA_SUB], 0);
    assert_true(b->log_count - first >= 5 * (50 + 3 * 25) - 5);
    for (size_t i = first; i < b->log_count; i++) /* 10 ms of network each way, nothing on top */
        assert_int_equal(b->log[i].at - b->log[i].stamp.sent_us, PL_MS(20));
    end();
}

/* One stream too large costs the sender's other streams nothing. */
static void a_stream_pays_for_itself(void **state)
{
    const struct pl_rtc_track *sound;
    (void)state;
    begin_flood(502, 40, usual);
    sound = kit_received(d, c, PL_MEDIA_AUDIO);
    assert_non_null(sound);
    kit_forget(d);
    kit_run(kit, PL_SEC(3));
    assert_int_equal(stats->dropped_budget, 0);
    assert_true(stats->dropped_stream_budget > 3000);
    kit_expect_whole(d, sound, (uint32_t)c->id * 10, 145);
    end();
}

static void what_fits_is_not_touched(void **state)
{
    (void)state;
    begin_flood(503, 15, usual);
    kit_run(kit, PL_SEC(3));
    assert_int_equal(stats->dropped_budget + stats->dropped_stream_budget + stats->dropped_checks,
                     0);
    end();
}

/* ---- row 6: STUN ---- */

enum {
    FLOOD_PPS = 200000,
    FLOOD_SECONDS = 5,
    STEP_MS = 20,
    FLOOD_STEP = FLOOD_PPS / 1000 * STEP_MS,
};

static uint64_t stranger_bytes_in, stranger_bytes_out;
static void (*usual_commit)(struct pl_media_sink *self, size_t len, const struct pl_ice_path *to);

static bool is_stranger(const struct pl_ice_path *path)
{
    return path->remote.ip[0] == 100;
}

static void count_and_commit(struct pl_media_sink *self, size_t len, const struct pl_ice_path *to)
{
    if (is_stranger(to))
        stranger_bytes_out += len;
    usual_commit(self, len, to);
}

static void put_stranger(const struct pl_ice_path *from, struct pl_bytes bytes)
{
    stranger_bytes_in += bytes.len;
    put(from, bytes);
}

static void make_id(uint8_t id[PL_STUN_ID_BYTES], uint32_t n)
{
    memset(id, 0x33, PL_STUN_ID_BYTES);
    pl_put_u32(id, n);
}

/* As a browser writes it. */
static void put_check(const struct pl_ice_path *from, const char *ufrag, const char *pwd,
                      uint32_t n)
{
    uint8_t bytes[256], id[PL_STUN_ID_BYTES];
    char username[64];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    struct pl_stun_check check = {.password = pl_bytes_str(pwd),
                                  .tie_breaker = n,
                                  .priority = 1845501695,
                                  .controlling = true,
                                  .use_candidate = true};
    snprintf(username, sizeof(username), "%s:wxyz", ufrag);
    check.username = pl_bytes_str(username);
    make_id(id, n);
    pl_stun_write_check(&w, id, &check);
    put_stranger(from, pl_writer_done(&w));
}

static void put_binding(const struct pl_ice_path *from, uint32_t n, bool bare)
{
    uint8_t bytes[64], id[PL_STUN_ID_BYTES];
    struct pl_writer w = pl_writer_of(bytes, sizeof(bytes));
    make_id(id, n);
    if (bare)
        pl_stun_write_begin(&w, PL_STUN_REQUEST, PL_STUN_METHOD_BINDING, id);
    else
        pl_stun_write_binding(&w, id);
    put_stranger(from, pl_writer_done(&w));
}

static void put_junk(const struct pl_ice_path *from, struct pl_prng *prng)
{
    uint8_t bytes[400];
    size_t len = 1 + pl_prng_below(prng, sizeof(bytes) - 1);
    pl_prng_fill(prng, bytes, len);
    if (len >= 20 && bytes[0] % 2) { /* with the looks of STUN */
        bytes[0] &= 3;
        pl_put_u16(bytes + 2, (uint16_t)((len - 20) & ~(size_t)3));
        pl_put_u32(bytes + 4, 0x2112a442);
        len &= ~(size_t)3;
    }
    put_stranger(from, pl_bytes_of(bytes, len));
}

static void flood_step(unsigned step, struct pl_prng *prng)
{
    /* HMACs of our own are slow; what it takes to write one is not what is tested. */
    for (uint32_t i = 0; i < FLOOD_STEP; i++) {
        uint32_t n = step * FLOOD_STEP + i;
        struct pl_ice_path from = elsewhere(n % 8 ? n : 0);
        switch (i % 4) {
        case 0:
            put_junk(&from, prng);
            break;
        case 1:
            put_binding(&from, n, i & 4);
            break;
        case 2:
            put_check(&from, "AAAAbbbb", "guess", n); /* a ufrag that nobody has */
            break;
        default: /* and one that was overheard */
            put_check(&from, a->pub->remote_ufrag, "guess", n);
            break;
        }
    }
    flush();
}

static void a_flood_of_stun_is_no_amplifier_and_stops_nobody(void **state)
{
    struct kit_client *late = NULL;
    struct pl_prng prng;
    uint64_t auth;
    (void)state;
    begin(601, usual);
    stranger_bytes_in = stranger_bytes_out = 0;
    usual_commit = kit->sink.commit;
    kit->sink.commit = count_and_commit;
    pl_prng_init(&prng, 601);
    auth = stats->dropped_auth;
    allocated = 0;
    for (unsigned step = 0; step < FLOOD_SECONDS * 1000 / STEP_MS; step++) {
        flood_step(step, &prng);
        if (step == 50) {
            late = kit_join(kit);
            kit_publish(late, KIT_VIDEO);
            kit_link(b, late, KIT_VIDEO, true);
        }
        kit_run(kit, PL_MS(STEP_MS));
    }
    assert_true(stranger_bytes_out <= stranger_bytes_in);
    assert_int_equal(allocated, 0);
    /* Of a quarter million guesses at a's password so many were computed. */
    assert_in_range(stats->dropped_auth - auth, 1, 200 + 100 * FLOOD_SECONDS + 1);
    assert_true(stats->dropped_checks > FLOOD_PPS / 4 * FLOOD_SECONDS * 9 / 10);
    assert_true(stats->dropped_ufrag >= FLOOD_PPS / 4 * FLOOD_SECONDS);
    assert_int_equal(late->connected[PL_MEDIA_PUB], 1);
    kit_expect_whole(b, kit_received(b, late, PL_MEDIA_VIDEO), kit_camera(late)->tag, 100);
    end();
}

/* Not a byte goes to who names nobody; never more than he sent to who names somebody. */
static void answers_to_strangers_by_kind(void **state)
{
    const struct pl_ice_path from = elsewhere(1);
    (void)state;
    begin(602, usual);
    usual_commit = kit->sink.commit;
    kit->sink.commit = count_and_commit;
    stranger_bytes_in = stranger_bytes_out = 0;
    for (uint32_t n = 0; n < 1000; n++)
        put_check(&from, "AAAAbbbb", "guess", n);
    flush();
    assert_int_equal(stranger_bytes_out, 0);
    for (uint32_t n = 0; n < 50; n++) {
        uint64_t in = stranger_bytes_in, out = stranger_bytes_out;
        put_check(&from, a->pub->remote_ufrag, "guess", n);
        flush();
        assert_true(stranger_bytes_out > out);
        assert_true(stranger_bytes_out - out <= stranger_bytes_in - in);
        in = stranger_bytes_in;
        out = stranger_bytes_out;
        put_binding(&from, n, true);
        put_binding(&from, n, false);
        flush();
        assert_true(stranger_bytes_out - out <= stranger_bytes_in - in);
    }
    end();
}

/* Guesses from one source do not shut out others who connect to the same name. */
static void guesses_do_not_shut_out_the_owner(void **state)
{
    const struct pl_ice_path from = elsewhere(9);
    struct kit_client *late;
    (void)state;
    begin(603, usual);
    late = kit_join(kit);
    kit_publish(late, KIT_VIDEO);
    for (uint32_t n = 0; n < 10000; n++)
        put_check(&from, late->pub->remote_ufrag, "guess", n);
    flush();
    assert_true(stats->dropped_checks >= 10000 - PL_STRANGERS_DEPTH - 1);
    kit_run(kit, PL_MS(500));
    assert_int_equal(late->connected[PL_MEDIA_PUB], 1);
    end();
}

/* A member who floods with authentic checks is held by his own count; it stays his own. */
static void own_checks_are_bounded_too(void **state)
{
    uint64_t out;
    (void)state;
    begin(604, usual);
    out = stats->datagrams_out;
    for (uint32_t n = 0; n < 5000; n++)
        put_check(&a->pub_port.path, a->pub->remote_ufrag, a->pub->remote_pwd, n);
    flush();
    assert_in_range(stats->datagrams_out - out, 1, 810);
    assert_true(stats->dropped_checks >= 4190);
    kit_run(kit, PL_SEC(10));
    end();
}

/* ---- row 1: spoofed ClientHellos ---- */

enum { CALLS = 200, CALLS_AT_ONCE = 25 };

/* One that offers nothing but a NULL cipher. */
static struct pl_bytes null_hello(uint8_t bytes[96], uint32_t n)
{
    struct pl_writer w = pl_writer_of(bytes, 96);
    static const uint8_t tail[] = {0, 0, 0, 4, 0, 0x3b, 0, 0, 1, 0};
    const uint32_t body = 2 + 32 + sizeof(tail);
    pl_write_u8(&w, 22);
    pl_write_u16(&w, 0xfeff);
    pl_write_u16(&w, 0);
    pl_write_zeros(&w, 2);
    pl_write_u32(&w, n);
    pl_write_u16(&w, (uint16_t)(12 + body));
    pl_write_u8(&w, 1);
    pl_write_u24(&w, body);
    pl_write_u16(&w, 0);
    pl_write_u24(&w, 0);
    pl_write_u24(&w, body);
    pl_write_u16(&w, 0xfefd);
    for (int i = 0; i < 8; i++)
        pl_write_u32(&w, n);
    pl_write_bytes(&w, pl_bytes_of(tail, sizeof(tail)));
    assert_true(pl_writer_ok(&w));
    return pl_writer_done(&w);
}

/* Before each datagram of a client: hellos of a stranger, of his neighbour behind one address, and
 * under his very address. */
static bool spray(struct kit *k, const struct kit_port *port, bool to_sfu, struct pl_buf bytes)
{
    const struct pl_ice_path stranger = elsewhere(k->filtered), self = port->path;
    struct pl_ice_path neighbour = port->path;
    uint8_t hello[96];
    (void)bytes;
    if (!to_sfu)
        return true;
    neighbour.remote.port ^= 0x4000;
    kit_inject(k, &stranger, null_hello(hello, k->filtered));
    kit_inject(k, &neighbour, null_hello(hello, k->filtered));
    kit_inject(k, &self, null_hello(hello, k->filtered));
    k->filtered++;
    return true;
}

static void set_up_calls(uint64_t seed)
{
    struct kit *k = kit_create_with(seed, (struct pl_media_config){.limits = usual});
    struct kit_client *callers[2 * CALLS_AT_ONCE];
    unsigned sprayed;
    k->filter = spray;
    for (unsigned i = 0; i < 2 * CALLS_AT_ONCE; i++)
        callers[i] = kit_join(k);
    for (unsigned i = 0; i < 2 * CALLS_AT_ONCE; i++) {
        kit_publish(callers[i], KIT_AUDIO);
        kit_link(callers[i], callers[i ^ 1], KIT_AUDIO, true);
    }
    kit_run(k, PL_SEC(3));
    k->filter = NULL;
    sprayed = k->filtered;
    for (unsigned i = 0; i < 2 * CALLS_AT_ONCE; i++) {
        const struct pl_rtc_track *t = kit_received(callers[i], callers[i ^ 1], PL_MEDIA_AUDIO);
        assert_int_equal(callers[i]->connected[PL_MEDIA_PUB], 1);
        assert_int_equal(callers[i]->connected[PL_MEDIA_SUB], 1);
        assert_int_equal(callers[i]->failed[PL_MEDIA_PUB] + callers[i]->failed[PL_MEDIA_SUB], 0);
        assert_non_null(t);
        kit_expect_whole(callers[i], t, (uint32_t)callers[i ^ 1]->id * 10, 50);
    }
    assert_true(sprayed > 2000);
    assert_true(kit_stats(k)->dropped_stranger >= 2 * sprayed);
    kit_destroy(k);
}

static void two_hundred_calls_begin_among_spoofed_hellos(void **state)
{
    (void)state;
    for (unsigned i = 0; i < CALLS / CALLS_AT_ONCE; i++)
        set_up_calls(100 + i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_hundred_calls_begin_among_spoofed_hellos),
        cmocka_unit_test(a_million_forged_packets_change_nothing),
        cmocka_unit_test(a_flood_is_cut_to_its_budgets_and_others_notice_nothing),
        cmocka_unit_test(a_stream_pays_for_itself),
        cmocka_unit_test(what_fits_is_not_touched),
        cmocka_unit_test(a_flood_of_stun_is_no_amplifier_and_stops_nobody),
        cmocka_unit_test(answers_to_strangers_by_kind),
        cmocka_unit_test(guesses_do_not_shut_out_the_owner),
        cmocka_unit_test(own_checks_are_bounded_too),
    };
    return cmocka_run_group_tests(tests, kit_setup, kit_teardown);
}
