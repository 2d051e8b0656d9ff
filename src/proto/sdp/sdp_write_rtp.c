/* SPDX-License-Identifier: Apache-2.0 */
/* The mirror image of sdp_attr_rtp.c. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"
#include "proto/sdp/sdp_writer.h"

static void put_params(struct pl_sdp_writer *w, const struct pl_sdp_param *params, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        w->unsayable |=
            !pl_sdp_is_param_key(params[i].key) || !pl_sdp_is_param_value(params[i].value);
        pl_sdp_put(w, i == 0 ? " " : ";");
        pl_sdp_put_text(w, params[i].key);
        if (params[i].value.len == 0)
            continue;
        pl_sdp_put(w, "=");
        pl_sdp_put_text(w, params[i].value);
    }
}

/* target: "a=rtcp-fb:96 " without its blank; the text after it is a type and perhaps a param. */
static void put_feedback(struct pl_sdp_writer *w, const struct pl_sdp_feedback *f)
{
    pl_sdp_put(w, " ");
    pl_sdp_put_word(w, f->type);
    if (f->param.len > 0) {
        pl_sdp_put(w, " ");
        pl_sdp_put_text(w, f->param);
    }
    pl_sdp_end_line(w);
}

static void put_codec(struct pl_sdp_writer *w, const struct pl_sdp_codec *c)
{
    if (c->name.len > 0) {
        w->unsayable |= c->clock == 0 || c->channels == 0;
        pl_sdp_putf(w, "a=rtpmap:%u ", c->pt);
        pl_sdp_put_token(w, c->name);
        pl_sdp_putf(w, "/%u", c->clock);
        if (c->channels > 1)
            pl_sdp_putf(w, "/%u", c->channels);
        pl_sdp_end_line(w);
    }
    for (size_t i = 0; i < c->feedback_count; i++) {
        pl_sdp_putf(w, "a=rtcp-fb:%u", c->pt);
        put_feedback(w, &c->feedbacks[i]);
    }
    if (c->param_count > 0) {
        pl_sdp_putf(w, "a=fmtp:%u", c->pt);
        put_params(w, c->params, c->param_count);
        pl_sdp_end_line(w);
    }
}

static void put_extmap(struct pl_sdp_writer *w, const struct pl_sdp_extmap *e)
{
    pl_sdp_putf(w, "a=extmap:%u", e->id);
    if (e->has_direction && e->direction <= PL_SDP_SENDRECV)
        pl_sdp_putf(w, "/%s", pl_sdp_direction_names[e->direction]);
    pl_sdp_put(w, " ");
    pl_sdp_put_word(w, e->uri);
    if (e->attributes.len > 0) {
        pl_sdp_put(w, " ");
        pl_sdp_put_text(w, e->attributes);
    }
    pl_sdp_end_line(w);
}

static void put_msid(struct pl_sdp_writer *w, const struct pl_sdp_msid *msid)
{
    pl_sdp_put(w, "msid:");
    pl_sdp_put_word(w, msid->stream);
    if (msid->track.len > 0) {
        pl_sdp_put(w, " ");
        pl_sdp_put_word(w, msid->track);
    }
    pl_sdp_end_line(w);
}

static void put_ssrc(struct pl_sdp_writer *w, const struct pl_sdp_ssrc *s)
{
    w->unsayable |= s->cname.len == 0 && s->msid.stream.len == 0;
    if (s->cname.len > 0) {
        pl_sdp_putf(w, "a=ssrc:%u cname:", s->id);
        pl_sdp_put_text(w, s->cname);
        pl_sdp_end_line(w);
    }
    if (s->msid.stream.len > 0) {
        pl_sdp_putf(w, "a=ssrc:%u ", s->id);
        put_msid(w, &s->msid);
    }
}

static void put_ssrc_group(struct pl_sdp_writer *w, const struct pl_sdp_ssrc_group *g)
{
    pl_sdp_put(w, "a=ssrc-group:");
    pl_sdp_put_token(w, g->semantics);
    for (size_t i = 0; i < g->ssrc_count; i++)
        pl_sdp_putf(w, " %u", g->ssrcs[i]);
    pl_sdp_end_line(w);
}

static void put_rid(struct pl_sdp_writer *w, const struct pl_sdp_rid *r)
{
    w->unsayable |= !pl_sdp_is_rid(r->id) ||
                    (r->direction != PL_SDP_SENDONLY && r->direction != PL_SDP_RECVONLY);
    pl_sdp_put(w, "a=rid:");
    pl_sdp_put_text(w, r->id);
    pl_sdp_put(w, r->direction == PL_SDP_SENDONLY ? " send" : " recv");
    put_params(w, r->params, r->param_count);
    pl_sdp_end_line(w);
}

static void put_layers(struct pl_sdp_writer *w, const char *start, const struct pl_sdp_layer *list,
                       size_t count)
{
    w->unsayable |= count > 0 && list[0].alternative;
    for (size_t i = 0; i < count; i++) {
        w->unsayable |= !pl_sdp_is_rid(list[i].rid);
        pl_sdp_put(w, i == 0 ? start : list[i].alternative ? "," : ";");
        pl_sdp_put(w, list[i].paused ? "~" : "");
        pl_sdp_put_text(w, list[i].rid);
    }
}

static void put_simulcast(struct pl_sdp_writer *w, const struct pl_sdp_simulcast *s)
{
    if (s->send_count == 0 && s->recv_count == 0)
        return;
    pl_sdp_put(w, "a=simulcast:");
    put_layers(w, "send ", s->send, s->send_count);
    put_layers(w, s->send_count > 0 ? " recv " : "recv ", s->recv, s->recv_count);
    pl_sdp_end_line(w);
}

void pl_sdp_put_rtp(struct pl_sdp_writer *w, const struct pl_sdp_media *m)
{
    for (size_t i = 0; i < m->extmap_count; i++)
        put_extmap(w, &m->extmaps[i]);
    for (size_t i = 0; i < m->msid_count; i++) {
        pl_sdp_put(w, "a=");
        put_msid(w, &m->msids[i]);
    }
    for (size_t i = 0; i < m->codec_count; i++)
        put_codec(w, &m->codecs[i]);
    for (size_t i = 0; i < m->feedback_count; i++) {
        pl_sdp_put(w, "a=rtcp-fb:*");
        put_feedback(w, &m->feedbacks[i]);
    }
    for (size_t i = 0; i < m->ssrc_group_count; i++)
        put_ssrc_group(w, &m->ssrc_groups[i]);
    for (size_t i = 0; i < m->ssrc_count; i++)
        put_ssrc(w, &m->ssrcs[i]);
    for (size_t i = 0; i < m->rid_count; i++)
        put_rid(w, &m->rids[i]);
    put_simulcast(w, &m->simulcast);
}
