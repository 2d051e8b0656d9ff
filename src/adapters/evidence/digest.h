/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sums of a file: SHA-256 of all of it and of each block, so that what was changed can be named by
 * its place; MD5 where somebody asks for it. Blocks have 1 MiB, more in files beyond 16 GiB, so
 * that there are at most PL_DIGEST_BLOCKS_MAX.
 */
#ifndef PL_EVIDENCE_DIGEST_H
#define PL_EVIDENCE_DIGEST_H

#include "adapters/evidence/blob.h"

#include <stdatomic.h>

enum {
    PL_DIGEST_BLOCK = 1 << 20,
    PL_DIGEST_BLOCKS_MAX = 16384,
    PL_DIGEST_BYTES = 32,
};

struct pl_digest {
    uint64_t bytes;
    uint64_t block_bytes; /* a power of two; the last block may have fewer */
    char sha256[2 * PL_DIGEST_BYTES + 1];
    char md5[33]; /* "" unless asked for */
    size_t count; /* of blocks */
    uint8_t (*blocks)[PL_DIGEST_BYTES];
};

/* The size of blocks that a file of so many bytes has. */
uint64_t pl_digest_block_bytes(uint64_t bytes);

/*
 * stop: NULL, or ends it soon (PL_E_CLOSED). block_bytes 0: as the size wants. PL_E_IO (errno),
 * PL_E_NOMEM, PL_E_CRYPTO, PL_E_RANGE (block_bytes makes too many blocks). Give what it made to
 * pl_digest_finish. Cost: O(size), about a second a GiB.
 */
PL_MUST_CHECK enum pl_err pl_digest_blob(const struct pl_blob *blob, bool md5, uint64_t block_bytes,
                                         const atomic_bool *stop, struct pl_digest *out);
void pl_digest_finish(struct pl_digest *digest);

/* Of a text. */
void pl_digest_text(struct pl_bytes text, char sha256[2 * PL_DIGEST_BYTES + 1]);

#endif
