/* SPDX-License-Identifier: Apache-2.0 */
#include "base/hex.h"
#include "files_internal.h"
#include "log.h"

#include <stdio.h>
#include <unistd.h>

/* ---- sums ---- */

void pl_bras_sum_hex(const uint8_t sum[PL_BRAS_SUM_BYTES], char text[PL_BRAS_SUM_CHARS])
{
    pl_hex_str(pl_bytes_of(sum, PL_BRAS_SUM_BYTES), text);
}

EVP_MD_CTX *pl_bras_sum_begin(void)
{
    EVP_MD_CTX *sum = EVP_MD_CTX_new();
    if (sum && EVP_DigestInit_ex(sum, EVP_sha256(), NULL) == 1)
        return sum;
    EVP_MD_CTX_free(sum);
    return NULL;
}

bool pl_bras_sum_end(EVP_MD_CTX *sum, char text[PL_BRAS_SUM_CHARS])
{
    uint8_t bytes[EVP_MAX_MD_SIZE];
    if (EVP_DigestFinal_ex(sum, bytes, NULL) != 1)
        return false;
    pl_bras_sum_hex(bytes, text);
    return true;
}

void pl_bras_files_say_close(struct pl_bras_session *s, uint32_t transfer, int32_t code)
{
    pl_bras_session_say_now(
        s, &(struct pl_wire_msg){.type = PL_WIRE_BS_FILE_CLOSE,
                                 .u.bs_file_close = {.transfer = transfer, .code = code}});
}

/* ---- either way ---- */

static void on_closed(struct pl_bras_session *s, const struct pl_wire_on_file_closed *m)
{
    uint32_t transfer = (uint32_t)m->transfer;
    if (m->code != 0)
        pl_bras_log("transfer %lld has ended with %d", (long long)m->transfer, m->code);
    if (!pl_bras_put_closed(&s->files, transfer))
        (void)pl_bras_get_closed(&s->files, transfer);
}

bool pl_bras_files_take(struct pl_bras_session *s, const struct pl_wire_msg *msg)
{
    switch (msg->type) {
    case PL_WIRE_ON_FILE_WANT:
        pl_bras_put_want(s, &msg->u.on_file_want);
        return true;
    case PL_WIRE_ON_FILE:
        pl_bras_get_begin(s, &msg->u.on_file);
        return true;
    case PL_WIRE_ON_FILE_DATA:
        pl_bras_get_data(s, &msg->u.on_file_data);
        return true;
    case PL_WIRE_ON_FILE_END:
        pl_bras_get_end(s, &msg->u.on_file_end);
        return true;
    case PL_WIRE_ON_FILE_CLOSED:
        on_closed(s, &msg->u.on_file_closed);
        return true;
    default:
        return false;
    }
}

void pl_bras_files_init(struct pl_bras_files *f)
{
    *f = (struct pl_bras_files){0};
    pl_list_init(&f->puts);
    pl_list_init(&f->gets);
    pl_list_init(&f->holds);
}

void pl_bras_files_down(struct pl_bras_files *f)
{
    pl_bras_puts_drop(f);
    pl_bras_gets_drop(f);
}

void pl_bras_files_finish(struct pl_bras_files *f)
{
    pl_bras_files_down(f);
    pl_bras_holds_drop(f);
    if (f->folder[0])
        (void)rmdir(f->folder);
}
