/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Heads of DTLS 1.2 records and handshake messages (RFC 6347 4.1, 4.2.2): a codec, no state. It
 * judges plaintext before OpenSSL sees it.
 */
#ifndef PL_PROTO_DTLS_RECORD_H
#define PL_PROTO_DTLS_RECORD_H

#include "base/bytes.h"
#include "base/err.h"

#define PL_DTLS_RECORD_HEAD    13
#define PL_DTLS_HANDSHAKE_HEAD 12
#define PL_DTLS_RANDOM         32

/* A ClientHello with post-quantum keys has 1.5-2 kB, a chain of RSA certificates 3-6 kB. */
#define PL_DTLS_MESSAGE_MAX 8192
/* Highest message_seq of a handshake without renegotiation, with some room. */
#define PL_DTLS_MESSAGE_SEQ_MAX 12

enum pl_dtls_content {
    PL_DTLS_CHANGE_CIPHER_SPEC = 20,
    PL_DTLS_ALERT = 21,
    PL_DTLS_HANDSHAKE_RECORD = 22,
    PL_DTLS_APPLICATION_DATA = 23,
};

enum pl_dtls_message_type {
    PL_DTLS_CLIENT_HELLO = 1,
    PL_DTLS_SERVER_HELLO = 2,
    PL_DTLS_HELLO_VERIFY_REQUEST = 3,
    PL_DTLS_CERTIFICATE = 11,
    PL_DTLS_SERVER_KEY_EXCHANGE = 12,
    PL_DTLS_CERTIFICATE_REQUEST = 13,
    PL_DTLS_SERVER_HELLO_DONE = 14,
    PL_DTLS_CERTIFICATE_VERIFY = 15,
    PL_DTLS_CLIENT_KEY_EXCHANGE = 16,
};

struct pl_dtls_record {
    struct pl_bytes whole; /* head and body */
    struct pl_bytes body;
    uint8_t type;
    uint16_t version;
    uint16_t epoch;
    uint64_t seq; /* 48 bits */
};

/* A handshake message or a fragment of one. */
struct pl_dtls_message {
    struct pl_bytes fragment;
    uint8_t type;
    uint16_t seq;
    uint32_t total; /* length of the whole body */
    uint32_t offset;
};

/*
 * Takes the next record out of a datagram. PL_E_AGAIN at its end; PL_E_PROTO when the rest is no
 * record of DTLS 1.0 or 1.2 (then nothing behind it can be found either).
 */
PL_MUST_CHECK enum pl_err pl_dtls_record_next(struct pl_reader *datagram,
                                              struct pl_dtls_record *out);

/* The same for the messages in the body of a plaintext handshake record. */
PL_MUST_CHECK enum pl_err pl_dtls_message_next(struct pl_reader *body, struct pl_dtls_message *out);

/* True when a server (or a client) may get a plaintext message of this type. */
bool pl_dtls_message_expected(uint8_t type, bool by_server);

static inline void pl_dtls_record_put_seq(uint8_t *record, uint64_t seq)
{
    pl_put_u16(record + 5, (uint16_t)(seq >> 32));
    pl_put_u32(record + 7, (uint32_t)seq);
}

#endif
