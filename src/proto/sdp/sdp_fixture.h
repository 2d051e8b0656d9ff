/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of sdp: the recorded descriptions (testdata/README.md), read or failed. */
#ifndef PL_PROTO_SDP_SDP_FIXTURE_H
#define PL_PROTO_SDP_SDP_FIXTURE_H

#include "pl_test.h"

#include "proto/sdp/sdp.h"
#include "proto/sdp/sdp_eq.h"

#include <stdio.h>

/* A literal as bytes, NULs inside it included. */
#define BYTES(literal) pl_bytes_of(literal, sizeof(literal) - 1)

#define assert_text(expected, actual)                                                              \
    do {                                                                                           \
        struct pl_bytes got_ = (actual);                                                           \
        if (!pl_bytes_eq_str(got_, expected))                                                      \
            fail_msg("expected \"%s\", got \"%.*s\"", expected, (int)got_.len,                     \
                     (const char *)got_.data);                                                     \
    } while (0)

static inline void read_text(struct pl_sdp *sdp, struct pl_bytes text)
{
    struct pl_sdp_error error;
    enum pl_err err = pl_sdp_read(sdp, text, &error);
    if (err)
        fail_msg("line %u: %s (%s)", error.line, error.reason, pl_err_name(err));
}

/* From the root of the source tree, where meson runs the tests. */
static inline struct pl_bytes load_text(const char *name)
{
    static uint8_t text[PL_SDP_TEXT_MAX];
    char path[256];
    FILE *f;
    size_t n;
    snprintf(path, sizeof(path), "src/proto/sdp/testdata/%s.sdp", name);
    f = fopen(path, "rb");
    if (!f)
        fail_msg("cannot open %s", path);
    n = fread(text, 1, sizeof(text), f);
    fclose(f);
    return pl_bytes_of(text, n);
}

static inline void load(struct pl_sdp *sdp, const char *name)
{
    read_text(sdp, load_text(name));
}

/* read(print(m)) == m. */
static inline void assert_round_trip(const struct pl_sdp *sdp)
{
    static uint8_t text[PL_SDP_TEXT_MAX];
    struct pl_sdp again;
    const char *difference;
    size_t len;
    assert_ok(pl_sdp_write(sdp, text, sizeof(text), &len));
    read_text(&again, pl_bytes_of(text, len));
    difference = pl_sdp_difference(sdp, &again);
    if (difference)
        fail_msg("not the same after printing and reading: %s", difference);
    pl_sdp_finish(&again);
}

#endif
