/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of parlor-impair: settings of a link, and one-line commands.
 *
 *     settings   key=value pairs with blanks or commas between them; what is not named stays
 *       loss=2%  burst=5            share lost; mean packets of a run of losses
 *       rate=300kbit  rate=3mbit    0: unlimited
 *       queue=200ms  queue=30000    time of the line, or bytes; the other limit falls
 *       delay=20ms  jitter=50ms     jitter: up to so much more
 *       spell=100ms                 how long a jitter holds; jitter= sets it to the same time
 *       order=keep|any              any: with spell=0 packets overtake each other
 *       duplicate=1%  reorder=1%  late=20ms
 *       clear                       no fault at all
 *
 *     commands   [at SECONDS] up|down|both SETTINGS      up: towards the server
 *                [at SECONDS] counters
 *                # a comment
 */
#ifndef PL_IMPAIR_COMMAND_H
#define PL_IMPAIR_COMMAND_H

#include "base/bytes.h"
#include "base/err.h"
#include "impair/link.h"

enum {
    PL_IMPAIR_TEXT_MAX = 256,
};

enum pl_impair_verb {
    PL_IMPAIR_SET,
    PL_IMPAIR_COUNTERS,
    PL_IMPAIR_NOTHING, /* an empty line, a comment */
};

struct pl_impair_command {
    enum pl_impair_verb verb;
    pl_time_us at; /* since the start; 0: at once */
    bool up, down;
    char settings[PL_IMPAIR_TEXT_MAX];
};

/* Changes *s by the text. PL_E_RANGE (nothing is changed): an unknown key, or a value that cannot
 * be. */
PL_MUST_CHECK enum pl_err pl_impair_settings_read(struct pl_impair_settings *s, const char *text);

/* One line without its end. PL_E_RANGE: not a command, or one with wrong settings. */
PL_MUST_CHECK enum pl_err pl_impair_command_read(struct pl_impair_command *c, const char *line);

#endif
