/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is done with the files of a recording: sealed when it has ended, read, verified, erased.
 * Synchronous; any thread, one at a time for a recording.
 *
 * Of a recording 7_1.mp4 there may be, in the same folder:
 *
 *     7_1.mp4                  the recording
 *     7_1.thumb.jpg            what it looks like, made by the recorder
 *     7_1.board.jpg
 *     7_1.mp4.timeline.json    the time line as it was when it ended (store/timeline.h)
 *     7_1.mp4.manifest.json    what it is and the sums of all these (manifest.h)
 *     7_1.mp4.manifest.sig     the signature of that (signer.h), 64 bytes
 *
 * and, encrypted at rest, each of them as NAME.sealed instead (cipher.h). A name with an ending
 * before ".sealed" that is there plain, too, was being sealed when the server was killed: the
 * sealed one counts, it is whole.
 */
#ifndef PL_EVIDENCE_SEALING_H
#define PL_EVIDENCE_SEALING_H

#include "adapters/evidence/keys.h"
#include "adapters/evidence/manifest.h"
#include "adapters/evidence/signer.h"

enum { PL_SEALING_WHY_MAX = 256 };

struct pl_sealing {
    const char *folder; /* of recordings */
    const struct pl_signer *signer;
    const struct pl_record_keys *keys; /* NULL: there are no encrypted ones */
    const atomic_bool *stop;           /* NULL, or ends it soon (PL_E_CLOSED) */
};

/* A name of the catalogue (relative) that stays in the folder. */
bool pl_sealing_stays_inside(const char *file);

/* The names of a recording's files, as above: the recording itself first. */
enum { PL_SEALING_FILES = 6, PL_SEALING_FILE_MAX = 1024 };
void pl_sealing_name(const char *file, unsigned which, char out[PL_SEALING_FILE_MAX]);

/*
 * A file of a recording, decrypted where it is encrypted. PL_E_NOT_FOUND; PL_E_CLOSED: its key was
 * destroyed; PL_E_AUTH: the master key is another; PL_E_PROTO: it was cut off; PL_E_IO, PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_sealing_open(const struct pl_sealing *s, const char *file,
                                          struct pl_blob *out);

struct pl_sealed {
    char sha256[65]; /* of the file */
    char manifest[65];
    uint64_t bytes;
    bool encrypted;
    bool other; /* the file is not the one that the recorder has made */
};

/*
 * Writes time line and manifest, signs; encrypts all of it when `encrypt` (keys is not NULL then).
 * recording: members of the manifest; its "sha256" is what the recorder has said. May be done
 * again. why: for the log. PL_E_NOT_FOUND: there is no such file.
 */
PL_MUST_CHECK enum pl_err pl_sealing_seal(const struct pl_sealing *s, uint64_t id, const char *file,
                                          json_t *recording, json_t *timeline, bool md5,
                                          bool encrypt, struct pl_sealed *out,
                                          char why[PL_SEALING_WHY_MAX]);

/*
 * All bytes of it are gone when it returns PL_OK: its key is destroyed, its files (also such that a
 * crash has left) are emptied, so that nobody who has them open reads on, and unlinked. What was
 * gone before is fine. PL_E_IO: why says which file.
 */
PL_MUST_CHECK enum pl_err pl_sealing_erase(const struct pl_sealing *s, uint64_t id,
                                           const char *file, char why[PL_SEALING_WHY_MAX]);

/*
 * Is it what it was? Compares signature, sums and the catalogue's word; *report is
 *
 *     {"ok": false, "signature": "good", "key": "9f86d081884c7d65", "faults":
 *      [{"file": "7_1.mp4", "fault": "changed", "ranges": [[1048576, 2097151]]}]}
 *
 * signature: "good", "bad", "missing" or "other key" (whose id is not ours). Faults of a file:
 * "changed" (ranges: first and last byte of what may have, at most 64), "shorter", "longer",
 * "missing", "damaged" (encrypted, and the bytes at "at" are not what was written), "unreadable".
 * manifest_sha256: what the catalogue says of the manifest; NULL: nothing. PL_E_CLOSED, PL_E_NOMEM.
 */
PL_MUST_CHECK enum pl_err pl_sealing_verify(const struct pl_sealing *s, const char *file,
                                            const char *manifest_sha256, json_t **report);

#endif
