/* SPDX-License-Identifier: Apache-2.0 */
/* What operators do with files (admin/recordings.h). */
#include "server/records_internal.h"

#include "adapters/admin/recordings.h"
#include "core/look.h"
#include "server/hub.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void operator_path(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX])
{
    const struct pl_records *r = arg;
    char folder[PATH_MAX];
    if (!realpath(r->folder, folder) ||
        snprintf(out, PL_RECORDINGS_TEXT_MAX, "%s/%s", folder, file) >= PL_RECORDINGS_TEXT_MAX)
        out[0] = '\0';
}

static void operator_link(void *arg, const char *file, int64_t minutes,
                          char out[PL_RECORDINGS_TEXT_MAX], int64_t *expires_ms)
{
    _Static_assert((int)PL_RECORDINGS_TEXT_MAX >= (int)PL_CORE_RECORD_URL_MAX, "room for a link");
    pl_records_make_link(arg, file, minutes, out, expires_ms);
}

/* Names of the catalogue are the recorder's; should one lead out of the folder, it is left. */
static bool stays_inside(const char *file)
{
    return file[0] != '/' && strcmp(file, "..") != 0 && strncmp(file, "../", 3) != 0 &&
           !strstr(file, "/../");
}

/* The folder's entry is safe on the disk as well: else a power cut could bring the file back. */
static enum pl_err remove_here(const struct pl_records *r, const char *file)
{
    char path[PL_RECORDINGS_TEXT_MAX], *slash;
    int folder;
    bool gone;
    if (!stays_inside(file) ||
        snprintf(path, sizeof(path), "%s/%s", r->folder, file) >= (int)sizeof(path))
        return PL_E_RANGE;
    gone = unlink(path) == 0 || errno == ENOENT;
    slash = strrchr(path, '/');
    *slash = '\0';
    folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (folder >= 0) {
        gone = gone && fsync(folder) == 0;
        (void)close(folder);
    }
    if (!gone)
        pl_log_do(r->tools.log, PL_LOG_ERROR, "record.not_deleted", pl_log_str("file", file),
                  pl_log_str("why", strerror(errno)));
    return gone ? PL_OK : PL_E_IO;
}

static enum pl_err operator_remove(void *arg, int64_t id, const char *file)
{
    struct pl_records *r = arg;
    pl_records_archive_remove(r->archive, id, file);
    return remove_here(r, file);
}

static bool operator_stop(void *arg, uint32_t id)
{
    struct pl_records *r = arg;
    struct pl_event e = {.type = PL_EVENT_RECORD_ASK, .record_ask = {.record = id}};
    if (!pl_look_recording(pl_hub_core(r->hub), id))
        return false;
    pl_hub_event(r->hub, &e);
    return true;
}

static int64_t operator_now_ms(void *arg)
{
    (void)arg;
    return pl_records_wall_ms();
}

void pl_records_port_for_operators(struct pl_records *records, struct pl_recordings_port *out)
{
    *out = (struct pl_recordings_port){.path = operator_path,
                                       .link = operator_link,
                                       .remove = operator_remove,
                                       .stop = operator_stop,
                                       .now_ms = operator_now_ms,
                                       .arg = records};
}
