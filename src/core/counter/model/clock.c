/* SPDX-License-Identifier: Apache-2.0 */
/* What happens by itself: at the end of a verb, and as time goes by. */
#include "pl_test.h"

#include "core/counter/model/model.h"

void model_settle(struct model *m)
{
    if (m->thinned)
        model_thin_out(m);
    m->thinned = false;
    while (m->loose_count > 0)
        model_look(m, m->loose[0]);
}

static bool sooner(const struct timer *t, const struct timer *than)
{
    return t->at && (!than || t->at < than->at || (t->at == than->at && t->seq < than->seq));
}

uint64_t model_deadline(const struct model *m)
{
    const struct timer *first = NULL;
    for (int c = 0; c < CLIENTS; c++)
        first = sooner(&m->clients[c].due, first) ? &m->clients[c].due : first;
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        first = sooner(&x->due, first) ? &x->due : first;
        for (int slot = 0; slot < x->load; slot++)
            first = sooner(&x->services[slot].due, first) ? &x->services[slot].due : first;
    }
    return first ? first->at : 0;
}

/* Nobody has called in time: the client is back at his place, another agent comes first. */
static void missed(struct model *m, int a, int slot)
{
    struct agent *x = &m->agents[a];
    int c = x->services[slot].client, from = x->services[slot].from;
    uint32_t misses = model_rules(m, from)->misses;
    x->misses++;
    model_end_service(m, a, slot, AS_MISSED);
    if (m->clients[c].in || m->clients[c].call_back) {
        model_put_ticket(m, c, from, true);
        model_place(m, c);
    }
    if ((x->wish == NOBODY || x->wish == IS_WAITING) && misses && x->misses >= misses)
        x->wish = IS_PAUSED;
    if (x->wish == IS_PAUSED)
        x->misses = 0;
    if (x->load == 0) {
        int next = x->wish == NOBODY ? IS_WAITING : x->wish;
        x->wish = NOBODY;
        model_set_status(m, a, next);
    }
    model_look(m, a);
}

static bool service_is_due(struct model *m)
{
    const struct timer *first = NULL;
    int who = NOBODY, slot = 0;
    for (int a = 0; a < AGENTS; a++) {
        for (int i = 0; i < m->agents[a].load; i++) {
            const struct timer *t = &m->agents[a].services[i].due;
            if (t->at <= m->clock && sooner(t, first)) {
                first = t;
                who = a;
                slot = i;
            }
        }
    }
    if (who != NOBODY)
        missed(m, who, slot);
    return who != NOBODY;
}

/* Nobody of those at whom he rings has started: a miss of each. */
static void rung_in_vain(struct model *m, int c)
{
    uint32_t misses = model_rules(m, m->clients[c].queue)->misses;
    int a;
    while ((a = model_first_rung(m, c)) != NOBODY) {
        struct agent *x = &m->agents[a];
        model_unoffer(m, a, true);
        x->misses++;
        if (misses && x->misses >= misses) {
            x->misses = 0;
            model_set_status(m, a, IS_PAUSED);
        } else {
            model_loosen(m, a);
        }
    }
}

/* Of those who ring, or of those who do not. */
static bool client_is_due(struct model *m, bool ringing)
{
    const struct timer *first = NULL;
    int who = NOBODY;
    for (int c = 0; c < CLIENTS; c++) {
        const struct timer *t = &m->clients[c].due;
        if (t->at <= m->clock && (model_first_rung(m, c) != NOBODY) == ringing &&
            sooner(t, first)) {
            first = t;
            who = c;
        }
    }
    if (who == NOBODY)
        return false;
    model_disarm(&m->clients[who].due);
    if (ringing)
        rung_in_vain(m, who);
    else
        (void)model_move_on(m, who);
    return true;
}

static bool wrap_up_is_over(struct model *m)
{
    const struct timer *first = NULL;
    int who = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        if (m->agents[a].due.at <= m->clock && sooner(&m->agents[a].due, first)) {
            first = &m->agents[a].due;
            who = a;
        }
    }
    if (who == NOBODY)
        return false;
    model_disarm(&m->agents[who].due);
    model_set_status(m, who, IS_WAITING);
    model_look(m, who);
    return true;
}

void model_tick(struct model *m)
{
    while (service_is_due(m))
        ;
    while (client_is_due(m, true))
        ;
    while (wrap_up_is_over(m))
        ;
    while (client_is_due(m, false))
        ;
}
