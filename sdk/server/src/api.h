/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the interface have in common. */
#ifndef PL_BRAS_API_H
#define PL_BRAS_API_H

#include "anychaterrorcode.h"
#include "anychatserversdk.h"
#include "engine.h"

/* Everything else is hidden by libparlorserver.map. */
#define EXPORT __attribute__((visibility("default")))

/* NULL is an empty text. */
static inline struct pl_bytes pl_bras_text(const char *text)
{
    return text ? pl_bytes_str(text) : (struct pl_bytes){0};
}

#endif
