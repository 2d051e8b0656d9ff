/* SPDX-License-Identifier: Apache-2.0 */
/* The printer: the session, the m= lines and the transport. Codecs and streams: sdp_write_rtp.c. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"
#include "proto/sdp/sdp_writer.h"

#include <stdarg.h>
#include <stdio.h>

void pl_sdp_put(struct pl_sdp_writer *w, const char *literal)
{
    pl_write_str(&w->out, literal);
}

void pl_sdp_putf(struct pl_sdp_writer *w, const char *format, ...)
{
    char text[128]; /* for numbers and our own short names; strangers' texts go through put_text */
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(text, sizeof(text), format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof(text))
        w->unsayable = true;
    else
        pl_write_bytes(&w->out, pl_bytes_of(text, (size_t)n));
}

void pl_sdp_put_text(struct pl_sdp_writer *w, struct pl_bytes s)
{
    if (!pl_sdp_is_text(s))
        w->unsayable = true;
    else
        pl_write_bytes(&w->out, s);
}

void pl_sdp_put_word(struct pl_sdp_writer *w, struct pl_bytes s)
{
    if (!pl_sdp_is_word(s))
        w->unsayable = true;
    else
        pl_write_bytes(&w->out, s);
}

void pl_sdp_put_token(struct pl_sdp_writer *w, struct pl_bytes s)
{
    if (!pl_sdp_is_token(s))
        w->unsayable = true;
    else
        pl_write_bytes(&w->out, s);
}

void pl_sdp_end_line(struct pl_sdp_writer *w)
{
    if (w->out.pos - w->line_start > PL_SDP_LINE_MAX || ++w->lines > PL_SDP_LINES_MAX)
        w->too_long = true;
    pl_sdp_put(w, "\r\n");
    w->line_start = w->out.pos;
}

static void put_line(struct pl_sdp_writer *w, const char *literal)
{
    pl_sdp_put(w, literal);
    pl_sdp_end_line(w);
}

static void put_flag(struct pl_sdp_writer *w, bool flag, const char *literal)
{
    if (flag)
        put_line(w, literal);
}

/* "a=<name>:<number>", unless the number is 0 = not said. */
static void put_number(struct pl_sdp_writer *w, const char *start, uint64_t number)
{
    if (number == 0)
        return;
    pl_sdp_putf(w, "%s%llu", start, (unsigned long long)number);
    pl_sdp_end_line(w);
}

static void put_session(struct pl_sdp_writer *w, const struct pl_sdp *sdp)
{
    put_line(w, "v=0");
    pl_sdp_put(w, "o=");
    pl_sdp_put_word(w, sdp->origin_user.len > 0 ? sdp->origin_user : pl_bytes_str("-"));
    pl_sdp_putf(w, " %llu %llu IN IP4 0.0.0.0", (unsigned long long)sdp->origin_id,
                (unsigned long long)sdp->origin_version);
    pl_sdp_end_line(w);
    put_line(w, "s=-");
    put_line(w, "t=0 0");
    for (size_t i = 0; i < sdp->group_count; i++) {
        const struct pl_sdp_group *g = &sdp->groups[i];
        pl_sdp_put(w, "a=group:");
        pl_sdp_put_token(w, g->semantics);
        for (size_t k = 0; k < g->mid_count; k++) {
            pl_sdp_put(w, " ");
            pl_sdp_put_token(w, g->mids[k]);
        }
        pl_sdp_end_line(w);
    }
    put_flag(w, sdp->ice_lite, "a=ice-lite");
}

static const char *kind_name(enum pl_sdp_kind kind)
{
    switch (kind) {
    case PL_SDP_AUDIO:
        return "audio";
    case PL_SDP_VIDEO:
        return "video";
    case PL_SDP_APPLICATION:
        return "application";
    case PL_SDP_OTHER:
        break;
    }
    return NULL;
}

static void put_media_line(struct pl_sdp_writer *w, const struct pl_sdp_media *m)
{
    const char *kind = kind_name(m->kind);
    bool rtp = pl_sdp_media_is_rtp(m);
    pl_sdp_put(w, "m=");
    if (kind)
        pl_sdp_put(w, kind);
    else
        pl_sdp_put_token(w, m->kind_name);
    pl_sdp_putf(w, " %u ", m->port);
    pl_sdp_put_word(w, m->proto);
    for (size_t i = 0; i < m->codec_count; i++)
        pl_sdp_putf(w, " %u", m->codecs[i].pt);
    if (!rtp) {
        pl_sdp_put(w, " ");
        pl_sdp_put_text(w, m->formats);
    }
    /* An m= line has at least one format, and of the kind that its protocol wants. */
    if (rtp ? m->codec_count == 0 || m->formats.len > 0 : m->codec_count > 0 || m->formats.len == 0)
        w->unsayable = true;
    pl_sdp_end_line(w);
    put_line(w, "c=IN IP4 0.0.0.0");
    put_number(w, "b=AS:", m->bandwidth_kbps);
    put_number(w, "b=TIAS:", m->bandwidth_bps);
}

static void put_ice(struct pl_sdp_writer *w, const struct pl_sdp_media *m)
{
    const struct pl_sdp_ice *ice = &m->ice;
    const unsigned known = PL_SDP_ICE_TRICKLE | PL_SDP_ICE2 | PL_SDP_ICE_RENOMINATION;
    if (ice->ufrag.len > 0) {
        w->unsayable |= !pl_sdp_is_ice(ice->ufrag, 4, 256);
        pl_sdp_put(w, "a=ice-ufrag:");
        pl_sdp_put_text(w, ice->ufrag);
        pl_sdp_end_line(w);
    }
    if (ice->pwd.len > 0) {
        w->unsayable |= !pl_sdp_is_ice(ice->pwd, 22, 256);
        pl_sdp_put(w, "a=ice-pwd:");
        pl_sdp_put_text(w, ice->pwd);
        pl_sdp_end_line(w);
    }
    w->unsayable |= (ice->options & ~known) != 0;
    if (ice->options & known) {
        const char *sep = "a=ice-options:";
        static const char *const names[] = {"trickle", "ice2", "renomination"};
        for (unsigned i = 0; i < 3; i++) {
            if (!(ice->options & 1u << i))
                continue;
            pl_sdp_putf(w, "%s%s", sep, names[i]);
            sep = " ";
        }
        pl_sdp_end_line(w);
    }
    for (size_t i = 0; i < m->candidate_count; i++) {
        pl_sdp_put(w, "a=");
        pl_sdp_put_candidate(w, &m->candidates[i]);
        pl_sdp_end_line(w);
    }
    put_flag(w, m->end_of_candidates, "a=end-of-candidates");
}

static void put_fingerprint(struct pl_sdp_writer *w, const struct pl_sdp_fingerprint *f)
{
    if (f->hash < PL_SDP_SHA1 || f->hash > PL_SDP_SHA512 || f->len != pl_sdp_hashes[f->hash].len) {
        w->unsayable = true;
        return;
    }
    pl_sdp_putf(w, "a=fingerprint:%s", pl_sdp_hashes[f->hash].name);
    for (size_t i = 0; i < f->len; i++)
        pl_sdp_putf(w, "%c%02X", i == 0 ? ' ' : ':', f->bytes[i]);
    pl_sdp_end_line(w);
}

static void put_dtls(struct pl_sdp_writer *w, const struct pl_sdp_dtls *dtls)
{
    for (size_t i = 0; i < dtls->fingerprint_count; i++)
        put_fingerprint(w, &dtls->fingerprints[i]);
    if (dtls->setup > PL_SDP_SETUP_HOLDCONN) {
        w->unsayable = true;
    } else if (dtls->setup != PL_SDP_SETUP_NONE) {
        pl_sdp_putf(w, "a=setup:%s", pl_sdp_setup_names[dtls->setup]);
        pl_sdp_end_line(w);
    }
    if (dtls->tls_id.len > 0) {
        pl_sdp_put(w, "a=tls-id:");
        pl_sdp_put_word(w, dtls->tls_id);
        pl_sdp_end_line(w);
    }
}

static void put_media(struct pl_sdp_writer *w, const struct pl_sdp_media *m)
{
    put_media_line(w, m);
    if (m->mid.len > 0) {
        w->unsayable |= m->mid.len > PL_SDP_MID_MAX;
        pl_sdp_put(w, "a=mid:");
        pl_sdp_put_token(w, m->mid);
        pl_sdp_end_line(w);
    }
    w->unsayable |= m->direction > PL_SDP_SENDRECV;
    if (m->direction <= PL_SDP_SENDRECV) {
        pl_sdp_putf(w, "a=%s", pl_sdp_direction_names[m->direction]);
        pl_sdp_end_line(w);
    }
    put_flag(w, m->bundle_only, "a=bundle-only");
    put_flag(w, m->rtcp_mux, "a=rtcp-mux");
    put_flag(w, m->rtcp_mux_only, "a=rtcp-mux-only");
    put_flag(w, m->rtcp_rsize, "a=rtcp-rsize");
    put_ice(w, m);
    put_dtls(w, &m->dtls);
    put_number(w, "a=sctp-port:", m->sctp_port);
    if (m->max_message_size_bytes == PL_SDP_ANY_SIZE)
        put_line(w, "a=max-message-size:0");
    else
        put_number(w, "a=max-message-size:", m->max_message_size_bytes);
    put_number(w, "a=ptime:", m->ptime_ms);
    put_number(w, "a=maxptime:", m->maxptime_ms);
    put_flag(w, m->extmap_allow_mixed, "a=extmap-allow-mixed");
    pl_sdp_put_rtp(w, m);
}

enum pl_err pl_sdp_write(const struct pl_sdp *sdp, uint8_t *dst, size_t size, size_t *len)
{
    struct pl_sdp_writer w = {.out = pl_writer_of(dst, size)};
    if (sdp->err)
        return sdp->err;
    if (pl_sdp_check_groups(sdp))
        return PL_E_RANGE;
    put_session(&w, sdp);
    for (size_t i = 0; i < sdp->media_count; i++) {
        if (pl_sdp_check_media(sdp, sdp->media[i]))
            return PL_E_RANGE;
        put_media(&w, sdp->media[i]);
    }
    if (w.unsayable)
        return PL_E_RANGE;
    if (w.too_long || w.out.pos > PL_SDP_TEXT_MAX)
        return PL_E_LIMIT;
    if (!pl_writer_ok(&w.out))
        return PL_E_SPACE;
    *len = w.out.pos;
    return PL_OK;
}
