/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the domain tells whatever takes part in the server - business servers, filter plug-ins, the
 * feed of events - of what users do: PL_EFFECT_NOTICE, in the order in which it happens, each after
 * the effects that tell the users themselves.
 *
 *     LOGIN   before any other notice of that user
 *     ENTER, LEAVE    in turns; between them, TEXT of that user in that room
 *     LOGOUT  after the LEAVE, if he was in a room; nothing of that user follows
 *
 * A link that is lost and resumed is no notice. A user whose id is taken over by another link (209)
 * is told of as gone before he is told of as there. Only where pl_core_config.notices is on.
 *
 * Views are valid until the next step, as those of every effect.
 */
#ifndef PL_CORE_NOTICE_H
#define PL_CORE_NOTICE_H

#include "base/bytes.h"

enum pl_notice_kind {
    PL_NOTICE_LOGIN = 1, /* has been told that he is signed in */
    PL_NOTICE_LOGOUT,    /* is gone, for whatever reason */
    PL_NOTICE_ENTER,     /* is inside a room */
    PL_NOTICE_LEAVE,     /* is no longer */
    PL_NOTICE_TEXT,      /* has said something in his room */
    PL_NOTICE_RECORD,    /* a recording or snapshot of him is finished */
    PL_NOTICE_CALL,      /* something has become of his call; told once, for both ends */
};

/* As BRAS_VIDEOCALL_EVENT_... */
enum pl_notice_call {
    PL_NOTICE_CALL_REQUEST = 1,
    PL_NOTICE_CALL_REPLY = 2, /* why it came to nothing */
    PL_NOTICE_CALL_START = 3,
    PL_NOTICE_CALL_FINISH = 4,
};

struct pl_notice {
    enum pl_notice_kind kind;
    uint64_t session;
    int32_t user; /* TEXT: sender. CALL: who called */
    union {
        struct {
            struct pl_bytes name; /* nick name, else login name */
            int32_t level;
            struct pl_bytes ip;
        } login;
        struct {
            int code; /* 0 own will, else GV_ERR number: 101, 209, 211, 212 */
        } logout;
        struct {
            int32_t room;
            struct pl_bytes name; /* empty: made by number */
        } enter;
        struct {
            int32_t room;
            int code; /* as of logout */
        } leave;
        struct {
            int32_t room;
            int32_t to; /* -1: everybody there */
            bool secret;
            struct pl_bytes text;
        } text;
        struct {
            struct pl_bytes file;
            int32_t seconds;
            uint32_t flags;
            int64_t param;
            struct pl_bytes text;
        } record;
        struct {
            enum pl_notice_call event;
            int32_t to; /* who was called */
            int code;   /* REPLY, FINISH: as the users are told */
            int32_t flags;
            int32_t param; /* START: the room */
            struct pl_bytes text;
        } call;
    };
};

#endif
