/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Profiles and key derivation (RFC 3711 4.3, RFC 7714 11). Internal to this folder.
 */
#ifndef PL_PROTO_SRTP_KEYS_H
#define PL_PROTO_SRTP_KEYS_H

#include "proto/srtp/cipher.h"

struct pl_srtp_profile_info {
    enum pl_srtp_profile profile;
    uint8_t key_len;
    uint8_t salt_len;
    uint8_t tag_len;
    bool aead;
};

/* NULL when the profile is not known. */
const struct pl_srtp_profile_info *pl_srtp_profile_info(unsigned number);

/* What a session works with. Salts are padded with zeros to the length of an AES block. */
struct pl_srtp_session_keys {
    struct pl_srtp_cipher_key rtp;
    struct pl_srtp_cipher_key rtcp;
    uint8_t rtp_salt[16];
    uint8_t rtcp_salt[16];
};

/* Key derivation rate 0: once, at the beginning. PL_E_RANGE, PL_E_CRYPTO, PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_srtp_derive(struct pl_srtp_crypto *crypto,
                                         enum pl_srtp_profile profile,
                                         const struct pl_srtp_keys *master,
                                         struct pl_srtp_session_keys *out);

/* pl_srtp_session_init after the derivation; the RFCs' vectors begin here. */
PL_MUST_CHECK enum pl_err
pl_srtp_session_init_derived(struct pl_srtp_session *s, struct pl_srtp_crypto *crypto,
                             enum pl_srtp_profile profile, const struct pl_srtp_session_keys *keys,
                             enum pl_srtp_direction direction, size_t stream_limit);

#endif
