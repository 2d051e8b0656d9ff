/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts that the store keeps (PL_STORE_ACCOUNTS): a name that has one belongs to who knows its
 * password. Part of the server's own say in logins (identity.h).
 *
 *   name has an account, right password      yes; the domain gives the id, which the store keeps
 *   ..., wrong password, or as a guest       200 (which the domain counts: 202, 203)
 *   ..., disabled                            202
 *   name has none                            passed on; with `only` 200, but guests are passed on
 *   the store cannot be asked                1; too many wait: 23
 *
 * A name without an account takes as long to refuse as one with another password. Looking up is
 * done by the store's thread, argon2id by threads of its own (adapters/identity/hasher.h).
 */
#ifndef PL_SERVER_ACCOUNTS_H
#define PL_SERVER_ACCOUNTS_H

#include "adapters/store/store.h"
#include "server/ask.h"

struct pl_accounts;

struct pl_accounts_config {
    struct pl_loop *loop;   /* borrowed, as the next two */
    struct pl_store *store; /* never NULL */
    struct pl_asker *asker; /* hears the answers */
    unsigned threads;       /* for hashes: 1..PL_HASHER_THREADS_MAX */
    bool only;
};

/* PL_E_NOMEM, PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_accounts_start(struct pl_accounts **out,
                                            const struct pl_accounts_config *config);
/* Before the store; the asker may be gone. Accepts NULL. */
void pl_accounts_stop(struct pl_accounts *a);

/* As of a provider. */
enum pl_ask_said pl_accounts_asked(struct pl_accounts *a, const struct pl_question *question,
                                   struct pl_ruling *ruling);
void pl_accounts_over(struct pl_accounts *a, uint32_t ticket);

#endif
