/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the parts of a business server's link share: business.c (messages, time, life),
 * business_link.c (one link), business_attach.c (who may attach, who takes what), business_say.c
 * (what it is told), business_ask.c (what it is asked), business_do.c (what it wants done),
 * of it business_object.c (service counters) and business_record.c (recordings), business_file.c
 * (files both ways).
 */
#ifndef PL_BUSINESS_INTERNAL_H
#define PL_BUSINESS_INTERNAL_H

#include "adapters/business/business.h"
#include "base/idmap.h"
#include "base/list.h"
#include "core/guard.h"
#include "proto/wire/errors_gen.h"
#include "proto/wire/wire.h"

/* What one can take: the words of attach.takes, a bit each. */
enum pl_bs_takes {
    PL_BS_LOGIN = 1 << 0, /* the first three as enum pl_ask_kind counts */
    PL_BS_ENTER = 1 << 1,
    PL_BS_CALL = 1 << 2,
    PL_BS_DATA = 1 << 3,
    PL_BS_CONTROL = 1 << 4, /* asked as well, see business_ask.c */
    PL_BS_FILE = 1 << 5,
    PL_BS_TEXT = 1 << 6,
    PL_BS_OBJECT = 1 << 7,
};

enum {
    PL_BS_NAME_MAX = 64,
    PL_BS_BARE_MESSAGES_MAX = 4,
};

enum pl_bs_state {
    PL_BS_BARE,
    PL_BS_ATTACHED,
    PL_BS_CLOSING, /* port.close was called; nothing is read or said any more */
};

struct pl_bs_link {
    struct pl_list node; /* by age */
    uint64_t id;
    enum pl_bs_state state;
    bool attached;       /* was, at least */
    pl_time_us deadline; /* BARE: to attach */
    unsigned takes;      /* bits of enum pl_bs_takes */
    int64_t last_id;
    int64_t seq;
    uint32_t bare_messages;
    uint32_t bad;
    pl_time_us paid_until; /* its work is paid for until then; see business_link.c */
    bool paused;
    struct pl_list asks; /* of struct pl_bs_ask, oldest first */
    uint32_t ask_count;
    struct pl_list files; /* of struct pl_bs_file */
    uint32_t put_count;
    char ip[PL_CORE_IP_MAX + 1];
    char name[PL_BS_NAME_MAX + 1];
};

/* An open question; the views of q point behind the struct. */
struct pl_bs_ask {
    struct pl_list node;
    struct pl_bs_link *link;
    struct pl_question q;
    size_t size;
    uint8_t bytes[];
};

/* A file on its way, from a user to a business server or back. */
struct pl_bs_file {
    struct pl_list node;
    struct pl_bs_link *link;
    uint32_t transfer;
    bool put;           /* to a user */
    bool taken;         /* not put: bs_file_got has come */
    bool ended;         /* not put: on_file_end was said */
    uint64_t sent, got; /* not put: said by on_file_data, by bs_file_got */
    uint64_t offset;    /* put: wanted from there; count 0: nothing is */
    size_t count;
};

struct pl_business {
    struct pl_business_config config;
    struct pl_business_port port;
    struct pl_guard guard;
    struct pl_list links;
    struct pl_idmap by_id;
    struct pl_idmap asks;      /* by ticket */
    struct pl_idmap files;     /* by transfer */
    struct pl_bs_link *putter; /* of the bs_file_put in progress */
    uint32_t put;              /* its transfer; 0: none was opened */
    size_t bare;
    size_t attached;
    bool draining;
    struct pl_core_takers takers;
    pl_time_us now; /* of the call in progress */
    struct pl_wire_arena arena;
    uint8_t *text; /* where messages are serialised */
    size_t text_size;
    uint8_t *data; /* where payloads are decoded and encoded */
    struct pl_business_stats stats;
};

static inline struct pl_bs_link *pl_bs_link_of(struct pl_list *node)
{
    return pl_container_of(node, struct pl_bs_link, node);
}

/* ---- business_link.c ---- */

/* Numbers and sends; nothing to a link that is closing. */
void pl_bs_say(struct pl_business *b, struct pl_bs_link *link, struct pl_wire_msg *msg);
void pl_bs_error(struct pl_business *b, struct pl_bs_link *link, int64_t re, int code,
                 const char *detail);
/* Says `closing` for code and closes. */
void pl_bs_cut(struct pl_business *b, struct pl_bs_link *link, int code);
void pl_bs_say_closing(struct pl_business *b, struct pl_bs_link *link, int code);
/* Closes it, once; it is there until pl_business_link_closed(). */
void pl_bs_close(struct pl_business *b, struct pl_bs_link *link, uint16_t code, const char *reason);
void pl_bs_link_free(struct pl_business *b, struct pl_bs_link *link);
/* Charges a link for what it makes the server do; may pause it. */
void pl_bs_charge(struct pl_business *b, struct pl_bs_link *link, size_t units);
/* May it make the server do something that costs much? */
bool pl_bs_affords(const struct pl_business *b, const struct pl_bs_link *link);

/* ---- business_attach.c ---- */

/* A readable `attach` of a bare link. */
void pl_bs_attach(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg);
/* What attach.takes and bs_takes say, as bits. */
unsigned pl_bs_takes_of(const struct pl_bytes *words, size_t count);
/* link->takes has changed. */
void pl_bs_takes_changed(struct pl_business *b);

/* ---- business_say.c ---- */

/* Who is signed in, to one that has just attached. */
void pl_bs_say_online(struct pl_business *b, struct pl_bs_link *link);

/* The same one for the same user, as long as those who take it are the same. NULL: nobody. */
struct pl_bs_link *pl_bs_one_for(const struct pl_business *b, unsigned what, int32_t user);

/* ---- business_file.c ---- */

/* bs_file_put, bs_file_data, bs_file_got, bs_file_close. */
void pl_bs_file_message(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_msg *msg);
void pl_bs_files_gone(struct pl_business *b, struct pl_bs_link *link);
void pl_bs_file_free(struct pl_business *b, struct pl_bs_file *file);

/* ---- business_ask.c ---- */

/* bs_login, bs_allow. */
void pl_bs_answer_login(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_bs_login *says);
void pl_bs_answer_allow(struct pl_business *b, struct pl_bs_link *link,
                        const struct pl_wire_bs_allow *says);
/* The link is gone: its questions go to others, or are answered as nobody's. */
void pl_bs_link_gone(struct pl_business *b, struct pl_bs_link *link);
void pl_bs_ask_free(struct pl_business *b, struct pl_bs_ask *ask);

/* ---- business_do.c ---- */

static inline struct pl_core *pl_bs_core_of(const struct pl_business *b)
{
    return b->port.core(b->port.arg);
}

void pl_bs_done(struct pl_business *b, struct pl_bs_link *link, int64_t re);
/* What costs much is refused while the link is far behind. True: it was. */
bool pl_bs_too_much(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg);
/* A readable message of an attached link. */
void pl_bs_do(struct pl_business *b, struct pl_bs_link *link, const struct pl_wire_msg *msg);

/* ---- business_object.c ---- */

/* bs_object, bs_object_set, bs_object_get. */
void pl_bs_object_message(struct pl_business *b, struct pl_bs_link *link,
                          const struct pl_wire_msg *msg);

/* ---- business_record.c ---- */

/* bs_record, bs_record_tag. */
void pl_bs_record_message(struct pl_business *b, struct pl_bs_link *link,
                          const struct pl_wire_msg *msg);

#endif
