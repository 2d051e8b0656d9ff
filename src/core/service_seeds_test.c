/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Services in any order, with links that break and users who go: whatever pages say, nobody has a
 * media link that what he and the others were told does not allow. pl_core_check() looks at the
 * inside after every step; here is only what goes out.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/story.h"

#include <stdio.h>

enum { USERS = 6, LINKS = 64, ROUNDS = 500, SEEDS = 40, FIRST_ROOM = 100000001 };

static const char *const names[USERS + 1] = {"", "ann", "bob", "cat", "dan", "eve", "fay"};
static const int flags[USERS + 1] = {0, 0, 2, 18, 6, 0, 2};

static const struct pl_core_place areas[] = {
    {1, &(const struct pl_counter_setup){.name = "Office"}},
};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 1, .rules = {.answer_us = PL_SEC(40)}}},
    {102, &(const struct pl_counter_setup){.area = 1, .rules = {.max_length = 1}}},
};
static const struct pl_bytes bosses[] = {{(const uint8_t *)"dan", 3}};

/* What one was told last of the service that he is in. */
struct told {
    int client, agent;
    bool held, listens, whispers;
};

struct world {
    struct story *st;
    struct pl_prng rng;
    uint64_t link[USERS + 1]; /* 0: cut */
    uint64_t first[USERS + 1];
    uint64_t next_link;
    int seq[USERS + 1]; /* of the newest message that has come */
    struct told told[USERS + 1];
    bool on[USERS + 1][USERS + 1]; /* [who hears][whom], by sound */
    int room;                      /* the newest of a call */
    unsigned handed, watched, held;
};

static int die(struct world *w, unsigned n)
{
    return (int)pl_prng_below(&w->rng, n);
}

static int number(const char *line, const char *end, const char *key)
{
    const char *at = strstr(line, key);
    return at && at < end ? atoi(at + strlen(key)) : 0;
}

static bool has(const char *line, const char *end, const char *what)
{
    const char *at = strstr(line, what);
    return at && at < end;
}

static int user_on(const struct world *w, uint64_t link)
{
    for (int user = 1; user <= USERS; user++) {
        if (w->link[user] == link)
            return user;
    }
    return 0;
}

/* ---- what goes out ---- */

static void hear(struct world *w, int user, const char *line, const char *end)
{
    struct told *t = &w->told[user];
    int seq = number(line, end, "'seq':");
    w->seq[user] = seq > w->seq[user] ? seq : w->seq[user];
    if (has(line, end, "'t':'service',")) {
        *t = (struct told){.client = number(line, end, "'client':"),
                           .agent = number(line, end, "'agent':"),
                           .held = has(line, end, "'held':true"),
                           .listens = has(line, end, "'role':'listener','parties'"),
                           .whispers = has(line, end, "'role':'whisperer','parties'")};
        w->watched += t->listens || t->whispers;
        w->held += t->held;
    } else if (has(line, end, "'t':'service_over'")) {
        if (number(line, end, "'client':") == t->client)
            *t = (struct told){0};
    } else if (has(line, end, "'t':'call_started'")) {
        w->room = number(line, end, "'room':");
    } else if (has(line, end, "'t':'call_moved'")) {
        w->handed++;
    }
}

/* Sessions are numbered from 1 in the order of their users, and stay. */
static void link_line(struct world *w, const char *line, const char *end)
{
    int watcher = number(line, end, "subscriber="), publisher = number(line, end, "publisher=");
    assert_true(watcher >= 1 && watcher <= USERS && publisher >= 1 && publisher <= USERS);
    w->on[watcher][publisher] = has(line, end, " on");
}

static void may_hear(const struct world *w, int watcher, int publisher)
{
    const struct told *a = &w->told[watcher], *p = &w->told[publisher];
    if (p->listens)
        fail_msg("%d hears the listener %d:\n%s", watcher, publisher, w->st->trace);
    if (p->whispers && watcher != p->agent)
        fail_msg("%d hears %d whisper to %d:\n%s", watcher, publisher, p->agent, w->st->trace);
    if ((a->held && a->client == watcher) || (p->held && p->client == publisher))
        fail_msg("%d hears %d: on hold:\n%s", watcher, publisher, w->st->trace);
}

static void look(struct world *w)
{
    for (const char *at = w->st->trace; *at; at = strchr(at, '\n') + 1) {
        const char *end = strchr(at, '\n');
        uint64_t link = strtoull(at, NULL, 10);
        int user = link ? user_on(w, link) : 0;
        if (user)
            hear(w, user, at, end);
        if (strncmp(at, "link subscriber=", 16) == 0 && has(at, end, "kind=audio"))
            link_line(w, at, end);
    }
    for (int a = 1; a <= USERS; a++) {
        for (int p = 1; p <= USERS; p++) {
            if (w->on[a][p])
                may_hear(w, a, p);
        }
    }
    story_skip(w->st);
}

/* ---- what pages say ---- */

static void say(struct world *w, int user, const char *format, ...) PL_PRINTF(3, 4);

static void say(struct world *w, int user, const char *format, ...)
{
    char json[256];
    va_list ap;
    if (!w->link[user])
        return;
    va_start(ap, format);
    vsnprintf(json, sizeof(json), format, ap);
    va_end(ap);
    story_say(w->st, w->link[user], json);
    look(w);
}

static void comes(struct world *w, int user)
{
    say(w, user, "{'t':'object_set','type':8,'object':%d,'info':7,'number':%d}", user, flags[user]);
    say(w, user, "{'t':'state','camera':0,'mic':1}");
    say(w, user, "{'t':'object_control','type':4,'object':1,'code':401}");
    say(w, user, "{'t':'object_control','type':6,'object':%d,'code':601,'p1':1}", user);
}

static void breaks(struct world *w, int user)
{
    if (w->link[user]) {
        story_cut(w->st, w->link[user]);
        w->st->next_id[w->first[user]] = w->st->next_id[w->link[user]];
        w->link[user] = 0;
        w->told[user] = (struct told){0}; /* what he is told now comes later */
        look(w);
    }
    if (w->next_link < LINKS && die(w, 4)) {
        w->link[user] = w->next_link++;
        story_resume(w->st, w->link[user], w->first[user], w->seq[user]);
        look(w);
    }
}

static int client(struct world *w)
{
    return die(w, 4) ? 1 : 5;
}

/* Somebody of whom it makes sense, most of the time. */
static void leads(struct world *w, int agent)
{
    static const char *const roles[] = {"guest", "agent"};
    switch (die(w, 5)) {
    case 0:
        say(w, agent, "{'t':'service_hold','client':%d,'on':%s}", client(w),
            die(w, 2) ? "true" : "false");
        break;
    case 1:
        say(w, agent, "{'t':'service_pass','client':%d,'queue':%d}", client(w), 101 + die(w, 2));
        break;
    case 2:
        say(w, agent, "{'t':'service_drop','client':%d,'user':%d}", client(w), 1 + die(w, USERS));
        break;
    default:
        say(w, agent, "{'t':'service_ask','client':%d,'user':%d,'role':'%s','hold':%s}", client(w),
            2 + die(w, 5), roles[die(w, 2)], die(w, 2) ? "true" : "false");
        break;
    }
}

static void supervises(struct world *w)
{
    static const char *const roles[] = {"listener", "whisperer", "barger", "listener", "agent"};
    int user = die(w, 8) ? 4 : 1 + die(w, USERS);
    if (die(w, 5))
        say(w, user, "{'t':'service_watch','client':%d,'role':'%s'}", client(w), roles[die(w, 5)]);
    else
        say(w, user, "{'t':'service_drop','client':%d,'user':%d}", client(w), user);
}

static void moves(struct world *w, int user)
{
    if (die(w, 4) == 0)
        say(w, user, "{'t':'leave','room':-1}");
    else if (w->room)
        say(w, user, "{'t':'enter','room':%d}", w->room);
    for (int other = 1; other <= USERS; other++)
        say(w, user, "{'t':'watch','user':%d,'kind':'audio','stream':0,'on':true}", other);
}

static void act(struct world *w)
{
    int user = 1 + die(w, USERS), other = 1 + die(w, USERS);
    switch (die(w, 16)) {
    case 0:
        if (die(w, 3) == 0)
            say(w, client(w), "{'t':'object_control','type':5,'object':%d,'code':501}",
                101 + die(w, 2));
        break;
    case 1:
        say(w, user, "{'t':'object_control','type':6,'object':%d,'code':%d}", user,
            die(w, 5) ? 602 : 604);
        break;
    case 2:
        say(w, user, "{'t':'call_request','user':%d,'flags':0,'param':0,'text':''}", client(w));
        break;
    case 3:
        say(w, client(w), "{'t':'call_answer','user':%d,'code':0,'flags':0,'param':0,'text':''}",
            other);
        break;
    case 4:
        if (die(w, 3) == 0)
            say(w, user, "{'t':'call_finish','user':%d,'code':0,'flags':0,'param':0,'text':''}",
                other);
        break;
    case 5:
    case 6:
        moves(w, user);
        break;
    case 7:
        for (user = 2; user <= USERS; user++)
            say(w, user, "{'t':'service_answer','client':%d,'code':%d}", client(w),
                die(w, 4) ? 0 : 100104);
        break;
    case 8:
    case 9:
        supervises(w);
        break;
    case 10:
        if (!w->link[user] || die(w, 3) == 0)
            breaks(w, user);
        break;
    case 11:
        if (die(w, 8) == 0)
            say(w, user, "{'t':'object_control','type':4,'object':1,'code':402}");
        comes(w, user);
        break;
    case 12:
        story_wait(w->st, PL_SEC(die(w, 20)));
        look(w);
        break;
    default:
        leads(w, die(w, 3) ? 2 + die(w, 2) : user);
        break;
    }
}

/* What there is ends; ann is served by bob, and they talk: where most of it begins. */
static void serve(struct world *w)
{
    for (int other = 2; other <= USERS; other++) {
        say(w, 1, "{'t':'call_finish','user':%d,'code':0,'flags':0,'param':0,'text':''}", other);
        say(w, other, "{'t':'object_control','type':6,'object':%d,'code':604}", other);
        say(w, other, "{'t':'leave','room':-1}");
    }
    say(w, 1, "{'t':'leave','room':-1}");
    say(w, 1, "{'t':'object_control','type':5,'object':101,'code':501}");
    say(w, 2, "{'t':'object_control','type':6,'object':2,'code':603,'p1':1}");
    for (int agent = 2; agent <= 3; agent++) {
        say(w, agent, "{'t':'call_request','user':1,'flags':0,'param':0,'text':''}");
        say(w, 1, "{'t':'call_answer','user':%d,'code':0,'flags':0,'param':0,'text':''}", agent);
    }
    for (int user = 1; user <= 3; user++)
        moves(w, user);
}

static void one_seed(struct world *sum, uint64_t seed)
{
    struct story st;
    struct world w = {.st = &st, .next_link = USERS + 1};
    story_init(&st);
    pl_prng_init(&w.rng, seed);
    st.config.areas = areas;
    st.config.area_count = 1;
    st.config.queues = queues;
    st.config.queue_count = 2;
    st.config.supervisors = bosses;
    st.config.supervisor_count = 1;
    st.config.grace_us = PL_SEC(3600);
    story_begin(&st);
    for (int user = 1; user <= USERS; user++) {
        story_user(&st, (uint64_t)user, names[user]);
        w.link[user] = w.first[user] = (uint64_t)user;
    }
    for (int user = 1; user <= USERS; user++)
        comes(&w, user);
    for (int i = 0; i < ROUNDS; i++) {
        if (i % 20 == 0)
            serve(&w);
        act(&w);
        if (i % 5 == 0)
            story_wait(&st, PL_MS(500)); /* below the rates of requests and calls */
    }
    story_end(&st);
    sum->handed += w.handed;
    sum->watched += w.watched;
    sum->held += w.held;
}

static void anything(void **state)
{
    struct world sum = {.handed = 0};
    (void)state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        one_seed(&sum, seed);
    print_message("%d seeds: %u handed over, %u times told of a supervisor's part, %u of hold\n",
                  SEEDS, sum.handed, sum.watched, sum.held);
    assert_true(sum.handed > SEEDS && sum.watched > SEEDS && sum.held > SEEDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(anything)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
