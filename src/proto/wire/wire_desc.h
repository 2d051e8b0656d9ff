/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the tables that are generated from schema/messages.json look like. The codec in
 * wire_read.c and wire_write.c knows no message by name: it walks these.
 */
#ifndef PL_PROTO_WIRE_DESC_H
#define PL_PROTO_WIRE_DESC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Who sends the message. */
enum pl_wire_dir {
    PL_WIRE_FROM_CLIENT,
    PL_WIRE_FROM_SERVER,
};

/* What a link must have reached before the server looks at a client's message. Ordered: a later
 * state allows everything that an earlier one does, but `hello` and `resume` want a bare link. */
enum pl_wire_needs {
    PL_WIRE_NEEDS_LINK,     /* connected, no session yet: only messages of this class are allowed */
    PL_WIRE_NEEDS_SESSION,  /* welcome or resumed was sent */
    PL_WIRE_NEEDS_USER,     /* logged_in was sent */
    PL_WIRE_NEEDS_BUSINESS, /* attached was sent; apart from the others */
};

enum pl_wire_kind {
    PL_WIRE_KIND_INT32,
    PL_WIRE_KIND_INT64,
    PL_WIRE_KIND_BOOL,
    PL_WIRE_KIND_ENUM,    /* a string of a closed list; in C an enum counted from 0 */
    PL_WIRE_KIND_STRING,  /* struct pl_bytes */
    PL_WIRE_KIND_STRINGS, /* const struct pl_bytes * and a count */
    PL_WIRE_KIND_OBJECT,  /* struct, by value */
    PL_WIRE_KIND_LIST,    /* const struct * and a count */
};

struct pl_wire_enum {
    const char *name;
    const char *const *values;
    size_t count;
};

struct pl_wire_object;

struct pl_wire_field {
    const char *name;
    enum pl_wire_kind kind;
    bool optional;      /* then the struct has a bool at `has` */
    bool secret;        /* never to be logged */
    uint16_t offset;    /* of the value */
    uint16_t has;       /* offset of has_<name>, when optional */
    uint16_t count;     /* offset of <name>_count (size_t), strings and lists */
    uint32_t max_bytes; /* of a string, or of each string of a list */
    uint32_t max_count; /* of a list */
    int64_t min;        /* of an integer, inclusive */
    int64_t max;
    const struct pl_wire_enum *values;   /* PL_WIRE_KIND_ENUM */
    const struct pl_wire_object *object; /* PL_WIRE_KIND_OBJECT and PL_WIRE_KIND_LIST */
};

struct pl_wire_object {
    const char *name;
    const struct pl_wire_field *fields;
    size_t fields_count;
    size_t size; /* sizeof the struct */
};

struct pl_wire_desc {
    const char *name; /* "t" on the wire */
    enum pl_wire_dir dir;
    enum pl_wire_needs needs; /* client messages */
    int reply;                /* enum pl_wire_type of the answer, 0 when none is sent */
    bool numbered;            /* carries id (client) or seq (server) */
    struct pl_wire_object body;
};

#endif
