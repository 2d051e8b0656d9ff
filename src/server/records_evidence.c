/* SPDX-License-Identifier: Apache-2.0 */
/* Life of what makes recordings evidence: keys, worker, shelf, clock. */
#include "server/records_evidence_internal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CLOCK_US PL_SEC(60)

static enum pl_err refuse(const struct pl_records *r, enum pl_err err, const char *file,
                          const char *why)
{
    pl_log_do(r->tools.log, PL_LOG_ERROR, "record.failed_to_start", pl_log_str("file", file),
              pl_log_str("why", err == PL_E_IO ? strerror(errno) : why));
    return err;
}

static enum pl_err open_signer(struct pl_records_evidence *e)
{
    char path[PL_CONFIG_PATH_MAX + 32];
    enum pl_err err;
    (void)snprintf(path, sizeof(path), "%s/record-sign.key", e->r->tools.config->server.data);
    err = pl_signer_open(&e->signer, path);
    return err ? refuse(e->r, err, path,
                        "it is no Ed25519 key with both halves, or others may read it (chmod 600)")
               : PL_OK;
}

/* Keys are opened as well when nothing is encrypted any more: there may be recordings of before. */
static enum pl_err open_keys(struct pl_records_evidence *e)
{
    const struct pl_config *c = e->r->tools.config;
    char master[PL_CONFIG_PATH_MAX + 32], folder[PL_CONFIG_PATH_MAX + 32];
    bool own = c->record.master_key[0] == '\0';
    enum pl_err err;
    if (own)
        (void)snprintf(master, sizeof(master), "%s/record-master.key", c->server.data);
    else
        (void)snprintf(master, sizeof(master), "%s", c->record.master_key);
    if (c->record.keys[0])
        (void)snprintf(folder, sizeof(folder), "%s", c->record.keys);
    else
        (void)snprintf(folder, sizeof(folder), "%s/record-keys", c->server.data);
    if (!c->record.encrypt && access(master, F_OK) != 0)
        return PL_OK;
    err = pl_record_keys_open(&e->keys, master, own && c->record.encrypt, folder);
    return err ? refuse(e->r, err, master,
                        err == PL_E_NOT_FOUND
                            ? "there is no such master key"
                            : "it is not 64 hexadecimal digits, or others may read it (chmod 600)")
               : PL_OK;
}

static int64_t wall_ms(void)
{
    return pl_records_wall_ms();
}

static void on_clock(void *arg)
{
    struct pl_records_evidence *e = arg;
    pl_records_delete_due(e);
    pl_timer_arm(e->clock, pl_clock_now_us() + CLOCK_US);
}

static enum pl_err start_parts(struct pl_records_evidence *e)
{
    struct pl_loop *loop = e->r->tools.loop;
    enum pl_err err = open_signer(e);
    if (!err)
        err = open_keys(e);
    if (!err)
        err = pl_file_worker_start(&e->worker, loop);
    if (err)
        return err;
    e->sealing =
        (struct pl_sealing){e->r->folder, e->signer, e->keys, pl_file_worker_stopping(e->worker)};
    e->shelf = pl_shelf_create(e->store, wall_ms);
    e->clock = pl_timer_create(loop, on_clock, e);
    return e->shelf && e->clock ? PL_OK : PL_E_NOMEM;
}

enum pl_err pl_records_evidence_start(struct pl_records_evidence **out, struct pl_records *r)
{
    struct pl_records_evidence *e = calloc(1, sizeof(*e));
    enum pl_err err;
    *out = NULL;
    if (!e)
        return PL_E_NOMEM;
    e->r = r;
    e->store = pl_keeper_store(r->keeper);
    pl_list_init(&e->reads);
    pl_list_init(&e->deletions);
    err = start_parts(e);
    if (err) {
        pl_records_evidence_stop(e);
        return err;
    }
    pl_records_seal_rest(e);
    pl_timer_arm(e->clock, pl_clock_now_us());
    *out = e;
    return PL_OK;
}

/* The worker first: what its jobs end with still goes to the shelf, and is ended there. */
void pl_records_evidence_stop(struct pl_records_evidence *e)
{
    if (!e)
        return;
    if (e->clock)
        pl_timer_destroy(e->clock);
    pl_file_worker_stop(e->worker);
    pl_shelf_destroy(e->shelf);
    e->shelf = NULL;
    pl_records_seal_forget(e);
    pl_records_delete_forget(e);
    pl_store_forget(e->store, e);
    pl_record_keys_close(e->keys);
    pl_signer_destroy(e->signer);
    free(e);
}

void pl_records_evidence_get_stats(const struct pl_records_evidence *e,
                                   struct pl_evidence_stats *out)
{
    memset(out, 0, sizeof(*out));
    if (!e)
        return;
    *out = e->stats;
    out->waiting = pl_file_worker_waiting(e->worker);
}

const struct pl_record_keys *pl_records_evidence_keys(const struct pl_records_evidence *e)
{
    return e ? e->keys : NULL;
}

/* ---- the object store ---- */

/* As it lies on the disk: the sealed one where there is one. Nothing of it unsealed leaves when
 * recordings are to be encrypted. */
static void archive_one(struct pl_records_evidence *e, int64_t id, const char *name)
{
    char sealed[PL_SEALING_FILE_MAX + 16], path[PL_CONFIG_PATH_MAX + sizeof(sealed)];
    struct stat st;
    (void)snprintf(sealed, sizeof(sealed), "%s.sealed", name);
    (void)snprintf(path, sizeof(path), "%s/%s", e->r->folder, sealed);
    if (stat(path, &st) == 0) {
        pl_records_archive_add(e->r->archive, id, sealed, (uint64_t)st.st_size);
        return;
    }
    (void)snprintf(path, sizeof(path), "%s/%s", e->r->folder, name);
    if (!e->r->tools.config->record.encrypt && stat(path, &st) == 0)
        pl_records_archive_add(e->r->archive, id, name, (uint64_t)st.st_size);
}

void pl_records_archive_all(struct pl_records_evidence *e, int64_t id, const char *file)
{
    char name[PL_SEALING_FILE_MAX];
    for (unsigned i = 0; e->r->archive && i < PL_SEALING_FILES; i++) {
        pl_sealing_name(file, i, name);
        archive_one(e, id, name);
    }
}

void pl_records_audit(struct pl_records_evidence *e, const char *actor, const char *verb,
                      int64_t id, const char *detail)
{
    char object[48];
    struct pl_store_audit row = {.at_ms = wall_ms(),
                                 .actor = pl_bytes_str(actor),
                                 .verb = pl_bytes_str(verb),
                                 .detail = pl_bytes_str(detail)};
    const struct pl_store_change c = {PL_STORE_APPEND, PL_STORE_AUDIT, &row, 0};
    enum pl_err err;
    (void)snprintf(object, sizeof(object), "recording %" PRId64, id);
    row.object = pl_bytes_str(object);
    err = pl_store_write(e->store, &c, 1, (struct pl_store_reply){NULL, NULL}, NULL);
    if (err)
        pl_log_do(e->r->tools.log, PL_LOG_ERROR, "record.unaudited", pl_log_num("record", id),
                  pl_log_str("verb", verb), pl_log_str("why", pl_err_name(err)));
}
