/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The manifest of a recording: what it is (members of the catalogue) and which files belong to it,
 * with the sums of each block. As JSON, signed as the bytes that it is (X.manifest.sig):
 *
 *     {"parlor_manifest": 1,
 *      "recording": {"id": 41, "user": 7, "consent": "asked", ...},
 *      "files": [{"name": "7_1.mp4", "bytes": 912345, "sha256": "...", "md5": "...",
 *                 "block_bytes": 1048576, "blocks": ["...", ...]}, ...]}
 *
 * The first file is the recording itself; the others (time line, thumbnail, storyboard) lie beside
 * it. Names have no folder. Pure but for the allocator.
 */
#ifndef PL_EVIDENCE_MANIFEST_H
#define PL_EVIDENCE_MANIFEST_H

#include "adapters/evidence/digest.h"

#include <jansson.h>

enum {
    PL_MANIFEST_FILES_MAX = 8,
    PL_MANIFEST_NAME_MAX = 480,
    PL_MANIFEST_BYTES_MAX = 16 << 20, /* of the text */
};

struct pl_manifest_file {
    char name[PL_MANIFEST_NAME_MAX + 1];
    struct pl_digest digest;
};

struct pl_manifest {
    json_t *recording;
    struct pl_manifest_file files[PL_MANIFEST_FILES_MAX];
    size_t file_count;
};

/* Its text, to be freed; NULL: no memory. */
char *pl_manifest_write(const struct pl_manifest *manifest);
/* PL_E_PROTO: this is none (*why: static), PL_E_LIMIT: too long; PL_E_NOMEM. Give what it made to
 * pl_manifest_finish. */
PL_MUST_CHECK enum pl_err pl_manifest_read(struct pl_bytes text, struct pl_manifest *out,
                                           const char **why);
void pl_manifest_finish(struct pl_manifest *manifest);

#endif
