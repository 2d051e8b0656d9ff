/* SPDX-License-Identifier: Apache-2.0 */
/*
 * First the model alone, breadth first: which states there are. Then the engine walks through the
 * graph: from where it is along a verb that has not been tried there, or, when all have, from the
 * beginning to a state where one has not.
 */
#include "pl_test.h"

#include "core/counter/model/model.h"

enum { SEARCH_BITS = 22, DEEP = 250 };

/* ---- the verbs of a scene ---- */

static void add_act(struct scene *s, bool of_client, enum what what, int who, int arg)
{
    if (!(s->verbs & 1u << what))
        return;
    assert_true(s->act_count < ACTS_MAX);
    s->index[of_client][what][who][arg] = (uint8_t)s->act_count;
    s->acts[s->act_count++] = (struct act){(uint8_t)what, (uint8_t)who, (uint8_t)arg, of_client};
}

static void make_client_acts(struct scene *s, int c)
{
    add_act(s, true, COME, c, 0);
    add_act(s, true, GO, c, 0);
    add_act(s, true, GONE, c, 0);
    for (int i = 0; i < 2; i++) {
        add_act(s, true, ENTER, c, i);
        add_act(s, true, LEAVE, c, i);
        add_act(s, true, CALL_BACK, c, i);
    }
}

static void make_agent_acts(struct scene *s, int a)
{
    for (int status = 0; status < 4; status++) {
        if (s->status & 1u << status)
            add_act(s, false, STATUS, a, status);
    }
    if (s->goers & 1u << a) {
        add_act(s, false, COME, a, 0);
        add_act(s, false, GO, a, 0);
    }
    add_act(s, false, REQUEST, a, 0);
    add_act(s, false, FINISH, a, 0);
    add_act(s, false, FINISH_NEWEST, a, 0);
    add_act(s, false, TALK, a, 0);
    for (int c = 0; c < s->clients; c++)
        add_act(s, false, START, a, c);
    for (int q = 0; q < QUEUES; q++)
        add_act(s, false, PASS, a, q);
    for (int b = 0; b < s->agents; b++)
        add_act(s, false, HAND, a, b);
}

static void make_acts(struct scene *s)
{
    for (int c = 0; c < s->clients; c++)
        make_client_acts(s, c);
    for (int a = 0; a < s->agents; a++)
        make_agent_acts(s, a);
    add_act(s, false, TIME, 0, 0);
}

/* ---- which states there are ---- */

struct state {
    struct key key;
    uint64_t tried[2]; /* bits of acts, with the clients in their places */
    uint32_t from;     /* reached from this state ... */
    uint8_t act;       /* ... by this act */
    uint8_t depth;
    uint8_t useless; /* so many acts, the first ones, lead to where all has been tried */
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
    for (size_t i = 0; i < sizeof(key->words) / sizeof(key->words[0]); i++)
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
    struct state next = {.from = from, .act = (uint8_t)act, .depth = (uint8_t)depth};
    struct order o;
    uint32_t *slot;
    key_order(m, &o);
    key_pack(m, &o, &next.key);
    slot = slot_of(s, &next.key);
    if (*slot)
        return;
    if (s->count == s->room) {
        s->room = s->room ? 2 * s->room : 4096;
        s->states = realloc(s->states, s->room * sizeof(*s->states));
        assert_non_null(s->states);
    }
    assert_true(s->count < (size_t)3 << (SEARCH_BITS - 2));
    s->states[s->count++] = next;
    *slot = (uint32_t)s->count;
}

static void find_states(struct search *search, const struct scene *s, struct model *first)
{
    first->quiet = true;
    add_state(search, first, 0, 0, 0);
    for (size_t i = 0; i < search->count && search->states[i].depth < s->depth; i++) {
        struct model here;
        key_unpack(&search->states[i].key, s, &here);
        for (size_t act = 0; act < s->act_count; act++) {
            struct model m = here;
            (void)model_act(&m, &s->acts[act]);
            add_state(search, &m, (uint32_t)i, act, search->states[i].depth + 1u);
        }
        search->inner = i + 1;
    }
    first->quiet = false;
}

/* ---- the engine goes through all of them ---- */

struct walk {
    struct desk *d;
    const struct scene *s;
    struct search *search;
    struct ledger ledger;
    struct model m;
    struct order o;
    struct state *here;
    struct state *at; /* the same; NULL: beyond the depth */
    size_t tried, steps, next;
};

/* The act with the clients of a key in the places of this order; and the other way round. */
static size_t renamed(const struct scene *s, size_t act, const uint8_t *names)
{
    const struct act *a = &s->acts[act];
    uint8_t who = a->of_client ? names[a->who] : a->who;
    uint8_t arg = a->what == START ? names[a->arg] : a->arg;
    return s->index[a->of_client][a->what][who][arg];
}

static void look_where(struct walk *w)
{
    struct key key;
    uint32_t found;
    key_order(&w->m, &w->o);
    key_pack(&w->m, &w->o, &key);
    found = *slot_of(w->search, &key);
    assert_true(found != 0); /* else a key does not say all that matters */
    w->here = &w->search->states[found - 1];
    w->at = found <= w->search->inner ? w->here : NULL;
}

static void go(struct walk *w, size_t act)
{
    if (w->at) {
        size_t place = renamed(w->s, act, w->o.of);
        uint64_t bit = UINT64_C(1) << (place & 63);
        w->tried += w->at->tried[place >> 6] & bit ? 0 : 1;
        w->at->tried[place >> 6] |= bit;
    }
    real_try(w->d, &w->ledger, &w->m, &w->s->acts[act]);
    w->steps++;
    look_where(w);
}

/* The first act that has not been tried there; act_count: none. */
static size_t untried(const struct scene *s, const struct state *state)
{
    size_t place = 0;
    while (place < s->act_count && state->tried[place >> 6] >> (place & 63) & 1)
        place++;
    return place;
}

/* Where this act would lead, with a client's name of the model; NULL: beyond the depth. */
static const struct state *beside(const struct walk *w, size_t act)
{
    struct model m = w->m;
    struct key key;
    struct order o;
    uint32_t found;
    m.quiet = true;
    (void)model_act(&m, &w->s->acts[act]);
    key_order(&m, &o);
    key_pack(&m, &o, &key);
    found = *slot_of(w->search, &key);
    return found != 0 && found <= w->search->inner ? &w->search->states[found - 1] : NULL;
}

/* An act that leads to a state where something has not been tried; act_count: none does. Far
 * cheaper than to start anew, and most verbs can be undone. What leads nowhere does so for ever. */
static size_t way_on(const struct walk *w)
{
    for (; w->here->useless < w->s->act_count; w->here->useless++) {
        size_t act = renamed(w->s, w->here->useless, w->o.at);
        const struct state *next = beside(w, act);
        if (next && untried(w->s, next) < w->s->act_count)
            return act;
    }
    return w->s->act_count;
}

/* From the beginning to the next state where something has not been tried. False: there is none. */
static bool start_anew(struct walk *w)
{
    uint8_t path[DEEP];
    size_t length = 0;
    uint32_t i;
    while (w->next < w->search->inner &&
           untried(w->s, &w->search->states[w->next]) == w->s->act_count)
        w->next++;
    if (w->next == w->search->inner)
        return false;
    for (i = (uint32_t)w->next; w->search->states[i].depth > 0; i = w->search->states[i].from)
        path[length++] = w->search->states[i].act;
    real_begin(w->d, &w->ledger, &w->m, w->s);
    look_where(w);
    while (length > 0)
        go(w, renamed(w->s, path[--length], w->o.at));
    assert_true(w->at == &w->search->states[w->next]);
    return true;
}

/* act_count: it is to be started anew. */
static size_t next_act(const struct walk *w)
{
    size_t place = w->at ? untried(w->s, w->at) : w->s->act_count;
    if (model_step(&w->m) == 0)
        return w->s->act_count;
    return place < w->s->act_count ? renamed(w->s, place, w->o.at) : way_on(w);
}

/* COUNTER_DEEPER: so many verbs more, by hand. */
static unsigned deeper(unsigned depth)
{
    const char *wish = getenv("COUNTER_DEEPER");
    unsigned sum = depth + (wish ? (unsigned)strtoul(wish, NULL, 10) : 0);
    return sum < DEEP ? sum : DEEP - 1;
}

void explore(struct desk *d, struct scene *s)
{
    struct search search = {.states = NULL};
    struct walk w = {.d = d, .s = s, .search = &search};
    search.table = calloc((size_t)1 << SEARCH_BITS, sizeof(*search.table));
    assert_non_null(search.table);
    s->depth = deeper(s->depth);
    make_acts(s);
    real_begin(d, &w.ledger, &w.m, s);
    find_states(&search, s, &w.m);
    while (start_anew(&w)) {
        size_t act;
        while ((act = next_act(&w)) < s->act_count)
            go(&w, act);
    }
    assert_int_equal(w.tried, search.inner * s->act_count);
    print_message("%zu states within %u verbs, %zu verbs in each of %zu: all tried, %zu steps\n",
                  search.count, s->depth, s->act_count, search.inner, w.steps);
    free(search.states);
    free(search.table);
}
