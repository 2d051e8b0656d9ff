/* SPDX-License-Identifier: Apache-2.0 */
/* Attributes of codecs, header extensions, streams and layers. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"

static struct pl_sdp_codec *find_codec(struct pl_sdp_media *m, uint64_t pt)
{
    for (size_t i = 0; i < m->codec_count; i++) {
        if (m->codecs[i].pt == pt)
            return &m->codecs[i];
    }
    return NULL;
}

/* The next "key[=value]" of a list parted by ';'; false at its end. An empty item has no key. */
static bool next_param(struct pl_bytes *rest, struct pl_sdp_param *param)
{
    struct pl_bytes item;
    if (rest->len == 0)
        return false;
    item = pl_sdp_cut(rest, ';');
    param->key = pl_sdp_trim(pl_sdp_cut(&item, '='));
    param->value = pl_sdp_trim(item);
    return true;
}

/* rtpmap:<pt> <name>/<clock>[/<channels>] */
enum pl_err pl_sdp_read_rtpmap(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_sdp_codec *c;
    struct pl_bytes name;
    uint64_t pt, clock, channels = 1;
    if (!pl_sdp_number(pl_sdp_cut(&value, ' '), 127, &pt))
        return pl_sdp_bad(r, "rtpmap: payload type");
    name = pl_sdp_cut(&value, '/');
    if (!pl_sdp_is_token(name))
        return pl_sdp_bad(r, "rtpmap: name");
    if (!pl_sdp_number(pl_sdp_cut(&value, '/'), UINT32_MAX, &clock) || clock == 0)
        return pl_sdp_bad(r, "rtpmap: clock rate");
    if (value.len > 0 && (!pl_sdp_number(value, UINT8_MAX, &channels) || channels == 0))
        return pl_sdp_bad(r, "rtpmap: channels");
    c = find_codec(r->m, pt);
    if (!c)
        return PL_OK;
    if (c->name.len > 0)
        return pl_sdp_bad(r, "second rtpmap for a payload type");
    c->name = name;
    c->clock = (uint32_t)clock;
    c->channels = (uint8_t)channels;
    return PL_OK;
}

enum pl_err pl_sdp_read_fmtp(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes format = pl_sdp_cut(&value, ' ');
    struct pl_sdp_codec *c;
    struct pl_sdp_param param;
    uint64_t pt;
    if (!pl_sdp_media_is_rtp(r->m))
        return PL_OK;
    if (!pl_sdp_number(format, 127, &pt))
        return pl_sdp_bad(r, "fmtp: payload type");
    c = find_codec(r->m, pt);
    while (c && next_param(&value, &param)) {
        if (param.key.len > 0)
            pl_sdp_add_param(r->sdp, c, param.key, param.value);
        else if (param.value.len > 0)
            return pl_sdp_bad(r, "fmtp: value without a name");
    }
    return PL_OK;
}

/* rtcp-fb:<pt or *> <type> [<param>] */
enum pl_err pl_sdp_read_rtcp_fb(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes format = pl_sdp_cut(&value, ' ');
    struct pl_bytes type = pl_sdp_cut(&value, ' ');
    uint64_t pt;
    if (!pl_sdp_is_word(type))
        return pl_sdp_bad(r, "rtcp-fb: type");
    if (pl_bytes_eq_str(format, "*"))
        pl_sdp_add_feedback_all(r->sdp, r->m, type, value);
    else if (pl_sdp_number(format, 127, &pt))
        pl_sdp_add_feedback(r->sdp, find_codec(r->m, pt), type, value);
    else
        return pl_sdp_bad(r, "rtcp-fb: payload type");
    return PL_OK;
}

/* A section's own entry replaces the session's of the same id. */
static struct pl_sdp_extmap *extmap_slot(struct pl_sdp_reader *r, uint16_t id)
{
    for (size_t i = 0; i < r->m->extmap_count; i++) {
        if (r->m->extmaps[i].id == id)
            return &r->m->extmaps[i];
    }
    return pl_sdp_add_extmap(r->sdp, r->m);
}

/* extmap:<id>[/<direction>] <uri> [<attributes>] */
enum pl_err pl_sdp_read_extmap(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes direction = pl_sdp_cut(&value, ' ');
    struct pl_bytes number = pl_sdp_cut(&direction, '/');
    struct pl_sdp_extmap e = {0}, *slot;
    uint64_t id;
    if (!pl_sdp_number(number, 4351, &id) || id == 0 || (id > 255 && id < 4096))
        return pl_sdp_bad(r, "extmap: id");
    e.id = (uint16_t)id;
    e.has_direction = direction.len > 0;
    while (e.has_direction && !pl_bytes_eq_str(direction, pl_sdp_direction_names[e.direction])) {
        if (e.direction == PL_SDP_SENDRECV)
            return pl_sdp_bad(r, "extmap: direction");
        e.direction = (enum pl_sdp_direction)(e.direction + 1);
    }
    e.uri = pl_sdp_cut(&value, ' ');
    e.attributes = value;
    if (!pl_sdp_is_word(e.uri))
        return pl_sdp_bad(r, "extmap: URI");
    if (r->ext_own[id / 8] & 1u << id % 8)
        return pl_sdp_bad(r, "extmap: id used twice");
    r->ext_own[id / 8] = (uint8_t)(r->ext_own[id / 8] | 1u << id % 8);
    slot = extmap_slot(r, e.id);
    if (!slot)
        return pl_sdp_full(r);
    *slot = e;
    return PL_OK;
}

static bool parse_msid(struct pl_bytes value, struct pl_sdp_msid *msid)
{
    msid->stream = pl_sdp_cut(&value, ' ');
    msid->track = pl_sdp_cut(&value, ' ');
    return pl_sdp_is_word(msid->stream);
}

enum pl_err pl_sdp_read_msid(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_sdp_msid msid, *slot;
    if (!parse_msid(value, &msid))
        return pl_sdp_bad(r, "msid");
    slot = pl_sdp_add_msid(r->sdp, r->m);
    if (!slot)
        return pl_sdp_full(r);
    *slot = msid;
    return PL_OK;
}

static struct pl_sdp_ssrc *ssrc_slot(struct pl_sdp_reader *r, uint32_t id)
{
    struct pl_sdp_ssrc *s;
    for (size_t i = 0; i < r->m->ssrc_count; i++) {
        if (r->m->ssrcs[i].id == id)
            return &r->m->ssrcs[i];
    }
    s = pl_sdp_add_ssrc(r->sdp, r->m);
    if (s)
        s->id = id;
    return s;
}

/* ssrc:<id> cname:<text> or ssrc:<id> msid:<stream> <track>; the rest is of no use to us. */
enum pl_err pl_sdp_read_ssrc(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes number = pl_sdp_cut(&value, ' ');
    struct pl_bytes name = pl_sdp_cut(&value, ':');
    bool is_cname = pl_bytes_eq_str(name, "cname");
    struct pl_sdp_msid msid;
    struct pl_sdp_ssrc *s;
    uint64_t id;
    if (!pl_sdp_number(number, UINT32_MAX, &id))
        return pl_sdp_bad(r, "ssrc: id");
    if (!is_cname && !pl_bytes_eq_str(name, "msid"))
        return PL_OK;
    if (is_cname ? value.len == 0 : !parse_msid(value, &msid))
        return pl_sdp_bad(r, is_cname ? "ssrc: cname" : "ssrc: msid");
    s = ssrc_slot(r, (uint32_t)id);
    if (!s)
        return pl_sdp_full(r);
    if (is_cname)
        s->cname = value;
    else
        s->msid = msid;
    return PL_OK;
}

enum pl_err pl_sdp_read_ssrc_group(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes semantics = pl_sdp_cut(&value, ' ');
    struct pl_sdp_ssrc_group *g;
    if (!pl_sdp_is_token(semantics))
        return pl_sdp_bad(r, "ssrc-group: semantics");
    g = pl_sdp_add_ssrc_group(r->sdp, r->m, semantics);
    while (value.len > 0) {
        uint64_t id;
        if (!pl_sdp_number(pl_sdp_cut(&value, ' '), UINT32_MAX, &id))
            return pl_sdp_bad(r, "ssrc-group: id");
        pl_sdp_add_ssrc_group_id(r->sdp, g, (uint32_t)id);
    }
    return PL_OK;
}

static bool parse_send_recv(struct pl_bytes word, enum pl_sdp_direction *direction)
{
    bool send = pl_bytes_eq_str(word, "send");
    *direction = send ? PL_SDP_SENDONLY : PL_SDP_RECVONLY;
    return send || pl_bytes_eq_str(word, "recv");
}

/* rid:<id> send|recv [<restrictions>] */
enum pl_err pl_sdp_read_rid(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_sdp_param param;
    struct pl_sdp_rid rid = {.id = pl_sdp_cut(&value, ' ')}, *slot;
    if (!pl_sdp_is_rid(rid.id))
        return pl_sdp_bad(r, "rid: id");
    if (!parse_send_recv(pl_sdp_cut(&value, ' '), &rid.direction))
        return pl_sdp_bad(r, "rid: direction");
    slot = pl_sdp_add_rid(r->sdp, r->m);
    if (!slot)
        return pl_sdp_full(r);
    *slot = rid;
    while (next_param(&value, &param)) {
        if (param.key.len == 0)
            return pl_sdp_bad(r, "rid: restriction");
        pl_sdp_add_rid_param(r->sdp, slot, param.key, param.value);
    }
    return PL_OK;
}

/* "a,~b;c": streams parted by ';', their alternatives by ',', a '~' before a paused one. */
static enum pl_err read_layers(struct pl_sdp_reader *r, struct pl_bytes list,
                               enum pl_sdp_direction direction)
{
    while (list.len > 0) {
        struct pl_bytes stream = pl_sdp_cut(&list, ';');
        struct pl_sdp_layer layer = {0};
        do {
            struct pl_sdp_layer *slot;
            layer.rid = pl_sdp_cut(&stream, ',');
            layer.paused = layer.rid.len > 0 && layer.rid.data[0] == '~';
            if (layer.paused)
                layer.rid = pl_bytes_of(layer.rid.data + 1, layer.rid.len - 1);
            if (!pl_sdp_is_rid(layer.rid))
                return pl_sdp_bad(r, "simulcast: rid");
            slot = pl_sdp_add_layer(r->sdp, r->m, direction);
            if (!slot)
                return pl_sdp_full(r);
            *slot = layer;
            layer.alternative = true;
        } while (stream.len > 0);
    }
    return PL_OK;
}

/* simulcast:send <list> [recv <list>], in either order */
enum pl_err pl_sdp_read_simulcast(struct pl_sdp_reader *r, struct pl_bytes value)
{
    unsigned seen = 0;
    if (!pl_sdp_say(r, PL_SDP_SAID_SIMULCAST))
        return pl_sdp_bad(r, "second simulcast");
    do {
        enum pl_sdp_direction direction;
        struct pl_bytes list;
        enum pl_err err;
        if (!parse_send_recv(pl_sdp_cut(&value, ' '), &direction) || (seen & direction))
            return pl_sdp_bad(r, "simulcast: direction");
        seen |= direction;
        list = pl_sdp_cut(&value, ' ');
        if (list.len == 0)
            return pl_sdp_bad(r, "simulcast: empty list");
        err = read_layers(r, list, direction);
        if (err)
            return err;
    } while (value.len > 0);
    return PL_OK;
}
