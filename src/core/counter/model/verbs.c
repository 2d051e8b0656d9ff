/* SPDX-License-Identifier: Apache-2.0 */
/* What people do, and time; each with the code that the engine has to give. */
#include "pl_test.h"

#include "core/counter/model/model.h"

/* ---- clients ---- */

static void leave_area(struct model *m, int c)
{
    struct client *x = &m->clients[c];
    if (x->queue != NOBODY && !x->call_back)
        model_leave_queue(m, c, 0);
    if (x->server != NOBODY) {
        model_let_go(m, c);
        x->call_back = false;
    }
    x->in = false;
    model_tell(m, "%d < area 1 0\n", FIRST_CLIENT + c);
}

static int enter_queue(struct model *m, int c, int queue)
{
    struct client *x = &m->clients[c];
    if (!x->in || x->queue != NOBODY)
        return x->in ? 100202 : 750;
    queue = model_taker(m, queue);
    if (queue == NOBODY)
        return 23;
    model_let_go(m, c);
    x->call_back = false;
    x->serial = ++m->seq;
    model_put_ticket(m, c, queue, false);
    model_place(m, c);
    return 0;
}

static int call_back(struct model *m, int c, bool on)
{
    struct client *x = &m->clients[c];
    uint32_t most = x->queue == NOBODY ? 0 : m->scene->rules[x->queue].call_backs, have = 0;
    if (x->queue == NOBODY)
        return 750;
    if (x->call_back == on)
        return 0;
    for (int k = 0; k < CLIENTS; k++)
        have += m->clients[k].queue == x->queue && m->clients[k].call_back ? 1 : 0;
    if (on && have >= most)
        return most ? 23 : 20;
    x->call_back = on;
    model_tell(m, on ? "%d to be called back, queue %d\n" : "%d waits again, queue %d\n",
               FIRST_CLIENT + c, queue_ids[x->queue]);
    if (!x->in && !on)
        model_leave_queue(m, c, 0);
    return 0;
}

static int client_act(struct model *m, const struct act *act)
{
    struct client *x = &m->clients[act->who];
    int c = act->who;
    switch (act->what) {
    case COME:
        if (x->in)
            return 100201;
        x->in = true;
        model_tell(m, "%d > area 1\n", FIRST_CLIENT + c);
        return 0;
    case GO:
    case GONE:
        if (x->in)
            leave_area(m, c);
        else if (act->what == GO)
            return 9;
        return 0;
    case ENTER:
        return enter_queue(m, c, act->arg);
    case CALL_BACK:
        return call_back(m, c, act->arg);
    default: /* LEAVE */
        if (x->queue != act->arg)
            return 750;
        model_leave_queue(m, c, 0);
        return 0;
    }
}

/* ---- agents ---- */

static int come_or_go(struct model *m, int a, bool comes)
{
    struct agent *x = &m->agents[a];
    if (x->in == comes)
        return comes ? 100201 : 9;
    if (!comes && x->offer != NOBODY)
        model_unoffer(m, a, false);
    while (!comes && x->load > 0)
        model_end_service(m, a, 0, x->services[0].talking ? AS_SERVED : AS_FAILED);
    m->thinned = m->thinned || !comes;
    model_tell(m, comes ? "%d > area 1\n" : "%d < area 1 0\n", FIRST_AGENT + a);
    *x = (struct agent){.in = comes, .wish = NOBODY, .offer = NOBODY, .came = ++m->seq};
    return 0;
}

static int set_status(struct model *m, int a, int status)
{
    struct agent *x = &m->agents[a];
    if (x->load > 0) {
        x->wish = status == IS_WORKING ? NOBODY : status;
    } else {
        model_disarm(&x->due);
        model_set_status(m, a, status);
    }
    model_look(m, a);
    return 0;
}

static int request(struct model *m, int a)
{
    int c;
    if (m->agents[a].load > 0 && !model_may_take(m, a, m->agents[a].services[0].from))
        return 16;
    c = model_next_client(m, a);
    if (c == NOBODY)
        return 9;
    model_match(m, a, c);
    return 0;
}

static int start(struct model *m, int a, int c)
{
    struct agent *x = &m->agents[a];
    int queue = m->clients[c].queue;
    for (int slot = 0; slot < x->load; slot++) {
        struct service *s = &x->services[slot];
        if (s->client != c || !s->with || !m->scene->rules[s->from].text)
            continue;
        s->talking = true;
        model_disarm(&s->due);
        return 0;
    }
    if (x->load > 0 && !model_may_take(m, a, x->services[0].from))
        return 16;
    if (queue == NOBODY || !model_serves(a, queue) || !model_may_take(m, a, queue))
        return 205;
    model_match(m, a, c);
    return 0;
}

static int finish(struct model *m, int a, bool newest)
{
    const struct agent *x = &m->agents[a];
    int slot = newest && x->load > 0 ? x->load - 1 : 0;
    if (newest && x->load == 0)
        return 205;
    if (x->load > 0 || x->status == IS_WORKING)
        model_finish_as(m, a, slot, x->services[slot].talking ? AS_SERVED : AS_FAILED);
    return 0;
}

/* He talks with the oldest of his clients, and that one is there? */
static bool leads(const struct model *m, int a)
{
    const struct service *s = &m->agents[a].services[0];
    return m->agents[a].load > 0 && s->talking && s->with && m->clients[s->client].in;
}

static int pass(struct model *m, int a, int queue)
{
    int c = m->agents[a].services[0].client;
    if (!leads(m, a))
        return 205;
    if (model_is_full(m, queue))
        return 23;
    model_finish_as(m, a, 0, AS_HANDED);
    model_put_ticket(m, c, queue, true);
    model_place(m, c);
    return 0;
}

static int hand_over(struct model *m, int a, int b)
{
    struct agent *to = &m->agents[b];
    int c = m->agents[a].services[0].client, from = m->agents[a].services[0].from;
    if (!leads(m, a))
        return 205;
    if (a == b || !to->in)
        return 228;
    if (to->load > 0)
        return 16;
    to->shown = false;
    if (to->offer != NOBODY)
        model_unoffer(m, b, false);
    model_disarm(&to->due);
    model_finish_as(m, a, 0, AS_HANDED);
    model_begin_service(m, b, c, from);
    to->services[to->load - 1].talking = true;
    model_tell(m, "%d takes %d of %d\n", FIRST_AGENT + b, FIRST_CLIENT + c, queue_ids[from]);
    model_set_status(m, b, IS_WORKING);
    if (model_has_room(m, b))
        model_loosen(m, b);
    return 0;
}

static int agent_act(struct model *m, const struct act *act)
{
    struct agent *x = &m->agents[act->who];
    struct service *newest = &x->services[x->load > 0 ? x->load - 1 : 0];
    int a = act->who;
    if (act->what == COME || act->what == GO)
        return come_or_go(m, a, act->what == COME);
    if (!x->in) /* only who leads a client can hand him on */
        return act->what == TALK ? 0 : act->what == PASS || act->what == HAND ? 205 : 228;
    switch (act->what) {
    case STATUS:
        return set_status(m, a, act->arg);
    case FINISH:
    case FINISH_NEWEST:
        return finish(m, a, act->what == FINISH_NEWEST);
    case REQUEST:
        return request(m, a);
    case START:
        return start(m, a, act->arg);
    case PASS:
        return pass(m, a, act->arg);
    case HAND:
        return hand_over(m, a, act->arg);
    default: /* TALK */
        if (x->load > 0 && newest->with) {
            newest->talking = true;
            model_disarm(&newest->due);
        }
        return 0;
    }
}

/* ---- all of them ---- */

int32_t model_client_of(const struct model *m, const struct act *act)
{
    const struct agent *x = &m->agents[act->who];
    bool oldest = act->what == PASS || act->what == HAND;
    if (act->what == START)
        return FIRST_CLIENT + act->arg;
    return x->load == 0 ? 0 : FIRST_CLIENT + x->services[oldest ? 0 : x->load - 1].client;
}

uint64_t model_step(const struct model *m)
{
    uint64_t at = model_deadline(m), left = at ? (at - m->clock) / 2 : STEP_US;
    return m->clock > END_US ? 0 : left < STEP_US ? left : STEP_US;
}

int model_act(struct model *m, const struct act *act)
{
    int code = 0;
    m->clock += model_step(m);
    if (act->what == TIME) {
        uint64_t at = model_deadline(m);
        m->clock = at > m->clock ? at : m->clock;
        model_tick(m);
    } else {
        code = act->of_client ? client_act(m, act) : agent_act(m, act);
    }
    model_settle(m);
    return code;
}
