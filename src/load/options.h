/* SPDX-License-Identifier: Apache-2.0 */
/* What parlor-load is asked to do. */
#ifndef PL_LOAD_OPTIONS_H
#define PL_LOAD_OPTIONS_H

#include "base/addr.h"
#include "load/backend.h"
#include "load/rtc_client.h"

#include <stdio.h>

enum {
    PL_LOAD_PEERS_MAX = 10000,
    PL_LOAD_PUBLISHERS_MAX = 32, /* of a room: with sound and picture all that one can receive */
    PL_LOAD_ERROR_MAX = 200,
    PL_LOAD_HOST_MAX = 256,
    PL_LOAD_AUDIO_BYTES = 160, /* payload of a packet of sound, 50 a second */
};

struct pl_load_options {
    unsigned rooms, publishers, subscribers; /* the last two a room */
    struct pl_rtc_camera video;              /* packets 0: no picture */
    bool audio;
    bool mesh; /* publishers watch one another as well */
    unsigned seconds;
    unsigned join_rate; /* peers a second */
    unsigned joining;   /* at once, at most; 0: no limit */
    const struct pl_load_backend *backend;
    unsigned first_room;
    struct pl_addr server;
    char host[PL_LOAD_HOST_MAX]; /* of the URL, with the port */
    char path[PL_LOAD_HOST_MAX];
    const char *json; /* file; NULL: none, "-": standard output instead of the table */
    unsigned server_pid;
    bool quiet;
};

static inline bool pl_load_has_video(const struct pl_load_options *o)
{
    return o->video.packets > 0;
}

enum pl_load_action {
    PL_LOAD_RUN,
    PL_LOAD_HELP,
    PL_LOAD_VERSION,
};

/* argv[0] is skipped; borrowed. "--option=value" and "--option value" are the same. On failure
 * error holds one line. Asks the resolver when the URL has a name. */
PL_MUST_CHECK enum pl_err pl_load_options_read(struct pl_load_options *o,
                                               enum pl_load_action *action, const char *const *argv,
                                               char error[PL_LOAD_ERROR_MAX]);

void pl_load_options_print_help(FILE *out);

#endif
