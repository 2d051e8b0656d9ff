/* SPDX-License-Identifier: Apache-2.0 */
/* What sealing.c (names, opening, erasing), seal.c and verify.c share. */
#ifndef PL_EVIDENCE_SEALING_INTERNAL_H
#define PL_EVIDENCE_SEALING_INTERNAL_H

#include "adapters/evidence/sealing.h"

enum { PL_SEALING_PATH = 4096, PL_SEALING_NAME = PL_SEALING_FILE_MAX };

#define PL_SEALED ".sealed"

/* In the order of the manifest. */
enum pl_sealing_name {
    PL_SEALING_FILE,
    PL_SEALING_THUMB,
    PL_SEALING_BOARD,
    PL_SEALING_TIMELINE,
    PL_SEALING_MANIFEST,
    PL_SEALING_SIGNATURE,
    PL_SEALING_NAMES,
};

/* The name of what lies beside a recording. */
void pl_sealing_beside(const char *file, enum pl_sealing_name which, char out[PL_SEALING_NAME]);
/* False: too long. */
bool pl_sealing_path(const struct pl_sealing *s, const char *file, const char *ending,
                     char out[PL_SEALING_PATH]);
/* Empties and unlinks one file, for good. */
PL_MUST_CHECK enum pl_err pl_sealing_drop(const char *path);

#endif
