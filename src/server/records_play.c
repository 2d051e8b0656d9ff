/* SPDX-License-Identifier: Apache-2.0 */
/* Links to files, and what the front door serves of them. */
#include "server/records_internal.h"

void pl_records_make_link(const struct pl_records *r, const char *file, int64_t minutes,
                          char out[PL_CORE_RECORD_URL_MAX], int64_t *expires_ms)
{
    int64_t seconds = 60 * (minutes ? minutes : r->tools.config->record.link_minutes);
    int64_t expires_s = pl_records_wall_ms() / 1000 + seconds;
    pl_recorder_link_make(r->links, file, expires_s, out);
    *expires_ms = expires_s * 1000;
}

static uint16_t find_file(void *arg, struct pl_bytes rest, struct pl_bytes *file)
{
    struct pl_records *r = arg;
    enum pl_err err = pl_recorder_link_check(r->links, rest, pl_records_wall_ms() / 1000, file);
    r->opened += err == PL_OK;
    r->refused += err != PL_OK;
    return err == PL_OK ? 200 : 403;
}

static bool find_away(void *arg, struct pl_signal_away *away)
{
    struct pl_records *r = arg;
    return pl_records_archive_find(r->archive, away);
}

enum pl_err pl_records_open_vault(struct pl_records *r)
{
    struct pl_signal_vault vault = {PL_RECORDER_LINK_PREFIX, r->folder, find_file, find_away, r};
    return pl_signal_set_vault(r->tools.signal, &vault);
}
