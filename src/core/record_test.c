/* SPDX-License-Identifier: Apache-2.0 */
/* Recordings at the server: who may, who is in them, who is told, consent, races. */
#include "pl_test.h"

#include "base/rng.h"
#include "core/look.h"
#include "core/story.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

#define RECORD(user, flags)                                                                        \
    "{'t':'record','user':" #user ",'on':true,'flags':" #flags ",'param':7,'text':'note'}"
#define STOP(user)      "{'t':'record','user':" #user ",'on':false,'flags':0,'param':0}"
#define CANCEL(user)    "{'t':'record','user':" #user ",'on':false,'flags':65536,'param':0}"
#define CONSENT(r, yes) "{'t':'record_consent','record':" #r ",'yes':" yes "}"
#define OPEN            "{'t':'state','camera':2,'mic':1}"
#define CLOSED          "{'t':'state','camera':1,'mic':0}"
#define HAS(what)       assert_true(story_has(st, what))
#define HAS_NOT(what)   assert_false(story_has(st, what))

enum { SERVER = 4, MIXAUDIO = 0x10, ABREAST = 0x100, SNAPSHOT = 0x400, LOCALCB = 0x800 };

static void recorder(struct story *st, bool up)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER, .recorder = {up}};
    story_step(st, &e);
}

/* ann 1, bob 2 and cat 3 in room 5 with open cameras, dan 4 in room 6. */
static void three(struct story *st)
{
    st->config.records = true;
    story_begin(st);
    recorder(st, true);
    story_member(st, 1, "ann", 5);
    story_member(st, 2, "bob", 5);
    story_member(st, 3, "cat", 5);
    story_member(st, 4, "dan", 6);
    for (uint64_t link = 1; link <= 4; link++)
        story_say(st, link, OPEN);
    story_skip(st);
}

static void refused(struct story *st, uint64_t link, const char *json, int code)
{
    char text[64];
    story_say(st, link, json);
    snprintf(text, sizeof(text), "'code':%d", code);
    if (!story_has(st, "'t':'error'") || !story_has(st, text))
        fail_msg("%s: not %d but %s", json, code, st->trace);
    story_skip(st);
}

static void told(struct story *st, uint32_t record, bool finished, int code, const char *file)
{
    struct pl_event e = {.type = PL_EVENT_RECORDED};
    e.recorded.record = record;
    e.recorded.finished = finished;
    e.recorded.code = code;
    e.recorded.seconds = 12;
    e.recorded.file = pl_bytes_str(file);
    e.recorded.url = pl_bytes_str(*file ? "/r/1" : "");
    story_step(st, &e);
}

static void business(struct story *st, bool on, int32_t user, uint32_t flags)
{
    struct pl_event e = {.type = PL_EVENT_RECORD_ASK};
    e.record_ask.on = on;
    e.record_ask.by = PL_RECORD_BY_SERVER;
    e.record_ask.wish = (struct pl_record_wish){.user = user, .flags = flags, .param = 9};
    story_step(st, &e);
}

static void mark(struct story *st, int32_t user, const char *text)
{
    struct pl_event e = {.type = PL_EVENT_RECORD_TAG};
    e.record_tag.by = PL_RECORD_BY_SERVER;
    e.record_tag.user = user;
    e.record_tag.text = pl_bytes_str(text);
    story_step(st, &e);
}

/* ---- the plain case ---- */

static void of_oneself(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(-1, 2052));
    story_expect(
        st,
        "record 1 open by=user:1 user=1 room=5 flags=807\n"
        "record 1 line asked user=1\n"
        "1< {'t':'recording','seq':9,'record':1,'state':'running','user':1,'by':1,'flags':2055}\n"
        "2< {'t':'recording','seq':8,'record':1,'state':'running','user':1,'by':1,'flags':2055}\n"
        "3< {'t':'recording','seq':7,'record':1,'state':'running','user':1,'by':1,'flags':2055}\n"
        "record 1 line notice user=0\n"
        "record 1 line start user=0\n"
        "record 1 start\n"
        "record 1 line joined user=1\n"
        "record 1 party user=1 in main mic=1 cameras=1\n"
        "1< {'t':'done','seq':10,'re':5}\n");
    told(st, 1, false, 0, "");
    story_expect(st, "");
    refused(st, 1, RECORD(1, 4), 721); /* one at a time */
    story_say(st, 1, STOP(-1));
    HAS("record 1 line left user=1\nrecord 1 party user=1 out main mic=0 cameras=0\n"
        "record 1 line stop user=0\n");
    HAS("3< {'t':'recording','seq':8,'record':1,'state':'ended','user':1,'by':1,'flags':2055}");
    HAS("record 1 stop code=0\n");
    story_skip(st);
    refused(st, 1, STOP(-1), 720);
    told(st, 1, true, 0, "2026-11-22/a.mp4");
    story_expect(
        st, "1< {'t':'recorded','seq':15,'record':1,'user':1,'code':0,'file':'2026-11-22/a.mp4',"
            "'url':'/r/1','seconds':12,'flags':2055,'param':7,'text':'note'}\n");
}

static void the_page_hears_only_with_its_flag(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(2, 4));
    story_say(st, 1, STOP(2));
    story_skip(st);
    told(st, 1, true, 0, "a.mp4");
    story_expect(st, "");
    story_say(st, 1, RECORD(2, 16388)); /* ERRORCODE: failures alone */
    story_say(st, 1, STOP(2));
    story_skip(st);
    told(st, 2, true, 721, "");
    HAS("'t':'recorded'");
    HAS("'code':721");
}

static void cancelled(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 2052));
    story_skip(st);
    story_say(st, 1, CANCEL(1));
    HAS("record 1 stop code=0 cancel\n");
    story_skip(st);
    told(st, 1, true, 0, "");
    story_expect(st, "");
}

/* ---- who may ---- */

static void who_may(void **state)
{
    struct story *st = *state;
    three(st);
    refused(st, 1, RECORD(4, 4), 722);  /* in another room */
    refused(st, 1, RECORD(99, 4), 205); /* nobody */
    refused(st, 1, RECORD(0, 4), 205);
    refused(st, 2, STOP(1), 720);
    story_say(st, 3, CLOSED);
    story_skip(st);
    refused(st, 1, RECORD(3, 1028), 722); /* no picture to take */
    recorder(st, false);
    refused(st, 1, RECORD(1, 4), 721);
    assert_int_equal(pl_look_record(st->core, 1, SERVER, true), 721);
}

static void pages_may_be_kept_from_it(void **state)
{
    struct story *st = *state;
    st->config.record_clients = PL_CORE_RECORD_SELF;
    three(st);
    refused(st, 1, RECORD(2, 4), 20);
    story_say(st, 1, RECORD(1, 4));
    HAS("record 1 start");
}

static void nobody_but_the_server(void **state)
{
    struct story *st = *state;
    st->config.record_clients = PL_CORE_RECORD_NOBODY;
    three(st);
    refused(st, 1, RECORD(1, 4), 20);
    business(st, true, 2, SERVER);
    HAS("record 1 open by=server:0 user=2");
    HAS("record 1 start");
    assert_int_equal(pl_look_record(st->core, 2, SERVER, true), 721);
    assert_int_equal(pl_look_record(st->core, 2, 0, false), 0);
    assert_int_equal(pl_look_record(st->core, 1, 0, false), 720);
    story_skip(st);
    for (unsigned i = 0; i < PL_LIMIT_RECORD_TAGS; i++) {
        assert_int_equal(pl_look_record_tag(st->core, 2), 0);
        mark(st, 2, "signed");
    }
    HAS("record 1 line tag user=0");
    assert_int_equal(pl_look_record_tag(st->core, 2), 23);
    assert_int_equal(pl_look_record_tag(st->core, 1), 720);
    story_skip(st);
    mark(st, 1, "nobody");
    mark(st, 2, "too many");
    story_expect(st, "");
}

static void switched_off(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_member(st, 1, "ann", 5);
    refused(st, 1, RECORD(1, 4), 20);
}

static void what_cannot_be_seen_is_not_recorded(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 20)); /* MIXAUDIO: all of the room */
    HAS("party user=2 in");
    story_skip(st);
    story_say(st, 1, "{'t':'chat_mode','mode':1}"); /* sees partners only: there are none */
    HAS("party user=2 out");
    HAS("party user=3 out");
    story_skip(st);
    refused(st, 1, RECORD(2, 4), 20);
}

static void limits(void **state)
{
    struct story *st = *state;
    three(st);
    for (int i = 0; i < PL_LIMIT_SERVER_RECORDINGS; i++)
        story_say(st, 1, RECORD(2, 1028)); /* pictures that never come */
    story_skip(st);
    refused(st, 1, RECORD(2, 1028), 23);
    story_wait(st, PL_SEC(11)); /* they are given up */
    HAS("record 8 stop code=722");
    for (uint32_t r = 1; r <= PL_LIMIT_SERVER_RECORDINGS; r++)
        told(st, r, true, 722, "");
    story_skip(st);
    story_say(st, 1, RECORD(2, 1028));
    HAS("record 9 start");
}

/* ---- parties ---- */

static void late_comers_and_leavers(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 276)); /* MIXAUDIO, ABREAST */
    HAS("party user=1 in main mic=1 cameras=1");
    HAS("party user=2 in mic=1 cameras=1");
    HAS("party user=3 in mic=1 cameras=1");
    story_skip(st);
    story_say(st, 2, CLOSED);
    HAS("record 1 line devices user=2\nrecord 1 party user=2 in mic=0 cameras=0\n");
    story_skip(st);
    story_say(st, 3, "{'t':'leave','room':-1}");
    HAS("record 1 line left user=3\nrecord 1 party user=3 out mic=0 cameras=0\n");
    story_skip(st);
    story_say(st, 3, "{'t':'enter','room':5,'password':''}");
    HAS("'record':1,'state':'running','user':1,'by':1");
    HAS("record 1 party user=3 in mic=1 cameras=1\n");
}

static void only_the_asked_kinds(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(2, 22)); /* AUDIO, MIXAUDIO */
    HAS("party user=1 in mic=1 cameras=0");
    HAS("party user=2 in main mic=1 cameras=0");
    story_say(st, 1, RECORD(1, 5)); /* VIDEO of one */
    HAS("record 2 party user=1 in main mic=0 cameras=1");
    HAS_NOT("record 2 party user=2");
}

static void ends_with_who_is_recorded(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(2, 4));
    story_skip(st);
    story_say(st, 2, "{'t':'leave','room':-1}");
    HAS("record 1 stop code=0\n");
}

static void ends_with_the_asker(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(2, 2052));
    story_skip(st);
    story_cut(st, 1); /* a lost link is no leaving */
    HAS_NOT("record 1 stop");
    story_wait(st, PL_SEC(31));
    HAS("record 1 stop code=0\n");
    story_skip(st);
    told(st, 1, true, 0, "a.mp4"); /* nobody is there to hear */
    story_expect(st, "");
}

static void a_resumed_page_hears_the_end(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 2052));
    story_cut(st, 1);
    told(st, 1, true, 23, "a.mp4"); /* the disk is full: not asked for, and there is a part */
    story_skip(st);
    story_resume(st, 11, 1, 10);
    HAS("11< {'t':'recording','seq':11,'record':1,'state':'ended'");
    HAS("11< {'t':'recorded','seq':12,'record':1,'user':1,'code':23,'file':'a.mp4'");
}

static void direct_connections_come_back(void **state)
{
    struct story *st = *state;
    st->config.records = true;
    story_begin(st);
    recorder(st, true);
    for (uint64_t link = 1; link <= 2; link++) {
        story_member(st, link, link == 1 ? "ann" : "bob", 5);
        story_say(st, link, "{'t':'p2p_policy','policy':1}");
        story_say(st, link, OPEN);
    }
    story_say(st, 1, "{'t':'watch','user':2,'kind':'video','on':true}");
    story_wait(st, PL_SEC(1));
    HAS("'t':'p2p_start'");
    story_skip(st);
    story_say(st, 1, RECORD(2, 4));
    HAS("'t':'p2p_stop'");
    story_skip(st);
    story_say(st, 1, STOP(2));
    story_wait(st, PL_SEC(120));
    HAS("'t':'p2p_start'");
}

/* ---- what the server does ---- */

static void business_servers_are_told(void **state)
{
    struct story *st = *state;
    st->config.notices = true;
    three(st);
    business(st, true, 2, SERVER | LOCALCB);
    business(st, false, 2, 0);
    story_skip(st);
    told(st, 1, true, 0, "a.mp4");
    HAS("2< {'t':'recorded'"); /* the page of who was recorded */
    HAS("notice record user=2 seconds=12 flags=2055");
}

static void a_shell_that_forgets(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 18436));
    story_say(st, 1, STOP(1));
    story_skip(st);
    story_wait(st, PL_SEC(301));
    HAS("'t':'recorded'");
    HAS("'code':721");
    told(st, 1, true, 0, "late.mp4");
    HAS_NOT("late");
}

static void every_call(void **state)
{
    struct story *st = *state;
    st->config.records = true;
    st->config.record_rule = PL_CORE_RECORD_RULE_CALLS;
    story_begin(st);
    recorder(st, true);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, "{'t':'call_request','user':2,'flags':0,'param':0,'text':''}");
    story_say(st, 2, "{'t':'call_answer','user':1,'code':0,'flags':0,'param':0,'text':''}");
    HAS("'room':100000001");
    story_say(st, 1, "{'t':'enter','room':100000001,'password':''}");
    HAS_NOT("record 1");
    story_say(st, 2, "{'t':'enter','room':100000001,'password':''}");
    HAS("record 1 open by=rule:0 user=1 room=100000001 flags=113");
    HAS("party user=1 in main");
    HAS("party user=2 in");
    story_say(st, 1, "{'t':'call_finish','user':2,'code':0,'flags':0,'param':0,'text':''}");
    story_say(st, 1, "{'t':'leave','room':-1}");
    HAS("record 1 stop code=0");
}

/* ---- consent ---- */

static void asks(struct story *st)
{
    st->config.record_consent = true;
    three(st);
    story_say(st, 1, RECORD(2, 276));
    HAS("record 1 open by=user:1 user=2 room=5 flags=117 asked\n");
    HAS("2< {'t':'recording','seq':8,'record':1,'state':'asked','user':2,'by':1,'flags':279,"
        "'consent':true}");
    HAS("3< {'t':'recording','seq':7,'record':1,'state':'asked'");
    HAS_NOT("record 1 start");
    story_skip(st);
}

static void all_agree(void **state)
{
    struct story *st = *state;
    asks(st);
    story_say(st, 2, CONSENT(1, "true"));
    HAS("record 1 line consent user=2");
    HAS_NOT("record 1 start");
    story_say(st, 3, CONSENT(1, "true"));
    HAS("record 1 line consent user=3\n");
    HAS("record 1 start\n");
    HAS("party user=3 in");
}

static void others_may_be_left_out(void **state)
{
    struct story *st = *state;
    asks(st);
    story_say(st, 3, CONSENT(1, "false"));
    story_say(st, 2, CONSENT(1, "true"));
    HAS("record 1 start\n");
    HAS_NOT("party user=3 in");
    story_skip(st);
    story_say(st, 3, CONSENT(1, "true")); /* later after all */
    HAS("party user=3 in");
    story_skip(st);
    story_say(st, 3, CONSENT(1, "false")); /* and taken back */
    HAS("record 1 line refusal user=3\n");
    HAS("party user=3 out");
}

static void the_one_says_no(void **state)
{
    struct story *st = *state;
    asks(st);
    story_say(st, 2, CONSENT(1, "false"));
    HAS("record 1 line refusal user=2\n");
    HAS("record 1 stop code=20\n");
    HAS("3< {'t':'recording','seq':8,'record':1,'state':'ended'");
    HAS_NOT("record 1 start");
    refused(st, 2, CONSENT(1, "true"), 720); /* it is over */
}

static void silence_is_no(void **state)
{
    struct story *st = *state;
    asks(st);
    story_say(st, 3, CONSENT(1, "true"));
    story_skip(st);
    story_wait(st, PL_SEC(61));
    HAS("record 1 line silence user=2\n");
    HAS("record 1 stop code=20\n");
    HAS_NOT("record 1 start");
}

static void late_comers_are_asked(void **state)
{
    struct story *st = *state;
    asks(st);
    story_say(st, 2, CONSENT(1, "true"));
    story_say(st, 3, CONSENT(1, "true"));
    story_say(st, 4, "{'t':'leave','room':-1}");
    story_skip(st);
    story_say(st, 4, "{'t':'enter','room':5,'password':''}");
    HAS("'state':'running','user':2,'by':1,'flags':279,'consent':true}");
    HAS_NOT("party user=4 in");
    story_say(st, 4, CONSENT(1, "true"));
    HAS("party user=4 in");
}

static void marks(void **state)
{
    struct story *st = *state;
    three(st);
    refused(st, 1, "{'t':'record_tag','user':-1,'text':'here'}", 720);
    story_say(st, 1, RECORD(1, 4));
    story_skip(st);
    story_say(st, 1, "{'t':'record_tag','user':-1,'text':'here'}");
    HAS("record 1 line tag user=1");
}

/* What comes back at the end is the last text; the image is the recorder's matter alone. */
static void changes_while_it_runs(void **state)
{
    struct story *st = *state;
    three(st);
    refused(st, 1, "{'t':'record_change','user':-1,'text':'now'}", 720);
    story_say(st, 1, RECORD(1, 2052));
    story_skip(st);
    refused(st, 1, "{'t':'record_change','user':-1}", 21);
    refused(st, 2, "{'t':'record_change','user':1,'text':'not hers'}", 720);
    story_say(st, 1, "{'t':'record_change','user':-1,'text':'first'}");
    HAS("record 1 line text user=1");
    story_say(st, 1, "{'t':'record_change','user':1,'text':'case 7','insert':'{}'}");
    HAS("record 1 line insert user=1");
    told(st, 1, false, 0, "");
    story_say(st, 1, STOP(-1));
    story_skip(st);
    told(st, 1, true, 0, "x.mp4");
    HAS("'text':'case 7'");
}

static void changes_are_limited(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 4));
    for (unsigned i = 0; i < PL_LIMIT_RECORD_TAGS; i++) {
        char ack[64];
        const char *seq;
        story_skip(st);
        story_say(st, 1, "{'t':'record_change','user':-1,'text':''}");
        seq = strstr(st->trace, "'seq':");
        assert_non_null(seq);
        snprintf(ack, sizeof(ack), "{'t':'ack','seq':%d}", atoi(seq + 6));
        story_say(st, 1, ack);
        story_wait(st, PL_SEC(1)); /* nobody may say so much at once */
    }
    story_skip(st);
    refused(st, 1, "{'t':'record_change','user':-1,'insert':'{}'}", 23);
    refused(st, 1, "{'t':'record_tag','user':-1,'text':'x'}", 23);
}

/* A picture of somebody is a mark in the recordings that he is in, and in no others. */
static void pictures_are_marks(void **state)
{
    struct story *st = *state;
    three(st);
    story_say(st, 1, RECORD(1, 4));
    told(st, 1, false, 0, "");
    story_skip(st);
    story_say(st, 2, RECORD(1, 1028));
    HAS("record 1 line snapshot user=1");
    story_skip(st);
    story_say(st, 3, RECORD(2, 1028));
    if (story_has(st, "line snapshot"))
        fail_msg("a picture of bob is nothing in a recording of ann: %s", st->trace);
}

/* ---- seeds ---- */

/* Four people in two rooms do what they like; pl_core_check looks after every step. At the end
 * nothing is left. */
static void play(struct story *st, uint64_t seed)
{
    static const char *const acts[] = {RECORD(-1, 2324),
                                       RECORD(1, 2132),
                                       RECORD(2, 1030),
                                       RECORD(3, 6),
                                       STOP(-1),
                                       STOP(1),
                                       CANCEL(2),
                                       STOP(3),
                                       OPEN,
                                       CLOSED,
                                       "{'t':'leave','room':-1}",
                                       "{'t':'enter','room':5,'password':''}",
                                       "{'t':'chat_mode','mode':1}",
                                       "{'t':'chat_mode','mode':0}",
                                       CONSENT(1, "true"),
                                       CONSENT(2, "false"),
                                       CONSENT(3, "true"),
                                       "{'t':'record_tag','user':1,'text':'x'}",
                                       "{'t':'record_change','user':1,'text':'xyz'}"};
    struct pl_prng prng;
    pl_prng_init(&prng, seed);
    st->config.record_consent = pl_prng_below(&prng, 2) != 0;
    three(st);
    for (int i = 0; i < 300; i++) {
        uint32_t what = (uint32_t)pl_prng_below(&prng, 20);
        uint64_t link = 1 + pl_prng_below(&prng, 4);
        uint32_t record = 1 + (uint32_t)pl_prng_below(&prng, 12);
        if (what < 16)
            story_say(st, link, acts[pl_prng_below(&prng, sizeof(acts) / sizeof(acts[0]))]);
        else if (what == 16)
            told(st, record, pl_prng_below(&prng, 2) != 0, 0, "f.mp4");
        else if (what == 17)
            business(st, pl_prng_below(&prng, 3) != 0, (int32_t)link, SERVER | MIXAUDIO);
        else if (what == 18)
            recorder(st, pl_prng_below(&prng, 4) != 0);
        else
            story_wait(st, PL_SEC(pl_prng_below(&prng, 40)));
        story_skip(st);
    }
    for (uint64_t link = 1; link <= 4; link++)
        story_say(st, link, "{'t':'logout'}");
    story_wait(st, PL_SEC(400));
}

static void seeds(void **state)
{
    struct story *st = *state;
    for (uint64_t seed = 1; seed <= 60; seed++) {
        struct pl_core_stats stats;
        if (seed > 1) {
            story_end(st);
            story_init(st);
        }
        play(st, seed);
        pl_core_stats(st->core, &stats);
        if (stats.records != 0)
            fail_msg("seed %d: %zu recordings are left", (int)seed, stats.records);
        story_skip(st);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(of_oneself),
        story_test(the_page_hears_only_with_its_flag),
        story_test(cancelled),
        story_test(who_may),
        story_test(pages_may_be_kept_from_it),
        story_test(nobody_but_the_server),
        story_test(switched_off),
        story_test(what_cannot_be_seen_is_not_recorded),
        story_test(limits),
        story_test(late_comers_and_leavers),
        story_test(only_the_asked_kinds),
        story_test(ends_with_who_is_recorded),
        story_test(ends_with_the_asker),
        story_test(a_resumed_page_hears_the_end),
        story_test(direct_connections_come_back),
        story_test(business_servers_are_told),
        story_test(a_shell_that_forgets),
        story_test(every_call),
        story_test(all_agree),
        story_test(others_may_be_left_out),
        story_test(the_one_says_no),
        story_test(silence_is_no),
        story_test(late_comers_are_asked),
        story_test(marks),
        story_test(changes_while_it_runs),
        story_test(changes_are_limited),
        story_test(pictures_are_marks),
        story_test(seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
