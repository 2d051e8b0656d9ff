/* SPDX-License-Identifier: Apache-2.0 */
/* Between files.c, files_put.c (to users) and files_get.c (from users). */
#ifndef PL_BRAS_FILES_INTERNAL_H
#define PL_BRAS_FILES_INTERNAL_H

#include "files.h"
#include "session_in.h"

#include <openssl/evp.h>

enum {
    PL_BRAS_PIECE_BYTES = 65536,
    PL_BRAS_SUM_BYTES = 32, /* of SHA-256 */
    PL_BRAS_SUM_CHARS = 2 * PL_BRAS_SUM_BYTES + 1,
};

/* NULL: no memory. */
EVP_MD_CTX *pl_bras_sum_begin(void);
bool pl_bras_sum_end(EVP_MD_CTX *sum, char text[PL_BRAS_SUM_CHARS]);
void pl_bras_sum_hex(const uint8_t sum[PL_BRAS_SUM_BYTES], char text[PL_BRAS_SUM_CHARS]);

void pl_bras_files_say_close(struct pl_bras_session *s, uint32_t transfer, int32_t code);

void pl_bras_put_want(struct pl_bras_session *s, const struct pl_wire_on_file_want *m);
/* The server has ended it. False: it is not one of these. */
bool pl_bras_put_closed(struct pl_bras_files *f, uint32_t transfer);
void pl_bras_puts_drop(struct pl_bras_files *f);

void pl_bras_get_begin(struct pl_bras_session *s, const struct pl_wire_on_file *m);
void pl_bras_get_data(struct pl_bras_session *s, const struct pl_wire_on_file_data *m);
void pl_bras_get_end(struct pl_bras_session *s, const struct pl_wire_on_file_end *m);
bool pl_bras_get_closed(struct pl_bras_files *f, uint32_t transfer);
void pl_bras_gets_drop(struct pl_bras_files *f);
/* What has come and was told of. */
void pl_bras_holds_drop(struct pl_bras_files *f);

#endif
