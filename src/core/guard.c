/* SPDX-License-Identifier: Apache-2.0 */
#include "core/guard.h"

#include "base/addr.h"
#include "core/codes.h"

#include <assert.h>
#include <stdlib.h>

enum { KEY_MAX = 128 };

/* One address or one account name. */
struct pl_guard_entry {
    struct pl_list by_use;
    struct pl_bucket logins;
    uint32_t failures; /* since first_failure */
    pl_time_us first_failure;
    pl_time_us locked_until; /* 0: not locked */
    size_t key_len;
    uint8_t key[KEY_MAX];
};

/* ---- rates ---- */

bool pl_bucket_take(struct pl_bucket *b, struct pl_rate rate, pl_time_us now)
{
    pl_time_us from = b->paid_until > now ? b->paid_until : now;
    if (from - now + rate.cost_us > rate.cost_us * rate.burst)
        return false;
    b->paid_until = from + rate.cost_us;
    return true;
}

bool pl_bucket_spend(struct pl_bucket *b, struct pl_rate rate, uint64_t n, pl_time_us now)
{
    pl_time_us from = b->paid_until > now ? b->paid_until : now;
    if (from - now + rate.cost_us > rate.cost_us * rate.burst)
        return false;
    b->paid_until = from + rate.cost_us * n;
    return true;
}

enum pl_verdict pl_flood_message(struct pl_flood *f, const struct pl_flood_limits *limits,
                                 pl_time_us now)
{
    if (pl_bucket_take(&f->bucket, limits->rate, now))
        return PL_PASS;
    if (f->refused == 0 || now - f->last > limits->for_us) {
        f->since = now;
        f->refused = 0;
    }
    f->last = now;
    f->refused++;
    if (f->refused > limits->refusals || now - f->since >= limits->for_us)
        return PL_CUT;
    return PL_REFUSE;
}

/* ---- addresses and accounts ---- */

static void table_init(struct pl_guard_table *t, size_t limit, const uint8_t seed[16])
{
    pl_strmap_init(&t->by_key, limit, seed);
    pl_list_init(&t->by_use);
}

static void table_finish(struct pl_guard_table *t)
{
    struct pl_list *it, *tmp;
    pl_list_for_each_safe(it, tmp, &t->by_use)
    {
        free(pl_container_of(it, struct pl_guard_entry, by_use));
    }
    pl_strmap_finish(&t->by_key);
}

static struct pl_bytes key_of(const struct pl_guard_entry *e)
{
    return pl_bytes_of(e->key, e->key_len);
}

static void forget(struct pl_guard_table *t, struct pl_guard_entry *e)
{
    pl_strmap_remove(&t->by_key, key_of(e));
    pl_list_remove(&e->by_use);
    free(e);
}

static struct pl_guard_entry *find(struct pl_guard_table *t, struct pl_bytes key)
{
    struct pl_guard_entry *e = pl_strmap_get(&t->by_key, key);
    if (e) {
        pl_list_remove(&e->by_use);
        pl_list_add_tail(&t->by_use, &e->by_use);
    }
    return e;
}

/* NULL only when memory is short: then nothing is remembered, and nobody is locked out. */
static struct pl_guard_entry *find_or_add(struct pl_guard_table *t, struct pl_bytes key)
{
    struct pl_guard_entry *e = find(t, key);
    if (e)
        return e;
    if (t->by_key.count >= t->by_key.limit)
        forget(t, pl_container_of(t->by_use.next, struct pl_guard_entry, by_use));
    e = calloc(1, sizeof(*e));
    if (!e)
        return NULL;
    assert(key.len <= KEY_MAX);
    e->key_len = key.len;
    if (key.len > 0)
        memcpy(e->key, key.data, key.len);
    if (pl_strmap_put(&t->by_key, key_of(e), e) != PL_OK) {
        free(e);
        return NULL;
    }
    pl_list_add_tail(&t->by_use, &e->by_use);
    return e;
}

static bool locked(const struct pl_guard_entry *e, pl_time_us now)
{
    return e && now < e->locked_until;
}

static bool failed(struct pl_guard_entry *e, const struct pl_guard_limits *limits, pl_time_us now)
{
    if (!e)
        return false;
    if (e->failures == 0 || now - e->first_failure > limits->lock_us) {
        e->failures = 0;
        e->first_failure = now;
    }
    if (++e->failures < limits->failures)
        return false;
    e->failures = 0;
    e->locked_until = now + limits->lock_us;
    return true;
}

/* The part of an address that tells strangers apart; text that is no address stands for itself. */
static struct pl_bytes address_key(struct pl_bytes ip, uint8_t key[KEY_MAX])
{
    char text[KEY_MAX];
    struct pl_addr addr;
    (void)pl_bytes_to_str(ip, text, sizeof(text));
    if (pl_addr_parse(&addr, text) == PL_OK) {
        memcpy(key, addr.ip, 16);
        return pl_bytes_of(key, addr.family == PL_ADDR_IPV6 ? 8 : 4);
    }
    memcpy(key, text, strlen(text));
    return pl_bytes_of(key, strlen(text));
}

static struct pl_bytes account_key(struct pl_bytes name)
{
    return pl_bytes_of(name.data, name.len < KEY_MAX ? name.len : KEY_MAX);
}

void pl_guard_init(struct pl_guard *g, const struct pl_guard_limits *limits, const uint8_t seed[16])
{
    assert(limits->entries > 0 && limits->failures > 0);
    g->limits = *limits;
    table_init(&g->addresses, limits->entries, seed);
    table_init(&g->accounts, limits->entries, seed);
}

void pl_guard_finish(struct pl_guard *g)
{
    table_finish(&g->addresses);
    table_finish(&g->accounts);
}

int pl_guard_login(struct pl_guard *g, struct pl_bytes ip, pl_time_us now)
{
    uint8_t key[KEY_MAX];
    struct pl_guard_entry *e = find_or_add(&g->addresses, address_key(ip, key));
    if (!e)
        return 0;
    if (locked(e, now) || !pl_bucket_take(&e->logins, g->limits.logins, now))
        return PL_GV_ERR_IPADDR_LOCK;
    return 0;
}

int pl_guard_address(struct pl_guard *g, struct pl_bytes ip, pl_time_us now)
{
    uint8_t key[KEY_MAX];
    return locked(find(&g->addresses, address_key(ip, key)), now) ? PL_GV_ERR_IPADDR_LOCK : 0;
}

int pl_guard_account(struct pl_guard *g, struct pl_bytes name, pl_time_us now)
{
    return locked(find(&g->accounts, account_key(name)), now) ? PL_GV_ERR_ACCOUNT_LOCK : 0;
}

bool pl_guard_address_failed(struct pl_guard *g, struct pl_bytes ip, pl_time_us now)
{
    uint8_t key[KEY_MAX];
    return failed(find_or_add(&g->addresses, address_key(ip, key)), &g->limits, now);
}

bool pl_guard_account_failed(struct pl_guard *g, struct pl_bytes name, pl_time_us now)
{
    return failed(find_or_add(&g->accounts, account_key(name)), &g->limits, now);
}

void pl_guard_account_passed(struct pl_guard *g, struct pl_bytes name)
{
    struct pl_guard_entry *e = find(&g->accounts, account_key(name));
    if (e)
        forget(&g->accounts, e);
}
