/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Four robots, a business server and a recorder that obeys, forgets, fails and dies: they ask for
 * recordings, stop, cancel, agree, refuse, leave, come back, lose their lines and return. A witness
 * who knows nothing of core/record.c but recording.h looks at every effect and every message:
 *
 * - nobody asks for more than the settings allow, and who asks is in the room;
 * - nothing begins before the one it is of has agreed; nobody is in it who has not agreed since he
 *   came, or who is elsewhere, or whom the asker may not see;
 * - OPEN, START at most once, one end, and nothing behind it;
 * - each request has one answer, and each recording that was asked for with LOCALCB by a page that
 *   stays ends with exactly one `recorded`, unless it was cancelled: then with none;
 * - whoever is in it has been told in the same step at the latest.
 *
 * RECORD_SEEDS=N runs more of them.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/look.h"
#include "core/private.h"
#include "core/room.h"
#include "core/session.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    SEEDS = 150,
    STEPS = 250,
    ROBOTS = 4,
    RECORDS = 400,
    USERS = 64,
    SNAPSHOT = 0x400,
    LOCALCB = 0x800,
    USUAL = 4 | LOCALCB,
};

struct seen {
    bool open, started, ended; /* ended: STOP, or FINISHED unasked */
    bool answered;             /* the recorder has told its end */
    bool cancelled, consent;
    enum pl_record_by by;
    int32_t by_user, user, room;
    int recorded;      /* messages */
    bool page_lost;    /* who asked has gone */
    bool yes[USERS];   /* has agreed since he came */
    bool in[USERS];    /* is in it */
    bool hears[USERS]; /* has been told that it runs, or been asked */
};

struct witness {
    struct story *st;
    struct pl_prng rng;
    uint64_t link[ROBOTS + 1]; /* that a robot has; 0: none */
    uint64_t last_link;
    int32_t user[ROBOTS + 1];
    int32_t next_user;
    int32_t of_link[USERS];
    uint64_t first[ROBOTS + 1]; /* link that its session began on */
    bool lost[USERS];           /* has no line now */
    bool closed[USERS];         /* this link, by the server */
    int64_t seq[USERS];         /* that this user has seen */
    uint32_t last;              /* recording */
    struct seen seen[RECORDS];
};

static uint32_t below(struct witness *w, uint32_t n)
{
    return (uint32_t)pl_prng_below(&w->rng, n);
}

static struct seen *of(struct witness *w, uint32_t record)
{
    assert_in_range(record, 1, RECORDS - 1);
    return &w->seen[record];
}

/* ---- what is seen ---- */

static const struct pl_session *session_of(const struct witness *w, int32_t user)
{
    return pl_idmap_get(&w->st->core->users, (uint32_t)user);
}

static int32_t room_of(const struct witness *w, int32_t user)
{
    const struct pl_session *s = session_of(w, user);
    return s && s->room ? s->room->number : 0;
}

static void saw_open(struct witness *w, const struct pl_effect *e)
{
    struct seen *r = of(w, e->record_open.record);
    const struct pl_core_config *c = &w->st->config;
    assert_false(r->open);
    assert_true(e->record_open.record > w->last);
    w->last = e->record_open.record;
    *r = (struct seen){.open = true,
                       .consent = c->record_consent,
                       .by = e->record_open.by,
                       .by_user = e->record_open.by_user,
                       .user = e->record_open.wish.user,
                       .room = e->record_open.room};
    r->page_lost = !(e->record_open.wish.flags & LOCALCB);
    assert_int_equal(room_of(w, r->user), r->room);
    if (r->by != PL_RECORD_BY_USER)
        return;
    assert_int_not_equal(c->record_clients, PL_CORE_RECORD_NOBODY);
    assert_true(c->record_clients != PL_CORE_RECORD_SELF || r->by_user == r->user);
    assert_int_equal(room_of(w, r->by_user), r->room);
}

static void saw_line(struct witness *w, const struct pl_effect *e)
{
    struct seen *r = of(w, e->record_line.record);
    int32_t user = e->record_line.user;
    assert_true(r->open && !r->ended);
    assert_in_range(user, 0, USERS - 1);
    if (e->record_line.line == PL_RECORD_LINE_CONSENT)
        r->yes[user] = true;
    else if (e->record_line.line == PL_RECORD_LINE_REFUSAL ||
             e->record_line.line == PL_RECORD_LINE_SILENCE)
        r->yes[user] = false;
}

static bool has_agreed(const struct seen *r, int32_t user)
{
    return !r->consent || user == r->by_user || r->yes[user];
}

static void saw_party(struct witness *w, const struct pl_effect *e)
{
    struct seen *r = of(w, e->record_party.record);
    int32_t user = e->record_party.user;
    assert_true(r->started && !r->ended);
    assert_in_range(user, 1, USERS - 1);
    assert_int_equal(e->record_party.main, user == r->user);
    if (e->record_party.in && !has_agreed(r, user))
        fail_msg("recording %u: user %d has not agreed", e->record_party.record, user);
    if (!e->record_party.in)
        assert_int_equal(e->record_party.mic + e->record_party.streams, 0);
    r->in[user] = e->record_party.in;
}

static void saw_stop(struct witness *w, const struct pl_effect *e)
{
    struct seen *r = of(w, e->record_stop.record);
    assert_true(r->open && !r->ended);
    r->ended = true;
    r->cancelled = e->record_stop.cancel;
    for (int32_t user = 0; user < USERS; user++)
        assert_false(r->in[user]);
}

/* "name":N of a message; 0: it has none. */
static int32_t number_in(const char *text, const char *name)
{
    const char *at = strstr(text, name);
    return at ? (int32_t)strtol(at + strlen(name), NULL, 10) : 0;
}

static void saw_message(struct witness *w, uint64_t link, struct pl_bytes bytes)
{
    char text[8192];
    int32_t user = link < USERS ? w->of_link[link] : 0, record;
    if (!pl_bytes_to_str(bytes, text, sizeof(text)))
        return;
    if (user > 0 && number_in(text, "\"seq\":") > 0)
        w->seq[user] = number_in(text, "\"seq\":");
    record = number_in(text, "\"record\":");
    if (record <= 0 || user <= 0)
        return;
    if (strncmp(text, "{\"t\":\"recorded\"", 15) == 0) {
        struct seen *r = of(w, (uint32_t)record);
        assert_true(r->open && !r->cancelled);
        assert_true(r->ended || r->answered || !r->started);
        r->recorded++;
    } else if (strncmp(text, "{\"t\":\"recording\"", 16) == 0 && !strstr(text, "\"ended\"")) {
        of(w, (uint32_t)record)->hears[user] = true;
    }
}

static void see(void *arg, const struct pl_effect *e)
{
    struct witness *w = arg;
    struct seen *r;
    switch (e->type) {
    case PL_EFFECT_SEND:
        saw_message(w, e->send.link, e->send.bytes);
        break;
    case PL_EFFECT_CLOSE:
        if (e->close.link < USERS) {
            w->closed[e->close.link] = true;
            w->lost[w->of_link[e->close.link]] = true;
        }
        break;
    case PL_EFFECT_RECORD_OPEN:
        saw_open(w, e);
        break;
    case PL_EFFECT_RECORD_LINE:
        saw_line(w, e);
        break;
    case PL_EFFECT_RECORD_START:
        r = of(w, e->record_start.record);
        assert_true(r->open && !r->started && !r->ended);
        assert_true(has_agreed(r, r->user));
        r->started = true;
        break;
    case PL_EFFECT_RECORD_PARTY:
        saw_party(w, e);
        break;
    case PL_EFFECT_RECORD_STOP:
        saw_stop(w, e);
        break;
    default:
        break;
    }
}

/* ---- after every step ---- */

static void look_at(struct witness *w, struct seen *r)
{
    const struct pl_session *by = r->by == PL_RECORD_BY_USER ? session_of(w, r->by_user) : NULL;
    for (int32_t user = 1; user < w->next_user; user++) {
        const struct pl_session *s = session_of(w, user);
        if (room_of(w, user) != r->room) {
            assert_false(r->in[user]);
            r->yes[user] = r->hears[user] = false; /* who comes back is asked anew */
        } else if (r->in[user]) {
            assert_true(has_agreed(r, user));
            assert_true(r->hears[user] || w->lost[user]); /* else: it waits for him */
            assert_true(!by || by == s || pl_private_allows(by, s));
        }
    }
    if (r->by == PL_RECORD_BY_USER && !by)
        r->page_lost = true;
    if (r->ended)
        return;
    assert_int_equal(room_of(w, r->user), r->room);
    assert_true(r->by != PL_RECORD_BY_USER || room_of(w, r->by_user) == r->room);
}

static void look(struct witness *w)
{
    for (uint32_t i = 1; i <= w->last; i++) {
        if (w->seen[i].open)
            look_at(w, &w->seen[i]);
    }
    story_skip(w->st);
}

/* ---- robots ---- */

static void come(struct witness *w, int robot)
{
    char name[16];
    (void)snprintf(name, sizeof(name), "robot%d", w->next_user);
    w->link[robot] = w->first[robot] = ++w->last_link;
    w->user[robot] = w->next_user;
    w->of_link[w->last_link] = w->next_user++;
    story_member(w->st, w->last_link, name, 5 + (int)below(w, 5) / 4);
    story_say(w->st, w->last_link, "{'t':'state','camera':2,'mic':1}");
}

/* Time, in which pages ping as they do. */
static void pass_time(struct witness *w, pl_time_us us)
{
    while (us > 0) {
        pl_time_us part = us < PL_SEC(5) ? us : PL_SEC(5);
        for (int robot = 1; robot <= ROBOTS; robot++) {
            if (!w->closed[w->link[robot]] && !w->lost[w->user[robot]])
                story_say(w->st, w->link[robot], "{'t':'ping'}");
        }
        story_wait(w->st, part);
        us -= part;
    }
}

/* A request has one answer. */
static void ask(struct witness *w, int robot, const char *json)
{
    char re[32];
    int answers = 0;
    story_skip(w->st);
    (void)snprintf(re, sizeof(re), "'re':%llu", (unsigned long long)w->st->next_id[w->link[robot]]);
    story_say(w->st, w->link[robot], json);
    for (const char *at = w->st->trace; at && (at = strstr(at, re)); at += strlen(re))
        answers += at[strlen(re)] < '0' || at[strlen(re)] > '9';
    if (answers != 1)
        fail_msg("%s has %d answers: %s", json, answers, w->st->trace);
}

static void record(struct witness *w, int robot)
{
    static const uint32_t looks[] = {0, 0x110, 0x20, 0x13, 0x8, SNAPSHOT, 0x4000, 3};
    char json[160];
    int32_t user = below(w, 3) ? w->user[robot] : w->user[1 + below(w, ROBOTS)];
    bool on = below(w, 3) != 0;
    uint32_t flags = on ? USUAL | looks[below(w, 8)] : below(w, 3) ? 0 : 65536;
    (void)snprintf(json, sizeof(json), "{'t':'record','user':%d,'on':%s,'flags':%u,'param':1}",
                   user, on ? "true" : "false", flags);
    ask(w, robot, json);
}

static void consent(struct witness *w, int robot)
{
    char json[96];
    uint32_t back = below(w, 4);
    (void)snprintf(json, sizeof(json), "{'t':'record_consent','record':%u,'yes':%s}",
                   w->last > back ? w->last - back : 1, below(w, 4) ? "true" : "false");
    ask(w, robot, json);
}

static void do_something(struct witness *w, int robot)
{
    static const char *const acts[] = {"{'t':'state','camera':2,'mic':1}",
                                       "{'t':'state','camera':1,'mic':0}",
                                       "{'t':'leave','room':-1}",
                                       "{'t':'enter','room':5,'password':''}",
                                       "{'t':'enter','room':5,'password':''}",
                                       "{'t':'chat_mode','mode':1}",
                                       "{'t':'chat_mode','mode':0}",
                                       "{'t':'record_tag','user':-1,'text':'x'}"};
    switch (below(w, 4)) {
    case 0:
        record(w, robot);
        break;
    case 1:
        consent(w, robot);
        break;
    default:
        story_say(w->st, w->link[robot], acts[below(w, 8)]);
    }
}

/* A line is lost; who was behind it comes back by its token, or anew, or much later. */
static void lose(struct witness *w, int robot)
{
    uint64_t was = w->link[robot];
    if (w->last_link + 8 >= USERS || w->next_user + 8 >= USERS)
        return;
    w->lost[w->user[robot]] = true;
    story_cut(w->st, was);
    look(w);
    if (below(w, 2)) {
        pass_time(w, PL_SEC(below(w, 5)));
        look(w);
    }
    w->of_link[++w->last_link] = w->of_link[was];
    w->link[robot] = w->last_link;
    w->lost[w->user[robot]] = false;
    story_skip(w->st);
    w->st->next_id[w->first[robot]] = w->st->next_id[was]; /* ids go on */
    story_resume(w->st, w->last_link, w->first[robot], w->seq[w->user[robot]]);
    if (story_has(w->st, "'t':'error'") || story_has(w->st, "close link")) {
        pass_time(w, PL_SEC(120)); /* the session is over */
        look(w);
        come(w, robot);
    }
}

/* ---- the recorder, the business server ---- */

static void tell(struct witness *w, uint32_t id, bool finished)
{
    struct pl_event e = {.type = PL_EVENT_RECORDED};
    struct seen *r = of(w, id);
    if (!r->started || r->answered)
        return;
    e.recorded.record = id;
    e.recorded.finished = finished;
    e.recorded.code = finished && below(w, 4) == 0 ? 721 : 0;
    e.recorded.file = pl_bytes_str(e.recorded.code ? "" : "f.mp4");
    e.recorded.url = e.recorded.file;
    r->answered = finished;
    story_step(w->st, &e);
    if (finished) /* unasked: no STOP follows */
        r->ended = true;
}

static void business(struct witness *w)
{
    struct pl_event e = {.type = PL_EVENT_RECORD_ASK};
    e.record_ask.on = below(w, 2) != 0;
    e.record_ask.by = PL_RECORD_BY_SERVER;
    e.record_ask.wish.user = w->user[1 + below(w, ROBOTS)];
    e.record_ask.wish.flags = USUAL | (below(w, 2) ? 0x110 : 0);
    story_step(w->st, &e);
}

static void recorder(struct witness *w, bool up)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER, .recorder = {up}};
    story_step(w->st, &e);
}

static void step(struct witness *w)
{
    uint32_t what = below(w, 40);
    int robot = 1 + (int)below(w, ROBOTS);
    story_wait(w->st, PL_MS(below(w, 600))); /* nobody is faster than the guard lets him */
    look(w);
    if (w->closed[w->link[robot]] && w->last_link + 8 < USERS)
        come(w, robot);
    if (w->closed[w->link[robot]])
        return;
    if (what < 26)
        do_something(w, robot);
    else if (what < 32 && w->last > 0)
        tell(w, 1 + below(w, w->last), below(w, 3) == 0);
    else if (what < 34)
        business(w);
    else if (what == 34)
        recorder(w, below(w, 4) != 0);
    else if (what == 35)
        lose(w, robot);
    else
        pass_time(w, below(w, 4) ? PL_MS(below(w, 3000)) : PL_SEC(below(w, 40)));
    look(w);
}

/* ---- one seed ---- */

static void judge(struct witness *w, uint64_t seed)
{
    struct pl_core_stats stats;
    pl_core_stats(w->st->core, &stats);
    if (stats.records != 0)
        fail_msg("seed %d: %zu recordings are left", (int)seed, stats.records);
    for (uint32_t i = 1; i <= w->last; i++) {
        const struct seen *r = &w->seen[i];
        int most = r->cancelled ? 0 : 1;
        if (!r->open || !r->ended)
            fail_msg("seed %d: recording %u has no end", (int)seed, i);
        if (r->recorded > most || (r->recorded < most && !r->page_lost && r->by_user))
            fail_msg("seed %d: recording %u has %d ends for its page", (int)seed, i, r->recorded);
    }
}

/* All that is left ends while the pages are still there; then they go. */
static void play(struct witness *w, uint64_t seed)
{
    pl_prng_init(&w->rng, seed);
    w->st->config.records = true;
    w->st->config.record_consent = seed % 2 != 0;
    w->st->config.record_clients = seed % 7 == 0    ? PL_CORE_RECORD_SELF
                                   : seed % 11 == 0 ? PL_CORE_RECORD_NOBODY
                                                    : PL_CORE_RECORD_ROOM;
    w->st->on_effect = see;
    w->st->arg = w;
    w->next_user = 1;
    story_begin(w->st);
    recorder(w, true);
    for (int robot = 1; robot <= ROBOTS; robot++)
        come(w, robot);
    look(w);
    for (int i = 0; i < STEPS; i++)
        step(w);
    for (int robot = 1; robot <= ROBOTS; robot++) {
        if (!w->closed[w->link[robot]])
            story_say(w->st, w->link[robot], "{'t':'leave','room':-1}");
    }
    look(w);
    for (uint32_t i = 1; i <= w->last; i++)
        tell(w, i, below(w, 8) != 0); /* some are forgotten */
    pass_time(w, PL_SEC(400));
    look(w);
    judge(w, seed);
}

static void seeds(void **state)
{
    const char *wish = getenv("RECORD_SEEDS");
    uint64_t count = wish ? strtoull(wish, NULL, 10) : SEEDS;
    struct witness *w = calloc(1, sizeof(*w));
    size_t records = 0;
    assert_non_null(w);
    for (uint64_t seed = 1; seed <= count; seed++) {
        struct story *st = *state;
        if (seed > 1) {
            story_end(st);
            story_init(st);
        }
        memset(w, 0, sizeof(*w));
        w->st = st;
        play(w, seed);
        records += w->last;
    }
    print_message("%llu seeds, %zu recordings\n", (unsigned long long)count, records);
    assert_true(records > count);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
