/* SPDX-License-Identifier: Apache-2.0 */
#include "io/addr_quota.h"

#include "io/random.h"

#include <assert.h>
#include <stdlib.h>

enum { KEY_BYTES = 9 };

struct holder {
    uint8_t key[KEY_BYTES]; /* family, then the address or its /64 */
    size_t count;
};

static struct pl_bytes key_of(const struct pl_addr *peer, uint8_t key[KEY_BYTES])
{
    key[0] = peer->family;
    memcpy(key + 1, peer->ip, 8); /* an IPv4 address fills 4, the rest is 0 */
    return pl_bytes_of(key, KEY_BYTES);
}

void pl_addr_quota_init(struct pl_addr_quota *q, size_t total, size_t per_address)
{
    uint8_t seed[16];
    struct pl_random *random = pl_random_kernel();
    random->fill(random, seed, sizeof(seed));
    pl_strmap_init(&q->held, total, seed);
    q->per_address = per_address;
}

void pl_addr_quota_finish(struct pl_addr_quota *q)
{
    assert(q->held.count == 0);
    pl_strmap_finish(&q->held);
}

enum pl_err pl_addr_quota_take(struct pl_addr_quota *q, const struct pl_addr *peer)
{
    uint8_t key[KEY_BYTES];
    struct holder *h = pl_strmap_get(&q->held, key_of(peer, key));
    enum pl_err err;
    if (h) {
        if (q->per_address > 0 && h->count >= q->per_address)
            return PL_E_LIMIT;
        h->count++;
        return PL_OK;
    }
    h = calloc(1, sizeof(*h));
    if (!h)
        return PL_E_NOMEM;
    h->count = 1;
    memcpy(h->key, key, sizeof(key));
    err = pl_strmap_put(&q->held, pl_bytes_of(h->key, KEY_BYTES), h);
    if (err)
        free(h);
    return err;
}

void pl_addr_quota_release(struct pl_addr_quota *q, const struct pl_addr *peer)
{
    uint8_t key[KEY_BYTES];
    struct holder *h = pl_strmap_get(&q->held, key_of(peer, key));
    assert(h);
    if (--h->count > 0)
        return;
    (void)pl_strmap_remove(&q->held, pl_bytes_of(key, KEY_BYTES));
    free(h);
}
