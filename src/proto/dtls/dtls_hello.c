/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_hello.h"

#include "proto/dtls/dtls_record.h"

#include <stdlib.h>

#define HEADS (PL_DTLS_RECORD_HEAD + PL_DTLS_HANDSHAKE_HEAD)
/* client_version, then the random (RFC 5246 7.4.1.2). */
#define RANDOM_AT 2
/* version, random, three empty vectors and one cipher: nothing shorter can be a ClientHello. */
#define BODY_MIN 42

static void slot_clear(struct pl_dtls_hello_slot *s)
{
    free(s->bytes);
    *s = (struct pl_dtls_hello_slot){0};
}

void pl_dtls_hello_clear(struct pl_dtls_hello *h)
{
    for (size_t i = 0; i < PL_DTLS_HELLO_SLOTS; i++)
        slot_clear(&h->slots[i]);
    h->oldest = 0;
}

struct pl_bytes pl_dtls_hello_random(const struct pl_dtls_message *m)
{
    if (m->offset > 0 || m->fragment.len < RANDOM_AT + PL_DTLS_RANDOM)
        return pl_bytes_of(NULL, 0);
    return pl_bytes_of(m->fragment.data + RANDOM_AT, PL_DTLS_RANDOM);
}

static uint8_t *slot_body(const struct pl_dtls_hello_slot *s)
{
    return s->bytes + HEADS;
}

static bool slot_has(const struct pl_dtls_hello_slot *s, uint32_t at)
{
    return slot_body(s)[s->total + at / 8] >> (at % 8) & 1;
}

/* False when both know a byte of the random and do not agree on it. */
static bool slot_fits(const struct pl_dtls_hello_slot *s, const struct pl_dtls_message *m)
{
    uint32_t from = m->offset > RANDOM_AT ? m->offset : RANDOM_AT;
    uint32_t end = m->offset + (uint32_t)m->fragment.len;
    if (!s->bytes || s->total != m->total)
        return false;
    if (end > RANDOM_AT + PL_DTLS_RANDOM)
        end = RANDOM_AT + PL_DTLS_RANDOM;
    for (uint32_t at = from; at < end; at++)
        if (slot_has(s, at) && slot_body(s)[at] != m->fragment.data[at - m->offset])
            return false;
    return true;
}

/* What came first stays, so that a later stranger cannot overwrite it. */
static void slot_fill(struct pl_dtls_hello_slot *s, const struct pl_dtls_message *m)
{
    uint8_t *body = slot_body(s);
    for (size_t i = 0; i < m->fragment.len; i++) {
        uint32_t at = m->offset + (uint32_t)i;
        if (slot_has(s, at))
            continue;
        body[at] = m->fragment.data[i];
        body[s->total + at / 8] = (uint8_t)(body[s->total + at / 8] | 1u << (at % 8));
        s->missing--;
    }
}

/* Writes both heads as those of an unfragmented message; its transcript hash is the same. */
static enum pl_err slot_open(struct pl_dtls_hello_slot *s, const struct pl_dtls_message *m)
{
    struct pl_writer w;
    s->bytes = calloc(1, HEADS + m->total + (m->total + 7) / 8);
    if (!s->bytes)
        return PL_E_NOMEM;
    s->total = m->total;
    s->missing = m->total;
    w = pl_writer_of(s->bytes, HEADS);
    pl_write_u8(&w, PL_DTLS_HANDSHAKE_RECORD);
    pl_write_u16(&w, 0xfeff);
    pl_write_zeros(&w, 8); /* epoch 0, number 0 */
    pl_write_u16(&w, (uint16_t)(PL_DTLS_HANDSHAKE_HEAD + m->total));
    pl_write_u8(&w, PL_DTLS_CLIENT_HELLO);
    pl_write_u24(&w, m->total);
    pl_write_u16(&w, m->seq);
    pl_write_u24(&w, 0);
    pl_write_u24(&w, m->total);
    return PL_OK;
}

static struct pl_dtls_hello_slot *slot_take(struct pl_dtls_hello *h)
{
    struct pl_dtls_hello_slot *s;
    for (size_t i = 0; i < PL_DTLS_HELLO_SLOTS; i++)
        if (!h->slots[i].bytes)
            return &h->slots[i];
    s = &h->slots[h->oldest];
    h->oldest = (uint8_t)((h->oldest + 1) % PL_DTLS_HELLO_SLOTS);
    slot_clear(s);
    return s;
}

static void forget_given(struct pl_dtls_hello *h)
{
    for (size_t i = 0; i < PL_DTLS_HELLO_SLOTS; i++)
        if (h->slots[i].given)
            slot_clear(&h->slots[i]);
}

enum pl_err pl_dtls_hello_add(struct pl_dtls_hello *h, const struct pl_dtls_message *m)
{
    bool known = false, whole = false;
    if (m->type != PL_DTLS_CLIENT_HELLO || m->seq != 0 || m->total < BODY_MIN)
        return PL_E_PROTO;
    forget_given(h);
    for (size_t i = 0; i < PL_DTLS_HELLO_SLOTS; i++) {
        struct pl_dtls_hello_slot *s = &h->slots[i];
        if (!slot_fits(s, m))
            continue;
        known = true;
        slot_fill(s, m);
        whole |= s->missing == 0;
    }
    if (!known) {
        struct pl_dtls_hello_slot *s = slot_take(h);
        enum pl_err err = slot_open(s, m);
        if (err)
            return err;
        slot_fill(s, m);
        whole |= s->missing == 0;
    }
    return whole ? PL_OK : PL_E_AGAIN;
}

bool pl_dtls_hello_next(struct pl_dtls_hello *h, struct pl_bytes *record)
{
    forget_given(h);
    for (size_t i = 0; i < PL_DTLS_HELLO_SLOTS; i++) {
        struct pl_dtls_hello_slot *s = &h->slots[i];
        if (!s->bytes || s->missing > 0)
            continue;
        s->given = true;
        *record = pl_bytes_of(s->bytes, HEADS + s->total);
        return true;
    }
    return false;
}
