/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A state is what matters for the future: who waits where and in which order, who is served, what
 * agents do, in which order timers run. Moments are kept as ranks; of clients of one priority that
 * differ in their names alone there is one state.
 */
#include "pl_test.h"

#include "core/counter/model/model.h"

enum { FACE_BYTES = 3, AGENT_BYTES = 8, TIMERS = 2 * CLIENTS + AGENTS * (SLOTS + 1) };

_Static_assert(CLIENTS *FACE_BYTES + AGENTS * AGENT_BYTES <= (int)sizeof(struct key), "fits");

/* ---- ranks ---- */

/* How many run out before it, from 1, and from 16 on: at the same moment as the one before. */
static unsigned rank_of(const struct timer *const *all, size_t count, const struct timer *t)
{
    unsigned before = 0;
    bool tied = false;
    if (t->at == 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (all[i]->at && (all[i]->at < t->at || (all[i]->at == t->at && all[i]->seq < t->seq))) {
            before++;
            tied = tied || all[i]->at == t->at;
        }
    }
    return before + 1 + (tied ? 16 : 0);
}

static size_t timers_of(const struct model *m, const struct timer *all[TIMERS])
{
    size_t n = 0;
    if (!is_timed(m->scene))
        return 0;
    for (int c = 0; c < CLIENTS; c++)
        all[n++] = &m->clients[c].due;
    for (int a = 0; a < AGENTS; a++) {
        all[n++] = &m->agents[a].due;
        for (int slot = 0; slot < SLOTS; slot++)
            all[n++] = &m->agents[a].services[slot].due;
    }
    return n;
}

/* His ticket orders him as long as he waits, or may wait again. */
static bool has_ticket(const struct model *m, int c)
{
    const struct client *x = &m->clients[c];
    bool again = is_timed(m->scene) || m->scene->verbs & 1u << PASS;
    return x->queue != NOBODY || (again && x->server != NOBODY);
}

/* ---- clients ---- */

/* What is seen of a client without the names of others. */
static unsigned face(const struct model *m, int c, unsigned due)
{
    const struct client *x = &m->clients[c];
    bool ticket = has_ticket(m, c);
    unsigned order = 0, served = 0;
    for (int k = 0; k < CLIENTS && ticket; k++)
        order += has_ticket(m, k) && m->clients[k].serial < x->serial ? 1 : 0;
    for (int a = 0; a < AGENTS; a++) {
        for (int slot = 0; slot < m->agents[a].load; slot++)
            served |= m->agents[a].services[slot].client == c ? 1u << (a * SLOTS + slot) : 0;
        served |= m->agents[a].offer == c ? 64u << a : 0;
    }
    return (x->in ? 1u : 0) | (unsigned)(x->queue + 1) << 1 | order << 3 |
           (unsigned)(x->server + 1) << 5 |
           (x->call_back && (x->queue != NOBODY || x->server != NOBODY) ? 128u : 0) | due << 8 |
           served << 13;
}

static void faces_of(const struct model *m, unsigned faces[CLIENTS])
{
    const struct timer *all[TIMERS];
    size_t count = timers_of(m, all);
    for (int c = 0; c < CLIENTS; c++)
        faces[c] = face(m, c, rank_of(all, count, &m->clients[c].due));
}

void key_order(const struct model *m, struct order *o)
{
    unsigned faces[CLIENTS];
    faces_of(m, faces);
    for (uint8_t c = 0; c < CLIENTS; c++) {
        uint8_t at = c;
        while (c < m->scene->clients && at > 0 &&
               client_priority[o->at[at - 1]] == client_priority[c] &&
               faces[o->at[at - 1]] > faces[c]) {
            o->at[at] = o->at[at - 1];
            at--;
        }
        o->at[at] = c;
    }
    for (uint8_t at = 0; at < CLIENTS; at++)
        o->of[o->at[at]] = at;
}

/* ---- agents ---- */

/* How many of the others are before him, by which moment. */
static unsigned idle_rank(const struct model *m, const struct agent *x)
{
    unsigned n = 0;
    for (int k = 0; k < AGENTS; k++) {
        const struct agent *y = &m->agents[k];
        n += x->status == IS_WAITING && y->status == IS_WAITING && y->in &&
                     (y->idle_since < x->idle_since ||
                      (y->idle_since == x->idle_since && y->came < x->came))
                 ? 1
                 : 0;
    }
    return n;
}

static unsigned came_rank(const struct model *m, const struct agent *x)
{
    unsigned n = 0;
    for (int k = 0; k < AGENTS && x->in && is_timed(m->scene); k++)
        n += m->agents[k].in && m->agents[k].came < x->came ? 1 : 0;
    return n;
}

static unsigned turn_rank(const struct model *m, const struct agent *x)
{
    unsigned n = 0;
    for (int k = 0; k < AGENTS && m->scene->rooms && x->load; k++)
        n += m->agents[k].load && m->agents[k].turn < x->turn ? 1 : 0;
    return n;
}

static unsigned offer_rank(const struct model *m, const struct agent *x)
{
    unsigned n = 0;
    for (int k = 0; k < AGENTS && x->offer != NOBODY; k++)
        n += m->agents[k].offer != NOBODY && m->agents[k].offered < x->offered ? 1 : 0;
    return n;
}

void key_pack(const struct model *m, const struct order *o, struct key *key)
{
    const struct timer *all[TIMERS];
    size_t count = timers_of(m, all);
    unsigned faces[CLIENTS];
    uint8_t *b = (uint8_t *)key;
    memset(key, 0, sizeof(*key));
    faces_of(m, faces);
    for (int at = 0; at < CLIENTS; at++) {
        for (int i = 0; i < FACE_BYTES; i++)
            *b++ = (uint8_t)(faces[o->at[at]] >> 8 * i);
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        unsigned misses = x->misses < 3 ? x->misses : 3; /* all above the rule's are alike */
        *b++ = (uint8_t)((x->in ? 1 : 0) | x->status << 1 | (x->wish + 1) << 3 | misses << 6);
        *b++ = (uint8_t)(idle_rank(m, x) | came_rank(m, x) << 2 | turn_rank(m, x) << 4 |
                         offer_rank(m, x) << 6);
        *b++ = (uint8_t)(rank_of(all, count, &x->due));
        *b++ = (uint8_t)(x->offer == NOBODY ? 0 : o->of[x->offer] + 1);
        for (int slot = 0; slot < SLOTS; slot++) {
            const struct service *s = &x->services[slot];
            bool is = slot < x->load;
            *b++ = (uint8_t)(is ? (o->of[s->client] + 1) | s->from << 3 | (s->with ? 16 : 0) |
                                      (s->talking ? 32 : 0)
                                : 0);
            *b++ = (uint8_t)(is ? rank_of(all, count, &s->due) : 0);
        }
    }
}

/* ---- and back ---- */

static unsigned byte_of(const struct key *key, size_t at)
{
    return ((const uint8_t *)key)[at];
}

/* The rank with its bit, wherever it is. */
static unsigned rank_at(const struct key *key, size_t i)
{
    const size_t agents = CLIENTS * FACE_BYTES;
    if (i < CLIENTS)
        return byte_of(key, i * FACE_BYTES + 1) & 31;
    i -= CLIENTS;
    if (i < AGENTS)
        return byte_of(key, agents + i * AGENT_BYTES + 2);
    i -= AGENTS;
    return byte_of(key, agents + i / SLOTS * AGENT_BYTES + 5 + i % SLOTS * 2);
}

/* Timers of one moment have one again: that of the first of them. */
static struct timer timer_of(const struct key *key, unsigned rank)
{
    unsigned at = rank & 15;
    bool tied = rank & 16;
    if (rank == 0)
        return (struct timer){0, 0};
    while (tied) {
        at--;
        for (size_t i = 0; i < CLIENTS + AGENTS + AGENTS * SLOTS; i++) {
            if ((rank_at(key, i) & 15) == at)
                tied = rank_at(key, i) & 16;
        }
    }
    return (struct timer){at * LONG_US / 16, rank & 15};
}

void key_unpack(const struct key *key, const struct scene *s, struct model *m)
{
    const uint8_t *b = (const uint8_t *)key;
    model_begin(m, s);
    m->clock = m->seq = 32;
    m->quiet = true;
    for (int c = 0; c < CLIENTS; c++, b += FACE_BYTES) {
        m->clients[c] = (struct client){.in = b[0] & 1,
                                        .queue = (b[0] >> 1 & 3) - 1,
                                        .serial = b[0] >> 3 & 3,
                                        .server = (b[0] >> 5 & 3) - 1,
                                        .call_back = b[0] & 128,
                                        .due = timer_of(key, b[1] & 31)};
    }
    for (int a = 0; a < AGENTS; a++, b += AGENT_BYTES) {
        struct agent *x = &m->agents[a];
        *x = (struct agent){.in = b[0] & 1,
                            .status = b[0] >> 1 & 3,
                            .wish = (b[0] >> 3 & 7) - 1,
                            .misses = b[0] >> 6,
                            .idle_since = b[1] & 3,
                            .came = b[1] >> 2 & 3,
                            .turn = b[1] >> 4 & 3,
                            .offered = b[1] >> 6,
                            .due = timer_of(key, b[2]),
                            .offer = b[3] - 1};
        for (int slot = 0; slot < SLOTS; slot++) {
            const uint8_t *v = &b[4 + 2 * slot];
            if (v[0] == 0)
                break;
            x->services[slot] = (struct service){.client = (v[0] & 7) - 1,
                                                 .from = v[0] >> 3 & 1,
                                                 .with = v[0] & 16,
                                                 .talking = v[0] & 32,
                                                 .due = timer_of(key, v[1])};
            x->load++;
        }
        x->shown = is_automatic(s, a) &&
                   ((x->status == IS_WAITING && x->offer == NOBODY) || model_has_room(m, a));
    }
}
