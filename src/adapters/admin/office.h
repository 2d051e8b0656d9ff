/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What operators keep in the store: accounts, applications with their keys, blocked addresses; the
 * audit of everything they have changed; and signing for applications. Requests come from api.h,
 * answers go out later (pl_admin_reply). Bodies are JSON objects; [..] may be left out.
 *
 *   GET  /v1/accounts?after=NAME&limit=N   name, locked, made, changed
 *   POST /v1/accounts/add                  {"name", "password"}; 409: there is one
 *   POST /v1/accounts/password             {"name", "password"}
 *   POST /v1/accounts/lock, unlock, remove {"name"}; who is signed in stays
 *   GET  /v1/applications?after=ID&limit=N id, name, locked, guests, users
 *   POST /v1/applications/add              {"application", ["name"], ["guests"], ["users": [1, 9]]}
 *   POST /v1/applications/lock, unlock, remove {"application"}; remove takes its keys along
 *   GET  /v1/keys?application=ID           key, algorithm, private, revoked, made, expires
 *   POST /v1/keys/add                      {"application", "key", "algorithm", ["material"],
 *                                           ["seconds"]}
 *   POST /v1/keys/rotate                   {"application", "key", "new", ["material"], ["grace"]}
 *   POST /v1/keys/revoke, remove           {"application", "key"}
 *   GET  /v1/blocked?after=PATTERN&limit=N address, why, until, made
 *   POST /v1/block                         {"address", ["seconds"], ["why"]}
 *   POST /v1/unblock                       {"address"}
 *   GET  /v1/audit?before=N&limit=N        the newest first; chain: store/chain.h
 *   POST /v1/sign                          {"string_id"} or {"id"}, ["application"]; or the form of
 *                                          old sign services (identity/sign_service.h)
 *
 * A key without material is made here: the private half (of ed25519 and es256) or the secret is
 * kept, so that /v1/sign can use it, and what its user needs - the public half, the secret - is
 * answered, once. "service" is the algorithm of a token that is good for /v1/sign of its
 * application and for nothing else; its SHA-256 is kept. Rotating adds a key of the same algorithm
 * and lets the old one run out after `grace` seconds (a day), in one transaction.
 *
 * Each change and its line of the audit are one transaction; the answer comes when both are safe.
 * Changes are made one after the other, so that none is built on what another is about to change.
 *
 * Limits: PL_OFFICE_WAITING_MAX changes that wait (503), PL_OFFICE_KEYS_MAX keys of an application,
 * PL_OFFICE_SIGNS_PER_SECOND (429).
 */
#ifndef PL_ADMIN_OFFICE_H
#define PL_ADMIN_OFFICE_H

#include "adapters/admin/http.h"
#include "adapters/identity/sign.h"
#include "adapters/store/store.h"

enum {
    PL_OFFICE_WAITING_MAX = 64,
    PL_OFFICE_KEYS_MAX = 16, /* revoked ones as well; vouch.h has a limit for the others */
    PL_OFFICE_SIGNS_PER_SECOND = 100,
    PL_OFFICE_NAME_MAX = 128,
    PL_OFFICE_KEY_ID_MAX = 64,
};

enum pl_admin_task {
    PL_TASK_NONE = 0,
    PL_TASK_ACCOUNTS,
    PL_TASK_APPLICATIONS,
    PL_TASK_KEYS,
    PL_TASK_BLOCKED,
    PL_TASK_AUDIT,
    PL_TASK_SIGN,
    PL_TASK_RECORDINGS, /* of recordings.h, in its order; not of the office */
    PL_TASK_RECORDING,
    PL_TASK_RECORDING_LINK,
    PL_TASK_RECORDING_STOP,
    PL_TASK_RECORDING_DELETE,
    PL_TASK_RECORDING_HOLD,
    PL_TASK_RECORDING_KEEP,
    PL_TASK_RECORDING_TAG,
    PL_TASK_RECORDING_VERIFY,
    PL_TASK_RECORDING_TIMELINE,
    PL_TASK_ACCOUNT_ADD, /* changes from here on */
    PL_TASK_ACCOUNT_PASSWORD,
    PL_TASK_ACCOUNT_LOCK,
    PL_TASK_ACCOUNT_UNLOCK,
    PL_TASK_ACCOUNT_REMOVE,
    PL_TASK_APPLICATION_ADD,
    PL_TASK_APPLICATION_LOCK,
    PL_TASK_APPLICATION_UNLOCK,
    PL_TASK_APPLICATION_REMOVE,
    PL_TASK_KEY_ADD,
    PL_TASK_KEY_ROTATE,
    PL_TASK_KEY_REVOKE,
    PL_TASK_KEY_REMOVE,
    PL_TASK_BLOCK,
    PL_TASK_UNBLOCK,
    PL_TASKS,
};

/* Role: the server. All mandatory. */
struct pl_office_port {
    /* What the store has now: to be put in force. Borrows. */
    void (*changed)(void *arg, const struct pl_store_change *change);
    /* Is it an application of the settings? Those are not changed here. */
    bool (*configured)(void *arg, struct pl_bytes application);
    /* A kept key of this application that can sign; NULL: none. Borrowed until
     * the next change. */
    const struct pl_key *(*signer)(void *arg, struct pl_bytes application);
    void (*did)(void *arg, const struct pl_admin_deed *deed);
    void *arg;
};

struct pl_admin_office;

/* Borrows loop and store; copies port. PL_E_NOMEM, PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_admin_office_create(struct pl_admin_office **out, struct pl_loop *loop,
                                                 struct pl_store *store,
                                                 const struct pl_office_port *port);
/* Before the store, after pl_admin_stop. Accepts NULL. */
void pl_admin_office_destroy(struct pl_admin_office *office);
/* Where answers go; after pl_admin_start, before the first request. */
void pl_admin_office_attach(struct pl_admin_office *office, struct pl_admin *admin);

/* As a request of api.h: reply->status is PL_ADMIN_LATER, or it is refused at once. */
void pl_admin_office_do(struct pl_admin_office *office, enum pl_admin_task task,
                        const struct pl_admin_request *request, struct pl_admin_reply *reply);

#endif
