/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Business servers: programs of the operator's that decide who may sign in, enter and call, hear
 * what users do, and speak to them (docs/business-server.md). Each has one link, a WebSocket of the
 * front door at /business; the messages are those of schema/messages.json that need "business".
 *
 *     link opened ── attach, right secret ──▶ attached ──▶ closed
 *          └── anything else, too late ──▶ closed
 *
 * Towards the domain this is one of those that are asked (server/ask.h): pl_business_ask says at
 * once what it thinks or LATER, and then answers through the port. What users do comes as notices,
 * what they say to the server as effects; what a business server wants done leaves as events.
 *
 * No socket, clock or thread is touched here: links are numbers, time is a parameter. Everything on
 * one thread. The functions of the port may call back pl_business_notice and _data, and
 * nothing else here.
 *
 * A business server is trusted with the users, not with the server's life. Bounds: config.max_links
 * attached, PL_BUSINESS_BARE_MAX waiting to attach (the oldest gives way), PL_BUSINESS_ASKS_MAX
 * open questions and PL_BUSINESS_PUTS_MAX files of its own a link, PL_BUSINESS_BAD_MAX unreadable
 * messages; work: each message costs what it makes the server do, in units of about 10 us,
 * PL_BUSINESS_UNITS_PER_SECOND lasting; above it the port is told to read no more for a while, and
 * what is already there and costs much is refused (23).
 */
#ifndef PL_BUSINESS_BUSINESS_H
#define PL_BUSINESS_BUSINESS_H

#include "core/core.h"
#include "core/look.h"
#include "core/question.h"
#include "proto/wire/limits_gen.h"

struct pl_business;

enum {
    PL_BUSINESS_LINKS_MAX = 64,
    PL_BUSINESS_BARE_MAX = 64,
    PL_BUSINESS_ASKS_MAX = PL_LIMIT_BUSINESS_QUESTIONS,
    PL_BUSINESS_PUTS_MAX = PL_LIMIT_FILE_SENDS,
    PL_BUSINESS_BAD_MAX = PL_LIMIT_BUSINESS_BAD_MESSAGES,
    PL_BUSINESS_UNITS_PER_SECOND = PL_LIMIT_BUSINESS_WORK_PER_SECOND,
};

/* What nobody answers is decided by this. */
enum pl_business_need {
    PL_BUSINESS_ASKED = 0, /* as if it had not been asked */
    PL_BUSINESS_REQUIRED,  /* 206 */
};

/* All views are borrowed until pl_business_destroy. */
struct pl_business_config {
    struct pl_bytes secret; /* empty: nobody may attach (20) */
    struct pl_bytes version;
    uint32_t max_links;   /* attached at once; at most PL_BUSINESS_LINKS_MAX */
    pl_time_us attach_us; /* a link that has not attached by then is closed */
    pl_time_us answer_us; /* told to business servers; the time itself is the domain's to keep */
    enum pl_business_need need[PL_ASK_KINDS];
    uint64_t file_bytes;   /* of one file or large buffer; 0: there are none */
    bool guests;           /* ask also about logins without a password */
    uint8_t hash_seed[16]; /* unpredictable */
};

/* For the log. */
enum pl_business_fact {
    PL_BUSINESS_ATTACHED = 1,
    PL_BUSINESS_REFUSED, /* code: 20, 102, 104, 110, 203 */
    PL_BUSINESS_DETACHED,
    PL_BUSINESS_CUT, /* closed by us: 21 nonsense */
};

/* Role: what stands around. All mandatory. */
struct pl_business_port {
    /* One text message. A link that does not read will be reported closed, later. */
    void (*send)(void *arg, uint64_t link, struct pl_bytes text);
    /* pl_business_link_closed comes later. code: WebSocket close code. */
    void (*close)(void *arg, uint64_t link, uint16_t code, const char *reason);
    /* It has attached: the front door may do more for it than for a stranger. */
    void (*trust)(void *arg, uint64_t link);
    /* Read no more of it until then. */
    void (*pause)(void *arg, uint64_t link, pl_time_us until);
    /* An event for the domain, carried out (effects included) before this returns. */
    void (*step)(void *arg, struct pl_event *event);
    /* The answer to a question of which pl_business_ask has said LATER. */
    void (*rule)(void *arg, const struct pl_ruling *ruling);
    /* What business servers take has changed. */
    void (*take)(void *arg, const struct pl_core_takers *takers);
    struct pl_core *(*core)(void *arg); /* for reading */
    /* name: what it calls itself; ip: its address; both "" where not known. */
    void (*told)(void *arg, enum pl_business_fact fact, uint64_t link, const char *ip,
                 const char *name, int code);
    void *arg;
};

/* NULL: out of memory. Copies both structs. */
struct pl_business *pl_business_create(const struct pl_business_config *config,
                                       const struct pl_business_port *port);
/* Accepts NULL. Calls nothing. */
void pl_business_destroy(struct pl_business *b);

/* Links. ip: text without port, at most PL_CORE_IP_MAX bytes. */
void pl_business_link_opened(struct pl_business *b, uint64_t link, struct pl_bytes ip,
                             pl_time_us now);
void pl_business_link_text(struct pl_business *b, uint64_t link, struct pl_bytes text,
                           pl_time_us now);
void pl_business_link_closed(struct pl_business *b, uint64_t link, pl_time_us now);
/* Is this number a link of ours? */
bool pl_business_has_link(const struct pl_business *b, uint64_t link);

/* At the deadline. */
void pl_business_tick(struct pl_business *b, pl_time_us now);
pl_time_us pl_business_deadline(const struct pl_business *b);

/* PL_EFFECT_NOTICE, _SERVER_DATA, _OBJECT_EVENT. */
void pl_business_notice(struct pl_business *b, const struct pl_notice *notice);
void pl_business_data(struct pl_business *b, const struct pl_effect *effect);
void pl_business_object(struct pl_business *b, const struct pl_effect *effect);

/* PL_EFFECT_STORE_...; true: it is of a transfer to or from a business server, and carried out. */
bool pl_business_store(struct pl_business *b, const struct pl_effect *effect);

enum pl_business_said {
    PL_BUSINESS_PASS = 0, /* has nothing to say of it */
    PL_BUSINESS_LATER,    /* port.rule will come, unless pl_business_over comes first */
    PL_BUSINESS_NOW,      /* *code is the answer */
};

/* A question of the domain; copies what it keeps. */
enum pl_business_said pl_business_ask(struct pl_business *b, const struct pl_question *question,
                                      int *code);
/* Nobody waits for the answer any more. */
void pl_business_over(struct pl_business *b, uint32_t ticket);

/* The server will stop: nobody attaches any more (110), who is attached is told. */
void pl_business_drain(struct pl_business *b, pl_time_us left);
/* It stops now: everybody is told (212) and closed. */
void pl_business_end(struct pl_business *b);

struct pl_business_stats {
    size_t links; /* waiting to attach included */
    size_t attached;
    size_t asks;  /* open questions */
    size_t files; /* on their way to or from business servers */
    /* These only rise. */
    uint64_t attaches, refusals; /* of attach */
    uint64_t messages;           /* of attached business servers */
    uint64_t errors;             /* of these, answered with an error */
    uint64_t asked, answered;    /* questions; each asked once for each business server */
    uint64_t pauses;
};
void pl_business_stats(const struct pl_business *b, struct pl_business_stats *out);

#endif
