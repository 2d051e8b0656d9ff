/* SPDX-License-Identifier: Apache-2.0 */
/*
 * SRTP and SRTCP: what turns RTP and RTCP packets into protected ones and back (RFC 3711, RFC 7714,
 * key material from DTLS after RFC 5764).
 *
 * What it does: session keys from a master key (key derivation rate 0), packet index from sequence
 * number and roll-over counter for each SSRC, replay windows, the SRTCP index and its E bit,
 * encryption and tags. What it leaves to others: the DTLS handshake (proto/dtls), what is inside a
 * packet (proto/rtp, proto/rtcp), choosing SSRCs, counting refused packets.
 * Not offered: MKI, header extension encryption (RFC 6904), re-keying inside a session.
 *
 * Order of calls: one pl_srtp_crypto for each worker thread; for each peer two sessions over it,
 * one to send and one to receive; destroy the crypto after the last session is finished.
 *
 *     pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &crypto);
 *     pl_srtp_keys_from_exporter(profile, exported, is_dtls_server, &local, &remote);
 *     pl_srtp_session_init(&out, crypto, profile, &local, PL_SRTP_SEND, 64);
 *     pl_srtp_session_init(&in, crypto, profile, &remote, PL_SRTP_RECEIVE, 64);
 *     ... protect with out, unprotect with in ...
 *     pl_srtp_session_finish(&out); pl_srtp_session_finish(&in);
 *
 * Threads: a crypto and its sessions belong to one thread; two workers share nothing.
 *
 * Nonces: with a counter mode two different packets under one index give the key stream away, with
 * GCM the authentication key as well. So a send session refuses an index that it has used
 * (PL_E_REPLAY): re-send through RTX, which has an SSRC of its own, or keep the protected bytes and
 * send those again. And a send session never forgets an SSRC: it goes with its keys.
 *
 * Cost: no allocation, no system call a packet, except the first of each SSRC (one allocation, when
 * receiving after its tag has been verified). Memory of a session with GCM: about 2.4 kB on
 * IPsec-MB (a table of 1008 bytes for each of the RTP and the RTCP key), 2.6 kB on EVP; and for
 * each SSRC in use about 150 bytes, with a table of 256 bytes at the first. IPsec-MB's manager
 * takes 200 kB, once a worker. Figures: bench/results/.
 */
#ifndef PL_PROTO_SRTP_H
#define PL_PROTO_SRTP_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/idmap.h"

/* Numbers are those of the DTLS use_srtp extension (RFC 5764 4.1.2, RFC 7714 14.2). */
enum pl_srtp_profile {
    PL_SRTP_AES128_CM_SHA1_80 = 0x0001, /* tag of 10 bytes */
    PL_SRTP_AEAD_AES_128_GCM = 0x0007,  /* tag of 16 bytes; preferred, it is the cheapest */
    PL_SRTP_AEAD_AES_256_GCM = 0x0008,  /* tag of 16 bytes */
};

enum pl_srtp_direction {
    PL_SRTP_SEND,
    PL_SRTP_RECEIVE,
};

/* What the largest profile adds to a packet; room to leave in a send slot. */
#define PL_SRTP_RTP_OVERHEAD_MAX  16
#define PL_SRTP_RTCP_OVERHEAD_MAX 20

/* Packets later than this behind the newest of their SSRC are refused. */
#define PL_SRTP_WINDOW 1024

/* Longest key material that DTLS exports for a profile. */
#define PL_SRTP_EXPORTER_MAX 88

/* True for the numbers above. */
bool pl_srtp_profile_known(unsigned number);
/* Bytes that protecting adds: tag for RTP; tag, E bit and index for RTCP. */
size_t pl_srtp_rtp_overhead(enum pl_srtp_profile profile);
size_t pl_srtp_rtcp_overhead(enum pl_srtp_profile profile);

/* ---- keys ---- */

/* Master key and salt of one direction. The profile says how many bytes count. Wipe after use. */
struct pl_srtp_keys {
    uint8_t key[32];  /* 16, or 32 for AES-256 */
    uint8_t salt[14]; /* 14, or 12 for GCM */
};

/* How many bytes to export with the label "EXTRACTOR-dtls_srtp": 60, 56 or 88. */
size_t pl_srtp_exporter_len(enum pl_srtp_profile profile);

/*
 * Divides what DTLS exported (RFC 5764 4.2: client key, server key, client salt, server salt).
 * `local` protects what this side sends, `remote` is what the peer sends with. PL_E_RANGE: the
 * length is not pl_srtp_exporter_len(profile), or the profile is not known.
 */
PL_MUST_CHECK enum pl_err pl_srtp_keys_from_exporter(enum pl_srtp_profile profile,
                                                     struct pl_bytes material, bool is_server,
                                                     struct pl_srtp_keys *local,
                                                     struct pl_srtp_keys *remote);

void pl_srtp_keys_wipe(struct pl_srtp_keys *keys);

/* ---- ciphers ---- */

enum pl_srtp_crypto_kind {
    PL_SRTP_CRYPTO_AUTO,     /* IPsec-MB where build and processor have it, else EVP */
    PL_SRTP_CRYPTO_EVP,      /* OpenSSL, everywhere */
    PL_SRTP_CRYPTO_IPSEC_MB, /* Intel's multi-buffer library, x86-64 with AES-NI */
};

struct pl_srtp_crypto;

/* PL_E_UNSUPPORTED: this build or processor lacks that kind; PL_E_NOMEM, PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_srtp_crypto_create(enum pl_srtp_crypto_kind kind,
                                                struct pl_srtp_crypto **out);
/* NULL is harmless. */
void pl_srtp_crypto_destroy(struct pl_srtp_crypto *crypto);
/* Never AUTO: what was chosen. */
enum pl_srtp_crypto_kind pl_srtp_crypto_kind_of(const struct pl_srtp_crypto *crypto);
/* "evp" or "ipsec-mb", for logs. */
const char *pl_srtp_crypto_name(const struct pl_srtp_crypto *crypto);

/* ---- sessions ---- */

struct pl_srtp_cipher; /* cipher.h */
struct pl_srtp_stream; /* window.h */

/* One direction of one peer. The members are private. */
struct pl_srtp_session {
    struct pl_srtp_cipher *rtp_cipher;
    struct pl_srtp_cipher *rtcp_cipher;
    struct pl_srtp_stream *last_rtp; /* packets of one SSRC come in runs */
    struct pl_idmap rtp_streams;     /* SSRC -> struct pl_srtp_stream */
    struct pl_idmap rtcp_streams;    /* receiving only */
    uint64_t rtcp_sent;              /* the next SRTCP index, over all SSRCs */
    enum pl_srtp_profile profile;
    enum pl_srtp_direction direction;
    uint8_t rtp_salt[16]; /* padded with zeros */
    uint8_t rtcp_salt[16];
    uint8_t tag_len;
    bool aead;
};

/*
 * Borrows `keys`, keeps `crypto` (which must outlive the session). stream_limit bounds the SSRCs of
 * RTP, and those of RTCP, that the session will ever know. PL_E_RANGE: profile not known, or the
 * limit is 0; PL_E_NOMEM, PL_E_CRYPTO. After a failure there is nothing to finish.
 */
PL_MUST_CHECK enum pl_err
pl_srtp_session_init(struct pl_srtp_session *s, struct pl_srtp_crypto *crypto,
                     enum pl_srtp_profile profile, const struct pl_srtp_keys *keys,
                     enum pl_srtp_direction direction, size_t stream_limit);

/* Wipes the keys. Harmless on a zeroed or a finished session. */
void pl_srtp_session_finish(struct pl_srtp_session *s);

/*
 * Writes header, encrypted payload and tag to dst: out of place, from one plaintext that many
 * subscribers share, with no copy beside the cipher.
 *
 * header: the whole RTP header (12 bytes, CSRCs, extension), either already at dst or elsewhere and
 *         not overlapping dst. Payload padding belongs to the payload.
 * payload: at dst + header.len exactly, or not overlapping dst. May be empty.
 * *len: bytes written, header.len + payload.len + pl_srtp_rtp_overhead().
 *
 * Sequence numbers may come out of order, round the wrap as well, as long as they are less than
 * PL_SRTP_WINDOW behind the newest. An SSRC begins with roll-over counter 0.
 *
 * PL_E_PROTO: `header` is not a whole RTP header. PL_E_SPACE: dst is too small, or header and
 * payload exceed 65535 bytes. PL_E_REPLAY: this index was used, or lies too far back. PL_E_LIMIT: a
 * new SSRC beyond stream_limit, or 2^48 packets. PL_E_NOMEM, PL_E_CRYPTO. A failure uses up no
 * index, but the bytes of dst are undefined.
 */
PL_MUST_CHECK enum pl_err pl_srtp_protect_rtp(struct pl_srtp_session *s, struct pl_bytes header,
                                              struct pl_bytes payload, uint8_t *dst,
                                              size_t dst_size, size_t *len);

/*
 * Verifies and decrypts in place; *len is the packet's length before and after.
 *
 * PL_E_PROTO: not an RTP packet with room for a tag. PL_E_REPLAY: seen before or too old.
 * PL_E_AUTH: forged or damaged. PL_E_LIMIT: an authentic packet of one SSRC too many, or past 2^48
 * packets. PL_E_NOMEM, PL_E_CRYPTO. After a failure session and *len are as before; the payload may
 * have been overwritten (never with unverified plaintext): drop the packet.
 */
PL_MUST_CHECK enum pl_err pl_srtp_unprotect_rtp(struct pl_srtp_session *s, uint8_t *packet,
                                                size_t *len);

/*
 * A compound RTCP packet, encrypted (E = 1), to dst. `packet` is at dst or does not overlap it.
 * Errors as above; PL_E_LIMIT after 2^31 packets.
 */
PL_MUST_CHECK enum pl_err pl_srtp_protect_rtcp(struct pl_srtp_session *s, struct pl_bytes packet,
                                               uint8_t *dst, size_t dst_size, size_t *len);

/* As pl_srtp_unprotect_rtp. Takes packets that are authenticated only (E = 0) as well. */
PL_MUST_CHECK enum pl_err pl_srtp_unprotect_rtcp(struct pl_srtp_session *s, uint8_t *packet,
                                                 size_t *len);

#endif
