/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Links to files of recordings that are good for whoever has them, for a time, and for no other
 * file: a path of the front door,
 *
 *     /recordings/EXPIRES-NUMBER-SIGNATURE/2026-11-22/7_20261122153000_41.mp4
 *
 * EXPIRES in seconds since 1970; NUMBER of the recording; SIGNATURE the first 128 bits of
 * HMAC-SHA-256 over all of it, in hexadecimal digits. The file's name comes last, so that pages can
 * cut it off as ever. A link cannot be taken back before its time, except by a new key (remove the
 * file and start again) or by deleting the recording.
 */
#ifndef PL_RECORDER_LINK_H
#define PL_RECORDER_LINK_H

#include "base/bytes.h"
#include "base/err.h"
#include "core/recording.h"

#define PL_RECORDER_LINK_PREFIX "/recordings/"

struct pl_recorder_link;

/* key: path of a file with 64 hexadecimal digits, made when there is none (mode 0600). PL_E_IO,
 * PL_E_RANGE (no such key in it, or others may read it), PL_E_NOMEM. */
PL_MUST_CHECK enum pl_err pl_recorder_link_create(struct pl_recorder_link **out, const char *key);
/* NULL is harmless. */
void pl_recorder_link_destroy(struct pl_recorder_link *link);

/* file: relative to the folder of recordings, of this recording. Empty when it is too long. */
void pl_recorder_link_make(const struct pl_recorder_link *link, uint32_t recording,
                           const char *file, int64_t expires_s, char out[PL_CORE_RECORD_URL_MAX]);

/*
 * path: what follows the prefix, percent-encoded as it came. PL_OK: *file (a view of path, still
 * encoded) may be read. PL_E_CLOSED: it was a link, its time is over. PL_E_PROTO: it is none.
 */
PL_MUST_CHECK enum pl_err pl_recorder_link_check(const struct pl_recorder_link *link,
                                                 struct pl_bytes path, int64_t now_s,
                                                 uint32_t *recording, struct pl_bytes *file);

#endif
