/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keys of recordings that are encrypted at rest: one of each, in a file of its own ("41.key"),
 * wrapped (AES-256-GCM) by the master key. A recording whose key is destroyed is gone, also from
 * copies of its file that nobody remembers; so keep the folder of keys out of the backups that have
 * the files, or let those backups be short-lived.
 *
 * The master key: 64 hexadecimal digits in a file of mode 0600. Without it no recording can be read
 * again: keep a copy of it elsewhere.
 */
#ifndef PL_EVIDENCE_KEYS_H
#define PL_EVIDENCE_KEYS_H

#include "adapters/evidence/cipher.h"

struct pl_record_keys;

/*
 * folder is made when there is none (mode 0700), the master key when `make`. PL_E_IO (errno),
 * PL_E_RANGE: no such key in it, or others may read it; PL_E_NOT_FOUND: there is none and it is
 * not to be made; PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_record_keys_open(struct pl_record_keys **out, const char *master,
                                              bool make, const char *folder);
/* Accepts NULL. */
void pl_record_keys_close(struct pl_record_keys *keys);

/* The rest: any thread, one at a time for a recording. */

/* That of the recording; a new one when there is none, on the disk when it returns. As get. */
PL_MUST_CHECK enum pl_err pl_record_keys_take(const struct pl_record_keys *keys, uint64_t recording,
                                              uint8_t key[PL_CIPHER_KEY]);
/* PL_E_NOT_FOUND: there is none (any more). PL_E_AUTH: it was wrapped by another master key, or is
 * damaged. PL_E_IO. */
PL_MUST_CHECK enum pl_err pl_record_keys_get(const struct pl_record_keys *keys, uint64_t recording,
                                             uint8_t key[PL_CIPHER_KEY]);
/* It is gone from the disk when it returns; also when there was none. PL_E_IO (errno). */
PL_MUST_CHECK enum pl_err pl_record_keys_destroy(const struct pl_record_keys *keys,
                                                 uint64_t recording);

#endif
