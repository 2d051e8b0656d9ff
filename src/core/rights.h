/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who may do what: one table of object, verb and roles. What is not in it is denied.
 *
 * Where it is asked: every message of a client before its handler (core/dispatch.c), every request
 * of an operator (adapters/admin). The table says what a role may do at all; what it may do it
 * to is the handler's to check, and `within` says in words what that is. docs/rights.md is made
 * of this table.
 */
#ifndef PL_CORE_RIGHTS_H
#define PL_CORE_RIGHTS_H

#include "proto/wire/wire.h"

enum pl_role {
    PL_ROLE_NOBODY = 0,  /* a link that has said hello; not signed in */
    PL_ROLE_GUEST,       /* signed in without proof: a negative id */
    PL_ROLE_USER,        /* signed in */
    PL_ROLE_VIEWER,      /* an operator who may look */
    PL_ROLE_OPERATOR,    /* an operator */
    PL_ROLE_APPLICATION, /* a program with a key of its application, at the operator's door */
    PL_ROLES,
};

enum pl_right_id {
    PL_RIGHT_NONE = 0, /* nobody has it */
    PL_RIGHT_LINK_KEEP,
    PL_RIGHT_SESSION_OPEN,
    PL_RIGHT_SESSION_END,
    PL_RIGHT_ROOM_ENTER,
    PL_RIGHT_ROOM_LEAVE,
    PL_RIGHT_TEXT_SEND,
    PL_RIGHT_BUFFER_SEND,
    PL_RIGHT_SERVER_SEND,
    PL_RIGHT_FILE_SEND,
    PL_RIGHT_FILE_TAKE,
    PL_RIGHT_FILE_END,
    PL_RIGHT_PRIVATE_ASK,
    PL_RIGHT_PRIVATE_ANSWER,
    PL_RIGHT_CALL_MAKE,
    PL_RIGHT_CALL_ANSWER,
    PL_RIGHT_CALL_END,
    PL_RIGHT_STATE_TELL,
    PL_RIGHT_MEDIA_SEND,
    PL_RIGHT_MEDIA_TAKE,
    PL_RIGHT_DIRECT_CONNECT,
    PL_RIGHT_USER_LOOK_UP,
    PL_RIGHT_USER_COMMAND,
    PL_RIGHT_OBJECT_SET,
    PL_RIGHT_OBJECT_CONTROL,
    PL_RIGHT_RECORD_ASK,
    PL_RIGHT_RECORD_CONSENT,
    PL_RIGHT_RECORD_FIND,
    PL_RIGHT_SERVICE_LEAD,
    PL_RIGHT_SERVICE_JOIN,
    PL_RIGHT_SERVICE_NOTE,
    PL_RIGHT_SERVICE_INTAKE,
    PL_RIGHT_SERVICE_WATCH,
    /* operators */
    PL_RIGHT_SERVER_SEE,
    PL_RIGHT_CONFIG_CHECK,
    PL_RIGHT_USER_SEE,
    PL_RIGHT_USER_REMOVE,
    PL_RIGHT_ROOM_SEE,
    PL_RIGHT_CALL_SEE,
    PL_RIGHT_CALL_FINISH,
    PL_RIGHT_ADDRESS_BLOCK,
    PL_RIGHT_ADDRESS_SEE,
    PL_RIGHT_EVENT_SEE,
    PL_RIGHT_ACCOUNT_SEE,
    PL_RIGHT_ACCOUNT_CHANGE,
    PL_RIGHT_APPLICATION_SEE,
    PL_RIGHT_APPLICATION_CHANGE,
    PL_RIGHT_AUDIT_SEE,
    PL_RIGHT_CONTACT_SEE,
    PL_RIGHT_REPORT_SEE,
    PL_RIGHT_LOGIN_SIGN,
    PL_RIGHT_RECORD_SEE,
    PL_RIGHT_RECORD_TAKE,
    PL_RIGHT_RECORD_STOP,
    PL_RIGHT_RECORD_DELETE,
    PL_RIGHT_PLACE_SEE,
    PL_RIGHT_PLACE_CHANGE,
    PL_RIGHTS,
};

struct pl_right {
    const char *object, *verb;
    uint32_t roles;                    /* bit 1 << enum pl_role */
    bool can_be_denied;                /* to guests, by the settings */
    const char *within_en, *within_zh; /* on what: checked by the handler; "" : all */
};

/* Never NULL; of PL_RIGHT_NONE one that nobody has. */
const struct pl_right *pl_right_of(enum pl_right_id id);
const char *pl_role_name(enum pl_role role);

/* What a message of a client does; PL_RIGHT_NONE: it is none, or nobody has thought of it. */
enum pl_right_id pl_right_of_message(enum pl_wire_type type);

/* denied_to_guests: bits 1 << enum pl_right_id, as far as can_be_denied. */
bool pl_rights_allow(enum pl_role role, enum pl_right_id right, uint64_t denied_to_guests);

#endif
