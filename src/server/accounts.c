/* SPDX-License-Identifier: Apache-2.0 */
#include "server/accounts.h"

#include "adapters/identity/hasher.h"
#include "base/idmap.h"
#include "proto/wire/errors_gen.h"

#include <stdlib.h>

enum { CHECKS_MAX = 4096 };

/* One login that is being looked at. */
struct check {
    struct pl_accounts *accounts;
    uint32_t ticket;
    uint64_t job; /* 0: the store is being asked */
    bool guest;
    size_t password_len;
    uint8_t password[PL_PASSWORD_BYTES_MAX];
};

struct pl_accounts {
    struct pl_accounts_config config;
    struct pl_hasher *hasher;
    struct pl_idmap checks; /* ticket -> struct check */
};

/* ---- a check's life ---- */

static void forget(struct check *c)
{
    pl_idmap_remove(&c->accounts->checks, c->ticket);
    explicit_bzero(c->password, sizeof(c->password));
    free(c);
}

static void answer(struct check *c, int code)
{
    const struct pl_ruling ruling = {.ticket = c->ticket, .code = code};
    struct pl_asker *asker = c->accounts->config.asker;
    forget(c);
    pl_asker_answer(asker, &ruling);
}

static int code_of(enum pl_err err)
{
    switch (err) {
    case PL_OK:
        return PL_GV_ERR_SUCCESS;
    case PL_E_AUTH:
        return PL_GV_ERR_CERTIFY_FAIL;
    case PL_E_LIMIT:
    case PL_E_NOMEM:
        return PL_GV_ERR_NOENOUGHRESOURCE;
    default: /* the store, or what is in it */
        return PL_GV_ERR_DB_ERROR;
    }
}

static void on_hashed(void *arg, enum pl_err result)
{
    answer(arg, code_of(result));
}

/* kept empty: there is nothing to be right. */
static void hash(struct check *c, struct pl_bytes kept)
{
    enum pl_err err =
        pl_hasher_check(c->accounts->hasher, kept, pl_bytes_of(c->password, c->password_len),
                        on_hashed, c, &c->job);
    if (err)
        answer(c, code_of(err));
}

static void on_account(void *arg, const struct pl_store_answer *found)
{
    struct check *c = arg;
    const struct pl_store_account *account = found->rows;
    if (found->err)
        answer(c, code_of(found->err));
    else if (found->count == 0 && (c->guest || !c->accounts->config.only))
        answer(c, PL_RULING_NOBODY);
    else if (found->count == 0)
        hash(c, pl_bytes_str(""));
    else if (account->disabled)
        answer(c, PL_GV_ERR_ACCOUNT_LOCK);
    else if (c->guest)
        answer(c, PL_GV_ERR_CERTIFY_FAIL);
    else
        hash(c, account->password);
}

static struct check *create(struct pl_accounts *a, const struct pl_question *q)
{
    struct check *c = calloc(1, sizeof(*c));
    if (!c)
        return NULL;
    c->accounts = a;
    c->ticket = q->ticket;
    c->guest = q->login.password.len == 0;
    c->password_len = q->login.password.len;
    if (c->password_len > 0)
        memcpy(c->password, q->login.password.data, c->password_len);
    if (pl_idmap_put(&a->checks, c->ticket, c) == PL_OK)
        return c;
    free(c);
    return NULL;
}

enum pl_ask_said pl_accounts_asked(struct pl_accounts *a, const struct pl_question *q,
                                   struct pl_ruling *ruling)
{
    struct pl_store_account key = {.name = q->login.name};
    struct pl_store_query query = {.table = PL_STORE_ACCOUNTS, .key = &key, .keys = 1, .limit = 1};
    struct check *c;
    enum pl_err err = PL_E_LIMIT;
    if (q->kind != PL_ASK_LOGIN || q->login.way != PL_LOGIN_PASSWORD ||
        q->login.password.len > PL_PASSWORD_BYTES_MAX)
        return PL_ASK_PASS;
    c = create(a, q);
    if (c)
        err = pl_store_read(a->config.store, &query, (struct pl_store_reply){on_account, c}, NULL);
    if (!err)
        return PL_ASK_LATER;
    if (c)
        forget(c);
    ruling->code = code_of(err);
    return PL_ASK_NOW;
}

void pl_accounts_over(struct pl_accounts *a, uint32_t ticket)
{
    struct check *c = pl_idmap_get(&a->checks, ticket);
    if (!c)
        return;
    pl_store_forget(a->config.store, c);
    if (c->job)
        pl_hasher_forget(a->hasher, c->job);
    forget(c);
}

/* ---- life ---- */

enum pl_err pl_accounts_start(struct pl_accounts **out, const struct pl_accounts_config *config)
{
    struct pl_accounts *a = calloc(1, sizeof(*a));
    enum pl_err err;
    if (!a)
        return PL_E_NOMEM;
    a->config = *config;
    pl_idmap_init(&a->checks, CHECKS_MAX);
    err = pl_hasher_start(&a->hasher, config->loop, config->threads);
    if (err) {
        pl_accounts_stop(a);
        return err;
    }
    *out = a;
    return PL_OK;
}

void pl_accounts_stop(struct pl_accounts *a)
{
    struct check *c;
    size_t cursor = 0;
    if (!a)
        return;
    pl_hasher_stop(a->hasher);
    while ((c = pl_idmap_next(&a->checks, &cursor))) {
        pl_store_forget(a->config.store, c);
        forget(c);
        cursor = 0;
    }
    pl_idmap_finish(&a->checks);
    free(a);
}
