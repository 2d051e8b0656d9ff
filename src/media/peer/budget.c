/* SPDX-License-Identifier: Apache-2.0 */
#include "media/peer/budget.h"

#include "base/strmap.h"

#include <stdlib.h>

#define MILLION 1000000u

/* ---- buckets ---- */

static uint64_t missing_at(const struct pl_tokens *b, pl_time_us now, uint64_t rate)
{
    pl_time_us passed = now > b->at ? now - b->at : 0;
    /* missing / rate microseconds fill it; compared that way round nothing overflows. */
    return passed > b->missing / rate ? 0 : b->missing - passed * rate;
}

bool pl_tokens_has(const struct pl_tokens *b, pl_time_us now, struct pl_allowance a, uint64_t cost)
{
    return a.rate == 0 ||
           (cost <= a.depth && missing_at(b, now, a.rate) <= (a.depth - cost) * MILLION);
}

bool pl_tokens_take(struct pl_tokens *b, pl_time_us now, struct pl_allowance a, uint64_t cost)
{
    uint64_t missing;
    if (a.rate == 0)
        return true;
    missing = missing_at(b, now, a.rate);
    if (cost > a.depth || missing > (a.depth - cost) * MILLION)
        return false;
    b->missing = missing + cost * MILLION;
    b->at = now;
    return true;
}

static struct pl_allowance quarter_second(uint64_t rate, uint64_t least)
{
    return (struct pl_allowance){rate, rate / 4 > least ? rate / 4 : least};
}

struct pl_budget_limits pl_budget_limits_of(uint32_t kbps, uint32_t packets_per_second)
{
    return (struct pl_budget_limits){quarter_second((uint64_t)kbps * 1000, 64 * 1024 * 8),
                                     quarter_second(packets_per_second, 64)};
}

/* ---- strangers ---- */

struct stranger {
    uint64_t key; /* 0: free */
    struct pl_tokens failures;
};

struct pl_strangers {
    uint64_t seed[2];
    struct stranger rows[PL_STRANGERS_ROWS][PL_STRANGERS_WAYS];
};

static const struct pl_allowance failures = {PL_STRANGERS_RATE, PL_STRANGERS_DEPTH};

enum pl_err pl_strangers_create(struct pl_strangers **out, const uint8_t seed[16])
{
    struct pl_strangers *s = calloc(1, sizeof(*s));
    if (!s)
        return PL_E_NOMEM;
    s->seed[0] = pl_get_u64(seed);
    s->seed[1] = pl_get_u64(seed + 8);
    *out = s;
    return PL_OK;
}

void pl_strangers_destroy(struct pl_strangers *s)
{
    free(s);
}

/* A keyed hash of 64 bits stands for the source: that two share one is too rare to matter. */
static uint64_t key_of(const struct pl_strangers *s, const struct pl_addr *from)
{
    uint8_t network[9] = {from->family};
    uint64_t key;
    memcpy(network + 1, from->ip, from->family == PL_ADDR_IPV6 ? 8 : 4);
    key = pl_siphash13(s->seed, pl_bytes_of(network, sizeof(network)));
    return key ? key : 1;
}

bool pl_strangers_may(const struct pl_strangers *s, pl_time_us now, const struct pl_addr *from)
{
    uint64_t key = key_of(s, from);
    const struct stranger *row = s->rows[key % PL_STRANGERS_ROWS];
    for (unsigned i = 0; i < PL_STRANGERS_WAYS; i++) {
        if (row[i].key == key)
            return pl_tokens_has(&row[i].failures, now, failures, 1);
    }
    return true;
}

void pl_strangers_failed(struct pl_strangers *s, pl_time_us now, const struct pl_addr *from)
{
    uint64_t key = key_of(s, from);
    struct stranger *row = s->rows[key % PL_STRANGERS_ROWS], *place = row;
    for (unsigned i = 0; i < PL_STRANGERS_WAYS; i++) {
        if (row[i].key == key) {
            place = &row[i];
            break;
        }
        if (row[i].failures.at < place->failures.at)
            place = &row[i];
    }
    if (place->key != key)
        *place = (struct stranger){.key = key};
    (void)pl_tokens_take(&place->failures, now, failures, 1); /* an empty bucket is empty */
}
