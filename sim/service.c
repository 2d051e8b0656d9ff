/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What goes along with a client who is served: forms of his page, notes of his agent. An agent is
 * told of a service by its own message as well; that and the counters never contradict each other,
 * and no client is told what agents write of him.
 *
 * Hold, guests, passing on and supervisors change who sees and hears whom: in any order with broken
 * links src/core/service_seeds_test.c, with bytes as dice src/core/core_fuzz_serve.c.
 */
#include "sim.h"

void sim_service_act(struct sim *sim, struct sim_client *c)
{
    static const struct pl_wire_service_field fields[] = {
        {{(const uint8_t *)"Name", 4}, {(const uint8_t *)"Wang", 4}},
        {{(const uint8_t *)"No", 2}, {(const uint8_t *)"7", 1}},
    };
    struct pl_wire_msg msg = {.type = PL_WIRE_SERVICE_INTAKE};
    if (c->place.serves != 0) {
        msg.type = PL_WIRE_SERVICE_NOTE;
        msg.u.service_note.client = c->place.serves;
        msg.u.service_note.text = pl_bytes_str("calls again");
    } else {
        msg.u.service_intake.fields = fields;
        msg.u.service_intake.fields_count = sim_below(sim, 3);
    }
    (void)sim_client_request(sim, c, &msg);
}

/* The service is over when the note arrives, or has many. */
bool sim_service_refusal_is_fair(const struct pl_wire_msg *request, int code)
{
    return request->type == PL_WIRE_SERVICE_NOTE && (code == 20 || code == 23);
}

void sim_service_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    const struct pl_wire_service *s = &msg->u.service;
    if (msg->type == PL_WIRE_SERVICE_DATA) {
        if (msg->u.service_data.client == c->user)
            sim_fail(sim, "user %d is told what agents know of him", c->user);
    } else if (msg->type == PL_WIRE_SERVICE_OVER) {
        if (msg->u.service_over.client == c->place.service)
            c->place.service = 0;
    } else if (s->role == PL_WIRE_SERVICE_ROLE_AGENT) {
        if (s->agent != c->user)
            sim_fail(sim, "user %d is told to serve %d, who is with %d", c->user, s->client,
                     s->agent);
        c->place.service = s->client;
    } else if (s->client != c->user) {
        sim_fail(sim, "user %d takes part in the service of %d", c->user, s->client);
    }
}

/* Another agent may have his client by now, while he has not finished. */
void sim_service_check(struct sim *sim, const struct sim_client *c)
{
    if (c->place.service != 0 && c->place.service != c->place.serves)
        sim_fail(sim, "agent %d serves %d, and was told of the service of %d", c->user,
                 c->place.serves, c->place.service);
}
