/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the domain asks others before it lets something happen, and what they may answer.
 *
 *     PL_EFFECT_ASK       a struct pl_question leaves: may this login, entry or call go on?
 *     PL_EVENT_ANSWER     a struct pl_ruling comes back with its ticket
 *     PL_EFFECT_ASK_OVER  nobody waits for it any more: time is up, or who asked has gone
 *
 * Exactly one of two things ends a question: an answer that comes in time, or ASK_OVER (never
 * both). Answers with other tickets are ignored, so whoever answers needs not care about races.
 * While a question is open its session goes on: it may chat, ask for other things, lose its link
 * and resume; the answer to its request comes when the ruling comes.
 *
 * Which kinds are asked at all, for how long, and what counts when nobody answers, is set in
 * pl_core_config.ask[]; a kind that is off costs nothing. What the domain can refuse by itself
 * (rates, locks, full rooms, no such user) is refused before anybody is asked.
 *
 * Who answers, and in which order several are asked, is the shell's: server/ask.h.
 */
#ifndef PL_CORE_QUESTION_H
#define PL_CORE_QUESTION_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"

enum pl_ask_kind {
    PL_ASK_LOGIN = 0, /* may he sign in, and who is he? (BRAS_VerifyUser, BRFP_VerifyUser) */
    PL_ASK_ROOM,      /* may he enter this room? (…_PrepareEnterRoom) */
    PL_ASK_CALL,      /* may this call ring? (BRAS_OnVideoCallEvent, the request) */
    PL_ASK_CONTROL,   /* what becomes of what he says of a user? (BRAS_OnUserInfoControl) */
};

enum {
    PL_ASK_KINDS = 4,
    PL_ASK_CONTROLS_MAX = 8, /* of one session at a time; of the other kinds one each */
    PL_ASKS_OF_SESSION = PL_ASK_KINDS - 1 + PL_ASK_CONTROLS_MAX,
    PL_ASK_ROOMS_MAX = 8,      /* rooms that one login may be bound to */
    PL_ASK_IDENTITY_MAX = 256, /* bytes */
};

/* How somebody proves who he is. */
enum pl_login_way {
    PL_LOGIN_PASSWORD = 0, /* BRAC_Login; an empty password asks to be a guest */
    PL_LOGIN_SIGNED,       /* BRAC_LoginEx: an application has signed for him */
    PL_LOGIN_TOKEN,        /* a JSON Web Token */
};

/* Setting of one kind. */
struct pl_ask_rule {
    bool on;
    pl_time_us limit_us; /* an answer has so long; at least 1 */
    int otherwise;       /* then this GV_ERR number counts as the answer; 0: yes */
};

struct pl_question_login {
    enum pl_login_way way;
    struct pl_bytes name; /* as typed; of a signed login the nick name; may be empty of a token */
    struct pl_bytes password;  /* PASSWORD: as typed; empty: a guest. Secret: not for logs */
    struct pl_bytes app;       /* id of the application, as the client wrote it; empty: none */
    int32_t user;              /* SIGNED: numeric id that was signed; -1: none */
    struct pl_bytes string_id; /* SIGNED: string id that was signed; empty: none */
    int64_t stamp;             /* SIGNED: time stamp that was signed */
    struct pl_bytes signature; /* SIGNED, as text; empty: a guest of the application */
    struct pl_bytes token;     /* TOKEN */
    struct pl_bytes param;     /* SIGNED: lpStrParam, the application's own */
    int32_t device;            /* BRAC_DEVICETYPE_... */
};

struct pl_question_room {
    int32_t room;         /* the number, also of one entered by name (then it is new or known) */
    struct pl_bytes name; /* empty: entered by number */
    struct pl_bytes password; /* as typed. Secret */
};

struct pl_question_call {
    int32_t to; /* may be one who is not signed in */
    int32_t flags;
    int32_t param;
    struct pl_bytes text; /* at most 4096 bytes */
};

struct pl_question_control {
    int32_t user; /* whom it is about; may be one who is not signed in */
    int32_t code; /* 100 and more: the application's own */
    int64_t w;
    int64_t l;
    struct pl_bytes text; /* at most 4096 bytes */
};

/* Every view in it is valid until the event that caused it has been carried out: copy it. */
struct pl_question {
    uint32_t ticket; /* never 0; not used again for 2^32 questions */
    enum pl_ask_kind kind;
    pl_time_us until;     /* when `otherwise` counts */
    uint64_t session;     /* whose request it is */
    int32_t user;         /* its user; 0 at LOGIN */
    struct pl_bytes name; /* nick name of that user; empty at LOGIN */
    struct pl_bytes ip;   /* where it is signed in from, without a port; empty: not known */
    union {
        struct pl_question_login login;
        struct pl_question_room room;
        struct pl_question_call call;
        struct pl_question_control control;
    };
};

enum {
    /* In pl_ruling.code: none of those asked has anything to say of this; the domain goes on as if
     * it had not asked (a login: by pl_core_config.login_policy and guests). */
    PL_RULING_NOBODY = -1,
};

/*
 * What the login turns out to be, where a LOGIN is allowed. All zero is a good answer: the domain
 * then gives the id, and the name is what was typed.
 */
struct pl_ruling_login {
    int32_t user;  /* his id, neither 0 nor -1: whoever has it already is signed out (209). 0: the
                      domain gives one, the same for the same `identity` */
    bool guest;    /* with user 0: a negative id, new for each login */
    int32_t level; /* BRAC_GetUserLevel */
    struct pl_bytes name;     /* nick name, UTF-8, at most 128 bytes; empty: as typed */
    struct pl_bytes identity; /* with user 0: whose id it is: at most 256 bytes of UTF-8 that do not
                                 begin with U+0001, for instance string
                                 id and application; UTF-8 without U+0000 that does not begin with
                                 U+0001; empty: the name as typed */
    struct pl_bytes string_id; /* can be asked for by others (QueryInfoFromServer); at most 200 */
    pl_time_us until;          /* no resume after that; 0: no end */
    int32_t rooms[PL_ASK_ROOMS_MAX]; /* the only rooms he may enter (else 305) */
    size_t room_count;               /* 0: all */
};

struct pl_ruling {
    uint32_t ticket; /* as in the question */
    int code;        /* 0: yes. A GV_ERR number: no, and that is what the client is told. NOBODY */
    struct pl_ruling_login login; /* LOGIN with code 0; views borrowed until pl_core_step returns */
};

#endif
