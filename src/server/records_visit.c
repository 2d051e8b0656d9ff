/* SPDX-License-Identifier: Apache-2.0 */
/* Who comes with a link: counted, written in the audit, given what is encrypted. */
#include "server/records_evidence_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define VISIT_US PL_SEC(600) /* the same file by the same address is one line of the audit */

static bool same_host(struct pl_addr a, struct pl_addr b)
{
    a.port = 0;
    b.port = 0;
    return pl_addr_eq(&a, &b);
}

/* True: it has been written lately. */
static bool is_known(struct pl_records_evidence *e, int64_t id, const struct pl_signal_visit *v,
                     bool download)
{
    pl_time_us now = pl_clock_now_us();
    struct pl_record_visit *visit;
    for (size_t i = 0; i < PL_VISITS; i++) {
        visit = &e->visits[i];
        if (visit->until > now && visit->id == id && visit->download == download &&
            same_host(visit->peer, v->peer))
            return true;
    }
    e->visits[e->next_visit++ % PL_VISITS] =
        (struct pl_record_visit){id, v->peer, download, now + VISIT_US};
    return false;
}

void pl_records_evidence_visit(struct pl_records_evidence *e, int64_t id,
                               const struct pl_signal_visit *visit, struct pl_bytes file,
                               bool refused)
{
    bool download = pl_bytes_eq_str(visit->query, "download");
    char text[PL_ADDR_TEXT_MAX], detail[256];
    if (refused) {
        e->stats.refused++;
        return;
    }
    if (visit->head)
        return;
    if (!visit->from_part) {
        e->stats.plays += !download;
        e->stats.downloads += download;
    }
    if (is_known(e, id, visit, download))
        return;
    (void)snprintf(detail, sizeof(detail), "from %s %.*s", pl_addr_print_ip(&visit->peer, text),
                   (int)(file.len < 160 ? file.len : 160), (const char *)file.data);
    pl_records_audit(e, "link", download ? "recording: download" : "recording: play", id, detail);
}

/* ---- what is encrypted ---- */

static ssize_t read_blob(void *arg, void *to, size_t size, uint64_t at)
{
    const struct pl_blob *blob = arg;
    return blob->read(blob->arg, to, size, at);
}

static void close_blob(void *arg)
{
    struct pl_blob *blob = arg;
    pl_blob_close(blob);
    free(blob);
}

static enum pl_err decrypt(struct pl_records_evidence *e, struct pl_blob *sealed,
                           struct pl_blob *out)
{
    struct pl_cipher_head head;
    uint8_t key[PL_CIPHER_KEY];
    enum pl_err err = pl_cipher_look(sealed, &head);
    if (!err)
        err = e->keys ? pl_record_keys_get(e->keys, head.recording, key) : PL_E_AUTH;
    if (err) {
        pl_blob_close(sealed);
        return err == PL_E_NOT_FOUND ? PL_E_CLOSED : err;
    }
    err = pl_cipher_open(sealed, &head, key, out);
    explicit_bzero(key, sizeof(key));
    return err;
}

enum pl_err pl_records_evidence_open(struct pl_records_evidence *e, int directory,
                                     struct pl_bytes file, struct pl_file *out)
{
    char name[PL_CORE_RECORD_URL_MAX + 16];
    struct pl_file sealed;
    struct pl_blob blob, *plain;
    enum pl_err err;
    if (snprintf(name, sizeof(name), "%.*s.sealed", (int)file.len, (const char *)file.data) >=
        (int)sizeof(name))
        return PL_E_NOT_FOUND;
    err = pl_files_find(directory, pl_bytes_str(name), &sealed);
    if (err)
        return PL_E_NOT_FOUND;
    err = pl_blob_of_fd(sealed.fd, &blob);
    plain = !err ? calloc(1, sizeof(*plain)) : NULL;
    if (!plain) {
        pl_blob_close(&blob);
        return PL_E_NOMEM;
    }
    err = decrypt(e, &blob, plain);
    if (err) {
        pl_log_do(e->r->tools.log, PL_LOG_ERROR, "record.unreadable", pl_log_str("file", name),
                  pl_log_str("why", pl_err_name(err)));
        free(plain);
        return err;
    }
    name[file.len] = '\0';
    *out = (struct pl_file){.fd = -1, .read = read_blob, .close = close_blob, .arg = plain};
    out->size = plain->size;
    out->type = pl_files_type(name);
    memcpy(out->etag, sealed.etag, sizeof(out->etag));
    return PL_OK;
}
