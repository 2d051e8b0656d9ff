/* SPDX-License-Identifier: Apache-2.0 */
#include "rtcp_test.h"

#include "proto/rtcp/bye.h"
#include "proto/rtcp/nack.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/report.h"
#include "proto/rtcp/sdes.h"

static enum pl_err begin(const char *text)
{
    struct pl_rtcp_iter it;
    return pl_rtcp_begin(hex(text), &it);
}

/* ---- compound ---- */

/* As a browser sends it: SR + SDES, then feedback. */
static const char compound[] = "80c80006 00000001 83aa7e80 80000000 0001e240 00000064 00002710"
                               "81ca0003 00000001 0103 616263 00 0000"
                               "81cd0003 00000001 00000002 00058005"
                               "84cc0001 00000001" /* APP: nobody reads it */
                               "8fce0005 00000001 00000000 52454d42 0107a120 00000009"
                               "80cf0001 00000001" /* XR */
                               "81ce0002 00000001 00000002";

static void walks_a_compound(void **state)
{
    static const enum pl_rtcp_kind kinds[] = {
        PL_RTCP_KIND_SR,   PL_RTCP_KIND_SDES,  PL_RTCP_KIND_NACK, PL_RTCP_KIND_OTHER,
        PL_RTCP_KIND_REMB, PL_RTCP_KIND_OTHER, PL_RTCP_KIND_PLI};
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p;
    size_t n = 0;
    (void)state;
    assert_ok(pl_rtcp_begin(hex(compound), &it));
    for (; pl_rtcp_next(&it, &p); n++)
        assert_int_equal(pl_rtcp_kind(&p), kinds[n]);
    assert_int_equal(n, 7);
}

/* A compound cut anywhere but between packets is refused as a whole. */
static void truncation_at_every_length(void **state)
{
    struct pl_bytes full = hex(compound);
    bool boundary[512] = {false};
    size_t at = 0;
    (void)state;
    while (at < full.len) {
        at += 4u * (pl_get_u16(full.data + at + 2) + 1u);
        boundary[at] = true;
    }
    for (size_t n = 0; n <= full.len; n++) {
        struct pl_rtcp_iter it;
        struct pl_rtcp_packet p;
        enum pl_err err = pl_rtcp_begin(pl_bytes_of(full.data, n), &it);
        assert_err(boundary[n] ? PL_OK : PL_E_PROTO, err);
        if (err != PL_OK)
            assert_false(pl_rtcp_next(&it, &p));
    }
}

static void compound_rules(void **state)
{
    struct pl_rtcp_packet p;
    (void)state;
    assert_err(PL_E_PROTO, begin(""));
    assert_err(PL_E_PROTO, begin("40c90001 00000001")); /* version */
    assert_err(PL_E_PROTO, begin("80c9ffff 00000001")); /* a lying length */
    assert_err(PL_E_PROTO, begin("80c90001 00000001 00"));
    assert_ok(begin("80cb0000")); /* a BYE of nobody is legal */
    p = only(hex("a0c90003 00000001 00000000 00000008"));
    assert_int_equal(p.body.len, 4);
    assert_err(PL_E_PROTO, begin("a0c90001 00000000")); /* padding of 0 */
    assert_err(PL_E_PROTO, begin("a0c90001 00000008")); /* more than there is */
    assert_err(PL_E_PROTO, begin("a0c90000"));          /* none at all */
    assert_ok(begin("a0c90002 00000001 00000004 80c90001 00000001"));
    assert_ok(begin("80c90001 00000001 a0c90002 00000001 00000004"));
}

static void unknown_feedback_is_other(void **state)
{
    struct pl_rtcp_packet p;
    (void)state;
    p = only(hex("82cd0002 00000001 00000002"));
    assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_OTHER);
    p = only(hex("82ce0002 00000001 00000002")); /* SLI */
    assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_OTHER);
    p = only(hex("8fce0003 00000001 00000002 47414d42")); /* somebody's own application feedback */
    assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_OTHER);
    p = only(hex("8fce0002 00000001 00000002")); /* too short to have a name */
    assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_OTHER);
    p = only(hex("80de0001 00000001"));
    assert_int_equal(pl_rtcp_kind(&p), PL_RTCP_KIND_OTHER);
}

/* Every writer into every too small space: nothing is written and the writer has failed. */
static void writers_are_all_or_nothing(void **state)
{
    static const uint16_t seqs[] = {1, 50, 100};
    struct pl_rtcp_sr sr = {.report_count = 2};
    struct pl_rtcp_rr rr = {.report_count = 1};
    struct pl_rtcp_sdes sdes = {.count = 1, .chunks = {{pl_bytes_str("name"), 1}}};
    struct pl_rtcp_bye bye = {.count = 2, .reason = pl_bytes_str("bye")};
    struct pl_rtcp_pli pli = {0};
    struct pl_rtcp_fir fir = {.count = 2};
    struct pl_rtcp_remb remb = {.count = 2};
    static const size_t sizes[] = {76, 32, 16, 16, 24, 12, 28, 28};
    (void)state;
    for (size_t kind = 0; kind < 8; kind++) {
        for (size_t size = 0; size <= sizes[kind]; size++) {
            struct pl_writer w = pl_writer_of(room, size);
            memset(room, 0xee, 128);
            switch (kind) {
            case 0:
                pl_rtcp_write_sr(&w, &sr);
                break;
            case 1:
                pl_rtcp_write_rr(&w, &rr);
                break;
            case 2:
                pl_rtcp_write_sdes(&w, &sdes);
                break;
            case 3:
                pl_rtcp_write_bye(&w, &bye);
                break;
            case 4:
                pl_rtcp_write_nack(&w, 1, 2, seqs, 3);
                break;
            case 5:
                pl_rtcp_write_pli(&w, &pli);
                break;
            case 6:
                pl_rtcp_write_fir(&w, &fir);
                break;
            default:
                pl_rtcp_write_remb(&w, &remb);
                break;
            }
            assert_int_equal(pl_writer_ok(&w), size == sizes[kind]);
            assert_int_equal(room[0] == 0xee, size != sizes[kind]);
            assert_int_equal(room[size], 0xee);
        }
    }
}

/* ---- reports ---- */

static void reads_a_sender_report(void **state)
{
    struct pl_rtcp_packet p = only(hex("81c8000c 00000001 83aa7e80 80000000 0001e240 00000064"
                                       "00002710 00000002 40fffffe 00012345 00000010 11112222"
                                       "00003333"));
    struct pl_rtcp_sr sr;
    (void)state;
    assert_ok(pl_rtcp_read_sr(&p, &sr));
    assert_int_equal(sr.ssrc, 1);
    assert_true(sr.ntp == UINT64_C(0x83aa7e8080000000));
    assert_int_equal(sr.rtp_ts, 123456);
    assert_int_equal(sr.packets, 100);
    assert_int_equal(sr.octets, 10000);
    assert_int_equal(sr.report_count, 1);
    assert_int_equal(sr.reports[0].ssrc, 2);
    assert_int_equal(sr.reports[0].fraction_lost, 0x40);
    assert_int_equal(sr.reports[0].cumulative_lost, -2);
    assert_int_equal(sr.reports[0].highest_seq, 0x12345);
    assert_int_equal(sr.reports[0].jitter, 16);
    assert_int_equal(sr.reports[0].lsr, 0x11112222);
    assert_int_equal(sr.reports[0].dlsr, 0x3333);
}

/* The count claims more report blocks than the length holds; bytes behind them are an extension. */
static void report_counts_that_lie(void **state)
{
    struct pl_rtcp_packet p = only(hex("9fc90001 00000001"));
    struct pl_rtcp_rr rr;
    struct pl_rtcp_sr sr;
    (void)state;
    assert_err(PL_E_PROTO, pl_rtcp_read_rr(&p, &rr));
    p = only(hex("80c90000"));
    assert_err(PL_E_PROTO, pl_rtcp_read_rr(&p, &rr));
    p = only(hex("80c90002 00000001 deadbeef"));
    assert_ok(pl_rtcp_read_rr(&p, &rr));
    assert_int_equal(rr.report_count, 0);
    p = only(hex("80c80005 00000001 83aa7e80 80000000 0001e240 00000064"));
    assert_err(PL_E_PROTO, pl_rtcp_read_sr(&p, &sr));
}

static void random_reports(struct pl_prng *prng, struct pl_rtcp_report *r, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++)
        r[i] = (struct pl_rtcp_report){.ssrc = dice32(prng),
                                       .cumulative_lost =
                                           (int32_t)pl_prng_below(prng, 1 << 24) - (1 << 23),
                                       .highest_seq = dice32(prng),
                                       .jitter = dice32(prng),
                                       .lsr = dice32(prng),
                                       .dlsr = dice32(prng),
                                       .fraction_lost = (uint8_t)dice32(prng)};
}

static void reports_equal(const struct pl_rtcp_report *a, const struct pl_rtcp_report *b,
                          uint8_t count)
{
    for (uint8_t i = 0; i < count; i++) {
        assert_int_equal(a[i].ssrc, b[i].ssrc);
        assert_int_equal(a[i].cumulative_lost, b[i].cumulative_lost);
        assert_int_equal(a[i].highest_seq, b[i].highest_seq);
        assert_int_equal(a[i].jitter, b[i].jitter);
        assert_int_equal(a[i].lsr, b[i].lsr);
        assert_int_equal(a[i].dlsr, b[i].dlsr);
        assert_int_equal(a[i].fraction_lost, b[i].fraction_lost);
    }
}

static void reports_round_trip(void **state)
{
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 4);
    for (int i = 0; i < 3000; i++) {
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtcp_sr sr = {.ntp = pl_prng_next(&prng), .ssrc = dice32(&prng)}, sr2;
        struct pl_rtcp_rr rr = {.ssrc = dice32(&prng)}, rr2;
        struct pl_rtcp_packet p;
        sr.rtp_ts = dice32(&prng);
        sr.packets = dice32(&prng);
        sr.octets = dice32(&prng);
        sr.report_count = (uint8_t)pl_prng_below(&prng, 32);
        rr.report_count = (uint8_t)pl_prng_below(&prng, 32);
        random_reports(&prng, sr.reports, sr.report_count);
        random_reports(&prng, rr.reports, rr.report_count);
        pl_rtcp_write_sr(&w, &sr);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_sr(&p, &sr2));
        assert_true(sr.ntp == sr2.ntp && sr.ssrc == sr2.ssrc && sr.rtp_ts == sr2.rtp_ts);
        assert_true(sr.packets == sr2.packets && sr.octets == sr2.octets);
        assert_int_equal(sr.report_count, sr2.report_count);
        reports_equal(sr.reports, sr2.reports, sr.report_count);
        w = pl_writer_of(room, sizeof(room));
        pl_rtcp_write_rr(&w, &rr);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_rr(&p, &rr2));
        assert_true(rr.ssrc == rr2.ssrc && rr.report_count == rr2.report_count);
        reports_equal(rr.reports, rr2.reports, rr.report_count);
    }
}

static void cumulative_loss_is_clamped_when_written(void **state)
{
    static const int32_t in[] = {INT32_MAX, 0x800000, 0x7fffff, -0x800000, -0x800001, INT32_MIN};
    static const int32_t want[] = {0x7fffff, 0x7fffff, 0x7fffff, -0x800000, -0x800000, -0x800000};
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        struct pl_rtcp_rr rr = {.report_count = 1, .reports = {{.cumulative_lost = in[i]}}};
        struct pl_rtcp_packet p;
        pl_rtcp_write_rr(&w, &rr);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_rr(&p, &rr));
        assert_int_equal(rr.reports[0].cumulative_lost, want[i]);
    }
}

/* ---- SDES and BYE ---- */

static void reads_cnames_among_other_items(void **state)
{
    /* NAME "x", CNAME "abc", second CNAME ignored, end; then a chunk without items */
    struct pl_rtcp_packet p = only(hex("82ca0006 00000001 020178 0103616263 010179 00"
                                       "00000000" /* filled up: the chunk had 16 bytes already */
                                       "00000000"));
    struct pl_rtcp_sdes sdes;
    (void)state;
    assert_ok(pl_rtcp_read_sdes(&p, &sdes));
    assert_int_equal(sdes.count, 2);
    assert_int_equal(sdes.chunks[0].ssrc, 1);
    assert_true(pl_bytes_eq_str(sdes.chunks[0].cname, "abc"));
    assert_int_equal(sdes.chunks[1].ssrc, 0);
    assert_int_equal(sdes.chunks[1].cname.len, 0);
}

static void sdes_that_leaves_the_packet(void **state)
{
    struct pl_rtcp_sdes sdes;
    struct pl_rtcp_packet p = only(hex("81ca0002 00000001 01ff6162"));
    (void)state;
    assert_err(PL_E_PROTO, pl_rtcp_read_sdes(&p, &sdes));
    p = only(hex("81ca0002 00000001 01026162")); /* no end of the items */
    assert_err(PL_E_PROTO, pl_rtcp_read_sdes(&p, &sdes));
    p = only(hex("82ca0003 00000001 01026162 00000000")); /* a second chunk is promised */
    assert_err(PL_E_PROTO, pl_rtcp_read_sdes(&p, &sdes));
    p = only(hex("81ca0001 00000001"));
    assert_err(PL_E_PROTO, pl_rtcp_read_sdes(&p, &sdes));
    p = only(hex("80ca0000"));
    assert_ok(pl_rtcp_read_sdes(&p, &sdes));
    assert_int_equal(sdes.count, 0);
}

static void sdes_and_bye_round_trip(void **state)
{
    static const char text[] = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz";
    static uint8_t big[16384];
    struct pl_prng prng;
    (void)state;
    pl_prng_init(&prng, 5);
    for (int i = 0; i < 3000; i++) {
        struct pl_writer w = pl_writer_of(big, sizeof(big));
        struct pl_rtcp_sdes s = {.count = (uint8_t)pl_prng_below(&prng, 32)}, s2;
        struct pl_rtcp_bye b = {.count = (uint8_t)pl_prng_below(&prng, 32)}, b2;
        struct pl_rtcp_packet p;
        for (uint8_t k = 0; k < s.count; k++)
            s.chunks[k] = (struct pl_rtcp_sdes_chunk){
                pl_bytes_of(text, pl_prng_below(&prng, sizeof(text))), dice32(&prng)};
        for (uint8_t k = 0; k < b.count; k++)
            b.ssrcs[k] = dice32(&prng);
        b.reason = pl_bytes_of(text, pl_prng_below(&prng, sizeof(text)));
        pl_rtcp_write_sdes(&w, &s);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_sdes(&p, &s2));
        assert_int_equal(s.count, s2.count);
        for (uint8_t k = 0; k < s.count; k++) {
            assert_int_equal(s.chunks[k].ssrc, s2.chunks[k].ssrc);
            assert_true(pl_bytes_eq(s.chunks[k].cname, s2.chunks[k].cname));
        }
        w = pl_writer_of(big, sizeof(big));
        pl_rtcp_write_bye(&w, &b);
        p = only(pl_writer_done(&w));
        assert_ok(pl_rtcp_read_bye(&p, &b2));
        assert_int_equal(b.count, b2.count);
        assert_memory_equal(b.ssrcs, b2.ssrcs, 4u * b.count);
        assert_true(pl_bytes_eq(b.reason, b2.reason));
    }
}

static void bye_that_leaves_the_packet(void **state)
{
    struct pl_rtcp_bye bye;
    struct pl_rtcp_packet p = only(hex("82cb0001 00000001"));
    (void)state;
    assert_err(PL_E_PROTO, pl_rtcp_read_bye(&p, &bye));
    p = only(hex("81cb0002 00000001 04616263"));
    assert_err(PL_E_PROTO, pl_rtcp_read_bye(&p, &bye));
    p = only(hex("81cb0002 00000001 03616263"));
    assert_ok(pl_rtcp_read_bye(&p, &bye));
    assert_true(pl_bytes_eq_str(bye.reason, "abc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(walks_a_compound),
        cmocka_unit_test(truncation_at_every_length),
        cmocka_unit_test(compound_rules),
        cmocka_unit_test(unknown_feedback_is_other),
        cmocka_unit_test(writers_are_all_or_nothing),
        cmocka_unit_test(reads_a_sender_report),
        cmocka_unit_test(report_counts_that_lie),
        cmocka_unit_test(reports_round_trip),
        cmocka_unit_test(cumulative_loss_is_clamped_when_written),
        cmocka_unit_test(reads_cnames_among_other_items),
        cmocka_unit_test(sdes_that_leaves_the_packet),
        cmocka_unit_test(sdes_and_bye_round_trip),
        cmocka_unit_test(bye_that_leaves_the_packet),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
