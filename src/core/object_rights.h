/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What pages may say to the objects of the service counters: one table of type, code and whose
 * object it is. What is not in it is denied (20). core/object.c asks it before anything else, and
 * docs/rights.md is made of it; tests/integration/object_rights.test.mjs tries everything else.
 *
 * What is allowed may still not be possible as things are: the engine says so by its own codes.
 */
#ifndef PL_CORE_OBJECT_RIGHTS_H
#define PL_CORE_OBJECT_RIGHTS_H

#include "base/bytes.h"

enum pl_object_whose {
    PL_OBJECT_NOBODYS = 0, /* servers alone */
    PL_OBJECT_ANYBODYS,    /* any of that type, for oneself */
    PL_OBJECT_ONES_OWN,    /* one's own id; to control: or -1 */
    PL_OBJECT_SERVED_BY,   /* the agent who has served one last */
};

struct pl_object_right {
    int32_t type;
    int32_t code; /* of CTRL, or the property */
    bool is_property;
    enum pl_object_whose whose;
    const char *object, *verb; /* for people */
};

/* Ends with a verb that is NULL. */
extern const struct pl_object_right pl_object_rights[];

/* Whose such an object has to be for a page to control it with this code. */
enum pl_object_whose pl_object_control_right(int32_t type, int32_t code);
/* The same to set this property. */
enum pl_object_whose pl_object_set_right(int32_t type, int32_t info);

const char *pl_object_whose_name(enum pl_object_whose whose, bool chinese);

#endif
