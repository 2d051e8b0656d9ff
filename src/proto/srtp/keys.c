/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/srtp/keys.h"

/* Labels of RFC 3711 4.3.2. */
enum label {
    RTP_KEY = 0,
    RTP_AUTH = 1,
    RTP_SALT = 2,
    RTCP_KEY = 3,
    RTCP_AUTH = 4,
    RTCP_SALT = 5,
};

static const struct pl_srtp_profile_info profiles[] = {
    {PL_SRTP_AES128_CM_SHA1_80, 16, 14, PL_SRTP_SHA1_TAG_LEN, false},
    {PL_SRTP_AEAD_AES_128_GCM, 16, 12, PL_SRTP_GCM_TAG_LEN, true},
    {PL_SRTP_AEAD_AES_256_GCM, 32, 12, PL_SRTP_GCM_TAG_LEN, true},
};

const struct pl_srtp_profile_info *pl_srtp_profile_info(unsigned number)
{
    for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++) {
        if (profiles[i].profile == number)
            return &profiles[i];
    }
    return NULL;
}

bool pl_srtp_profile_known(unsigned number)
{
    return pl_srtp_profile_info(number) != NULL;
}

size_t pl_srtp_rtp_overhead(enum pl_srtp_profile profile)
{
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    return info ? info->tag_len : PL_SRTP_RTP_OVERHEAD_MAX;
}

size_t pl_srtp_rtcp_overhead(enum pl_srtp_profile profile)
{
    return pl_srtp_rtp_overhead(profile) + 4;
}

size_t pl_srtp_exporter_len(enum pl_srtp_profile profile)
{
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    return info ? 2 * ((size_t)info->key_len + info->salt_len) : 0;
}

enum pl_err pl_srtp_keys_from_exporter(enum pl_srtp_profile profile, struct pl_bytes material,
                                       bool is_server, struct pl_srtp_keys *local,
                                       struct pl_srtp_keys *remote)
{
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    struct pl_srtp_keys *client = is_server ? remote : local;
    struct pl_srtp_keys *server = is_server ? local : remote;
    const uint8_t *p = material.data;

    if (!info || material.len != pl_srtp_exporter_len(profile))
        return PL_E_RANGE;
    *local = (struct pl_srtp_keys){0};
    *remote = (struct pl_srtp_keys){0};
    memcpy(client->key, p, info->key_len);
    p += info->key_len;
    memcpy(server->key, p, info->key_len);
    p += info->key_len;
    memcpy(client->salt, p, info->salt_len);
    p += info->salt_len;
    memcpy(server->salt, p, info->salt_len);
    return PL_OK;
}

void pl_srtp_keys_wipe(struct pl_srtp_keys *keys)
{
    explicit_bzero(keys, sizeof(*keys));
}

/* x = (label * 2^48) XOR master salt, a number of 112 bits; the key stream begins at x * 2^16.
 * GCM's salt of 96 bits is the upper part (RFC 7714 11). */
static enum pl_err derive_one(struct pl_srtp_crypto *crypto, size_t key_len,
                              const struct pl_srtp_keys *master, enum label label, uint8_t *dst,
                              size_t len)
{
    uint8_t iv[16] = {0};
    enum pl_err err;

    memcpy(iv, master->salt, sizeof(master->salt));
    iv[7] ^= (uint8_t)label;
    err = pl_srtp_evp_keystream(crypto->evp, master->key, key_len, iv, dst, len);
    explicit_bzero(iv, sizeof(iv));
    return err;
}

enum pl_err pl_srtp_derive(struct pl_srtp_crypto *crypto, enum pl_srtp_profile profile,
                           const struct pl_srtp_keys *master, struct pl_srtp_session_keys *out)
{
    const struct pl_srtp_profile_info *info = pl_srtp_profile_info(profile);
    struct pl_srtp_keys salted; /* bytes past the profile's salt must be 0 */
    enum pl_err err = PL_OK;

    if (!info)
        return PL_E_RANGE;
    *out = (struct pl_srtp_session_keys){0};
    salted = *master;
    memset(salted.salt + info->salt_len, 0, sizeof(salted.salt) - info->salt_len);
    struct {
        enum label label;
        uint8_t *dst;
        size_t len;
    } wanted[] = {
        {RTP_KEY, out->rtp.key, info->key_len},
        {RTP_AUTH, out->rtp.auth_key, info->aead ? 0 : PL_SRTP_AUTH_KEY_LEN},
        {RTP_SALT, out->rtp_salt, info->salt_len},
        {RTCP_KEY, out->rtcp.key, info->key_len},
        {RTCP_AUTH, out->rtcp.auth_key, info->aead ? 0 : PL_SRTP_AUTH_KEY_LEN},
        {RTCP_SALT, out->rtcp_salt, info->salt_len},
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]) && !err; i++) {
        if (wanted[i].len > 0)
            err = derive_one(crypto, info->key_len, &salted, wanted[i].label, wanted[i].dst,
                             wanted[i].len);
    }
    if (err)
        explicit_bzero(out, sizeof(*out));
    explicit_bzero(&salted, sizeof(salted));
    return err;
}
