/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_record.h"

/* On the wire: 1's complement of 1.0 and 1.2. ClientHellos carry the lower one. */
#define VERSION_1_0 0xfeff
#define VERSION_1_2 0xfefd

enum pl_err pl_dtls_record_next(struct pl_reader *datagram, struct pl_dtls_record *out)
{
    size_t start = datagram->pos;
    size_t len;
    if (pl_reader_left(datagram) == 0)
        return PL_E_AGAIN;
    out->type = pl_read_u8(datagram);
    out->version = pl_read_u16(datagram);
    out->epoch = pl_read_u16(datagram);
    out->seq = (uint64_t)pl_read_u16(datagram) << 32;
    out->seq |= pl_read_u32(datagram);
    len = pl_read_u16(datagram);
    out->body = pl_read_bytes(datagram, len);
    if (!pl_reader_ok(datagram))
        return PL_E_PROTO;
    if (out->type < PL_DTLS_CHANGE_CIPHER_SPEC || out->type > PL_DTLS_APPLICATION_DATA ||
        (out->version != VERSION_1_0 && out->version != VERSION_1_2))
        return PL_E_PROTO;
    out->whole = pl_bytes_of(datagram->data + start, PL_DTLS_RECORD_HEAD + len);
    return PL_OK;
}

enum pl_err pl_dtls_message_next(struct pl_reader *body, struct pl_dtls_message *out)
{
    size_t len;
    if (pl_reader_left(body) == 0)
        return PL_E_AGAIN;
    out->type = pl_read_u8(body);
    out->total = pl_read_u24(body);
    out->seq = pl_read_u16(body);
    out->offset = pl_read_u24(body);
    len = pl_read_u24(body);
    out->fragment = pl_read_bytes(body, len);
    if (!pl_reader_ok(body))
        return PL_E_PROTO;
    if (out->total > PL_DTLS_MESSAGE_MAX || out->seq > PL_DTLS_MESSAGE_SEQ_MAX)
        return PL_E_PROTO;
    if (out->offset > out->total || len > out->total - out->offset || (len == 0 && out->total > 0))
        return PL_E_PROTO;
    return PL_OK;
}

bool pl_dtls_message_expected(uint8_t type, bool by_server)
{
    switch (type) {
    case PL_DTLS_CERTIFICATE:
        return true;
    case PL_DTLS_CLIENT_HELLO:
    case PL_DTLS_CLIENT_KEY_EXCHANGE:
    case PL_DTLS_CERTIFICATE_VERIFY:
        return by_server;
    case PL_DTLS_SERVER_HELLO:
    case PL_DTLS_HELLO_VERIFY_REQUEST:
    case PL_DTLS_SERVER_KEY_EXCHANGE:
    case PL_DTLS_CERTIFICATE_REQUEST:
    case PL_DTLS_SERVER_HELLO_DONE:
        return !by_server;
    default:
        return false;
    }
}
