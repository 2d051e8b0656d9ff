/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which functions of the program are to be called: one for each BRAS_CBTYPE_..., with its value.
 * They belong to the process, not to a run of the SDK: programs set them before BRAS_InitSDK.
 * Any thread.
 */
#ifndef PL_BRAS_CALLBACKS_H
#define PL_BRAS_CALLBACKS_H

#include "anychatserversdk.h"

#include <stdbool.h>
#include <stdint.h>

enum { PL_BRAS_CALLBACK_TYPES = 21 }; /* numbers 1 .. 20 */

typedef void (*pl_bras_function)(void);

struct pl_bras_callback {
    pl_bras_function function; /* NULL: none */
    void *value;
};

/* False: no such number. */
bool pl_bras_callback_set(uint32_t type, pl_bras_function function, void *value);
struct pl_bras_callback pl_bras_callback_get(uint32_t type);

/* Milliseconds; 0: off. 1000 at first. */
void pl_bras_callback_set_timer(uint32_t elapse_ms);
uint32_t pl_bras_callback_timer(void);

/* What the server is to send and ask (`takes` of the message attach): the words for what is set.
 * Writes at most PL_BRAS_TAKES_MAX, gives how many. */
enum { PL_BRAS_TAKES_MAX = 8 };
unsigned pl_bras_callback_takes(const char *words[PL_BRAS_TAKES_MAX]);

#endif
