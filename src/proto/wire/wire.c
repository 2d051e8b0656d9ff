/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/wire/wire.h"

#include <assert.h>
#include <stdio.h>

const struct pl_wire_desc *pl_wire_desc(enum pl_wire_type type)
{
    assert(type > PL_WIRE_NONE && type < PL_WIRE_TYPE_COUNT);
    return &pl_wire_descs[type];
}

/* Thirty names: comparing lengths and first bytes is as fast as any hash. */
enum pl_wire_type pl_wire_type_of(enum pl_wire_dir dir, struct pl_bytes name)
{
    for (enum pl_wire_type type = PL_WIRE_NONE + 1; type < PL_WIRE_TYPE_COUNT; type++) {
        const struct pl_wire_desc *desc = pl_wire_desc(type);
        if (desc->dir == dir && pl_bytes_eq_str(name, desc->name))
            return type;
    }
    return PL_WIRE_NONE;
}

const char *pl_wire_problem_print(const struct pl_wire_problem *why,
                                  char text[PL_WIRE_PROBLEM_TEXT_MAX])
{
    const char *outer = why->within ? why->within : why->field;
    char place[16] = "";
    if (why->index >= 0)
        snprintf(place, sizeof(place), "[%d]", why->index);
    snprintf(text, PL_WIRE_PROBLEM_TEXT_MAX, "%s%s%s%s%s%s", outer ? outer : "", place,
             why->within ? "." : "", why->within ? why->field : "", outer ? ": " : "",
             why->text ? why->text : "nothing wrong");
    return text;
}
