/* SPDX-License-Identifier: Apache-2.0 */
/* From text to lines, and the lines that are not attributes. Attributes: sdp_attr.c. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"

enum pl_err pl_sdp_bad(struct pl_sdp_reader *r, const char *reason)
{
    r->error.reason = reason;
    return PL_E_PROTO;
}

enum pl_err pl_sdp_full(struct pl_sdp_reader *r)
{
    r->error.reason = r->sdp->err == PL_E_NOMEM ? "no memory" : "too many of them";
    return r->sdp->err;
}

bool pl_sdp_say(struct pl_sdp_reader *r, enum pl_sdp_said what)
{
    bool first = !(r->said & (unsigned)what);
    r->said |= (unsigned)what;
    return first;
}

/* o=<user> <id> <version> IN IP4 <address>; the address says nothing in a WebRTC session. */
static enum pl_err read_origin(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_sdp *sdp = r->sdp;
    struct pl_bytes user = pl_sdp_cut(&value, ' ');
    if (r->has_origin)
        return pl_sdp_bad(r, "second o= line");
    r->has_origin = true;
    if (!pl_sdp_is_word(user))
        return pl_sdp_bad(r, "o= line: user");
    if (!pl_bytes_eq_str(user, "-"))
        sdp->origin_user = user;
    if (!pl_sdp_number(pl_sdp_cut(&value, ' '), UINT64_MAX, &sdp->origin_id) ||
        !pl_sdp_number(pl_sdp_cut(&value, ' '), UINT64_MAX, &sdp->origin_version))
        return pl_sdp_bad(r, "o= line: id or version");
    return PL_OK;
}

static enum pl_err read_bandwidth(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes type = pl_sdp_cut(&value, ':');
    bool as = pl_bytes_eq_str(type, "AS");
    uint64_t v;
    if ((!as && !pl_bytes_eq_str(type, "TIAS")) || r->m == &r->session)
        return PL_OK;
    if (!pl_sdp_number(value, UINT32_MAX, &v))
        return pl_sdp_bad(r, "b= line: number");
    if (as)
        r->m->bandwidth_kbps = (uint32_t)v;
    else
        r->m->bandwidth_bps = (uint32_t)v;
    return PL_OK;
}

/* RFC 3551 numbers that need no rtpmap, as far as browsers still use them. */
static void name_static_codecs(struct pl_sdp_media *m)
{
    for (size_t i = 0; i < m->codec_count && m->kind == PL_SDP_AUDIO; i++) {
        struct pl_sdp_codec *c = &m->codecs[i];
        const char *name = c->pt == 0    ? "PCMU"
                           : c->pt == 8  ? "PCMA"
                           : c->pt == 9  ? "G722"
                           : c->pt == 13 ? "CN"
                                         : NULL;
        if (c->name.len > 0 || !name)
            continue;
        c->name = pl_bytes_str(name);
        c->clock = 8000;
    }
}

static enum pl_err end_section(struct pl_sdp_reader *r)
{
    const char *reason;
    if (r->m == &r->session)
        return PL_OK;
    name_static_codecs(r->m);
    reason = pl_sdp_check_media(r->sdp, r->m);
    return reason ? pl_sdp_bad(r, reason) : PL_OK;
}

static enum pl_err begin_section(struct pl_sdp_reader *r)
{
    const struct pl_sdp_media *all = &r->session;
    struct pl_sdp_media *m = pl_sdp_add_media(r->sdp);
    if (!m)
        return pl_sdp_full(r);
    *m = *all;
    m->extmaps = NULL;
    m->extmap_count = 0;
    for (size_t i = 0; i < all->extmap_count; i++) {
        struct pl_sdp_extmap *e = pl_sdp_add_extmap(r->sdp, m);
        if (!e)
            return pl_sdp_full(r);
        *e = all->extmaps[i];
    }
    r->m = m;
    r->said = 0;
    memset(r->ext_own, 0, sizeof(r->ext_own));
    return PL_OK;
}

static enum pl_err read_formats(struct pl_sdp_reader *r, struct pl_bytes formats)
{
    if (formats.len == 0)
        return pl_sdp_bad(r, "m= line: no format");
    if (!pl_sdp_media_is_rtp(r->m)) {
        r->m->formats = formats;
        return PL_OK;
    }
    while (formats.len > 0) {
        struct pl_sdp_codec *c;
        uint64_t pt;
        if (!pl_sdp_number(pl_sdp_cut(&formats, ' '), 127, &pt))
            return pl_sdp_bad(r, "m= line: payload type");
        c = pl_sdp_add_codec(r->sdp, r->m);
        if (!c)
            return pl_sdp_full(r);
        c->pt = (uint8_t)pt;
    }
    return PL_OK;
}

/* m=<kind> <port> <proto> <formats> */
static enum pl_err read_media(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes kind = pl_sdp_cut(&value, ' ');
    uint64_t port;
    enum pl_err err = end_section(r);
    if (!err)
        err = begin_section(r);
    if (err)
        return err;
    if (pl_bytes_eq_str(kind, "audio"))
        r->m->kind = PL_SDP_AUDIO;
    else if (pl_bytes_eq_str(kind, "video"))
        r->m->kind = PL_SDP_VIDEO;
    else if (pl_bytes_eq_str(kind, "application"))
        r->m->kind = PL_SDP_APPLICATION;
    else if (pl_sdp_is_token(kind))
        r->m->kind_name = kind;
    else
        return pl_sdp_bad(r, "m= line: kind");
    if (!pl_sdp_number(pl_sdp_cut(&value, ' '), UINT16_MAX, &port))
        return pl_sdp_bad(r, "m= line: port");
    r->m->port = (uint16_t)port;
    r->m->proto = pl_sdp_cut(&value, ' ');
    if (!pl_sdp_is_word(r->m->proto))
        return pl_sdp_bad(r, "m= line: protocol");
    return read_formats(r, value);
}

static enum pl_err read_line(struct pl_sdp_reader *r, struct pl_bytes line)
{
    struct pl_bytes value, name;
    if (line.len < 2 || line.data[1] != '=' || line.data[0] < 'a' || line.data[0] > 'z')
        return pl_sdp_bad(r, "not a line of SDP");
    if (!pl_sdp_is_text(line))
        return pl_sdp_bad(r, "control byte");
    value = pl_bytes_of(line.data + 2, line.len - 2);
    if (r->error.line == 1)
        return line.data[0] == 'v' && pl_bytes_eq_str(value, "0") ? PL_OK : pl_sdp_bad(r, "no v=0");
    switch (line.data[0]) {
    case 'a':
        name = pl_sdp_cut(&value, ':');
        return pl_sdp_read_attribute(r, name, value);
    case 'b':
        return read_bandwidth(r, value);
    case 'm':
        return read_media(r, value);
    case 'o':
        return read_origin(r, value);
    case 'v':
        return pl_sdp_bad(r, "second v= line");
    default:
        return PL_OK;
    }
}

/* Takes one line off the text, without its end. */
static enum pl_err next_line(struct pl_sdp_reader *r, struct pl_bytes *rest, struct pl_bytes *line)
{
    *line = pl_sdp_cut(rest, '\n');
    r->error.line++;
    if (line->len > 0 && line->data[line->len - 1] == '\r')
        line->len--;
    if (r->error.line > PL_SDP_LINES_MAX) {
        r->error.reason = "too many lines";
        return PL_E_LIMIT;
    }
    if (line->len > PL_SDP_LINE_MAX) {
        r->error.reason = "line too long";
        return PL_E_LIMIT;
    }
    return PL_OK;
}

static enum pl_err read_lines(struct pl_sdp_reader *r, struct pl_bytes rest)
{
    const char *reason;
    bool over = false; /* a blank line was seen: only blank ones may follow */
    enum pl_err err;
    while (rest.len > 0) {
        struct pl_bytes line;
        err = next_line(r, &rest, &line);
        if (err)
            return err;
        if (line.len == 0) {
            over = true;
            continue;
        }
        if (over)
            return pl_sdp_bad(r, "text after a blank line");
        err = read_line(r, line);
        if (err)
            return err;
        if (r->sdp->err) /* an adder failed whose outcome was not looked at */
            return pl_sdp_full(r);
        if (r->m != &r->session && !r->has_origin)
            return pl_sdp_bad(r, "no o= line before the first m= line");
    }
    err = end_section(r);
    if (err)
        return err;
    r->error.line = 0;
    if (!r->has_origin)
        return pl_sdp_bad(r, "no o= line");
    reason = pl_sdp_check_groups(r->sdp);
    return reason ? pl_sdp_bad(r, reason) : PL_OK;
}

enum pl_err pl_sdp_read(struct pl_sdp *sdp, struct pl_bytes text, struct pl_sdp_error *error)
{
    struct pl_sdp_reader r = {.sdp = sdp, .session.direction = PL_SDP_SENDRECV};
    enum pl_err err;
    pl_sdp_init(sdp);
    r.m = &r.session;
    if (text.len > PL_SDP_TEXT_MAX) {
        r.error.reason = "text too long";
        err = PL_E_LIMIT;
    } else {
        struct pl_bytes own = pl_sdp_copy(sdp, text);
        err = sdp->err ? pl_sdp_full(&r) : read_lines(&r, own);
    }
    if (err)
        pl_sdp_finish(sdp);
    else
        r.error = (struct pl_sdp_error){0, "none"};
    if (error)
        *error = r.error;
    return err;
}
