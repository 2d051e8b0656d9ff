/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Applications and keys that the store keeps, beside those of the settings: in force in the vouch
 * (adapters/identity), and which of them sign and let in at the operator's door. Read before the
 * first login, then kept up to date by what operators change (adapters/admin/office.h).
 *
 * An id that the settings have is theirs: what the store says of it waits for another time.
 */
#ifndef PL_SERVER_APPLICATIONS_H
#define PL_SERVER_APPLICATIONS_H

#include "adapters/identity/vouch.h"
#include "adapters/store/db.h"
#include "server/config.h"
#include "server/log.h"

struct pl_applications;

/* Borrows all. PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_applications_create(struct pl_applications **out,
                                                 struct pl_vouch *vouch, const struct pl_config *c,
                                                 struct pl_log *log);
/* Before the vouch. Accepts NULL. */
void pl_applications_destroy(struct pl_applications *a);

/* Everything that is kept. Waits for the database. As pl_store_db_open and _read; the log says. */
PL_MUST_CHECK enum pl_err pl_applications_load(struct pl_applications *a,
                                               const struct pl_store_ops *ops, const char *where);
/* What has been written. Other tables are ignored. */
void pl_applications_changed(struct pl_applications *a, const struct pl_store_change *change);

/* Is there one? */
bool pl_applications_any(const struct pl_applications *a);
/* Is it of the settings? Letter case does not matter. */
bool pl_applications_configured(const struct pl_applications *a, struct pl_bytes id);
/* A private key for logins, the one made last; NULL: none, or the application is locked. Borrowed
 * until the next change. wall_ms: keys that have run out do not sign. */
const struct pl_key *pl_applications_signer(const struct pl_applications *a, struct pl_bytes id,
                                            int64_t wall_ms);
/* Whose token is it? *id is good until the next change. */
bool pl_applications_token(const struct pl_applications *a, struct pl_bytes token, int64_t wall_ms,
                           struct pl_bytes *id);

#endif
