/* SPDX-License-Identifier: Apache-2.0 */
/* From text to a tree: what bounds the tree that jansson will build is checked before it starts. */
#include "proto/wire/wire_internal.h"

/* Skips a string from its opening quote; returns the index behind it. */
static size_t skip_string(struct pl_bytes json, size_t i)
{
    for (i++; i < json.len && json.data[i] != '"'; i++) {
        if (json.data[i] == '\\')
            i++;
    }
    return i + 1;
}

/* Counts nesting and values without looking at the grammar: jansson builds no more than this. */
static const char *check_shape(struct pl_bytes json, size_t max_values)
{
    size_t depth = 0;
    size_t values = 0;
    for (size_t i = 0; i < json.len; i++) {
        switch (json.data[i]) {
        case '"':
            i = skip_string(json, i) - 1;
            break;
        case '{':
        case '[':
            if (++depth > PL_WIRE_MAX_DEPTH)
                return "nested too deep";
            values++;
            break;
        case '}':
        case ']':
            depth -= depth > 0;
            break;
        case ',':
            values++;
            break;
        default:
            break;
        }
        if (values > max_values)
            return "too many values";
    }
    return NULL;
}

static enum pl_err refuse(const char **why, enum pl_err err, const char *text)
{
    *why = text;
    return err;
}

enum pl_err pl_wire_parse(enum pl_wire_dir dir, struct pl_bytes json, json_t **out,
                          const char **why)
{
    bool client = dir == PL_WIRE_FROM_CLIENT;
    json_error_t error;
    const char *shape;
    *out = NULL;
    if (json.len > (client ? PL_WIRE_CLIENT_MAX_BYTES : PL_WIRE_SERVER_MAX_BYTES))
        return refuse(why, PL_E_LIMIT, "message too long");
    if (json.len == 0)
        return refuse(why, PL_E_PROTO, "empty message");
    shape = check_shape(json, client ? PL_WIRE_CLIENT_MAX_VALUES : PL_WIRE_SERVER_MAX_VALUES);
    if (shape)
        return refuse(why, PL_E_PROTO, shape);
    /* NULs are let through here so that they are refused as a bad field, which can be answered. */
    *out = json_loadb((const char *)json.data, json.len, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                      &error);
    if (*out)
        return PL_OK;
    switch (json_error_code(&error)) {
    case json_error_out_of_memory:
        return refuse(why, PL_E_NOMEM, "out of memory");
    case json_error_duplicate_key:
        return refuse(why, PL_E_PROTO, "duplicate key");
    case json_error_invalid_utf8:
        return refuse(why, PL_E_PROTO, "not UTF-8");
    case json_error_numeric_overflow:
        return refuse(why, PL_E_PROTO, "number too large");
    default:
        return refuse(why, PL_E_PROTO, "not a JSON object");
    }
}
