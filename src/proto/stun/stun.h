/* SPDX-License-Identifier: Apache-2.0 */
/*
 * STUN messages (RFC 8489) with the attributes of ICE (RFC 8445 section 16): bytes to a view,
 * values to bytes. No state, no allocation, no socket.
 *
 * It knows the form of a message and its two proofs (MESSAGE-INTEGRITY with HMAC-SHA1, FINGERPRINT
 * with CRC-32). Transactions, retransmission, who may use which password: that is ice.h's business
 * or that of a client. Not here: MESSAGE-INTEGRITY-SHA256, USERHASH and PASSWORD-ALGORITHM (ICE
 * does not use them; they count as unknown attributes), the making of long-term keys, RFC 3489
 * messages without the magic cookie.
 *
 * Order of calls:
 *   - a datagram: pl_stun_is, pl_stun_peek_local_ufrag (whose is it?), pl_stun_read,
 *     pl_stun_check_integrity;
 *   - a message: one of the ready-made ones (pl_stun_write_check, ..._success, ...), or
 *     pl_stun_write_begin, attributes, integrity, fingerprint; then one look at pl_writer_ok().
 *
 * Cost: reading is one walk over the attributes and one CRC; checking is one HMAC-SHA1.
 */
#ifndef PL_PROTO_STUN_STUN_H
#define PL_PROTO_STUN_STUN_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"

/*
 *   0                   1                   2                   3
 *   |0 0|  type (14 bits)           |      length without header    |   RFC 8489 section 5
 *   |                  magic cookie 0x2112A442                      |
 *   |                  transaction id (96 bits)                     |
 * then attributes: type (16), length (16), value, zero to three bytes of padding.
 */
#define PL_STUN_HEADER_BYTES      20
#define PL_STUN_ID_BYTES          12
#define PL_STUN_MAGIC             0x2112a442u
#define PL_STUN_INTEGRITY_BYTES   24 /* whole attribute */
#define PL_STUN_FINGERPRINT_BYTES 8  /* whole attribute */

/* Longer messages are refused: real ones are near 100 bytes, and a datagram is not above this. */
#define PL_STUN_MESSAGE_MAX_BYTES 1500
/* How many unknown attributes are remembered for a 420; the others are only counted as present. */
#define PL_STUN_UNKNOWN_MAX 8

enum pl_stun_class {
    PL_STUN_REQUEST = 0,
    PL_STUN_INDICATION = 1,
    PL_STUN_SUCCESS = 2,
    PL_STUN_ERROR = 3,
};

#define PL_STUN_METHOD_BINDING 0x001

enum pl_stun_attribute {
    PL_STUN_MAPPED_ADDRESS = 0x0001,
    PL_STUN_USERNAME = 0x0006,
    PL_STUN_MESSAGE_INTEGRITY = 0x0008,
    PL_STUN_ERROR_CODE = 0x0009,
    PL_STUN_UNKNOWN_ATTRIBUTES = 0x000a,
    PL_STUN_REALM = 0x0014,
    PL_STUN_NONCE = 0x0015,
    PL_STUN_XOR_MAPPED_ADDRESS = 0x0020,
    PL_STUN_PRIORITY = 0x0024,
    PL_STUN_USE_CANDIDATE = 0x0025,
    PL_STUN_SOFTWARE = 0x8022,
    PL_STUN_FINGERPRINT = 0x8028,
    PL_STUN_ICE_CONTROLLED = 0x8029,
    PL_STUN_ICE_CONTROLLING = 0x802a,
};

enum pl_stun_code {
    PL_STUN_CODE_BAD_REQUEST = 400,
    PL_STUN_CODE_UNAUTHENTICATED = 401,
    PL_STUN_CODE_UNKNOWN_ATTRIBUTE = 420,
    PL_STUN_CODE_ROLE_CONFLICT = 487,
};

/* Bits of pl_stun_view.has. */
enum pl_stun_has {
    PL_STUN_HAS_USERNAME = 1 << 0,
    PL_STUN_HAS_REALM = 1 << 1,
    PL_STUN_HAS_NONCE = 1 << 2,
    PL_STUN_HAS_PRIORITY = 1 << 3,
    PL_STUN_HAS_USE_CANDIDATE = 1 << 4,
    PL_STUN_HAS_CONTROLLING = 1 << 5,
    PL_STUN_HAS_CONTROLLED = 1 << 6,
    PL_STUN_HAS_MAPPED_ADDRESS = 1 << 7,
    PL_STUN_HAS_XOR_MAPPED_ADDRESS = 1 << 8,
    PL_STUN_HAS_ERROR_CODE = 1 << 9,
    PL_STUN_HAS_INTEGRITY = 1 << 10,
    PL_STUN_HAS_FINGERPRINT = 1 << 11,
    PL_STUN_HAS_UNKNOWN_ATTRIBUTES = 1 << 12,
};

/* What a message says. Borrows the datagram. A field is meaningful when its bit in `has` is set,
 * and holds the first attribute of its kind (RFC 8489 section 14: later ones may be ignored). */
struct pl_stun_view {
    struct pl_bytes message;
    const uint8_t *id; /* PL_STUN_ID_BYTES, inside the message */
    uint8_t class;     /* enum pl_stun_class */
    uint16_t method;
    uint16_t has; /* enum pl_stun_has */

    struct pl_bytes username;
    struct pl_bytes realm;
    struct pl_bytes nonce;
    uint32_t priority;
    uint64_t tie_breaker;      /* of ICE-CONTROLLING or ICE-CONTROLLED */
    struct pl_addr mapped;     /* MAPPED-ADDRESS */
    struct pl_addr xor_mapped; /* XOR-MAPPED-ADDRESS, already in plain */
    uint16_t error_code;       /* 300..699 */
    struct pl_bytes error_reason;
    struct pl_bytes error_unknown; /* UNKNOWN-ATTRIBUTES of a 420: pairs of bytes */

    size_t integrity_at;    /* offset of the MESSAGE-INTEGRITY attribute in the message */
    bool fingerprint_valid; /* with PL_STUN_HAS_FINGERPRINT */

    uint16_t unknown[PL_STUN_UNKNOWN_MAX]; /* comprehension-required and not known to us */
    uint8_t unknown_count;
};

/*
 * True when the datagram has the form of a STUN message: first byte 0..3 (RFC 7983), magic cookie,
 * and a length that is the datagram's. So it tells STUN from DTLS, SRTP and SRTCP. Cheap; proves
 * nothing.
 */
bool pl_stun_is(struct pl_bytes datagram);

/* Of a pl_stun_is: a success response to a Binding request. */
static inline bool pl_stun_is_success(struct pl_bytes message)
{
    return message.data[0] == 1 && message.data[1] == 1;
}

/*
 * PL_E_IGNORED: not STUN at all (pl_stun_is).
 * PL_E_LIMIT:   longer than PL_STUN_MESSAGE_MAX_BYTES.
 * PL_E_PROTO:   an attribute leaves the message, a known attribute has a wrong length or an
 * impossible value, or something follows FINGERPRINT. PL_OK:        *out is filled. A false
 * FINGERPRINT is not an error here: look at fingerprint_valid. Attributes between MESSAGE-INTEGRITY
 * and FINGERPRINT are not protected by anything and are skipped.
 */
PL_MUST_CHECK enum pl_err pl_stun_read(struct pl_bytes datagram, struct pl_stun_view *out);

/*
 * key: the password (short-term), or MD5(user:realm:password) (long-term).
 * PL_OK, PL_E_NOT_FOUND (no MESSAGE-INTEGRITY), PL_E_AUTH (it does not fit), PL_E_CRYPTO.
 * The comparison takes the same time wherever the difference lies.
 */
PL_MUST_CHECK enum pl_err pl_stun_check_integrity(const struct pl_stun_view *view,
                                                  struct pl_bytes key);

/*
 * The receiver's user fragment: what stands before the colon of USERNAME in a Binding request, for
 * finding the session before any cryptography. Empty when the datagram is not such a request.
 * Borrows the datagram. It is what a stranger wrote: any bytes, any length up to the datagram's.
 */
struct pl_bytes pl_stun_peek_local_ufrag(struct pl_bytes datagram);

/* ---- writing, piece by piece; the message is well-formed after each call ---- */

/* The writer must be empty: the message starts where it starts. Copies the id. */
void pl_stun_write_begin(struct pl_writer *w, enum pl_stun_class class, uint16_t method,
                         const uint8_t id[PL_STUN_ID_BYTES]);
/* Any attribute; padded with zeros. */
void pl_stun_write_attribute(struct pl_writer *w, uint16_t type, struct pl_bytes value);
void pl_stun_write_attribute_u32(struct pl_writer *w, uint16_t type, uint32_t value);
void pl_stun_write_attribute_u64(struct pl_writer *w, uint16_t type, uint64_t value);
/* addr must be IPv4 or IPv6 (assert). */
void pl_stun_write_mapped_address(struct pl_writer *w, const struct pl_addr *addr);
void pl_stun_write_xor_mapped_address(struct pl_writer *w, const struct pl_addr *addr);
/* code: 300..699 (assert); reason may be empty. */
void pl_stun_write_error_code(struct pl_writer *w, uint16_t code, struct pl_bytes reason);
void pl_stun_write_unknown_attributes(struct pl_writer *w, const uint16_t *types, size_t count);
/* Fails the writer when OpenSSL does. */
void pl_stun_write_integrity(struct pl_writer *w, struct pl_bytes key);
/* Must be the last. */
void pl_stun_write_fingerprint(struct pl_writer *w);

/* ---- ready-made messages; each starts in an empty writer and ends with FINGERPRINT ---- */

/* A connectivity check or consent check (RFC 8445 section 7.2.2, RFC 7675). */
struct pl_stun_check {
    struct pl_bytes username; /* "remote:local" as the sender sees it */
    struct pl_bytes password; /* the receiver's */
    uint64_t tie_breaker;
    uint32_t priority; /* of the peer-reflexive candidate that would result */
    bool controlling;
    bool use_candidate; /* nominates the pair; only with controlling (assert) */
};

void pl_stun_write_check(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES],
                         const struct pl_stun_check *check);

/* A plain request to a STUN server: no attribute at all before FINGERPRINT. */
void pl_stun_write_binding(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES]);

/* A keep-alive (RFC 8445 section 11). */
void pl_stun_write_indication(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES]);

/* An empty key leaves MESSAGE-INTEGRITY out (a public STUN server answers so). */
void pl_stun_write_success(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES],
                           const struct pl_addr *mapped, struct pl_bytes key);

/*
 * Without a reason phrase, so that it stays small. unknown: for a 420, otherwise count is 0. An
 * empty key leaves MESSAGE-INTEGRITY out, as 400 and 401 must (RFC 8489 section 9.1.3).
 */
void pl_stun_write_failure(struct pl_writer *w, const uint8_t id[PL_STUN_ID_BYTES], uint16_t code,
                           const uint16_t *unknown, size_t count, struct pl_bytes key);

#endif
