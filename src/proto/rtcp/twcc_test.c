/* SPDX-License-Identifier: Apache-2.0 */
#include "rtcp_test.h"

#include "proto/rtcp/twcc.h"

#include <stdio.h>

enum { MAX = 70000 };
static struct pl_twcc_status statuses[MAX];
static struct pl_twcc_arrival arrivals[MAX];

static enum pl_err read_hex(const char *text, struct pl_rtcp_twcc *t, size_t max)
{
    struct pl_rtcp_packet p = only(hex(text));
    return pl_rtcp_read_twcc(&p, t, statuses, max);
}

/* "-" lost, else the delta, for every status. */
static const char *shown(size_t count)
{
    static char text[512];
    size_t n = 0;
    text[0] = '\0';
    for (size_t i = 0; i < count && n < sizeof(text); i++) {
        if (statuses[i].received)
            n += (size_t)snprintf(text + n, sizeof(text) - n, "%d ", statuses[i].delta_250us);
        else
            n += (size_t)snprintf(text + n, sizeof(text) - n, "- ");
    }
    return text;
}

/* ---- reading ---- */

/* A run, a 1-bit vector, a 2-bit vector; a negative delta; sequence numbers across the wrap. */
static void reads_every_kind_of_chunk(void **state)
{
    struct pl_rtcp_twcc t;
    (void)state;
    assert_ok(read_hex("8fcd0008 00000001 00000002 fffe 0012 fffffe 07"
                       "2002 a000 d880" /* 2 small | 1 small 13 lost | 1 small 1 large ... */
                       "01 02 03 04 fffe 0000 0000",
                       &t, MAX));
    assert_int_equal(t.sender_ssrc, 1);
    assert_int_equal(t.media_ssrc, 2);
    assert_int_equal(t.base_seq, 0xfffe);
    assert_int_equal(t.status_count, 18);
    assert_int_equal(t.reference_time, -2);
    assert_int_equal(t.feedback_count, 7);
    assert_string_equal(shown(18), "1 2 3 - - - - - - - - - - - - - 4 -2 ");
    assert_int_equal(statuses[1].seq, 0xffff);
    assert_int_equal(statuses[2].seq, 0);
    assert_int_equal(statuses[17].seq, 15);
}

/* The examples of the draft: a run of 221 lost, a 1-bit vector, a 2-bit vector. */
static void chunks_of_the_draft(void **state)
{
    struct pl_rtcp_twcc t;
    (void)state;
    assert_ok(read_hex("8fcd0005 00000001 00000002 0000 00dd 000000 00 00dd 0000", &t, MAX));
    assert_int_equal(t.status_count, 221);
    for (size_t i = 0; i < 221; i++)
        assert_false(statuses[i].received);
    assert_ok(
        read_hex("8fcd0007 00000001 00000002 0000 000e 000000 00 9f1c" /* 0 11111 000 111 00 */
                 "01 02 03 04 05 06 07 08 0000",
                 &t, MAX));
    assert_string_equal(shown(14), "- 1 2 3 4 5 - - - 6 7 8 - - ");
    assert_ok(read_hex("8fcd0006 00000001 00000002 0000 0007 000000 00 c950" /* - 2 1 1 1 - - */
                       "8000 01 02 03 00",
                       &t, MAX));
    assert_string_equal(shown(7), "- -32768 1 2 3 - - ");
}

static void hostile_feedback(void **state)
{
    struct pl_rtcp_twcc t;
    (void)state;
    /* the reserved symbol in a vector */
    assert_err(PL_E_PROTO, read_hex("8fcd0006 00000001 00000002 0000 0007 000000 00 cd50 00000000"
                                    "0000",
                                    &t, MAX));
    /* no status at all; no chunk; a delta missing; the reserved symbol as a run */
    assert_err(PL_E_PROTO,
               read_hex("8fcd0005 00000001 00000002 0000 0000 000000 00 2001 0100", &t, MAX));
    assert_err(PL_E_PROTO, read_hex("8fcd0004 00000001 00000002 0000 0001 000000 00", &t, MAX));
    assert_err(PL_E_PROTO,
               read_hex("8fcd0005 00000001 00000002 0000 0003 000000 00 2003 0101", &t, MAX));
    assert_err(PL_E_PROTO,
               read_hex("8fcd0005 00000001 00000002 0000 0001 000000 00 6001 0101", &t, MAX));
    assert_err(PL_E_PROTO, read_hex("8fcd0003 00000001 00000002 0000 0001", &t, MAX));
    /* runs of length 0 lead nowhere but to the end */
    assert_err(PL_E_PROTO,
               read_hex("8fcd0005 00000001 00000002 0000 0001 000000 00 0000 2000", &t, MAX));
    /* 65,535 statuses in eight chunks: refused when that is more than the caller wants */
    assert_err(PL_E_LIMIT, read_hex("8fcd0009 00000001 00000002 0000 ffff 000000 00 1fff 1fff 1fff"
                                    "1fff 1fff 1fff 1fff 1fff 1fff 0000",
                                    &t, 65534));
    assert_int_equal(t.status_count, 65535);
    assert_ok(read_hex("8fcd0009 00000001 00000002 0000 ffff 000000 00 1fff 1fff 1fff"
                       "1fff 1fff 1fff 1fff 1fff 1fff 0000",
                       &t, 65535));
    /* a run that goes past the count is cut, so it costs no deltas */
    assert_ok(read_hex("8fcd0005 00000001 00000002 0000 0002 000000 00 3fff 0509", &t, 2));
    assert_string_equal(shown(2), "5 9 ");
    /* ... and no status beyond it is touched, whatever the kind of the chunk */
    statuses[2].seq = 0xeeee;
    assert_ok(read_hex("8fcd0005 00000001 00000002 0000 0002 000000 00 b000 0509", &t, 2));
    assert_ok(read_hex("8fcd0005 00000001 00000002 0000 0002 000000 00 d555 0509", &t, 2));
    assert_ok(read_hex("8fcd0005 00000001 00000002 0000 0002 000000 00 3fff 0509", &t, 2));
    assert_int_equal(statuses[2].seq, 0xeeee);
}

static void truncated_feedback(void **state)
{
    static uint8_t full[64];
    size_t n = pl_test_unhex("8fcd0008 00000001 00000002 fffe 0012 fffffe 07 2002 a000 d880"
                             "01 02 03 04 fffe 0000 0000",
                             full, sizeof(full));
    (void)state;
    for (size_t len = 0; len < n - 4; len++) { /* the body cut, with a header that agrees */
        struct pl_rtcp_packet p = {pl_bytes_of(full + 4, len), PL_RTCP_RTPFB, PL_RTCP_FMT_TWCC};
        struct pl_rtcp_twcc t;
        assert_err(len >= 28 ? PL_OK : PL_E_PROTO, pl_rtcp_read_twcc(&p, &t, statuses, MAX));
        assert_err(len >= 16 ? PL_OK : PL_E_PROTO, pl_rtcp_read_twcc_head(&p, &t));
    }
}

/* ---- writing ---- */

/* Writes feedback for arrivals[0..count) and checks every status against them. Gives the size. */
static size_t write_and_compare(uint64_t base, size_t count, size_t space, size_t *used)
{
    static uint8_t out[300000];
    struct pl_writer w = pl_writer_of(out, space < sizeof(out) ? space : sizeof(out));
    struct pl_twcc_feedback f = {.arrivals = arrivals,
                                 .count = count,
                                 .base_seq = base,
                                 .sender_ssrc = 0xaabbccdd,
                                 .media_ssrc = 0x11223344,
                                 .feedback_count = 200};
    struct pl_rtcp_packet p;
    struct pl_rtcp_twcc t;
    uint64_t at, next = 0;
    assert_ok(pl_rtcp_write_twcc(&w, &f, used));
    assert_true(*used > 0 && *used <= count);
    p = only(pl_writer_done(&w));
    assert_ok(pl_rtcp_read_twcc(&p, &t, statuses, MAX));
    assert_int_equal(t.sender_ssrc, f.sender_ssrc);
    assert_int_equal(t.media_ssrc, f.media_ssrc);
    assert_int_equal(t.base_seq, base & 0xffff);
    assert_int_equal(t.feedback_count, 200);
    assert_int_equal(t.status_count, arrivals[*used - 1].seq + 1 - base);
    /* the reference time is 24 bits of it; take the circle from the first arrival */
    at = arrivals[0].at / PL_TWCC_REFERENCE_US * (PL_TWCC_REFERENCE_US / PL_TWCC_TICK_US);
    assert_int_equal((uint32_t)t.reference_time & 0xffffff,
                     arrivals[0].at / PL_TWCC_REFERENCE_US & 0xffffff);
    for (size_t i = 0; i < t.status_count; i++) {
        bool came = next < *used && arrivals[next].seq == base + i;
        assert_int_equal(statuses[i].seq, (base + i) & 0xffff);
        assert_int_equal(statuses[i].received, came);
        if (!came)
            continue;
        at = (uint64_t)((int64_t)at + statuses[i].delta_250us);
        assert_true(at == arrivals[next].at / PL_TWCC_TICK_US); /* exact: no error adds up */
        next++;
    }
    assert_int_equal(next, *used);
    return w.pos;
}

static void writes_these_bytes(void **state)
{
    uint8_t out[64], want[64];
    struct pl_writer w = pl_writer_of(out, sizeof(out));
    struct pl_twcc_feedback f = {
        .arrivals = arrivals, .count = 3, .base_seq = 65534, .sender_ssrc = 1, .media_ssrc = 2};
    size_t used;
    (void)state;
    arrivals[0] = (struct pl_twcc_arrival){65534, 64000 * 3 + 250};
    arrivals[1] = (struct pl_twcc_arrival){65536, 64000 * 3 + 1000 + 249};
    arrivals[2] = (struct pl_twcc_arrival){65537, 64000 * 3};
    assert_ok(pl_rtcp_write_twcc(&w, &f, &used));
    assert_int_equal(used, 3);
    /* small, lost, small, large: 01 00 01 10 */
    assert_int_equal(w.pos, pl_test_unhex("8fcd0006 00000001 00000002 fffe 0004 000003 00 d180"
                                          "01 03 fffc 0000",
                                          want, sizeof(want)));
    assert_memory_equal(out, want, w.pos);
}

static void long_runs_become_run_chunks(void **state)
{
    size_t used;
    (void)state;
    for (size_t i = 0; i < 20000; i++)
        arrivals[i] = (struct pl_twcc_arrival){100000 + i, PL_SEC(5) + i * 1000};
    /* 3 chunks, 20,000 small deltas */
    assert_int_equal(write_and_compare(100000, 20000, SIZE_MAX, &used), 4 + 16 + 6 + 20000 + 2);
    assert_int_equal(used, 20000);
    for (size_t i = 0; i < 8192; i++) /* one more than a run holds, all large */
        arrivals[i] = (struct pl_twcc_arrival){100000 + i, PL_SEC(5) + i * 100000};
    arrivals[0].at = PL_SEC(5) - 100;
    (void)write_and_compare(100000, 8192, SIZE_MAX, &used);
    assert_int_equal(used, 8192);
}

/* 255 ticks are the last delta of one byte; 256, and every negative one, takes two. */
static void size_of_a_delta(void **state)
{
    size_t used;
    (void)state;
    arrivals[0] = (struct pl_twcc_arrival){1, PL_SEC(1) - PL_SEC(1) % 64000 + 255 * 250};
    arrivals[1] = (struct pl_twcc_arrival){2, arrivals[0].at + 255 * 250};
    assert_int_equal(write_and_compare(1, 2, SIZE_MAX, &used), 4 + 16 + 2 + 2);
    arrivals[1].at += 250;
    assert_int_equal(write_and_compare(1, 2, SIZE_MAX, &used), 4 + 16 + 2 + 3 + 3);
    arrivals[1].at = arrivals[0].at - 250;
    assert_int_equal(write_and_compare(1, 2, SIZE_MAX, &used), 4 + 16 + 2 + 3 + 3);
}

static void large_gaps_and_wraps(void **state)
{
    size_t used;
    (void)state;
    arrivals[0] = (struct pl_twcc_arrival){70000 + 32766, 1000000};
    assert_int_equal(write_and_compare(70000, 1, SIZE_MAX, &used), 4 + 16 + 10 + 1 + 1);
    arrivals[0] = (struct pl_twcc_arrival){131071, UINT64_C(64000) << 24}; /* reference wraps */
    arrivals[1] = (struct pl_twcc_arrival){131072, (UINT64_C(64000) << 24) - 1};
    arrivals[2] = (struct pl_twcc_arrival){131072 + 20000, UINT64_C(64000) << 24};
    (void)write_and_compare(131071, 3, SIZE_MAX, &used);
    assert_int_equal(used, 3);
}

static void what_one_packet_cannot_hold_is_left(void **state)
{
    uint8_t out[64];
    struct pl_writer w = pl_writer_of(out, 23);
    struct pl_twcc_feedback f = {.arrivals = arrivals, .count = 1, .base_seq = 1};
    size_t used;
    (void)state;
    /* more than 8.19 s between neighbours, either way */
    arrivals[0] = (struct pl_twcc_arrival){1, PL_SEC(100)};
    arrivals[1] = (struct pl_twcc_arrival){2, PL_SEC(100) + 32767 * 250};
    arrivals[2] = (struct pl_twcc_arrival){3, PL_SEC(100) + 32767 * 250 - 32768 * 250};
    arrivals[3] = (struct pl_twcc_arrival){4, PL_SEC(100) - 250 + 32768 * 250};
    (void)write_and_compare(1, 4, SIZE_MAX, &used);
    assert_int_equal(used, 3);
    arrivals[0].at = arrivals[1].at + 32769 * 250;
    (void)write_and_compare(1, 2, SIZE_MAX, &used);
    assert_int_equal(used, 1);
    /* beyond half the circle */
    arrivals[1] = (struct pl_twcc_arrival){1 + PL_TWCC_WRITE_STATUSES_MAX, arrivals[0].at};
    (void)write_and_compare(1, 2, SIZE_MAX, &used);
    assert_int_equal(used, 1);
    /* not even one: too far behind the base, or no space; the writer stays usable */
    assert_err(PL_E_SPACE, pl_rtcp_write_twcc(&w, &f, &used));
    assert_true(pl_writer_ok(&w) && w.pos == 0);
    arrivals[0].seq = 1 + PL_TWCC_WRITE_STATUSES_MAX;
    assert_err(PL_E_RANGE, pl_rtcp_write_twcc(&w, &f, &used));
    w = pl_writer_of(out, PL_TWCC_MIN_BYTES);
    arrivals[0].seq = 1;
    assert_ok(pl_rtcp_write_twcc(&w, &f, &used));
    assert_int_equal(w.pos, PL_TWCC_MIN_BYTES);
}

/*
 * Random traffic of several tempers (loss, reordering, pauses), written packet after packet into
 * random spaces until everything is reported; each packet must say exactly what came.
 */
static void round_trip_of_random_traffic(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 9);
    for (int round = 0; round < 3000; round++) {
        size_t count = 1 + pl_prng_below(&prng, 300), left = count;
        uint64_t loss = pl_prng_below(&prng, 4), pause = pl_prng_below(&prng, 3);
        uint64_t base = 65536 + pl_prng_below(&prng, 200000), seq = base;
        pl_time_us now = PL_SEC(3600) + pl_prng_below(&prng, PL_SEC(2000000));
        for (size_t i = 0; i < count; i++) {
            if (loss > 0 && pl_prng_below(&prng, 10) < loss)
                seq += pl_prng_below(&prng, loss == 3 ? 9000 : 20);
            now += pl_prng_below(&prng, 1000);
            if (pause > 0 && pl_prng_below(&prng, 20) == 0)
                now += pl_prng_below(&prng, pause == 2 ? PL_SEC(10) : 100000);
            arrivals[i] = (struct pl_twcc_arrival){seq++, now};
            if (pl_prng_below(&prng, 16) == 0)
                arrivals[i].at -= pl_prng_below(&prng, 50000); /* overtaken on the way */
        }
        while (left > 0) {
            size_t used, space = 40 + pl_prng_below(&prng, 1200);
            if (arrivals[0].seq - base >= PL_TWCC_WRITE_STATUSES_MAX)
                base = arrivals[0].seq;
            assert_true(write_and_compare(base, left, space, &used) <= space);
            base = arrivals[used - 1].seq + 1;
            left -= used;
            memmove(arrivals, arrivals + used, left * sizeof(arrivals[0]));
        }
    }
}

/* Every pattern of 9 packets that are lost, early or late: all mixtures of chunk kinds. */
static void round_trip_of_all_short_patterns(void **state)
{
    (void)state;
    for (unsigned lead = 0; lead < 16; lead += 5) {
        for (unsigned pattern = 1; pattern < 19683; pattern++) {
            pl_time_us now = PL_SEC(10);
            size_t n = 0, used;
            unsigned rest = pattern;
            for (unsigned i = 0; i < lead; i++)
                arrivals[n++] = (struct pl_twcc_arrival){65536 + i, now += 250};
            for (unsigned i = 0; i < 9; i++, rest /= 3) {
                if (rest % 3 == 0)
                    continue;
                now += rest % 3 == 1 ? 1000 : 100000;
                arrivals[n++] = (struct pl_twcc_arrival){65536 + lead + i, now};
            }
            (void)write_and_compare(65536, n, SIZE_MAX, &used);
            assert_int_equal(used, n);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_every_kind_of_chunk),
        cmocka_unit_test(chunks_of_the_draft),
        cmocka_unit_test(hostile_feedback),
        cmocka_unit_test(truncated_feedback),
        cmocka_unit_test(writes_these_bytes),
        cmocka_unit_test(long_runs_become_run_chunks),
        cmocka_unit_test(size_of_a_delta),
        cmocka_unit_test(large_gaps_and_wraps),
        cmocka_unit_test(what_one_packet_cannot_hold_is_left),
        cmocka_unit_test(round_trip_of_random_traffic),
        cmocka_unit_test(round_trip_of_all_short_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
