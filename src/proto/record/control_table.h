/* SPDX-License-Identifier: Apache-2.0 */
/* The members of the lines, as tables. Private to proto/record. */
#ifndef PL_PROTO_RECORD_CONTROL_TABLE_H
#define PL_PROTO_RECORD_CONTROL_TABLE_H

#include "proto/record/control.h"

enum pl_record_member_kind {
    PL_MEMBER_U8,
    PL_MEMBER_U16,
    PL_MEMBER_U32,
    PL_MEMBER_U64,
    PL_MEMBER_INT,
    PL_MEMBER_BOOL,
    PL_MEMBER_TEXT,
    PL_MEMBER_NAMED, /* an enum, by its name */
    PL_MEMBER_HEX,   /* 64 bits as 16 hexadecimal digits */
    PL_MEMBER_SOURCES,
    PL_MEMBER_CELLS,
};

struct pl_record_member {
    const char *name;
    enum pl_record_member_kind kind;
    size_t at;        /* in the struct */
    int64_t min, max; /* TEXT: max bytes; NAMED: count of names */
    const char *const *names;
    uint32_t used, required; /* bits by type of line */
};

/* Ends with a name of NULL. */
extern const struct pl_record_member pl_record_command_members[];
extern const struct pl_record_member pl_record_event_members[];
extern const char *const pl_record_command_names[PL_RECORD_CMDS];
extern const char *const pl_record_event_names[PL_RECORD_EVENTS];

#endif
