/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What operators may ask and do: requests in, JSON out. No socket, no clock: http.h brings the
 * requests, the server's wiring what they are about. All on the control thread.
 *
 *   GET  /v1/version               name, version, how long it runs, its plug-in
 *   GET  /v1/figures               how much of everything there is
 *   GET  /v1/users                 who is signed in; ?room=N&after=SESSION&limit=N
 *   GET  /v1/users/ID
 *   POST /v1/users/ID/kick         signs him out (211); he does not come back by himself
 *   GET  /v1/rooms                 rooms with somebody inside; ?after=N&limit=N
 *   GET  /v1/rooms/N               one, with its members
 *   GET  /v1/calls                 calls that ring or go on
 *   POST /v1/users/ID/hang-up      ends his call, for both; body {"code": 0}
 *   POST /v1/block, /v1/unblock    body {"address": "192.0.2.*"}; without an office until the end
 *   GET  /v1/events                the feed (feed.h), also at /events
 *   GET  /v1/recordings ...        the catalogue of recordings (recordings.h)
 *   GET  /v1/contacts, /v1/reports what was written down of the service counters (contacts.h)
 *   what is kept                   office.h
 *   POST /v1/config/check          body: the text of a parlor.ini; {"ok": true} or what is wrong
 *
 * and the service counters: places.h.
 *
 * Who may what: core/rights.h, asked before anything is looked at. Errors are
 * {"error": "...", "cure": "..."}: 400 what was sent cannot be read, 403 not your right, 404 no
 * such thing, 405 another method, 422 well-formed but wrong.
 *
 * Limits: PL_ADMIN_PAGE_MAX of a list at once (then "next" says where to go on), bodies as the
 * listener's. Cost: O(everybody) for a list.
 */
#ifndef PL_ADMIN_API_H
#define PL_ADMIN_API_H

#include "adapters/signal/http_head.h"
#include "core/core.h"
#include "core/rights.h"

enum {
    PL_ADMIN_PAGE_MAX = 1000,
    PL_ADMIN_BODY_MAX = 1 << 20,
    PL_ADMIN_WHY_MAX = 512,
};

struct pl_admin_about {
    const char *version;
    uint64_t uptime_s;
    bool draining;
    bool filter, filter_up; /* a plug-in is set; it runs */
    const char *filter_version;
};

struct pl_admin_request;
struct pl_admin_reply;
struct pl_admin_office;
struct pl_admin_places;

/* What was done, or tried; for the log and the audit. Texts may be empty, never NULL. */
struct pl_admin_deed {
    enum pl_role role;
    const char *actor; /* "operator", "application FBE9..." */
    const char *verb;  /* "remove user" */
    const char *object;
    const char *detail;
    uint16_t status;
    bool kept; /* the audit has it already */
};

/* Role: the server. All mandatory but the last six. */
struct pl_admin_port {
    const struct pl_core *(*core)(void *arg);
    /* An event for the domain, carried out before this returns. */
    void (*step)(void *arg, struct pl_event *event);
    void (*about)(void *arg, struct pl_admin_about *out);
    /* PL_OK, or why such settings would not do. */
    enum pl_err (*check_config)(void *arg, struct pl_bytes text, char why[PL_ADMIN_WHY_MAX]);
    /* Something was changed, or refused. */
    void (*did)(void *arg, const struct pl_admin_deed *deed);
    void *arg;
    /* GET /v1/events: put off, reply untouched; else a status with its reply. NULL: no feed. */
    void (*events)(void *arg, const struct pl_admin_request *request, int64_t after, int64_t limit,
                   int64_t wait_s, struct pl_admin_reply *reply);
    /* Whose key is this token? *application is good until the request is answered. */
    bool (*application)(void *arg, struct pl_bytes token, struct pl_bytes *application);
    /* A request that was put off, or a stream, is not waited for any more. */
    void (*gone)(void *arg, uint64_t ticket);
    /* What was sent down a stream has gone out. */
    void (*drained)(void *arg, uint64_t ticket);
    /* /v1/recordings (enum pl_recordings_what), as `events`. NULL: nothing is recorded. */
    void (*recordings)(void *arg, const struct pl_admin_request *request, int what, int64_t id,
                       struct pl_admin_reply *reply);
    /* GET /v1/contacts, /v1/reports, as `events`. NULL: nothing is written down. */
    void (*contacts)(void *arg, const struct pl_admin_request *request, bool report,
                     struct pl_admin_reply *reply);
    struct pl_admin_office *office; /* of what is kept; NULL: nothing is (office.h) */
    struct pl_admin_places *places; /* the service counters (places.h); NULL: none */
};

struct pl_admin_request {
    enum pl_http_method method;
    struct pl_bytes path, query, body;
    struct pl_bytes accept, last_event; /* fields; data NULL: absent */
    enum pl_role role;
    struct pl_bytes application; /* of PL_ROLE_APPLICATION */
    const char *actor; /* who it is, for lines and the audit; NULL: the role says enough */
    uint64_t ticket;   /* for an answer that is put off; never 0 */
};

enum { PL_ADMIN_LATER = 0 }; /* a status: the answer comes by pl_admin_reply */

struct pl_admin_reply {
    uint16_t status;
    char *json; /* gives: free(); NULL: out of memory (status 503) */
    size_t len;
    const char *type; /* static; NULL: application/json */
};

void pl_admin_answer(const struct pl_admin_port *port, const struct pl_admin_request *request,
                     struct pl_admin_reply *reply);

/* An error in the same form, for those who find it before. */
void pl_admin_refuse(struct pl_admin_reply *reply, uint16_t status, const char *error,
                     const char *cure);

#endif
