/* SPDX-License-Identifier: Apache-2.0 */
/* What goes along with a client: the fields of his page, the notes of his agents. */
#include "core/object.h"
#include "core/service.h"
#include "core/ticket.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

/* Owned views hold what malloc gave. */
static void forget(struct pl_bytes bytes)
{
    free((void *)(uintptr_t)bytes.data);
}

/* False: memory is short. */
static bool copy(struct pl_bytes from, struct pl_bytes *to)
{
    uint8_t *bytes = NULL;
    if (from.len > 0) {
        bytes = malloc(from.len);
        if (!bytes)
            return false;
        memcpy(bytes, from.data, from.len);
    }
    *to = pl_bytes_of(bytes, from.len);
    return true;
}

static void forget_fields(struct pl_service_data *data)
{
    for (size_t i = 0; i < data->field_count; i++) {
        forget(data->fields[i].name);
        forget(data->fields[i].value);
    }
    data->field_count = 0;
}

void pl_service_data_free(struct pl_service_data *data)
{
    if (!data)
        return;
    forget_fields(data);
    for (size_t i = 0; i < data->note_count; i++)
        forget(data->notes[i].text);
    free(data);
}

static bool put_field(struct pl_service_data *data, const struct pl_wire_service_field *from)
{
    struct pl_wire_service_field *to = &data->fields[data->field_count];
    if (!copy(from->name, &to->name))
        return false;
    if (!copy(from->value, &to->value)) {
        forget(to->name);
        return false;
    }
    data->field_count++;
    return true;
}

/* All notes so far into the contact's row, a line for each: "USER: TEXT"; what does not fit is left
 * out. */
static void write_down(struct pl_core *core, const struct pl_service *v)
{
    char text[PL_CONTACT_TEXT_MAX];
    size_t used = 0;
    for (size_t i = 0; i < v->data->note_count; i++) {
        const struct pl_wire_service_remark *note = &v->data->notes[i];
        char who[16];
        int n = snprintf(who, sizeof(who), "%s%" PRId32 ": ", used ? "\n" : "", note->user);
        if (used + (size_t)n + note->text.len > sizeof(text))
            break;
        memcpy(text + used, who, (size_t)n);
        memcpy(text + used + n, note->text.data, note->text.len);
        used += (size_t)n + note->text.len;
    }
    if (pl_book_write(core->book, v->client, PL_CONTACT_NOTES, pl_bytes_of(text, used)) ==
        PL_GV_ERR_SUCCESS)
        pl_tickets_said(core);
}

bool pl_service_put_note(struct pl_core *core, struct pl_service *v, int32_t user,
                         struct pl_bytes text)
{
    struct pl_wire_service_remark *note;
    if (!v->data)
        v->data = calloc(1, sizeof(*v->data));
    if (!v->data || v->data->note_count == PL_LIMIT_SERVICE_NOTES)
        return false;
    note = &v->data->notes[v->data->note_count];
    note->user = user;
    if (!copy(text, &note->text))
        return false;
    v->data->note_count++;
    write_down(core, v);
    pl_service_tell_data(core, v);
    return true;
}

/* ---- what clients say ---- */

struct pl_answer pl_service_intake(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_intake *says = &msg->u.service_intake;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!s->along)
        s->along = calloc(1, sizeof(*s->along));
    if (!s->along)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    forget_fields(s->along);
    for (size_t i = 0; i < says->fields_count; i++) {
        if (says->fields[i].name.len == 0)
            return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "a field without a name");
        if (!put_field(s->along, &says->fields[i]))
            return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    }
    return PL_ANSWER_DONE;
}

struct pl_answer pl_service_note(struct pl_core *core, struct pl_session *s,
                                 const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_note *says = &msg->u.service_note;
    struct pl_service *v = pl_idmap_get(&core->services, (uint32_t)says->client);
    const struct pl_service_part *part = v ? pl_service_part_of(v, s->user) : NULL;
    bool guest = part && !part->asked && part->role == PL_WIRE_SERVICE_ROLE_GUEST;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!v || (v->agent != s->user && !guest))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "of a client whom one serves");
    if (says->text.len == 0)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "an empty note");
    return pl_service_put_note(core, v, s->user, says->text)
               ? PL_ANSWER_DONE
               : PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many notes");
}
