/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/stun/stun_server.h"

#include "proto/stun/stun.h"

#include <stdlib.h>

struct listed {
    struct pl_addr key; /* port 0, IPv6 cut to its /64 */
    size_t people;
    pl_time_us paid_to;
};

static struct pl_addr key_of(const struct pl_addr *address)
{
    struct pl_addr key = *address;
    key.port = 0;
    if (key.family == PL_ADDR_IPV6)
        memset(key.ip + 8, 0, 8);
    return key;
}

void pl_stun_server_init(struct pl_stun_server *s, size_t max_addresses, const uint8_t seed[16])
{
    *s = (struct pl_stun_server){0};
    pl_strmap_init(&s->listed, max_addresses, seed);
}

void pl_stun_server_finish(struct pl_stun_server *s)
{
    for (size_t i = 0; s->listed.slots && i <= s->listed.mask; i++)
        free(s->listed.slots[i].value);
    pl_strmap_finish(&s->listed);
}

static struct listed *find(const struct pl_stun_server *s, const struct pl_addr *address)
{
    struct pl_addr key = key_of(address);
    return pl_strmap_get(&s->listed, pl_addr_bytes(&key));
}

enum pl_err pl_stun_server_allow(struct pl_stun_server *s, const struct pl_addr *address)
{
    struct listed *l = find(s, address);
    enum pl_err err;
    if (l) {
        l->people++;
        return PL_OK;
    }
    l = calloc(1, sizeof(*l));
    if (!l)
        return PL_E_NOMEM;
    l->key = key_of(address);
    l->people = 1;
    err = pl_strmap_put(&s->listed, pl_addr_bytes(&l->key), l);
    if (err)
        free(l);
    return err;
}

void pl_stun_server_forbid(struct pl_stun_server *s, const struct pl_addr *address)
{
    struct listed *l = find(s, address);
    if (!l || --l->people > 0)
        return;
    pl_strmap_remove(&s->listed, pl_addr_bytes(&l->key));
    free(l);
}

/* The generic cell rate algorithm: paid_to is when the bucket will be full again. */
static bool take(pl_time_us *paid_to, pl_time_us now, unsigned rate, unsigned burst)
{
    pl_time_us step = PL_SEC(1) / rate, start = *paid_to > now ? *paid_to : now;
    if (start + step > now + step * burst)
        return false;
    *paid_to = start + step;
    return true;
}

/* RFC 8489 section 6.3.1: "the server MUST check the request for unknown comprehension-required
 * attributes" - 420. */
static void write_answer(struct pl_writer *w, const struct pl_stun_view *v,
                         const struct pl_addr *from)
{
    if (v->unknown_count == 0) {
        pl_stun_write_begin(w, PL_STUN_SUCCESS, PL_STUN_METHOD_BINDING, v->id);
        pl_stun_write_xor_mapped_address(w, from);
    } else {
        pl_stun_write_begin(w, PL_STUN_ERROR, PL_STUN_METHOD_BINDING, v->id);
        pl_stun_write_error_code(w, PL_STUN_CODE_UNKNOWN_ATTRIBUTE, pl_bytes_of(NULL, 0));
        pl_stun_write_unknown_attributes(w, v->unknown, v->unknown_count);
    }
    if (v->has & PL_STUN_HAS_FINGERPRINT)
        pl_stun_write_fingerprint(w);
}

static bool may_answer(struct pl_stun_server *s, pl_time_us now, const struct pl_addr *from,
                       bool is_longer)
{
    struct listed *l = find(s, from);
    if (l)
        return take(&l->paid_to, now, PL_STUN_SERVER_RATE, PL_STUN_SERVER_BURST);
    return !is_longer &&
           take(&s->strangers_paid_to, now, PL_STUN_SERVER_STRANGERS, PL_STUN_SERVER_STRANGERS);
}

enum pl_err pl_stun_server_answer(struct pl_stun_server *s, pl_time_us now,
                                  const struct pl_addr *from, struct pl_bytes request,
                                  struct pl_buf buf, size_t *len)
{
    const uint16_t credentials = PL_STUN_HAS_USERNAME | PL_STUN_HAS_INTEGRITY;
    struct pl_writer w = pl_writer_of(buf.data, buf.len);
    struct pl_stun_view v;
    enum pl_err err = pl_stun_read(request, &v);
    if (err)
        return err;
    if (v.class != PL_STUN_REQUEST || v.method != PL_STUN_METHOD_BINDING || v.has & credentials ||
        (v.has & PL_STUN_HAS_FINGERPRINT && !v.fingerprint_valid))
        return PL_E_IGNORED;
    write_answer(&w, &v, from);
    if (!pl_writer_ok(&w))
        return PL_E_SPACE;
    if (!may_answer(s, now, from, w.pos > request.len)) {
        s->stats.refused++;
        return PL_E_LIMIT;
    }
    s->stats.answered++;
    *len = w.pos;
    return PL_OK;
}
