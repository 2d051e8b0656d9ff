/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/sdp/sdp_eq.h"

#define DIFFER(cond, name)                                                                         \
    do {                                                                                           \
        if (cond)                                                                                  \
            return name;                                                                           \
    } while (0)

static bool params_eq(const struct pl_sdp_param *a, size_t na, const struct pl_sdp_param *b,
                      size_t nb)
{
    for (size_t i = 0; na == nb && i < na; i++) {
        if (!pl_bytes_eq(a[i].key, b[i].key) || !pl_bytes_eq(a[i].value, b[i].value))
            return false;
    }
    return na == nb;
}

static bool feedbacks_eq(const struct pl_sdp_feedback *a, size_t na,
                         const struct pl_sdp_feedback *b, size_t nb)
{
    for (size_t i = 0; na == nb && i < na; i++) {
        if (!pl_bytes_eq(a[i].type, b[i].type) || !pl_bytes_eq(a[i].param, b[i].param))
            return false;
    }
    return na == nb;
}

static bool codec_eq(const struct pl_sdp_codec *a, const struct pl_sdp_codec *b)
{
    return a->pt == b->pt && a->channels == b->channels && a->clock == b->clock &&
           pl_bytes_eq(a->name, b->name) &&
           params_eq(a->params, a->param_count, b->params, b->param_count) &&
           feedbacks_eq(a->feedbacks, a->feedback_count, b->feedbacks, b->feedback_count);
}

static bool candidate_eq(const struct pl_sdp_candidate *a, const struct pl_sdp_candidate *b)
{
    return pl_bytes_eq(a->foundation, b->foundation) && a->component == b->component &&
           a->tcp == b->tcp && a->priority == b->priority && pl_addr_eq(&a->addr, &b->addr) &&
           pl_bytes_eq(a->host, b->host) && a->type == b->type &&
           pl_addr_eq(&a->related, &b->related) && pl_bytes_eq(a->ufrag, b->ufrag);
}

static bool extmap_eq(const struct pl_sdp_extmap *a, const struct pl_sdp_extmap *b)
{
    return a->id == b->id && a->has_direction == b->has_direction && a->direction == b->direction &&
           pl_bytes_eq(a->uri, b->uri) && pl_bytes_eq(a->attributes, b->attributes);
}

static bool msid_eq(const struct pl_sdp_msid *a, const struct pl_sdp_msid *b)
{
    return pl_bytes_eq(a->stream, b->stream) && pl_bytes_eq(a->track, b->track);
}

static bool ssrc_eq(const struct pl_sdp_ssrc *a, const struct pl_sdp_ssrc *b)
{
    return a->id == b->id && pl_bytes_eq(a->cname, b->cname) && msid_eq(&a->msid, &b->msid);
}

static bool ssrc_group_eq(const struct pl_sdp_ssrc_group *a, const struct pl_sdp_ssrc_group *b)
{
    for (size_t i = 0; a->ssrc_count == b->ssrc_count && i < a->ssrc_count; i++) {
        if (a->ssrcs[i] != b->ssrcs[i])
            return false;
    }
    return a->ssrc_count == b->ssrc_count && pl_bytes_eq(a->semantics, b->semantics);
}

static bool rid_eq(const struct pl_sdp_rid *a, const struct pl_sdp_rid *b)
{
    return pl_bytes_eq(a->id, b->id) && a->direction == b->direction &&
           params_eq(a->params, a->param_count, b->params, b->param_count);
}

static bool layer_eq(const struct pl_sdp_layer *a, const struct pl_sdp_layer *b)
{
    return pl_bytes_eq(a->rid, b->rid) && a->paused == b->paused &&
           a->alternative == b->alternative;
}

static bool fingerprint_eq(const struct pl_sdp_fingerprint *a, const struct pl_sdp_fingerprint *b)
{
    return a->hash == b->hash && a->len == b->len && memcmp(a->bytes, b->bytes, a->len) == 0;
}

/* Differ when the counts do, or any pair of items. */
#define DIFFER_LISTS(a, b, items, count, item_eq)                                                  \
    do {                                                                                           \
        DIFFER((a)->count != (b)->count, #items);                                                  \
        for (size_t i_ = 0; i_ < (a)->count; i_++)                                                 \
            DIFFER(!item_eq(&(a)->items[i_], &(b)->items[i_]), #items);                            \
    } while (0)

static const char *transport_difference(const struct pl_sdp_media *a, const struct pl_sdp_media *b)
{
    DIFFER(!pl_bytes_eq(a->ice.ufrag, b->ice.ufrag), "ufrag");
    DIFFER(!pl_bytes_eq(a->ice.pwd, b->ice.pwd), "pwd");
    DIFFER(a->ice.options != b->ice.options, "ice options");
    DIFFER(a->dtls.setup != b->dtls.setup, "setup");
    DIFFER(!pl_bytes_eq(a->dtls.tls_id, b->dtls.tls_id), "tls-id");
    DIFFER(a->end_of_candidates != b->end_of_candidates, "end-of-candidates");
    DIFFER_LISTS(&a->dtls, &b->dtls, fingerprints, fingerprint_count, fingerprint_eq);
    DIFFER_LISTS(a, b, candidates, candidate_count, candidate_eq);
    return NULL;
}

static const char *scalar_difference(const struct pl_sdp_media *a, const struct pl_sdp_media *b)
{
    DIFFER(a->kind != b->kind || !pl_bytes_eq(a->kind_name, b->kind_name), "kind");
    DIFFER(a->port != b->port, "port");
    DIFFER(!pl_bytes_eq(a->proto, b->proto), "proto");
    DIFFER(!pl_bytes_eq(a->formats, b->formats), "formats");
    DIFFER(!pl_bytes_eq(a->mid, b->mid), "mid");
    DIFFER(a->direction != b->direction, "direction");
    DIFFER(a->bundle_only != b->bundle_only, "bundle-only");
    DIFFER(a->rtcp_mux != b->rtcp_mux || a->rtcp_mux_only != b->rtcp_mux_only, "rtcp-mux");
    DIFFER(a->rtcp_rsize != b->rtcp_rsize, "rtcp-rsize");
    DIFFER(a->extmap_allow_mixed != b->extmap_allow_mixed, "extmap-allow-mixed");
    DIFFER(a->bandwidth_kbps != b->bandwidth_kbps || a->bandwidth_bps != b->bandwidth_bps,
           "bandwidth");
    DIFFER(a->ptime_ms != b->ptime_ms || a->maxptime_ms != b->maxptime_ms, "ptime");
    DIFFER(a->sctp_port != b->sctp_port, "sctp-port");
    DIFFER(a->max_message_size_bytes != b->max_message_size_bytes, "max-message-size");
    return NULL;
}

static const char *list_difference(const struct pl_sdp_media *a, const struct pl_sdp_media *b)
{
    DIFFER_LISTS(a, b, codecs, codec_count, codec_eq);
    DIFFER(!feedbacks_eq(a->feedbacks, a->feedback_count, b->feedbacks, b->feedback_count),
           "feedbacks");
    DIFFER_LISTS(a, b, extmaps, extmap_count, extmap_eq);
    DIFFER_LISTS(a, b, msids, msid_count, msid_eq);
    DIFFER_LISTS(a, b, ssrcs, ssrc_count, ssrc_eq);
    DIFFER_LISTS(a, b, ssrc_groups, ssrc_group_count, ssrc_group_eq);
    DIFFER_LISTS(a, b, rids, rid_count, rid_eq);
    DIFFER_LISTS(&a->simulcast, &b->simulcast, send, send_count, layer_eq);
    DIFFER_LISTS(&a->simulcast, &b->simulcast, recv, recv_count, layer_eq);
    return NULL;
}

static bool group_eq(const struct pl_sdp_group *a, const struct pl_sdp_group *b)
{
    for (size_t i = 0; a->mid_count == b->mid_count && i < a->mid_count; i++) {
        if (!pl_bytes_eq(a->mids[i], b->mids[i]))
            return false;
    }
    return a->mid_count == b->mid_count && pl_bytes_eq(a->semantics, b->semantics);
}

const char *pl_sdp_difference(const struct pl_sdp *a, const struct pl_sdp *b)
{
    DIFFER(!pl_bytes_eq(a->origin_user, b->origin_user), "origin user");
    DIFFER(a->origin_id != b->origin_id || a->origin_version != b->origin_version, "origin");
    DIFFER(a->ice_lite != b->ice_lite, "ice-lite");
    DIFFER_LISTS(a, b, groups, group_count, group_eq);
    DIFFER(a->media_count != b->media_count, "number of sections");
    for (size_t i = 0; i < a->media_count; i++) {
        const char *difference = scalar_difference(a->media[i], b->media[i]);
        if (!difference)
            difference = transport_difference(a->media[i], b->media[i]);
        if (!difference)
            difference = list_difference(a->media[i], b->media[i]);
        DIFFER(difference, difference);
    }
    return NULL;
}
