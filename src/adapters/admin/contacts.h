/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was written down of the service counters, for operators: contacts, and figures of them by
 * intervals (core/counter/report.h). Read from the store, a page at a time; answers go out later
 * (pl_admin_reply).
 *
 *   GET /v1/contacts?from=MS&to=MS&after=ID&limit=N&format=csv
 *       {"contacts": [...], "next": ID}; by the time of entering, the oldest first; "next" when
 *       there is more. Columns as core/counter/contact.h; outcome is "open", "served", ...
 *   GET /v1/reports?from=MS&to=MS&interval=MINUTES&offset=MINUTES&answer=SECONDS&format=csv
 *       {"reports": [...]}; interval 0 (default): one row for all the time; offset: of the local
 *       time from UTC, so that days begin at midnight; answer: the X of "in X" (20)
 *
 * from: 24 hours ago, to: now, unless said. CSV is RFC 4180 with a line of names; texts that a
 * spreadsheet would take for formulas begin with an apostrophe.
 *
 * Limits: 1000 contacts of one answer; of a report 10000 rows, 400 days, a million contacts (422:
 * ask for less), PL_CONTACTS_ASKS_MAX requests at a time (503). A stretch of an agent that began
 * more than a day before `from` is not seen.
 */
#ifndef PL_ADMIN_CONTACTS_H
#define PL_ADMIN_CONTACTS_H

#include "adapters/admin/http.h"
#include "adapters/store/store.h"

enum { PL_CONTACTS_ASKS_MAX = 8 };

enum pl_contacts_what {
    PL_CONTACTS_LIST = 1,
    PL_CONTACTS_REPORT,
};

struct pl_admin_contacts;

/* Borrows store. NULL: memory is short. */
struct pl_admin_contacts *pl_admin_contacts_create(struct pl_store *store);
/* Before the store, after pl_admin_stop. Accepts NULL. */
void pl_admin_contacts_destroy(struct pl_admin_contacts *c);
/* Where answers go; after pl_admin_start. */
void pl_admin_contacts_attach(struct pl_admin_contacts *c, struct pl_admin *admin);

/* As a request of api.h: reply->status is PL_ADMIN_LATER, or it is refused at once. now_ms: by the
 * wall. */
void pl_admin_contacts_do(struct pl_admin_contacts *c, enum pl_contacts_what what, int64_t now_ms,
                          const struct pl_admin_request *request, struct pl_admin_reply *reply);

#endif
