/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server's own say in who may sign in, between filter plug-ins and business servers (ask.h):
 * signed logins and access tokens of the applications of the settings and the store
 * (adapters/identity/vouch.h),
 * then accounts of the store (accounts.h).
 */
#ifndef PL_SERVER_IDENTITY_H
#define PL_SERVER_IDENTITY_H

#include "adapters/store/store.h"
#include "server/applications.h"
#include "server/ask.h"
#include "server/config.h"
#include "server/keeper.h"

struct pl_identity;

/* Reads the keys. PL_E_RANGE: error is one line that says which setting and why. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_identity_create(struct pl_identity **out, const struct pl_config *c,
                                             char error[PL_CONFIG_ERROR_MAX]);
/* Before the store; the asker may be gone. Accepts NULL. */
void pl_identity_destroy(struct pl_identity *identity);

/* Does it have anything to say: are logins to be asked about? */
bool pl_identity_wanted(const struct pl_config *c);

/*
 * Takes its place in the row; borrows everything. store NULL: there are no accounts; PL_E_STATE
 * when the settings want them. PL_E_NOMEM, PL_E_IO.
 */
PL_MUST_CHECK enum pl_err pl_identity_register(struct pl_identity *identity, struct pl_asker *asker,
                                               struct pl_loop *loop, struct pl_store *store);

/*
 * Applications and keys of the store, in force from now on; before the first login. The log says
 * why not. NULL keeper: nothing to do.
 */
PL_MUST_CHECK enum pl_err pl_identity_load(struct pl_identity *identity, struct pl_keeper *keeper,
                                           const struct pl_config *c, struct pl_log *log);
/* Does anything besides the server give ids to users? */
bool pl_identity_gives_ids(const struct pl_identity *identity, const struct pl_config *c);
/* NULL when nothing is kept. */
struct pl_applications *pl_identity_applications(struct pl_identity *identity);

#endif
