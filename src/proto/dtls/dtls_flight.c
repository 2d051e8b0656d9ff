/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_flight.h"

#include "proto/dtls/dtls_record.h"

#include <stdlib.h>

void pl_dtls_flight_clear(struct pl_dtls_flight *f)
{
    free(f->bytes);
    *f = (struct pl_dtls_flight){0};
}

enum pl_err pl_dtls_flight_add(struct pl_dtls_flight *f, struct pl_bytes datagram)
{
    uint8_t *bytes;
    if (f->count == PL_DTLS_FLIGHT_DATAGRAMS || datagram.len == 0 || datagram.len > UINT16_MAX)
        return PL_E_LIMIT;
    bytes = realloc(f->bytes, f->total + datagram.len);
    if (!bytes)
        return PL_E_NOMEM;
    memcpy(bytes + f->total, datagram.data, datagram.len);
    f->bytes = bytes;
    f->total += (uint32_t)datagram.len;
    f->lens[f->count++] = (uint16_t)datagram.len;
    return PL_OK;
}

void pl_dtls_flight_move(struct pl_dtls_flight *to, struct pl_dtls_flight *from)
{
    pl_dtls_flight_clear(to);
    *to = *from;
    *from = (struct pl_dtls_flight){0};
}

/* New numbers for the plaintext records; those of epoch 1 are authenticated and stay. */
static void renumber(uint8_t *datagram, size_t len, uint64_t *seq)
{
    struct pl_reader r = pl_reader_of(pl_bytes_of(datagram, len));
    struct pl_dtls_record record;
    while (pl_dtls_record_next(&r, &record) == PL_OK)
        if (record.epoch == 0)
            pl_dtls_record_put_seq(datagram + (record.whole.data - datagram), (*seq)++);
}

enum pl_err pl_dtls_flight_next(struct pl_dtls_flight *f, struct pl_buf dst, uint64_t *seq,
                                size_t *len)
{
    size_t n;
    if (f->next == f->count)
        return PL_E_AGAIN;
    n = f->lens[f->next];
    if (n > dst.len)
        return PL_E_SPACE;
    memcpy(dst.data, f->bytes + f->sent, n);
    renumber(dst.data, n, seq);
    f->next++;
    f->sent += (uint32_t)n;
    *len = n;
    return PL_OK;
}
