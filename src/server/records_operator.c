/* SPDX-License-Identifier: Apache-2.0 */
/* What operators do with files (admin/recordings.h). */
#include "server/records_internal.h"

#include "adapters/admin/recordings.h"
#include "core/look.h"
#include "server/hub.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

static void operator_path(void *arg, const char *file, char out[PL_RECORDINGS_TEXT_MAX])
{
    const struct pl_records *r = arg;
    char folder[PATH_MAX];
    if (!realpath(r->folder, folder) ||
        snprintf(out, PL_RECORDINGS_TEXT_MAX, "%s/%s", folder, file) >= PL_RECORDINGS_TEXT_MAX)
        out[0] = '\0';
}

static void operator_deed(void *arg, const struct pl_recordings_deed *deed,
                          pl_recordings_done *done, void *done_arg)
{
    const struct pl_records *r = arg;
    pl_records_evidence_deed(r->evidence, deed, done, done_arg);
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

static json_t *operator_archived(void *arg, const struct pl_store_archived *rows, size_t count)
{
    const struct pl_records *r = arg;
    return pl_records_archive_tell(r->archive, rows, count, false);
}

static int64_t operator_now_ms(void *arg)
{
    (void)arg;
    return pl_records_wall_ms();
}

void pl_records_port_for_operators(struct pl_records *records, struct pl_recordings_port *out)
{
    *out = (struct pl_recordings_port){.path = operator_path,
                                       .deed = operator_deed,
                                       .stop = operator_stop,
                                       .now_ms = operator_now_ms,
                                       .archived = records->archive ? operator_archived : NULL,
                                       .arg = records};
}
