/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads any bytes as a compound; every packet that was understood is written anew and must read
 * back the same where the writer has a form for all of it.
 */
#include "proto/rtcp/bye.h"
#include "proto/rtcp/nack.h"
#include "proto/rtcp/psfb.h"
#include "proto/rtcp/report.h"
#include "proto/rtcp/sdes.h"
#include "proto/rtcp/twcc.h"

#include <stdlib.h>

static uint8_t room[1 << 19];

static void check(bool fact)
{
    if (!fact)
        abort();
}

static struct pl_rtcp_packet written(const struct pl_writer *w)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p;
    check(pl_writer_ok(w) && pl_rtcp_begin(pl_writer_done(w), &it) == PL_OK);
    check(pl_rtcp_next(&it, &p) && it.left.len == 0);
    return p;
}

static void reports(const struct pl_rtcp_packet *p, struct pl_writer *w)
{
    struct pl_rtcp_packet again;
    struct pl_rtcp_sr sr, sr2;
    struct pl_rtcp_rr rr, rr2;
    if (p->type == PL_RTCP_SR && pl_rtcp_read_sr(p, &sr) == PL_OK) {
        pl_rtcp_write_sr(w, &sr);
        again = written(w);
        check(pl_rtcp_read_sr(&again, &sr2) == PL_OK && again.body.len <= p->body.len);
        check(memcmp(again.body.data, p->body.data, again.body.len) == 0);
    } else if (p->type == PL_RTCP_RR && pl_rtcp_read_rr(p, &rr) == PL_OK) {
        pl_rtcp_write_rr(w, &rr);
        again = written(w);
        check(pl_rtcp_read_rr(&again, &rr2) == PL_OK && again.body.len <= p->body.len);
        check(memcmp(again.body.data, p->body.data, again.body.len) == 0);
    }
}

static void sdes_bye(const struct pl_rtcp_packet *p, struct pl_writer *w)
{
    struct pl_rtcp_packet again;
    struct pl_rtcp_sdes sdes, sdes2;
    struct pl_rtcp_bye bye, bye2;
    if (p->type == PL_RTCP_SDES && pl_rtcp_read_sdes(p, &sdes) == PL_OK) {
        pl_rtcp_write_sdes(w, &sdes);
        again = written(w);
        check(pl_rtcp_read_sdes(&again, &sdes2) == PL_OK && sdes2.count == sdes.count);
        for (size_t i = 0; i < sdes.count; i++)
            check(sdes.chunks[i].ssrc == sdes2.chunks[i].ssrc &&
                  pl_bytes_eq(sdes.chunks[i].cname, sdes2.chunks[i].cname));
    } else if (p->type == PL_RTCP_BYE && pl_rtcp_read_bye(p, &bye) == PL_OK) {
        pl_rtcp_write_bye(w, &bye);
        again = written(w);
        check(pl_rtcp_read_bye(&again, &bye2) == PL_OK && bye2.count == bye.count);
        check(memcmp(bye.ssrcs, bye2.ssrcs, 4u * bye.count) == 0);
        check(pl_bytes_eq(bye.reason, bye2.reason));
    }
}

/* Overlapping entries merge when packed, so only a list without them comes back as it was. */
static void nack(const struct pl_rtcp_packet *p, struct pl_writer *w)
{
    enum { MAX = 2000 };
    uint16_t seqs[MAX], seqs2[MAX];
    struct pl_rtcp_packet again;
    struct pl_rtcp_nack n, n2;
    size_t count, count2;
    if (pl_rtcp_read_nack(p, &n) != PL_OK)
        return;
    count = pl_rtcp_nack_expand(&n, seqs, MAX);
    check(count > 0 && count <= MAX);
    pl_rtcp_write_nack(w, n.sender_ssrc, n.media_ssrc, seqs, count);
    again = written(w);
    check(pl_rtcp_read_nack(&again, &n2) == PL_OK);
    count2 = pl_rtcp_nack_expand(&n2, seqs2, MAX);
    check(count2 > 0 && count2 <= count && seqs[0] == seqs2[0]);
}

static void fir_remb(const struct pl_rtcp_packet *p, struct pl_writer *w)
{
    struct pl_rtcp_packet again;
    struct pl_rtcp_fir fir, fir2;
    struct pl_rtcp_remb remb, remb2;
    if (pl_rtcp_kind(p) == PL_RTCP_KIND_FIR && pl_rtcp_read_fir(p, &fir) == PL_OK) {
        pl_rtcp_write_fir(w, &fir);
        again = written(w);
        check(pl_rtcp_read_fir(&again, &fir2) == PL_OK && fir2.count == fir.count);
    } else if (pl_rtcp_kind(p) == PL_RTCP_KIND_REMB && pl_rtcp_read_remb(p, &remb) == PL_OK) {
        pl_rtcp_write_remb(w, &remb);
        again = written(w);
        check(pl_rtcp_read_remb(&again, &remb2) == PL_OK);
        check(remb.bitrate_bps == remb2.bitrate_bps && remb.count == remb2.count);
    }
}

/* Reads feedback, takes its arrivals as ours, writes them, and reads the same statuses. */
static void twcc(const struct pl_rtcp_packet *p, struct pl_writer *w)
{
    enum { MAX = 65535 };
    static struct pl_twcc_status statuses[MAX], statuses2[MAX];
    static struct pl_twcc_arrival arrivals[MAX];
    struct pl_twcc_feedback f = {.arrivals = arrivals};
    struct pl_rtcp_packet again;
    struct pl_rtcp_twcc t, t2;
    uint64_t at;
    size_t used;
    if (pl_rtcp_read_twcc(p, &t, statuses, MAX) != PL_OK)
        return;
    f.base_seq = 65536u + t.base_seq;
    at = (UINT64_C(1) << 40) + (uint64_t)((int64_t)t.reference_time * 256);
    for (size_t i = 0; i < t.status_count; i++) {
        if (!statuses[i].received)
            continue;
        at = (uint64_t)((int64_t)at + statuses[i].delta_250us);
        arrivals[f.count++] = (struct pl_twcc_arrival){f.base_seq + i, at * PL_TWCC_TICK_US};
    }
    if (f.count == 0 || pl_rtcp_write_twcc(w, &f, &used) != PL_OK)
        return;
    again = written(w);
    check(pl_rtcp_read_twcc(&again, &t2, statuses2, MAX) == PL_OK);
    check(t2.base_seq == t.base_seq && t2.status_count <= t.status_count);
    for (size_t i = 0; i < t2.status_count; i++)
        check(statuses2[i].seq == statuses[i].seq && statuses2[i].received == statuses[i].received);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_rtcp_iter it;
    struct pl_rtcp_packet p;
    struct pl_rtcp_pli pli;
    if (pl_rtcp_begin(pl_bytes_of(data, size), &it) != PL_OK)
        return 0;
    while (pl_rtcp_next(&it, &p)) {
        struct pl_writer w = pl_writer_of(room, sizeof(room));
        reports(&p, &w);
        sdes_bye(&p, &w);
        fir_remb(&p, &w);
        if (pl_rtcp_kind(&p) == PL_RTCP_KIND_NACK)
            nack(&p, &w);
        if (pl_rtcp_kind(&p) == PL_RTCP_KIND_TWCC)
            twcc(&p, &w);
        if (pl_rtcp_kind(&p) == PL_RTCP_KIND_PLI && pl_rtcp_read_pli(&p, &pli) == PL_OK)
            check(p.body.len >= 8);
    }
    check(it.left.len == 0); /* begin has promised it */
    return 0;
}
