/* SPDX-License-Identifier: Apache-2.0 */
/* Links to files, and what the front door serves of them. */
#include "server/records_internal.h"

void pl_records_make_link(const struct pl_records *r, uint32_t recording, const char *file,
                          int64_t minutes, char out[PL_CORE_RECORD_URL_MAX], int64_t *expires_ms)
{
    int64_t seconds = 60 * (minutes ? minutes : r->tools.config->record.link_minutes);
    int64_t expires_s = pl_records_wall_ms() / 1000 + seconds;
    pl_recorder_link_make(r->links, recording, file, expires_s, out);
    *expires_ms = expires_s * 1000;
}

static uint16_t find_file(void *arg, const struct pl_signal_visit *visit, struct pl_bytes *file)
{
    struct pl_records *r = arg;
    uint32_t id = 0;
    enum pl_err err =
        pl_recorder_link_check(r->links, visit->rest, pl_records_wall_ms() / 1000, &id, file);
    pl_records_evidence_visit(r->evidence, id, visit, *file, err != PL_OK);
    return err == PL_OK ? 200 : 403;
}

static bool find_away(void *arg, struct pl_signal_away *away)
{
    struct pl_records *r = arg;
    return pl_records_archive_find(r->archive, away);
}

static enum pl_err open_file(void *arg, int directory, struct pl_bytes file, struct pl_file *out)
{
    const struct pl_records *r = arg;
    return pl_records_evidence_open(r->evidence, directory, file, out);
}

enum pl_err pl_records_open_vault(struct pl_records *r)
{
    struct pl_signal_vault vault = {.prefix = PL_RECORDER_LINK_PREFIX,
                                    .directory = r->folder,
                                    .find = find_file,
                                    .open = open_file,
                                    .away = find_away,
                                    .arg = r};
    return pl_signal_set_vault(r->tools.signal, &vault);
}
