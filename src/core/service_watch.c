/* SPDX-License-Identifier: Apache-2.0 */
/* Supervisors: who is one, and how he takes part. */
#include "core/service.h"

#include "core/object.h"
#include "core/session.h"

void pl_service_flags(struct pl_core *core, struct pl_session *s, int32_t flags)
{
    (void)core;
    s->supervises = (flags & PL_COUNTER_MANAGER) != 0;
}

static bool is_named(const struct pl_core *core, const struct pl_session *s)
{
    for (size_t i = 0; s->name && i < core->config.supervisor_count; i++) {
        if (pl_bytes_eq(core->config.supervisors[i], pl_session_nick(s)))
            return true;
    }
    return false;
}

/* Of the area where this service is. */
static bool may_watch(const struct pl_core *core, const struct pl_session *s,
                      const struct pl_service *v)
{
    const struct pl_counter_person *self = pl_counter_person_of(core->counter, s->user);
    const struct pl_counter_person *agent = pl_counter_person_of(core->counter, v->agent);
    return (s->supervises || is_named(core, s)) && self && agent && self->area &&
           self->area == agent->area && self->label.flags & PL_COUNTER_MANAGER &&
           s->user != v->agent && s->user != v->client;
}

static int take_over(struct pl_core *core, struct pl_service *v, struct pl_session *s)
{
    int code = pl_service_free_for(core, v, s, s->part);
    if (!code)
        code = pl_service_hand_over(core, v, s, false);
    pl_object_settle(core);
    return code;
}

static int watch(struct pl_core *core, struct pl_service *v, struct pl_session *s,
                 enum pl_wire_service_role role)
{
    struct pl_service_part *part = pl_service_part_of(v, s->user);
    if (s->call || (s->part && s->part != part) ||
        (part && (part->asked || part->role == PL_WIRE_SERVICE_ROLE_GUEST)))
        return PL_GV_ERR_SESSION_BUSY;
    if (role == PL_WIRE_SERVICE_ROLE_AGENT)
        return take_over(core, v, s);
    if (!part)
        part = pl_service_add(core, v, s, role);
    if (!part)
        return PL_GV_ERR_NOENOUGHRESOURCE;
    part->role = role;
    pl_service_sit(core, part);
    pl_service_tell_data_one(core, v, s->user);
    pl_service_tell(core, v);
    return PL_GV_ERR_SUCCESS;
}

struct pl_answer pl_service_watch(struct pl_core *core, struct pl_session *s,
                                  const struct pl_wire_msg *msg)
{
    const struct pl_wire_service_watch *says = &msg->u.service_watch;
    struct pl_service *v = pl_idmap_get(&core->services, (uint32_t)says->client);
    int code;
    if (pl_object_too_many(core, s))
        return PL_REFUSED(PL_GV_ERR_NOENOUGHRESOURCE, .detail = "too many requests");
    if (!s->supervises && !is_named(core, s)) /* whether there is a service is not for everybody */
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "for supervisors");
    if (says->role == PL_WIRE_SERVICE_ROLE_CLIENT || says->role == PL_WIRE_SERVICE_ROLE_GUEST)
        return PL_REFUSED(PL_GV_ERR_FUNCOPTERROR, .detail = "role");
    if (!v)
        return PL_REFUSED(PL_GV_ERR_DATANOTEXIST);
    if (!may_watch(core, s, v))
        return PL_REFUSED(PL_GV_ERR_FUNCNOTALLOW, .detail = "for managers in that area");
    if (v->room == 0)
        return PL_REFUSED(PL_GV_ERR_VIDEOCALL_NOTINCALL);
    code = watch(core, v, s, says->role);
    return code ? PL_REFUSED(code) : PL_ANSWER_DONE;
}
