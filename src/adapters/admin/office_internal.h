/* SPDX-License-Identifier: Apache-2.0 */
/* One request of office.h on its way. Private to this folder. */
#ifndef PL_ADMIN_OFFICE_INTERNAL_H
#define PL_ADMIN_OFFICE_INTERNAL_H

#include "adapters/admin/office.h"
#include "adapters/identity/hasher.h"
#include "base/list.h"

#include <jansson.h>

enum { PL_OFFICE_CHANGES_MAX = 3 };

struct pl_admin_office {
    struct pl_office_port port;
    struct pl_store *store;
    struct pl_admin *admin;
    struct pl_hasher *hasher;
    struct pl_list changes; /* the first one is being made */
    struct pl_list lists;
    size_t waiting;
    double signs; /* left */
    pl_time_us signs_at;
};

struct pl_office_work {
    struct pl_list node;
    struct pl_admin_office *office;
    enum pl_admin_task task;
    uint64_t ticket;
    enum pl_role role;
    json_t *body; /* what was asked */
    uint64_t job; /* of the hasher; 0: none */
    int64_t now_ms;
    /* the store's change: views into this and the body */
    char hash[PL_PASSWORD_TEXT_MAX];
    char *material, *old_material;
    char algorithm[16];
    char object[PL_OFFICE_NAME_MAX + PL_OFFICE_KEY_ID_MAX + 32], detail[96];
    union pl_store_record records[PL_OFFICE_CHANGES_MAX];
    struct pl_store_change change[PL_OFFICE_CHANGES_MAX + 1]; /* and the audit's */
    size_t count;
    struct pl_store_audit audit;
    json_t *answer;
};

/* ---- for the parts of it ---- */

/* A text of the body: good while the work is; NULL: it is not there, or longer than max bytes, or
 * empty. */
const char *pl_office_text(const struct pl_office_work *w, const char *name, size_t max);
/* A whole number of the body, `otherwise` when it is not there. False: another thing. */
bool pl_office_number(const struct pl_office_work *w, const char *name, int64_t low, int64_t high,
                      int64_t otherwise, int64_t *out);
struct pl_store_change *pl_office_change(struct pl_office_work *w, enum pl_store_verb verb,
                                         enum pl_store_table table);
/* The end of it: status and why. Returns false, always. */
bool pl_office_refuse(struct pl_office_work *w, uint16_t status, const char *error,
                      const char *cure);

/*
 * What a task does. `look` checks the body and says what the store is to be asked first (query
 * zeroed, key: a record of w); `decide` knows what was found, fills in changes, object, detail and
 * answer. False: refused, the work has gone.
 */
struct pl_office_task {
    enum pl_right_id right;
    bool (*look)(struct pl_office_work *w, struct pl_store_query *query);
    bool (*decide)(struct pl_office_work *w, const struct pl_store_answer *found);
};

bool pl_office_account_look(struct pl_office_work *w, struct pl_store_query *query);
bool pl_office_account_decide(struct pl_office_work *w, const struct pl_store_answer *found);
bool pl_office_application_look(struct pl_office_work *w, struct pl_store_query *query);
bool pl_office_application_decide(struct pl_office_work *w, const struct pl_store_answer *found);
bool pl_office_key_look(struct pl_office_work *w, struct pl_store_query *query);
bool pl_office_key_decide(struct pl_office_work *w, const struct pl_store_answer *found);
bool pl_office_block_look(struct pl_office_work *w, struct pl_store_query *query);
bool pl_office_block_decide(struct pl_office_work *w, const struct pl_store_answer *found);

/* Lists: the query of a request, and a row as JSON (NULL: not to be listed). */
bool pl_office_list_query(struct pl_office_work *w, const struct pl_admin_request *request,
                          struct pl_store_query *query);
json_t *pl_office_list_answer(struct pl_office_work *w, const struct pl_store_answer *found);

/* POST /v1/sign, at once. */
void pl_office_sign(struct pl_admin_office *office, const struct pl_admin_request *request,
                    struct pl_admin_reply *reply);

#endif
