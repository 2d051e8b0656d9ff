/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/rtcp/report.h"

#include <assert.h>

enum {
    SR_FIXED_BYTES = 24,
    RR_FIXED_BYTES = 4,
    LOST_MAX = 0x7fffff,
    LOST_MIN = -0x800000,
};

static int32_t sign_extend_24(uint32_t v)
{
    return v > LOST_MAX ? (int32_t)v - 0x1000000 : (int32_t)v;
}

static void read_report(struct pl_reader *r, struct pl_rtcp_report *out)
{
    out->ssrc = pl_read_u32(r);
    out->fraction_lost = pl_read_u8(r);
    out->cumulative_lost = sign_extend_24(pl_read_u24(r));
    out->highest_seq = pl_read_u32(r);
    out->jitter = pl_read_u32(r);
    out->lsr = pl_read_u32(r);
    out->dlsr = pl_read_u32(r);
}

static void write_report(struct pl_writer *w, const struct pl_rtcp_report *b)
{
    int32_t lost = b->cumulative_lost;
    if (lost > LOST_MAX)
        lost = LOST_MAX;
    if (lost < LOST_MIN)
        lost = LOST_MIN;
    pl_write_u32(w, b->ssrc);
    pl_write_u8(w, b->fraction_lost);
    pl_write_u24(w, (uint32_t)lost & 0xffffff);
    pl_write_u32(w, b->highest_seq);
    pl_write_u32(w, b->jitter);
    pl_write_u32(w, b->lsr);
    pl_write_u32(w, b->dlsr);
}

/* count is at most 31: it comes from a 5-bit field. */
static void read_reports(struct pl_reader *r, struct pl_rtcp_report *out, uint8_t count)
{
    for (uint8_t i = 0; i < count; i++)
        read_report(r, &out[i]);
}

enum pl_err pl_rtcp_read_sr(const struct pl_rtcp_packet *p, struct pl_rtcp_sr *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(p->type == PL_RTCP_SR && p->count <= PL_RTCP_COUNT_MAX);
    out->ssrc = pl_read_u32(&r);
    out->ntp = pl_read_u64(&r);
    out->rtp_ts = pl_read_u32(&r);
    out->packets = pl_read_u32(&r);
    out->octets = pl_read_u32(&r);
    out->report_count = p->count;
    read_reports(&r, out->reports, p->count);
    return pl_reader_ok(&r) ? PL_OK : PL_E_PROTO;
}

void pl_rtcp_write_sr(struct pl_writer *w, const struct pl_rtcp_sr *sr)
{
    size_t size = SR_FIXED_BYTES + (size_t)sr->report_count * PL_RTCP_REPORT_BYTES;
    uint8_t *body = pl_rtcp_write_head(w, PL_RTCP_SR, sr->report_count, size);
    struct pl_writer part;
    assert(sr->report_count <= PL_RTCP_COUNT_MAX);
    if (!body)
        return;
    part = pl_writer_of(body, size);
    pl_write_u32(&part, sr->ssrc);
    pl_write_u64(&part, sr->ntp);
    pl_write_u32(&part, sr->rtp_ts);
    pl_write_u32(&part, sr->packets);
    pl_write_u32(&part, sr->octets);
    for (uint8_t i = 0; i < sr->report_count; i++)
        write_report(&part, &sr->reports[i]);
    assert(pl_writer_ok(&part));
}

enum pl_err pl_rtcp_read_rr(const struct pl_rtcp_packet *p, struct pl_rtcp_rr *out)
{
    struct pl_reader r = pl_reader_of(p->body);
    assert(p->type == PL_RTCP_RR && p->count <= PL_RTCP_COUNT_MAX);
    out->ssrc = pl_read_u32(&r);
    out->report_count = p->count;
    read_reports(&r, out->reports, p->count);
    return pl_reader_ok(&r) ? PL_OK : PL_E_PROTO;
}

void pl_rtcp_write_rr(struct pl_writer *w, const struct pl_rtcp_rr *rr)
{
    size_t size = RR_FIXED_BYTES + (size_t)rr->report_count * PL_RTCP_REPORT_BYTES;
    uint8_t *body = pl_rtcp_write_head(w, PL_RTCP_RR, rr->report_count, size);
    struct pl_writer part;
    assert(rr->report_count <= PL_RTCP_COUNT_MAX);
    if (!body)
        return;
    part = pl_writer_of(body, size);
    pl_write_u32(&part, rr->ssrc);
    for (uint8_t i = 0; i < rr->report_count; i++)
        write_report(&part, &rr->reports[i]);
    assert(pl_writer_ok(&part));
}
