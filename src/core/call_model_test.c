/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The machine of calls against a model of it that knows nothing of sessions, timers and memory:
 * what the table of the manual (5.2.4) says, user by user. Explored are every state that two, three
 * and four users can reach with every thing that can happen in it, and for two and three users
 * every sequence to a fixed depth (PL_CALL_DEPTH=1 in the environment: one step deeper, and so on).
 * After each step all have been told exactly what the model says, in its order, and both ends of a
 * call are at the same point.
 */
#include "pl_test.h"

#include "core/story.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_USERS = 4, MAX_DEPTH = 10, TEXT = 1024 };

enum point { FREE, RINGS, RUNG, CALLED_OUT, CALLED_IN }; /* the last two: talking, and who called */

enum what { REQUEST, ACCEPT, REFUSE, CANCEL, FINISH, GO, COME, TIME };

struct act {
    enum what what;
    int who;
    int whom;
};

/* ---- the model ---- */

struct model {
    int users;
    enum point at[MAX_USERS + 1];
    int with[MAX_USERS + 1];
    bool here[MAX_USERS + 1];
    unsigned since[MAX_USERS + 1]; /* of a caller: in which order they ring */
    unsigned clock;
    char told[TEXT]; /* by the step in progress */
};

static void tell(struct model *m, int to, const char *what, int user, int code)
{
    size_t used = strlen(m->told);
    int n = snprintf(m->told + used, TEXT - used, "%d %s %d %d\n", to, what, user, code);
    assert_true(n > 0 && used + (size_t)n < TEXT);
}

static void set(struct model *m, int caller, enum point a, int called, enum point b)
{
    m->at[caller] = a;
    m->at[called] = b;
    m->with[caller] = a == FREE ? 0 : called;
    m->with[called] = b == FREE ? 0 : caller;
}

static void request(struct model *m, int a, int b)
{
    if (m->at[a] == RINGS && m->with[a] == b)
        return;
    if (m->at[a] != FREE) {
        tell(m, a, "answered", b, 100103);
    } else if (!m->here[b]) {
        tell(m, a, "answered", b, 100102);
    } else if (m->at[b] != FREE) {
        tell(m, a, "answered", b, 100103);
    } else {
        set(m, a, RINGS, b, RUNG);
        m->since[a] = ++m->clock;
        tell(m, b, "requested", a, 0);
        tell(m, a, "answered", b, 0);
    }
}

static void finish(struct model *m, int a, int code)
{
    bool mine = m->at[a] == RINGS || m->at[a] == CALLED_OUT;
    int caller = mine ? a : m->with[a], called = mine ? m->with[a] : a;
    tell(m, caller, "finished", called, code);
    tell(m, called, "finished", caller, code);
    set(m, caller, FREE, called, FREE);
}

static void answer(struct model *m, int a, int b, int code)
{
    if (m->at[a] == CALLED_OUT && code == 100101) {
        finish(m, a, code);
    } else if (m->at[a] == RUNG && code == 0) {
        set(m, b, CALLED_OUT, a, CALLED_IN);
        tell(m, b, "started", a, 0);
        tell(m, a, "started", b, 0);
    } else if (m->at[a] == RUNG || (m->at[a] == RINGS && code != 0)) {
        tell(m, b, "answered", a, code);
        set(m, a, FREE, b, FREE);
    }
}

static void go(struct model *m, int a)
{
    int b = m->with[a];
    m->here[a] = false;
    if (m->at[a] == FREE)
        return;
    tell(m, b, m->at[a] >= CALLED_OUT ? "finished" : "answered", a, 100106);
    set(m, a, FREE, b, FREE);
}

/* A minute is over for whoever rings; who rang first hears it first. */
static void time_passes(struct model *m)
{
    for (;;) {
        int first = 0;
        for (int a = 1; a <= m->users; a++) {
            if (m->at[a] == RINGS && (first == 0 || m->since[a] < m->since[first]))
                first = a;
        }
        if (first == 0)
            return;
        tell(m, first, "answered", m->with[first], 100105);
        tell(m, m->with[first], "answered", first, 100105);
        set(m, first, FREE, m->with[first], FREE);
    }
}

/* False: it cannot happen now. */
static bool model_step(struct model *m, const struct act *act)
{
    int a = act->who, b = act->whom;
    m->told[0] = '\0';
    if (act->what != TIME && m->here[a] != (act->what != COME))
        return false;
    switch (act->what) {
    case REQUEST:
        request(m, a, b);
        break;
    case ACCEPT:
    case REFUSE:
    case CANCEL:
        if (m->with[a] == b)
            answer(m, a, b, act->what == ACCEPT ? 0 : act->what == REFUSE ? 100104 : 100101);
        break;
    case FINISH:
        if (m->with[a] == b)
            finish(m, a, 0);
        break;
    case GO:
        go(m, a);
        break;
    case COME:
        m->here[a] = true;
        break;
    case TIME:
        time_passes(m);
        break;
    }
    return true;
}

static void model_init(struct model *m, int users)
{
    memset(m, 0, sizeof(*m));
    m->users = users;
    for (int a = 1; a <= users; a++)
        m->here[a] = true;
}

/* ---- the same in the core ---- */

static uint64_t link_of[MAX_USERS + 1];
static uint64_t last_link;

static void come(struct story *st, int user)
{
    char name[8];
    snprintf(name, sizeof(name), "u%d", user);
    link_of[user] = ++last_link;
    story_user(st, last_link, name);
}

static void core_init(struct story *st, int users)
{
    story_begin(st);
    last_link = 0;
    for (int a = 1; a <= users; a++)
        come(st, a);
}

static void core_step(struct story *st, const struct act *act)
{
    static const int codes[] = {[ACCEPT] = 0, [REFUSE] = 100104, [CANCEL] = 100101};
    static const char words[] = ",'flags':0,'param':0,'text':''}";
    uint64_t link = link_of[act->who];
    char json[128];
    story_skip(st);
    switch (act->what) {
    case REQUEST:
        snprintf(json, sizeof(json), "{'t':'call_request','user':%d%s", act->whom, words);
        story_say(st, link, json);
        break;
    case ACCEPT:
    case REFUSE:
    case CANCEL:
        snprintf(json, sizeof(json), "{'t':'call_answer','user':%d,'code':%d%s", act->whom,
                 codes[act->what], words);
        story_say(st, link, json);
        break;
    case FINISH:
        snprintf(json, sizeof(json), "{'t':'call_finish','user':%d,'code':0%s", act->whom, words);
        story_say(st, link, json);
        break;
    case GO:
        story_say(st, link, "{'t':'logout'}");
        break;
    case COME:
        come(st, act->who);
        break;
    case TIME:
        story_wait(st, PL_SEC(61));
        break;
    }
}

static int number_after(const char *line, const char *key)
{
    const char *at = strstr(line, key), *end = strchr(line, '\n');
    return at && at < end ? atoi(at + strlen(key)) : 0;
}

static int user_of(uint64_t link, int users)
{
    for (int a = 1; a <= users; a++) {
        if (link_of[a] == link)
            return a;
    }
    return 0;
}

/* What the trace says of calls, in the words of the model. */
static void core_told(struct story *st, int users, char told[TEXT])
{
    size_t used = 0;
    int room = 0;
    told[0] = '\0';
    for (const char *line = st->trace; *line; line = strchr(line, '\n') + 1) {
        unsigned long long link;
        char what[16];
        int n;
        if (sscanf(line, "%llu< {'t':'call_%15[a-z]'", &link, what) != 2)
            continue;
        n = snprintf(told + used, TEXT - used, "%d %s %d %d\n", user_of(link, users), what,
                     number_after(line, "'user':"), number_after(line, "'code':"));
        assert_true(n > 0 && used + (size_t)n < TEXT);
        used += (size_t)n;
        if (strcmp(what, "started") != 0)
            continue;
        if (room == 0)
            room = number_after(line, "'room':");
        assert_true(room > 100000000 && number_after(line, "'room':") == room); /* the same one */
    }
}

/* ---- exploring ---- */

struct acts {
    struct act list[128];
    size_t count;
};

static void all_acts(struct acts *acts, int users)
{
    acts->count = 0;
    for (int a = 1; a <= users; a++) {
        for (int b = 1; b <= users; b++) {
            for (int what = REQUEST; what <= FINISH && a != b; what++)
                acts->list[acts->count++] = (struct act){(enum what)what, a, b};
        }
        acts->list[acts->count++] = (struct act){GO, a, 0};
        acts->list[acts->count++] = (struct act){COME, a, 0};
    }
    acts->list[acts->count++] = (struct act){TIME, 0, 0};
}

static void fail_at(const struct acts *acts, const uint8_t *path, size_t depth, const char *model,
                    const char *core)
{
    for (size_t i = 0; i < depth; i++) {
        const struct act *act = &acts->list[path[i]];
        print_message("what=%d who=%d whom=%d\n", (int)act->what, act->who, act->whom);
    }
    fail_msg("the model:\n%sthe core:\n%s", model, core);
}

/* Plays a path from the beginning in both worlds; false: it cannot be. */
static bool play(struct story *st, const struct acts *acts, int users, const uint8_t *path,
                 size_t depth, struct model *m)
{
    char told[TEXT];
    size_t i;
    model_init(m, users);
    for (i = 0; i < depth; i++) {
        if (!model_step(m, &acts->list[path[i]]))
            return false;
    }
    model_init(m, users);
    core_init(st, users);
    for (i = 0; i < depth; i++) {
        (void)model_step(m, &acts->list[path[i]]);
        core_step(st, &acts->list[path[i]]);
        core_told(st, users, told);
        if (strcmp(told, m->told) != 0)
            fail_at(acts, path, i + 1, m->told, told);
    }
    pl_core_destroy(st->core);
    st->core = NULL;
    return true;
}

/* A state as a number below 50^users. */
static size_t state_number(const struct model *m)
{
    size_t number = 0;
    for (int a = 1; a <= m->users; a++)
        number = number * 50 + ((size_t)m->at[a] * 5 + (size_t)m->with[a]) * 2 + m->here[a];
    return number;
}

struct place {
    uint8_t path[MAX_DEPTH];
    size_t depth;
};

/* Every state that can be reached, with everything that can happen in it. */
static size_t explore(struct story *st, int users)
{
    enum { PLACES = 1000 };
    struct place *places = calloc(PLACES, sizeof(*places));
    bool *seen = calloc(50u * 50u * 50u * 50u, sizeof(*seen));
    struct acts acts;
    struct model m;
    size_t count = 1;
    assert_true(places && seen);
    all_acts(&acts, users);
    model_init(&m, users);
    seen[state_number(&m)] = true;
    for (size_t next = 0; next < count; next++) {
        struct place from = places[next];
        assert_true(from.depth < MAX_DEPTH);
        for (size_t i = 0; i < acts.count; i++) {
            from.path[from.depth] = (uint8_t)i;
            if (!play(st, &acts, users, from.path, from.depth + 1, &m) || seen[state_number(&m)])
                continue;
            seen[state_number(&m)] = true;
            assert_true(count < PLACES);
            places[count] = from;
            places[count++].depth = from.depth + 1;
        }
    }
    free(places);
    free(seen);
    return count;
}

/* Each of two is here or not, and they are free, or one of them calls: it rings, or they talk. */
static void two_users_in_every_state(void **state)
{
    assert_int_equal(explore(*state, 2), 4 + 4);
}

static void three_users_in_every_state(void **state)
{
    assert_int_equal(explore(*state, 3), 8 + 3 * 4 * 2);
}

static void four_users_in_every_state(void **state)
{
    assert_int_equal(explore(*state, 4), 16 + 6 * 4 * 4 + 3 * 4 * 4);
}

static void every_sequence(struct story *st, int users, size_t depth)
{
    struct acts acts;
    struct model m;
    uint8_t path[MAX_DEPTH] = {0};
    size_t i = 0;
    all_acts(&acts, users);
    while (i < depth) {
        (void)play(st, &acts, users, path, depth, &m);
        for (i = 0; i < depth && ++path[i] == acts.count; i++)
            path[i] = 0;
    }
}

/* How many steps deeper than usual. */
static size_t deeper(void)
{
    const char *text = getenv("PL_CALL_DEPTH");
    int steps = text ? atoi(text) : 0;
    return steps > 0 && steps < MAX_DEPTH - 4 ? (size_t)steps : 0;
}

static void every_sequence_of_two(void **state)
{
    every_sequence(*state, 2, 3 + deeper());
}

static void every_sequence_of_three(void **state)
{
    every_sequence(*state, 3, 2 + deeper());
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(two_users_in_every_state),  story_test(three_users_in_every_state),
        story_test(four_users_in_every_state), story_test(every_sequence_of_two),
        story_test(every_sequence_of_three),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
