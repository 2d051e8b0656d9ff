/* SPDX-License-Identifier: Apache-2.0 */
/* What goes along with a client: the fields of his page, the notes of his agents. */
#include "core/object.h"
#include "core/service.h"
#include "core/ticket.h"

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

bool pl_service_add_field(struct pl_service_data *data, const struct pl_wire_service_field *from)
{
    struct pl_wire_service_field *to = &data->fields[data->field_count];
    if (data->field_count == PL_LIMIT_SERVICE_FIELDS)
        return false;
    if (!copy(from->name, &to->name))
        return false;
    if (!copy(from->value, &to->value)) {
        forget(to->name);
        return false;
    }
    data->field_count++;
    return true;
}

bool pl_service_add_note(struct pl_service_data *data, int32_t user, struct pl_bytes text)
{
    struct pl_wire_service_remark *note = &data->notes[data->note_count];
    if (data->note_count == PL_LIMIT_SERVICE_NOTES || !copy(text, &note->text))
        return false;
    note->user = user;
    data->note_count++;
    return true;
}

bool pl_service_put_note(struct pl_core *core, struct pl_service *v, int32_t user,
                         struct pl_bytes text)
{
    if (!v->data)
        v->data = calloc(1, sizeof(*v->data));
    if (!v->data || !pl_service_add_note(v->data, user, text))
        return false;
    pl_service_write_down(core, v->client, v->data);
    pl_tickets_said(core);
    pl_service_tell_data(core, v);
    return true;
}

/* ---- what clients say ---- */

/* His contact while he waits: what he says now is of that one. NULL: none. */
static const struct pl_contact *waiting_of(const struct pl_core *core, int32_t user)
{
    const struct pl_contact *c = pl_book_of(core->book, user);
    return c && c->outcome == PL_CONTACT_OPEN && c->agent == 0 ? c : NULL;
}

struct pl_answer pl_service_intake(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_intake *says = &msg->u.service_intake;
    const struct pl_contact *waiting = waiting_of(core, s->user);
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!s->along && waiting) /* the notes of agents whom a restart has taken from him */
        s->along = pl_service_read_back(waiting);
    if (!s->along)
        s->along = calloc(1, sizeof(*s->along));
    if (!s->along)
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    forget_fields(s->along);
    for (size_t i = 0; i < says->fields_count; i++) {
        if (says->fields[i].name.len == 0)
            return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "a field without a name");
        if (!pl_service_add_field(s->along, &says->fields[i]))
            return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE);
    }
    if (waiting) {
        pl_service_write_down(core, s->user, s->along);
        pl_tickets_said(core);
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
