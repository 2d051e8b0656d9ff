/* SPDX-License-Identifier: Apache-2.0 */
/* What goes along with a client, in the row of his contact: that is how it survives a restart. */
#include "core/service.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char HEAD[] = "{\"t\":\"service_intake\",\"id\":1,\"fields\":";

enum {
    HEAD_LEN = sizeof(HEAD) - 1,
    TEXT_BYTES = HEAD_LEN + PL_CONTACT_LONG_MAX + 1, /* and a brace */
    ARENA_BYTES = 2 * PL_CONTACT_LONG_MAX,
};

/* ---- writing ---- */

/* The list of the fields as the message that brought them has it; as many as have room. */
static void write_fields(struct pl_core *core, int32_t client, const struct pl_service_data *data,
                         char *text)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_INTAKE, .id = 1};
    struct pl_bytes json = pl_bytes_of(NULL, 0);
    msg.u.service_intake.fields = (struct pl_wire_service_field *)(uintptr_t)data->fields;
    msg.u.service_intake.fields_count = data->field_count;
    while (msg.u.service_intake.fields_count > 0 && json.len == 0) {
        struct pl_writer w = pl_writer_of((uint8_t *)text, TEXT_BYTES);
        if (pl_wire_write(&msg, &w) == PL_OK)
            json = pl_writer_done(&w);
        else
            msg.u.service_intake.fields_count--;
    }
    if (json.len > 0) /* its list alone */
        json = pl_bytes_of(json.data + HEAD_LEN, json.len - HEAD_LEN - 1);
    (void)pl_book_write(core->book, client, PL_CONTACT_INTAKE, json);
}

/* Lines "USER: TEXT"; a line of TEXT that goes on begins with a tab. False: it has no room. */
static bool write_note(struct pl_writer *w, const struct pl_wire_service_remark *note, bool first)
{
    char who[16];
    int n = snprintf(who, sizeof(who), "%s%" PRId32 ": ", first ? "" : "\n", note->user);
    pl_write_bytes(w, pl_bytes_of(who, (size_t)n));
    for (size_t i = 0; i < note->text.len; i++) {
        pl_write_u8(w, note->text.data[i]);
        if (note->text.data[i] == '\n')
            pl_write_u8(w, '\t');
    }
    return pl_writer_ok(w);
}

static void write_notes(struct pl_core *core, int32_t client, const struct pl_service_data *data,
                        char *text)
{
    size_t used = 0;
    for (size_t i = 0; i < data->note_count; i++) {
        struct pl_writer w = pl_writer_of((uint8_t *)text + used, PL_CONTACT_LONG_MAX - used);
        if (!write_note(&w, &data->notes[i], i == 0))
            break; /* what does not fit is left out */
        used += w.pos;
    }
    (void)pl_book_write(core->book, client, PL_CONTACT_NOTES, pl_bytes_of(text, used));
}

void pl_service_write_down(struct pl_core *core, int32_t client, const struct pl_service_data *data)
{
    char *text = data ? malloc(TEXT_BYTES) : NULL;
    if (!text)
        return; /* it is in memory still */
    if (data->field_count > 0)
        write_fields(core, client, data, text);
    if (data->note_count > 0)
        write_notes(core, client, data, text);
    free(text);
}

/* ---- reading ---- */

static void read_fields(struct pl_service_data *data, struct pl_bytes list)
{
    struct pl_wire_arena arena = pl_wire_arena_of(malloc(ARENA_BYTES), ARENA_BYTES);
    uint8_t *text = malloc(TEXT_BYTES);
    struct pl_wire_msg msg;
    if (text && arena.data && list.len > 0 && list.len <= PL_CONTACT_LONG_MAX) {
        memcpy(text, HEAD, HEAD_LEN);
        memcpy(text + HEAD_LEN, list.data, list.len);
        text[HEAD_LEN + list.len] = '}';
        if (pl_wire_read(PL_WIRE_FROM_CLIENT, pl_bytes_of(text, HEAD_LEN + list.len + 1), &arena,
                         &msg, NULL) == PL_OK) {
            for (size_t i = 0; i < msg.u.service_intake.fields_count; i++)
                (void)pl_service_add_field(data, &msg.u.service_intake.fields[i]);
        }
    }
    free(text);
    free(arena.data);
}

/* "USER: " at its start; false: there is none. */
static bool read_user(struct pl_bytes *line, int32_t *user)
{
    char who[16];
    char *end;
    size_t n = 0;
    long id;
    while (n < line->len && n < sizeof(who) - 1 && line->data[n] != ':')
        n++;
    if (n + 2 > line->len || line->data[n] != ':' || line->data[n + 1] != ' ')
        return false;
    memcpy(who, line->data, n);
    who[n] = 0;
    id = strtol(who, &end, 10);
    if (n == 0 || *end != 0 || id < INT32_MIN || id > INT32_MAX)
        return false;
    *user = (int32_t)id;
    *line = pl_bytes_of(line->data + n + 2, line->len - n - 2);
    return true;
}

/* The first note and its lines, without it in *rest. */
static struct pl_bytes next_note(struct pl_bytes *rest, uint8_t *out)
{
    size_t i = 0, n = 0;
    for (; i < rest->len; i++) {
        bool ends = rest->data[i] == '\n' && (i + 1 == rest->len || rest->data[i + 1] != '\t');
        if (ends)
            break;
        if (rest->data[i] != '\t' || i == 0 || rest->data[i - 1] != '\n')
            out[n++] = rest->data[i];
    }
    *rest =
        i < rest->len ? pl_bytes_of(rest->data + i + 1, rest->len - i - 1) : pl_bytes_of(NULL, 0);
    return pl_bytes_of(out, n);
}

static void read_notes(struct pl_service_data *data, struct pl_bytes text)
{
    uint8_t *out = text.len > 0 ? malloc(text.len) : NULL;
    while (out && text.len > 0) {
        struct pl_bytes note = next_note(&text, out);
        int32_t user;
        if (read_user(&note, &user) && note.len <= PL_LIMIT_SERVICE_NOTE_BYTES)
            (void)pl_service_add_note(data, user, note);
    }
    free(out);
}

struct pl_service_data *pl_service_read_back(const struct pl_contact *contact)
{
    struct pl_service_data *data;
    if (!contact || contact->outcome != PL_CONTACT_OPEN ||
        (contact->texts[PL_CONTACT_INTAKE].len == 0 && contact->texts[PL_CONTACT_NOTES].len == 0))
        return NULL;
    data = calloc(1, sizeof(*data));
    if (!data)
        return NULL;
    read_fields(data, contact->texts[PL_CONTACT_INTAKE]);
    read_notes(data, contact->texts[PL_CONTACT_NOTES]);
    return data;
}
