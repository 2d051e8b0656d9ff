/* SPDX-License-Identifier: Apache-2.0 */
/* The command line of parlor-recorder. */
#ifndef PL_RECORDER_SETTINGS_H
#define PL_RECORDER_SETTINGS_H

#include "base/addr.h"
#include "recorder/text.h"

struct pl_recorder_settings {
    const char *root, *images;
    const char *fonts[PL_FONTS_MAX];
    size_t font_count;
    int control_fd;             /* -1: none */
    const char *control_socket; /* NULL: none */
    const char *control_tcp;    /* ADDR:PORT; NULL: none */
    const char *secret_file;
    struct pl_addr media; /* where the tap's packets come */
    uint64_t reserve_bytes;
    int64_t delay_us;
    bool trusted_network; /* else addresses are of this machine alone */
    int nice;             /* of recordings' threads */
    bool recover_only;
};

/* 0: go on; else the exit status, everything was printed. */
int pl_recorder_settings_read(struct pl_recorder_settings *s, int argc, char **argv);

#endif
