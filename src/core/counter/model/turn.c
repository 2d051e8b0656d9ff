/* SPDX-License-Identifier: Apache-2.0 */
/* Whose turn it is: the next client of an agent, the next agent of a client. */
#include "pl_test.h"

#include "core/counter/model/model.h"

bool model_serves(int a, int queue)
{
    return agent_bits[a] == -1 || agent_bits[a] & queue_bits[queue];
}

bool model_before(const struct model *m, int c, int d)
{
    if (client_priority[c] != client_priority[d])
        return client_priority[c] > client_priority[d];
    return m->clients[c].serial < m->clients[d].serial;
}

static bool is_text(const struct model *m, int a)
{
    return model_rules(m, m->agents[a].services[0].from)->text;
}

static int capacity(const struct model *m)
{
    return m->scene->rooms ? (int)m->scene->rooms : 1;
}

bool model_may_take(const struct model *m, int a, int queue)
{
    const struct agent *x = &m->agents[a];
    return x->load == 0 || (is_text(m, a) && model_rules(m, queue)->text && x->load < capacity(m));
}

bool model_has_room(const struct model *m, int a)
{
    const struct agent *x = &m->agents[a];
    return is_automatic(m->scene, a) && x->load > 0 && is_text(m, a) && x->load < capacity(m) &&
           (x->wish == NOBODY || x->wish == IS_WAITING);
}

int model_next_client(const struct model *m, int a)
{
    int best = NOBODY;
    for (int c = 0; c < CLIENTS; c++) {
        int queue = m->clients[c].queue;
        if (queue == NOBODY || !model_serves(a, queue) || !model_may_take(m, a, queue))
            continue;
        if (best == NOBODY || model_before(m, c, best))
            best = c;
    }
    return best;
}

/* Who has been idle for the longest time; of several at once who came first. */
static bool idle_longer(const struct agent *x, const struct agent *y)
{
    return x->idle_since != y->idle_since ? x->idle_since < y->idle_since : x->came < y->came;
}

int model_idle_agent(const struct model *m, int queue)
{
    int best = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        if (x->in && x->shown && x->load == 0 && model_serves(a, queue) &&
            (best == NOBODY || idle_longer(x, &m->agents[best])))
            best = a;
    }
    return best;
}

/* With fewest contacts, of those the one whose last match is the longest ago. */
int model_agent_with_room(const struct model *m, int queue)
{
    int best = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a], *y = &m->agents[best == NOBODY ? a : best];
        if (x->in && x->shown && x->load > 0 && model_serves(a, queue) &&
            (best == NOBODY || x->load < y->load || (x->load == y->load && x->turn < y->turn)))
            best = a;
    }
    return best;
}
