/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The engine against a model of it that knows nothing of trees, groups and timers: the rules of the
 * manual, person by person, in plain arrays. Explored is every state that the people of a scene can
 * reach within so many verbs, with every verb in it; after each verb the answer, the facts in their
 * order, and every number are those of the model.
 *
 * First the model alone, breadth first: which states there are. A state is what matters for the
 * future (who waits where and in which order, who is served, what agents do), in 24 bytes; clients
 * of one priority are interchangeable, so of states that differ in their names alone there is one.
 * Then the engine walks through the graph: from where it is along a verb that has not been tried
 * there, or, when all have, from the beginning to a state where one has not.
 */
#include "pl_test.h"

#include "core/counter/desk.h"

#include <stdio.h>

enum { AGENTS = 3, CLIENTS = 4, QUEUES = 2, NOBODY = -1, DEEP = 64, TEXT = 1024 };
enum { FIRST_CLIENT = 11, FIRST_AGENT = 21 };

enum what { GO, COME, ENTER, LEAVE, STATUS, REQUEST, FINISH, TALK, START };

struct act {
    uint8_t what, who, arg;
};

/* ---- the model ---- */

struct client {
    bool in;
    int queue; /* NOBODY: none */
    int server;
    unsigned since;
};

struct agent {
    bool in, with, talking;
    int status, client, wish, from;
    unsigned idle_since;
    unsigned done, failed;
};

struct model {
    struct client clients[CLIENTS];
    struct agent agents[AGENTS];
    unsigned clock;
    int live; /* clients of the scene: the others are nobody's like */
    bool quiet;
    size_t used;
    char told[TEXT];
};

static const int32_t queue_ids[QUEUES] = {101, 103};
static const int32_t queue_bits[QUEUES] = {1, 2};
static const int queue_priority[QUEUES] = {0, 0};
static const int client_priority[CLIENTS] = {10, 10, 15, 15};
static const int32_t agent_bits[AGENTS] = {-1, 1, 2};
static const bool automatic[AGENTS] = {true, true, false};

static void tell(struct model *m, const char *format, ...) PL_PRINTF(2, 3);

static void tell(struct model *m, const char *format, ...)
{
    va_list ap;
    int n;
    if (m->quiet)
        return;
    va_start(ap, format);
    n = vsnprintf(m->told + m->used, TEXT - m->used, format, ap);
    va_end(ap);
    assert_true(n > 0 && m->used + (size_t)n < TEXT);
    m->used += (size_t)n;
}

static bool serves(int a, int queue)
{
    return agent_bits[a] == -1 || agent_bits[a] & queue_bits[queue];
}

/* Is c to be served before d? */
static bool before(const struct model *m, int c, int d)
{
    const struct client *x = &m->clients[c], *y = &m->clients[d];
    if (queue_priority[x->queue] != queue_priority[y->queue])
        return queue_priority[x->queue] > queue_priority[y->queue];
    if (client_priority[c] != client_priority[d])
        return client_priority[c] > client_priority[d];
    return x->since < y->since;
}

static int next_client(const struct model *m, int a)
{
    int best = NOBODY;
    for (int c = 0; c < CLIENTS; c++) {
        if (m->clients[c].queue == NOBODY || !serves(a, m->clients[c].queue))
            continue;
        if (best == NOBODY || before(m, c, best))
            best = c;
    }
    return best;
}

static int next_agent(const struct model *m, int queue)
{
    int best = NOBODY;
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        if (!x->in || !automatic[a] || x->status != 1 || !serves(a, queue))
            continue;
        if (best == NOBODY || x->idle_since < m->agents[best].idle_since)
            best = a;
    }
    return best;
}

static void set_status(struct model *m, int a, int status)
{
    if (m->agents[a].status == status)
        return;
    m->agents[a].status = status;
    if (status == 1)
        m->agents[a].idle_since = m->clock;
    tell(m, "%d is %d\n", FIRST_AGENT + a, status);
}

static void let_go(struct model *m, int c)
{
    if (m->clients[c].server != NOBODY)
        m->agents[m->clients[c].server].with = false;
    m->clients[c].server = NOBODY;
}

static void leave_queue(struct model *m, int c, int code)
{
    tell(m, "%d < queue %d %d\n", FIRST_CLIENT + c, queue_ids[m->clients[c].queue], code);
    m->clients[c].queue = NOBODY;
}

static void match(struct model *m, int a, int c)
{
    struct agent *x = &m->agents[a];
    x->from = m->clients[c].queue;
    leave_queue(m, c, 751);
    tell(m, "%d serves %d of %d\n", FIRST_AGENT + a, FIRST_CLIENT + c, queue_ids[x->from]);
    x->client = c;
    x->with = true;
    x->talking = false;
    x->wish = NOBODY;
    m->clients[c].server = a;
    set_status(m, a, 2);
}

static void look(struct model *m, int a)
{
    int c = next_client(m, a);
    if (automatic[a] && m->agents[a].status == 1 && c != NOBODY)
        match(m, a, c);
}

static void end(struct model *m, int a)
{
    struct agent *x = &m->agents[a];
    tell(m, "%d finished %d of %d %s\n", FIRST_AGENT + a, FIRST_CLIENT + x->client,
         queue_ids[x->from], x->talking ? "served" : "failed");
    x->done += x->talking ? 1 : 0;
    x->failed += x->talking ? 0 : 1;
    if (x->with)
        let_go(m, x->client);
    x->client = NOBODY;
    x->talking = false;
}

/* ---- its verbs: the code of each, or NOBODY: it makes no sense now ---- */

static int client_act(struct model *m, const struct act *act)
{
    struct client *x = &m->clients[act->who];
    int c = act->who, a;
    switch (act->what) {
    case COME:
        if (x->in)
            return 100201;
        x->in = true;
        tell(m, "%d > area 1\n", FIRST_CLIENT + c);
        return 0;
    case GO:
        if (!x->in)
            return 9;
        if (x->queue != NOBODY)
            leave_queue(m, c, 0);
        let_go(m, c);
        x->in = false;
        tell(m, "%d < area 1 0\n", FIRST_CLIENT + c);
        return 0;
    case ENTER:
        if (!x->in || x->queue != NOBODY)
            return x->in ? 100202 : 750;
        let_go(m, c);
        x->queue = act->arg;
        x->since = m->clock;
        tell(m, "%d > queue %d\n", FIRST_CLIENT + c, queue_ids[x->queue]);
        a = next_agent(m, x->queue);
        if (a != NOBODY)
            match(m, a, c);
        return 0;
    default: /* LEAVE */
        if (x->queue != act->arg)
            return 750;
        leave_queue(m, c, 0);
        return 0;
    }
}

static int come_or_go(struct model *m, int a, bool comes)
{
    struct agent *x = &m->agents[a];
    if (x->in == comes)
        return comes ? 100201 : 9;
    if (!comes && x->client != NOBODY)
        end(m, a);
    tell(m, comes ? "%d > area 1\n" : "%d < area 1 0\n", FIRST_AGENT + a);
    *x = (struct agent){.in = comes, .client = NOBODY, .wish = NOBODY};
    return 0;
}

static int agent_act(struct model *m, const struct act *act)
{
    struct agent *x = &m->agents[act->who];
    int a = act->who, c;
    if (act->what == COME || act->what == GO)
        return come_or_go(m, a, act->what == COME);
    if (!x->in)
        return 228;
    switch (act->what) {
    case STATUS:
        if (x->client != NOBODY) {
            x->wish = act->arg == 2 ? NOBODY : act->arg;
            return 0;
        }
        set_status(m, a, act->arg);
        look(m, a);
        return 0;
    case FINISH:
        if (x->client == NOBODY && x->status != 2)
            return 0;
        if (x->client != NOBODY)
            end(m, a);
        set_status(m, a, x->wish == NOBODY ? 1 : x->wish);
        x->wish = NOBODY;
        look(m, a);
        return 0;
    case REQUEST:
    case START:
        if (x->client != NOBODY)
            return 16;
        c = act->what == REQUEST ? next_client(m, a) : act->arg;
        if (c == NOBODY)
            return 9;
        if (m->clients[c].queue == NOBODY || !serves(a, m->clients[c].queue))
            return 205;
        match(m, a, c);
        return 0;
    default: /* TALK with whom he serves */
        x->talking = x->talking || x->with;
        return 0;
    }
}

/* ---- the same to the engine ---- */

static int real_client(struct desk *d, const struct act *act)
{
    int32_t user = FIRST_CLIENT + act->who;
    switch (act->what) {
    case COME:
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, -1, 0);
    case ENTER:
        return pl_counter_enter_queue(d->e, d->now, user, queue_ids[act->arg]);
    default:
        return pl_counter_leave_queue(d->e, d->now, user, queue_ids[act->arg], 0);
    }
}

static int real_agent(struct desk *d, const struct act *act)
{
    int32_t user = FIRST_AGENT + act->who;
    const struct pl_counter_person *p = pl_counter_person_of(d->e, user);
    switch (act->what) {
    case COME:
        return pl_counter_enter_area(d->e, d->now, user, 1);
    case GO:
        return pl_counter_leave_area(d->e, d->now, user, 1, 0);
    case STATUS:
        return pl_counter_status(d->e, d->now, user, act->arg);
    case REQUEST:
        return pl_counter_request(d->e, d->now, user);
    case START:
        return pl_counter_start(d->e, d->now, user, FIRST_CLIENT + act->arg);
    case FINISH:
        return pl_counter_finish(d->e, d->now, user);
    default:
        if (!p->agent)
            return 228;
        pl_counter_talk(d->e, d->now, user, p->agent->client);
        return 0;
    }
}

/* ---- the scene ---- */

enum { ACTS_MAX = 64, SEARCH_BITS = 23 };

struct scene {
    int agents, clients;
    unsigned depth; /* states behind so many verbs are not looked into */
    struct act acts[ACTS_MAX];
    bool of_client[ACTS_MAX];
    size_t act_count;
    uint8_t index[2][START + 1][CLIENTS][CLIENTS]; /* of an act; [1]: of clients */
};

static void add_act(struct scene *s, bool of_client, enum what what, int who, int arg)
{
    assert_true(s->act_count < ACTS_MAX);
    s->of_client[s->act_count] = of_client;
    s->index[of_client][what][who][arg] = (uint8_t)s->act_count;
    s->acts[s->act_count++] = (struct act){(uint8_t)what, (uint8_t)who, (uint8_t)arg};
}

static void make_acts(struct scene *s)
{
    for (int c = 0; c < s->clients; c++) {
        add_act(s, true, COME, c, 0);
        add_act(s, true, GO, c, 0);
        for (int q = 0; q < QUEUES; q++) {
            add_act(s, true, ENTER, c, q);
            add_act(s, true, LEAVE, c, q);
        }
    }
    for (int a = 0; a < s->agents; a++) {
        add_act(s, false, COME, a, 0);
        add_act(s, false, GO, a, 0);
        for (int status = 0; status < 4; status++)
            add_act(s, false, STATUS, a, status);
        add_act(s, false, REQUEST, a, 0);
        add_act(s, false, FINISH, a, 0);
        add_act(s, false, TALK, a, 0);
        for (int c = 0; c < s->clients; c++)
            add_act(s, false, START, a, c);
    }
}

static void begin(struct desk *d, struct model *m, int live)
{
    *m = (struct model){.live = live};
    for (int c = 0; c < CLIENTS; c++)
        m->clients[c] = (struct client){.queue = NOBODY, .server = NOBODY};
    for (int a = 0; a < AGENTS; a++)
        m->agents[a] = (struct agent){.client = NOBODY, .wish = NOBODY};
    desk_again(d);
    for (int c = 0; c < CLIENTS; c++)
        (void)desk_number(d, CLIENT, FIRST_CLIENT + c, PL_COUNTER_NUMBER_PRIORITY,
                          client_priority[c]);
    for (int a = 0; a < AGENTS; a++) {
        int32_t flags = PL_COUNTER_AGENT | (automatic[a] ? PL_COUNTER_AUTOMATIC : 0);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_FLAGS, flags);
        (void)desk_number(d, CLIENT, FIRST_AGENT + a, PL_COUNTER_NUMBER_ATTRIBUTE, agent_bits[a]);
    }
    desk_skip(d);
}

/* ---- are they the same? ---- */

static void compare_numbers(const struct desk *d, const struct model *m)
{
    const struct pl_counter_area *area = pl_counter_area_of(d->e, 1);
    uint32_t waiting = 0, starting = 0, agents = 0, people = 0, by_status[4] = {0};
    for (int c = 0; c < CLIENTS; c++) {
        const struct client *x = &m->clients[c];
        const struct pl_counter_person *p = pl_counter_person_of(d->e, FIRST_CLIENT + c);
        int32_t ahead = x->queue == NOBODY ? -1 : 0;
        for (int k = 0; k < CLIENTS && x->queue != NOBODY; k++)
            ahead += k != c && m->clients[k].queue == x->queue && before(m, k, c) ? 1 : 0;
        assert_int_equal(pl_counter_before(p), ahead);
        assert_true((p->area != NULL) == x->in);
        waiting += x->queue != NOBODY ? 1 : 0;
        people += x->in ? 1 : 0;
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        const struct pl_counter_agent *real = pl_counter_person_of(d->e, FIRST_AGENT + a)->agent;
        assert_true((real != NULL) == x->in);
        if (!x->in)
            continue;
        assert_int_equal(real->status, x->status);
        assert_int_equal(real->client, x->client == NOBODY ? 0 : FIRST_CLIENT + x->client);
        assert_int_equal(real->served_count, x->done);
        assert_int_equal(real->failed_count, x->failed);
        by_status[x->status]++;
        starting += x->with && !x->talking ? 1 : 0;
        agents++;
    }
    assert_int_equal(area->waiting, waiting);
    assert_int_equal(area->starting, starting);
    assert_int_equal(area->agent_count, agents);
    assert_int_equal(area->people_count, people + agents);
    assert_memory_equal(area->by_status, by_status, sizeof(by_status));
}

static void try_act(struct desk *d, struct model *m, const struct scene *s, size_t act)
{
    int expected, code;
    m->clock++;
    m->used = 0;
    m->told[0] = '\0';
    d->now += PL_MS(1);
    expected = s->of_client[act] ? client_act(m, &s->acts[act]) : agent_act(m, &s->acts[act]);
    code = s->of_client[act] ? real_client(d, &s->acts[act]) : real_agent(d, &s->acts[act]);
    (void)desk_done(d, 0);
    if (code != expected)
        fail_msg("act %d of %d with %d: %d instead of %d", s->acts[act].what, s->acts[act].who,
                 s->acts[act].arg, code, expected);
    desk_expect(d, m->told);
    compare_numbers(d, m);
}

/* ---- states in few bytes ---- */

struct key {
    uint64_t words[3];
};

/* Which client stands where in a key: by priority, then by all that can be seen of him. */
struct order {
    uint8_t at[CLIENTS]; /* place -> client */
    uint8_t of[CLIENTS]; /* client -> place */
};

/* What is seen of a client without the names of others. */
static unsigned face(const struct model *m, int c)
{
    const struct client *x = &m->clients[c];
    unsigned order = 0, served = 0;
    for (int k = 0; k < CLIENTS && x->queue != NOBODY; k++)
        order += m->clients[k].queue != NOBODY && m->clients[k].since < x->since ? 1 : 0;
    for (int a = 0; a < AGENTS; a++)
        served |= m->agents[a].client == c ? 1u << a : 0;
    return (x->in ? 1u : 0) | (unsigned)(x->queue + 1) << 1 | order << 3 |
           (unsigned)(x->server + 1) << 6 | served << 8;
}

static struct order order_of(const struct model *m)
{
    struct order o;
    unsigned faces[CLIENTS];
    for (uint8_t c = 0; c < CLIENTS; c++) {
        uint8_t at = c;
        faces[c] = face(m, c);
        while (c < m->live && at > 0 && client_priority[o.at[at - 1]] == client_priority[c] &&
               faces[o.at[at - 1]] > faces[c]) {
            o.at[at] = o.at[at - 1];
            at--;
        }
        o.at[at] = c;
    }
    for (uint8_t at = 0; at < CLIENTS; at++)
        o.of[o.at[at]] = at;
    return o;
}

/* The face says all of a client; clients with the same one are the same. */
static void pack(const struct model *m, const struct order *o, struct key *key)
{
    uint8_t *b = (uint8_t *)key;
    memset(key, 0, sizeof(*key));
    for (int at = 0; at < CLIENTS; at++) {
        unsigned f = face(m, o->at[at]);
        *b++ = (uint8_t)f;
        *b++ = (uint8_t)(f >> 8);
    }
    for (int a = 0; a < AGENTS; a++) {
        const struct agent *x = &m->agents[a];
        unsigned order = 0;
        for (int k = 0; k < AGENTS; k++)
            order += x->status == 1 && m->agents[k].status == 1 &&
                             m->agents[k].idle_since < x->idle_since
                         ? 1
                         : 0;
        *b++ = (uint8_t)((x->in ? 1 : 0) | (x->with ? 2 : 0) | (x->talking ? 4 : 0) | order << 4);
        *b++ = (uint8_t)(x->status | (x->wish + 1) << 2);
        *b++ = (uint8_t)((x->client == NOBODY ? 0 : o->of[x->client] + 1) | x->from << 4);
    }
}

/* With the clients in the places of the key. */
static void unpack(const struct key *key, int live, struct model *m)
{
    const uint8_t *b = (const uint8_t *)key;
    *m = (struct model){.clock = 16, .live = live, .quiet = true};
    for (int c = 0; c < CLIENTS; c++) {
        unsigned f = b[0] | (unsigned)b[1] << 8;
        m->clients[c] = (struct client){.in = f & 1,
                                        .queue = (int)(f >> 1 & 3) - 1,
                                        .since = f >> 3 & 7,
                                        .server = (int)(f >> 6 & 3) - 1};
        b += 2;
    }
    for (int a = 0; a < AGENTS; a++) {
        m->agents[a] = (struct agent){.in = b[0] & 1,
                                      .with = b[0] & 2,
                                      .talking = b[0] & 4,
                                      .idle_since = b[0] >> 4,
                                      .status = b[1] & 3,
                                      .wish = (b[1] >> 2) - 1,
                                      .client = (b[2] & 15) - 1,
                                      .from = b[2] >> 4};
        b += 3;
    }
}

/* ---- which states there are ---- */

struct state {
    struct key key;
    uint64_t tried; /* bits of acts, with the clients in their places */
    uint32_t from;  /* reached from this state ... */
    uint8_t act;    /* ... by this act */
    uint8_t depth;
};

struct search {
    struct state *states;
    size_t count, room;
    uint32_t *table; /* index + 1, by hash */
    size_t inner;    /* states that are looked into: the first so many */
};

static uint32_t *slot_of(const struct search *s, const struct key *key)
{
    const size_t mask = ((size_t)1 << SEARCH_BITS) - 1;
    uint64_t hash = 0;
    for (size_t i = 0; i < 3; i++)
        hash = (hash ^ key->words[i]) * UINT64_C(0x9e3779b97f4a7c15) ^ hash >> 29;
    for (hash ^= hash >> 32; s->table[hash & mask]; hash++) {
        if (memcmp(&s->states[s->table[hash & mask] - 1].key, key, sizeof(*key)) == 0)
            break;
    }
    return &s->table[hash & mask];
}

static void add_state(struct search *s, const struct model *m, uint32_t from, size_t act,
                      unsigned depth)
{
    struct order o = order_of(m);
    struct state next = {.from = from, .act = (uint8_t)act, .depth = (uint8_t)depth};
    uint32_t *slot;
    pack(m, &o, &next.key);
    slot = slot_of(s, &next.key);
    if (*slot)
        return;
    if (s->count == s->room) {
        s->room = s->room ? 2 * s->room : 4096;
        s->states = realloc(s->states, s->room * sizeof(*s->states));
        assert_non_null(s->states);
    }
    assert_true(s->count < (size_t)1 << (SEARCH_BITS - 1));
    s->states[s->count++] = next;
    *slot = (uint32_t)s->count;
}

static int model_act(struct model *m, const struct scene *s, size_t act)
{
    m->clock++;
    return s->of_client[act] ? client_act(m, &s->acts[act]) : agent_act(m, &s->acts[act]);
}

static void find_states(struct search *search, const struct scene *s, const struct model *first)
{
    add_state(search, first, 0, 0, 0);
    for (size_t i = 0; i < search->count && search->states[i].depth < s->depth; i++) {
        struct model here;
        unpack(&search->states[i].key, s->clients, &here);
        for (size_t act = 0; act < s->act_count; act++) {
            struct model m = here;
            (void)model_act(&m, s, act);
            add_state(search, &m, (uint32_t)i, act, search->states[i].depth + 1u);
        }
        search->inner = i + 1;
    }
}

/* ---- the engine goes through all of them ---- */

/* The act with the clients of a key in the places of this order; and the other way round. */
static size_t renamed(const struct scene *s, size_t act, const uint8_t *names)
{
    const struct act *a = &s->acts[act];
    uint8_t who = s->of_client[act] ? names[a->who] : a->who;
    uint8_t arg = a->what == START ? names[a->arg] : a->arg;
    return s->index[s->of_client[act]][a->what][who][arg];
}

struct walk {
    struct desk *d;
    const struct scene *s;
    struct search *search;
    struct model m;
    struct order o;
    struct state *at; /* NULL: beyond the depth */
    size_t tried, steps, next;
};

static void look_where(struct walk *w)
{
    struct key key;
    uint32_t found;
    w->o = order_of(&w->m);
    pack(&w->m, &w->o, &key);
    found = *slot_of(w->search, &key);
    assert_true(found != 0);
    w->at = found <= w->search->inner ? &w->search->states[found - 1] : NULL;
}

static void go(struct walk *w, size_t act)
{
    if (w->at) {
        uint64_t bit = UINT64_C(1) << renamed(w->s, act, w->o.of);
        w->tried += w->at->tried & bit ? 0 : 1;
        w->at->tried |= bit;
    }
    try_act(w->d, &w->m, w->s, act);
    w->steps++;
    look_where(w);
}

static bool is_done(const struct walk *w, const struct state *state)
{
    uint64_t all = w->s->act_count == 64 ? UINT64_MAX : (UINT64_C(1) << w->s->act_count) - 1;
    return state->tried == all;
}

/* From the beginning to the next state where something has not been tried. False: there is none. */
static bool start_anew(struct walk *w)
{
    uint8_t path[DEEP];
    size_t length = 0;
    uint32_t i;
    while (w->next < w->search->inner && is_done(w, &w->search->states[w->next]))
        w->next++;
    if (w->next == w->search->inner)
        return false;
    for (i = (uint32_t)w->next; w->search->states[i].depth > 0; i = w->search->states[i].from)
        path[length++] = w->search->states[i].act;
    begin(w->d, &w->m, w->s->clients);
    look_where(w);
    while (length > 0)
        go(w, renamed(w->s, path[--length], w->o.at));
    assert_true(w->at == &w->search->states[w->next]);
    return true;
}

static void explore(struct desk *d, struct scene *s)
{
    struct search search = {.states = NULL};
    struct walk w = {.d = d, .s = s, .search = &search};
    struct model first;
    search.table = calloc((size_t)1 << SEARCH_BITS, sizeof(*search.table));
    assert_true(search.table && s->depth < DEEP);
    make_acts(s);
    begin(d, &first, s->clients);
    first.quiet = true;
    find_states(&search, s, &first);
    while (start_anew(&w)) {
        while (w.at && !is_done(&w, w.at)) {
            size_t place = 0;
            while (w.at->tried >> place & 1)
                place++;
            go(&w, renamed(s, place, w.o.at));
        }
    }
    assert_int_equal(w.tried, search.inner * s->act_count);
    print_message("%zu states within %u verbs, %zu verbs in each of %zu: all tried, %zu steps\n",
                  search.count, s->depth, s->act_count, search.inner, w.steps);
    free(search.states);
    free(search.table);
}

/* COUNTER_DEPTH: deeper, by hand. */
static unsigned depth_of(unsigned otherwise)
{
    const char *wish = getenv("COUNTER_DEPTH");
    return wish ? (unsigned)strtoul(wish, NULL, 10) : otherwise;
}

/* One automatic agent and two clients: all that there is. */
static void one_agent(void **state)
{
    struct scene s = {.agents = 1, .clients = 2, .depth = DEEP - 1};
    explore(*state, &s);
}

static void two_agents(void **state)
{
    struct scene s = {.agents = 2, .clients = 3, .depth = depth_of(8)};
    explore(*state, &s);
}

static void three_agents_four_clients(void **state)
{
    struct scene s = {.agents = AGENTS, .clients = CLIENTS, .depth = depth_of(9)};
    explore(*state, &s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        desk_test(one_agent),
        desk_test(two_agents),
        desk_test(three_agents_four_clients),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
