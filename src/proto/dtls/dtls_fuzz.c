/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Arbitrary datagrams into a fresh session. The first byte: bit 0 the role (0 = server), bits 1-7
 * the time that passes after each datagram, in units of 20 ms. Then [length u16][datagram]...
 * Whatever comes in: no memory fault, no leak, no output longer than a datagram, and a session
 * that never got a certificate is never connected.
 */
#include "proto/dtls/dtls.h"

#include <stdlib.h>

static struct pl_dtls_context *context(void)
{
    static struct pl_dtls_context *ctx;
    struct pl_dtls_cert *cert;
    if (ctx)
        return ctx;
    if (pl_dtls_cert_create(1800000000, 1, &cert) != PL_OK ||
        pl_dtls_context_create(cert, NULL, &ctx) != PL_OK)
        abort();
    pl_dtls_cert_destroy(cert);
    return ctx;
}

static void drain(struct pl_dtls *d)
{
    uint8_t buffer[PL_DTLS_DATAGRAM_MAX];
    struct pl_dtls_event event;
    size_t len;
    while (pl_dtls_next_output(d, (struct pl_buf){buffer, sizeof(buffer)}, &len))
        if (len == 0 || len > sizeof(buffer))
            abort();
    while (pl_dtls_next_event(d, &event))
        if (event.type == PL_DTLS_EVENT_CONNECTED)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_reader r = pl_reader_of(pl_bytes_of(data, size));
    uint8_t head = pl_read_u8(&r);
    pl_time_us now = PL_SEC(1);
    struct pl_dtls d;
    if (pl_dtls_init(&d, context(), head & 1 ? PL_DTLS_CLIENT : PL_DTLS_SERVER, now) != PL_OK)
        abort();
    while (pl_reader_left(&r) > 2) {
        size_t len = pl_read_u16(&r);
        if (len > pl_reader_left(&r))
            len = pl_reader_left(&r);
        drain(&d);
        pl_dtls_input(&d, now, pl_read_bytes(&r, len));
        now += PL_MS(20) * (head >> 1);
        pl_dtls_tick(&d, now);
    }
    drain(&d);
    pl_dtls_finish(&d);
    return 0;
}
