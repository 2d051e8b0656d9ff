/* SPDX-License-Identifier: Apache-2.0 */
/* What those who take part in a service are told of it, as far as each may know. */
#include "core/service.h"

#include "core/session.h"

static struct pl_session *session_of(const struct pl_core *core, int32_t user)
{
    return user == core->object_leaver ? NULL : pl_idmap_get(&core->users, (uint32_t)user);
}

static void send(struct pl_core *core, int32_t user, struct pl_wire_msg *msg)
{
    struct pl_session *s = session_of(core, user);
    if (s && !core->stopping)
        pl_session_send(core, s, msg);
}

static enum pl_wire_service_role role_of(struct pl_service *v, int32_t user)
{
    const struct pl_service_part *part = pl_service_part_of(v, user);
    if (user == v->client)
        return PL_WIRE_SERVICE_ROLE_CLIENT;
    return user == v->agent || !part ? PL_WIRE_SERVICE_ROLE_AGENT : part->role;
}

/* May somebody in this role know of that part? As the room shows them (seat.h); supervisors know of
 * each other, but for listeners. */
static bool knows(enum pl_wire_service_role role, const struct pl_service_part *part)
{
    switch (part->role) {
    case PL_WIRE_SERVICE_ROLE_LISTENER:
        return false;
    case PL_WIRE_SERVICE_ROLE_WHISPERER:
        return role == PL_WIRE_SERVICE_ROLE_AGENT;
    default:
        return !part->asked || role == PL_WIRE_SERVICE_ROLE_AGENT;
    }
}

void pl_service_tell_one(struct pl_core *core, struct pl_service *v, int32_t user)
{
    struct pl_wire_service_party parties[PL_LIMIT_SERVICE_PARTS];
    enum pl_wire_service_role role = role_of(v, user);
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE};
    bool away = !session_of(core, v->client);
    size_t count = 0;
    if (role == PL_WIRE_SERVICE_ROLE_CLIENT && v->room == 0)
        return; /* he is told of it while he talks */
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        const struct pl_service_part *part = &v->parts[i];
        if (part->user == 0 || part->user == user || !knows(role, part))
            continue;
        parties[count++] =
            (struct pl_wire_service_party){part->user, part->role, part->asked, part->asked};
    }
    msg.u.service = (struct pl_wire_service){.client = v->client,
                                             .agent = v->agent,
                                             .queue = v->queue,
                                             .room = v->room,
                                             .held = v->held,
                                             .role = role,
                                             .parties = parties,
                                             .parties_count = count,
                                             .has_away = away,
                                             .away = away};
    send(core, user, &msg);
}

void pl_service_tell(struct pl_core *core, struct pl_service *v)
{
    pl_service_tell_one(core, v, v->agent);
    pl_service_tell_one(core, v, v->client);
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        if (v->parts[i].user != 0 && !v->parts[i].asked)
            pl_service_tell_one(core, v, v->parts[i].user);
    }
}

void pl_service_tell_data_one(struct pl_core *core, const struct pl_service *v, int32_t user)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_DATA};
    if (!v->data)
        return;
    msg.u.service_data = (struct pl_wire_service_data){.client = v->client,
                                                       .fields = v->data->fields,
                                                       .fields_count = v->data->field_count,
                                                       .notes = v->data->notes,
                                                       .notes_count = v->data->note_count};
    send(core, user, &msg);
}

void pl_service_tell_data(struct pl_core *core, struct pl_service *v)
{
    pl_service_tell_data_one(core, v, v->agent);
    for (size_t i = 0; i < PL_LIMIT_SERVICE_PARTS; i++) {
        if (v->parts[i].user != 0)
            pl_service_tell_data_one(core, v, v->parts[i].user);
    }
}

void pl_service_tell_over(struct pl_core *core, const struct pl_service *v, int32_t user, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_OVER};
    msg.u.service_over.client = v->client;
    msg.u.service_over.code = code;
    send(core, user, &msg);
}

void pl_service_tell_asked(struct pl_core *core, const struct pl_service_part *part,
                           struct pl_bytes text)
{
    const struct pl_service *v = part->service;
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_ASKED};
    pl_service_tell_data_one(core, v, part->user);
    msg.u.service_asked = (struct pl_wire_service_asked){.client = v->client,
                                                         .user = v->agent,
                                                         .queue = v->queue,
                                                         .role = part->role,
                                                         .has_text = text.len > 0,
                                                         .text = text};
    send(core, part->user, &msg);
}

void pl_service_tell_answered(struct pl_core *core, const struct pl_service *v, int32_t user,
                              enum pl_wire_service_role role, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_ANSWERED};
    msg.u.service_answered.client = v->client;
    msg.u.service_answered.user = user;
    msg.u.service_answered.role = role;
    msg.u.service_answered.code = code;
    send(core, v->agent, &msg);
}

void pl_service_tell_withdrawn(struct pl_core *core, const struct pl_service_part *part, int code)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_WITHDRAWN};
    msg.u.service_withdrawn.client = part->service->client;
    msg.u.service_withdrawn.code = code;
    send(core, part->user, &msg);
}
