/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A file that is encrypted and can still be read at any place: AES-256-GCM in chunks.
 *
 *     64 bytes   head: "PARLOR-SEALED-1\n", u64 recording, u64 plain size, u32 chunk size,
 *                28 bytes: a salt of 16, then zeros; big-endian
 *     then       chunks of 65,536 plain bytes (the last may have fewer), each with a tag of 16
 * bytes
 *
 * The key of the file is HMAC-SHA-256(key of the recording, "parlor sealed file 1" + salt), so one
 * recording's files may share a key; the nonce is the number of the chunk; the head is
 * authenticated with every chunk. So no chunk can be changed, moved, left out or added, nor the
 * file cut off, without a read of it failing (EBADMSG).
 */
#ifndef PL_EVIDENCE_CIPHER_H
#define PL_EVIDENCE_CIPHER_H

#include "adapters/evidence/blob.h"

#include <stdatomic.h>

enum {
    PL_CIPHER_KEY = 32,
    PL_CIPHER_HEAD = 64,
    PL_CIPHER_CHUNK = 65536,
    PL_CIPHER_TAG = 16,
};

/* What a head says: pl_cipher_look. */
struct pl_cipher_head {
    uint64_t recording;
    uint64_t size; /* plain */
    uint8_t bytes[PL_CIPHER_HEAD];
};

/*
 * Encrypts into a new file, on the disk when it returns (not its folder's entry). stop: NULL, or
 * ends it soon (PL_E_CLOSED). PL_E_IO (errno), PL_E_CRYPTO, PL_E_NOMEM: there is no file then.
 */
PL_MUST_CHECK enum pl_err pl_cipher_write(const struct pl_blob *plain, const char *path,
                                          uint64_t recording, const uint8_t key[PL_CIPHER_KEY],
                                          const atomic_bool *stop);

/* PL_E_PROTO: this is no such file, or it was cut off or made longer. PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_cipher_look(const struct pl_blob *sealed, struct pl_cipher_head *out);
/*
 * The plain bytes of it. Takes *sealed (all zeros afterwards), also when it fails. PL_E_NOMEM,
 * PL_E_CRYPTO. A wrong key shows in the first read.
 */
PL_MUST_CHECK enum pl_err pl_cipher_open(struct pl_blob *sealed, const struct pl_cipher_head *head,
                                         const uint8_t key[PL_CIPHER_KEY], struct pl_blob *out);

#endif
