/* SPDX-License-Identifier: Apache-2.0 */
/* The table of attributes, and those of the transport. */
#include "proto/sdp/sdp_reader.h"
#include "proto/sdp/sdp_text.h"

const char *const pl_sdp_setup_names[PL_SDP_SETUP_HOLDCONN + 1] = {
    NULL, "actpass", "active", "passive", "holdconn",
};

const char *const pl_sdp_direction_names[PL_SDP_SENDRECV + 1] = {
    "inactive",
    "sendonly",
    "recvonly",
    "sendrecv",
};

const struct pl_sdp_hash_info pl_sdp_hashes[PL_SDP_SHA512 + 1] = {
    {NULL, 0}, {"sha-1", 20}, {"sha-224", 28}, {"sha-256", 32}, {"sha-384", 48}, {"sha-512", 64},
};

static enum pl_err read_group(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes semantics = pl_sdp_cut(&value, ' ');
    struct pl_sdp_group *g;
    if (!pl_sdp_is_token(semantics))
        return pl_sdp_bad(r, "group: semantics");
    g = pl_sdp_add_group(r->sdp, semantics);
    while (value.len > 0) {
        struct pl_bytes mid = pl_sdp_cut(&value, ' ');
        if (!pl_sdp_is_token(mid) || mid.len > PL_SDP_MID_MAX)
            return pl_sdp_bad(r, "group: mid");
        pl_sdp_add_group_mid(r->sdp, g, mid);
    }
    return PL_OK;
}

static enum pl_err read_ice_lite(struct pl_sdp_reader *r, struct pl_bytes value)
{
    (void)value;
    r->sdp->ice_lite = true;
    return PL_OK;
}

static enum pl_err read_ice_options(struct pl_sdp_reader *r, struct pl_bytes value)
{
    while (value.len > 0) {
        struct pl_bytes option = pl_sdp_cut(&value, ' ');
        if (pl_bytes_eq_str(option, "trickle"))
            r->m->ice.options |= PL_SDP_ICE_TRICKLE;
        else if (pl_bytes_eq_str(option, "ice2"))
            r->m->ice.options |= PL_SDP_ICE2;
        else if (pl_bytes_eq_str(option, "renomination"))
            r->m->ice.options |= PL_SDP_ICE_RENOMINATION;
    }
    return PL_OK;
}

static enum pl_err read_ice_ufrag(struct pl_sdp_reader *r, struct pl_bytes value)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_UFRAG) || !pl_sdp_is_ice(value, 4, 256))
        return pl_sdp_bad(r, "ice-ufrag");
    r->m->ice.ufrag = value;
    return PL_OK;
}

static enum pl_err read_ice_pwd(struct pl_sdp_reader *r, struct pl_bytes value)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_PWD) || !pl_sdp_is_ice(value, 22, 256))
        return pl_sdp_bad(r, "ice-pwd");
    r->m->ice.pwd = value;
    return PL_OK;
}

static enum pl_err read_candidate(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_sdp_candidate c, *slot;
    enum pl_err err = pl_sdp_read_candidate(&c, value);
    if (err == PL_E_PROTO)
        return pl_sdp_bad(r, "candidate");
    if (err || r->m->candidate_count == PL_SDP_CANDIDATES_MAX)
        return PL_OK;
    slot = pl_sdp_add_candidate(r->sdp, r->m);
    if (!slot)
        return pl_sdp_full(r);
    *slot = c;
    return PL_OK;
}

static enum pl_err read_end_of_candidates(struct pl_sdp_reader *r, struct pl_bytes value)
{
    (void)value;
    r->m->end_of_candidates = true;
    return PL_OK;
}

static int hex_digit(uint8_t c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    return -1;
}

/* "AB:CD:..." of exactly `len` bytes. */
static bool parse_hex(struct pl_bytes text, uint8_t *bytes, size_t len)
{
    if (text.len != len * 3 - 1)
        return false;
    for (size_t i = 0; i < len; i++) {
        int high = hex_digit(text.data[3 * i]), low = hex_digit(text.data[3 * i + 1]);
        if (high < 0 || low < 0 || (i + 1 < len && text.data[3 * i + 2] != ':'))
            return false;
        bytes[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

/* RFC 8122: several are allowed, of hashes that one may not know; those are passed over. */
static enum pl_err read_fingerprint(struct pl_sdp_reader *r, struct pl_bytes value)
{
    struct pl_bytes name = pl_sdp_cut(&value, ' ');
    struct pl_sdp_dtls *dtls = &r->m->dtls;
    struct pl_sdp_fingerprint *f;
    unsigned hash = PL_SDP_SHA1;
    if (pl_sdp_say(r, PL_SDP_SAID_FINGERPRINT)) {
        memset(dtls->fingerprints, 0, sizeof(dtls->fingerprints));
        dtls->fingerprint_count = 0; /* the section's own replace the session's */
    }
    while (hash <= PL_SDP_SHA512 && !pl_sdp_eq_nocase(name, pl_bytes_str(pl_sdp_hashes[hash].name)))
        hash++;
    if (!pl_sdp_is_token(name))
        return pl_sdp_bad(r, "fingerprint: hash");
    if (hash > PL_SDP_SHA512)
        return PL_OK;
    if (dtls->fingerprint_count == PL_SDP_FINGERPRINTS_MAX) {
        r->error.reason = "too many fingerprints";
        return PL_E_LIMIT;
    }
    f = &dtls->fingerprints[dtls->fingerprint_count];
    if (!parse_hex(value, f->bytes, pl_sdp_hashes[hash].len))
        return pl_sdp_bad(r, "fingerprint: value");
    f->hash = (enum pl_sdp_hash)hash;
    f->len = pl_sdp_hashes[hash].len;
    dtls->fingerprint_count++;
    return PL_OK;
}

static enum pl_err read_setup(struct pl_sdp_reader *r, struct pl_bytes value)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_SETUP))
        return pl_sdp_bad(r, "second setup");
    for (unsigned i = PL_SDP_SETUP_ACTPASS; i <= PL_SDP_SETUP_HOLDCONN; i++) {
        if (pl_sdp_eq_nocase(value, pl_bytes_str(pl_sdp_setup_names[i]))) {
            r->m->dtls.setup = (enum pl_sdp_setup)i;
            return PL_OK;
        }
    }
    return pl_sdp_bad(r, "setup");
}

static enum pl_err read_tls_id(struct pl_sdp_reader *r, struct pl_bytes value)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_TLS_ID) || !pl_sdp_is_word(value))
        return pl_sdp_bad(r, "tls-id");
    r->m->dtls.tls_id = value;
    return PL_OK;
}

static enum pl_err read_mid(struct pl_sdp_reader *r, struct pl_bytes value)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_MID) || !pl_sdp_is_token(value) || value.len > PL_SDP_MID_MAX)
        return pl_sdp_bad(r, "mid");
    r->m->mid = value;
    return PL_OK;
}

static enum pl_err read_direction(struct pl_sdp_reader *r, enum pl_sdp_direction direction)
{
    if (!pl_sdp_say(r, PL_SDP_SAID_DIRECTION))
        return pl_sdp_bad(r, "second direction");
    r->m->direction = direction;
    return PL_OK;
}

static enum pl_err read_sctp_port(struct pl_sdp_reader *r, struct pl_bytes value)
{
    uint64_t v;
    if (!pl_sdp_number(value, UINT16_MAX, &v))
        return pl_sdp_bad(r, "sctp-port");
    r->m->sctp_port = (uint16_t)v;
    return PL_OK;
}

static enum pl_err read_max_message_size(struct pl_sdp_reader *r, struct pl_bytes value)
{
    uint64_t v;
    if (!pl_sdp_number(value, UINT64_MAX, &v))
        return pl_sdp_bad(r, "max-message-size");
    r->m->max_message_size_bytes = v ? v : PL_SDP_ANY_SIZE;
    return PL_OK;
}

/* RFC 8866 lets the two times be fractions; no browser says so, and such a one is passed over. */
static enum pl_err read_ptime(struct pl_sdp_reader *r, struct pl_bytes value)
{
    uint64_t v;
    if (pl_sdp_number(value, UINT16_MAX, &v))
        r->m->ptime_ms = (uint16_t)v;
    return PL_OK;
}

static enum pl_err read_maxptime(struct pl_sdp_reader *r, struct pl_bytes value)
{
    uint64_t v;
    if (pl_sdp_number(value, UINT16_MAX, &v))
        r->m->maxptime_ms = (uint16_t)v;
    return PL_OK;
}

enum level {
    SESSION = 1,
    MEDIA = 2,
    BOTH = SESSION | MEDIA,
};

static const struct {
    const char *name;
    enum level level;
    enum pl_err (*read)(struct pl_sdp_reader *r, struct pl_bytes value);
} attributes[] = {
    {"rtcp-fb", MEDIA, pl_sdp_read_rtcp_fb}, /* the frequent ones first */
    {"rtpmap", MEDIA, pl_sdp_read_rtpmap},
    {"fmtp", MEDIA, pl_sdp_read_fmtp},
    {"extmap", BOTH, pl_sdp_read_extmap},
    {"candidate", MEDIA, read_candidate},
    {"ssrc", MEDIA, pl_sdp_read_ssrc},
    {"mid", MEDIA, read_mid},
    {"setup", BOTH, read_setup},
    {"ice-ufrag", BOTH, read_ice_ufrag},
    {"ice-pwd", BOTH, read_ice_pwd},
    {"ice-options", BOTH, read_ice_options},
    {"fingerprint", BOTH, read_fingerprint},
    {"msid", MEDIA, pl_sdp_read_msid},
    {"end-of-candidates", BOTH, read_end_of_candidates},
    {"ssrc-group", MEDIA, pl_sdp_read_ssrc_group},
    {"rid", MEDIA, pl_sdp_read_rid},
    {"simulcast", MEDIA, pl_sdp_read_simulcast},
    {"sctp-port", MEDIA, read_sctp_port},
    {"max-message-size", MEDIA, read_max_message_size},
    {"ptime", MEDIA, read_ptime},
    {"maxptime", MEDIA, read_maxptime},
    {"tls-id", BOTH, read_tls_id},
    {"group", SESSION, read_group},
    {"ice-lite", SESSION, read_ice_lite},
};

/* Attributes whose whole meaning is that they are there. */
static bool *find_flag(struct pl_sdp_media *m, struct pl_bytes name, enum level level)
{
    if (pl_bytes_eq_str(name, "extmap-allow-mixed"))
        return &m->extmap_allow_mixed;
    if (level == SESSION)
        return NULL;
    if (pl_bytes_eq_str(name, "rtcp-mux"))
        return &m->rtcp_mux;
    if (pl_bytes_eq_str(name, "rtcp-mux-only"))
        return &m->rtcp_mux_only;
    if (pl_bytes_eq_str(name, "rtcp-rsize"))
        return &m->rtcp_rsize;
    if (pl_bytes_eq_str(name, "bundle-only"))
        return &m->bundle_only;
    return NULL;
}

enum pl_err pl_sdp_read_attribute(struct pl_sdp_reader *r, struct pl_bytes name,
                                  struct pl_bytes value)
{
    enum level level = r->m == &r->session ? SESSION : MEDIA;
    bool *flag = find_flag(r->m, name, level);
    if (flag) {
        *flag = true;
        return PL_OK;
    }
    for (unsigned d = PL_SDP_INACTIVE; d <= PL_SDP_SENDRECV; d++) {
        if (pl_bytes_eq_str(name, pl_sdp_direction_names[d]))
            return read_direction(r, (enum pl_sdp_direction)d);
    }
    for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
        if ((attributes[i].level & level) && pl_bytes_eq_str(name, attributes[i].name))
            return attributes[i].read(r, value);
    }
    return PL_OK;
}
