/* SPDX-License-Identifier: Apache-2.0 */
/* Files between two sessions, and between a session and the server. */
#include "pl_test.h"

#include "core/story.h"
#include "proto/wire/limits_gen.h"

#include <stdio.h>

#define SUM         "'0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'"
#define KIB(n)      ((uint64_t)(n) << 10)
#define WINDOW      ((uint64_t)PL_LIMIT_FILE_WINDOW_BYTES)
#define DATA(...)   story_bulk(st, 1, PL_BULK_DATA, __VA_ARGS__)
#define GRANT(...)  story_bulk(st, 2, PL_BULK_GRANT, __VA_ARGS__)
#define OFFER(size) "{'t':'file_offer','to':2,'task':7,'size':" size ",'name':'a.txt','w':5}"

/* Users 1 and 2 on links 1 and 2; user 1 has offered 1000000 bytes as transfer 1. */
static struct story *offered(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, OFFER("1000000"));
    story_expect(st, "1< {'t':'file_opened','seq':2,'re':3,'transfer':1}\n"
                     "2< {'t':'file_offered','seq':2,'transfer':1,'from':1,'task':7,"
                     "'size':1000000,'name':'a.txt','w':5}\n");
    return st;
}

static void a_file_goes_over(void **state)
{
    struct story *st = offered(state);
    GRANT(1, 1, 0, 100, "");
    story_expect(st, "1<* grant 1 e1 @0 ..100\n");
    DATA(1, 1, 0, 0, "abc");
    DATA(1, 1, 3, 0, "de");
    story_expect(st, "2<* data 1 e1 @0 +3\n2<* data 1 e1 @3 +2\n");
    GRANT(1, 1, 5, 1000000, "");
    story_expect(st, "1<* grant 1 e1 @5 ..1000000\n");
    story_say(st, 1, "{'t':'file_end','transfer':1,'sha256':" SUM "}");
    story_expect(st, "2< {'t':'file_ended','seq':3,'transfer':1,'sha256':" SUM "}\n"
                     "1< {'t':'done','seq':3,'re':4}\n");
    story_say(st, 2, "{'t':'file_close','transfer':1,'code':0}");
    story_expect(st, "1< {'t':'file_closed','seq':4,'transfer':1,'by':'receiver','code':0}\n"
                     "2< {'t':'done','seq':4,'re':3}\n");
    DATA(1, 1, 5, 0, "late");
    story_say(st, 2, "{'t':'file_close','transfer':1,'code':6}");
    story_expect(st, "2< {'t':'error','seq':5,'re':4,'code':701}\n");
}

static void either_end_gives_it_up(void **state)
{
    struct story *st = offered(state);
    story_say(st, 1, OFFER("5"));
    story_skip(st);
    story_say(st, 1, "{'t':'file_close','transfer':1,'code':6}");
    story_expect(st, "2< {'t':'file_closed','seq':4,'transfer':1,'by':'sender','code':6}\n"
                     "1< {'t':'done','seq':4,'re':5}\n");
    story_say(st, 2, "{'t':'file_close','transfer':2,'code':23}");
    story_expect(st, "1< {'t':'file_closed','seq':5,'transfer':2,'by':'receiver','code':23}\n"
                     "2< {'t':'done','seq':5,'re':3}\n");
}

static void what_cannot_be_is_refused(void **state)
{
    struct story *st = *state;
    st->config.file_bytes = 1000;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_user(st, 3, "eve");
    story_say(st, 1, OFFER("1001"));
    story_say(st, 1, "{'t':'file_offer','to':1,'task':1,'size':1,'name':''}");
    story_say(st, 1, "{'t':'file_offer','to':9,'task':1,'size':1,'name':''}");
    story_say(st, 1, "{'t':'file_offer','to':0,'task':1,'size':1,'name':''}");
    story_say(st, 1, "{'t':'file_offer','to':2,'task':1,'size':0,'name':''}");
    story_say(st, 1, "{'t':'file_get','task':1,'file':'x'}");
    story_expect(
        st, "1< {'t':'error','seq':2,'re':3,'code':712}\n"
            "1< {'t':'error','seq':3,'re':4,'code':205}\n"
            "1< {'t':'error','seq':4,'re':5,'code':205}\n"
            "1< {'t':'error','seq':5,'re':6,'code':20,'detail':'the server keeps no files'}\n"
            "1< {'t':'error','seq':6,'re':7,'code':21,'detail':'size: out of range'}\n"
            "1< {'t':'error','seq':7,'re':8,'code':20,'detail':'the server keeps no files'}\n");
    story_say(st, 1, OFFER("1000"));
    story_skip(st);
    /* Somebody else's transfer is none. */
    story_say(st, 3, "{'t':'file_close','transfer':1,'code':6}");
    story_say(st, 3, "{'t':'file_end','transfer':1,'sha256':" SUM "}");
    story_say(st, 2, "{'t':'file_end','transfer':1,'sha256':" SUM "}");
    story_expect(st, "3< {'t':'error','seq':2,'re':3,'code':701}\n"
                     "3< {'t':'error','seq':3,'re':4,'code':701}\n"
                     "2< {'t':'error','seq':3,'re':3,'code':701}\n");
    /* Not yet whole; no sum. */
    story_say(st, 2, "{'t':'file_close','transfer':1,'code':0}");
    story_say(st, 1, "{'t':'file_end','transfer':1,'sha256':'XYZ'}");
    assert_true(story_has(st, "only the receiver of all of it may"));
    assert_true(story_has(st, "64 digits 0-9a-f"));
}

static void there_are_no_more_than_allowed(void **state)
{
    struct story *st = *state;
    st->config.messages_burst = 1000;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    for (int i = 0; i < PL_LIMIT_FILE_SENDS; i++)
        story_say(st, 1, OFFER("9"));
    assert_false(story_has(st, "error"));
    story_say(st, 1, OFFER("9"));
    assert_true(story_has(st, "'code':700,'detail':'too many transfers'"));
    story_say(st, 2, "{'t':'file_close','transfer':3,'code':6}");
    story_skip(st);
    story_say(st, 1, OFFER("9"));
    assert_true(story_has(st, "file_opened"));
}

static void transfers_share_a_window(void **state)
{
    struct story *st = *state;
    char expected[80];
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, OFFER("99000000"));
    story_skip(st);
    GRANT(1, 1, 0, 99000000, "");
    snprintf(expected, sizeof(expected), "1<* grant 1 e1 @0 ..%llu\n", (unsigned long long)WINDOW);
    story_expect(st, expected);
    story_say(st, 1, OFFER("99000000"));
    story_skip(st);
    GRANT(2, 1, 0, 99000000, "");
    snprintf(expected, sizeof(expected), "1<* grant 2 e1 @0 ..%llu\n",
             (unsigned long long)WINDOW / 2);
    story_expect(st, expected);
}

/* Sends one piece after the other, as long as the core passes them on. */
static uint64_t pour(struct story *st, uint32_t transfer, uint64_t from, uint64_t to)
{
    char *piece = malloc(KIB(64) + 1);
    assert_non_null(piece);
    memset(piece, 'x', KIB(64));
    piece[KIB(64)] = '\0';
    for (; from < to; from += KIB(64)) {
        story_skip(st);
        DATA(transfer, 1, from, 0, piece);
        if (!story_has(st, "2<* data"))
            break;
    }
    free(piece);
    story_skip(st);
    return from;
}

static void a_slow_receiver_is_spared_and_asked_again(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, OFFER("99000000"));
    GRANT(1, 1, 0, 99000000, "");
    story_say(st, 1, OFFER("99000000"));
    GRANT(2, 1, 0, 99000000, "");
    story_say(st, 1, OFFER("99000000"));
    GRANT(3, 1, 0, 99000000, "");
    assert_true(pour(st, 1, 0, WINDOW) == WINDOW);
    assert_true(pour(st, 2, 0, WINDOW / 2) == WINDOW / 2); /* more cannot be on its way */
    assert_true(pour(st, 3, 0, KIB(64)) == 0);
    /* It takes until the receiver has caught up; then it says where to go on. */
    GRANT(1, 1, WINDOW, 99000000, "");
    assert_true(story_has(st, "2<* ask 3\n"));
    story_skip(st);
    GRANT(3, 2, 0, 99000000, "");
    assert_true(story_has(st, "1<* grant 3 e2 @0"));
    story_skip(st);
    DATA(3, 1, 0, 0, "old");
    DATA(3, 2, 0, 0, "new");
    story_expect(st, "2<* data 3 e2 @0 +3\n");
}

static void the_one_that_ends_makes_place_for_others(void **state)
{
    struct story *st = *state;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    story_say(st, 1, OFFER("99000000"));
    GRANT(1, 1, 0, 99000000, "");
    story_say(st, 1, OFFER("99000000"));
    GRANT(2, 1, 0, 99000000, "");
    story_say(st, 1, OFFER("99000000"));
    GRANT(3, 1, 0, 99000000, "");
    (void)pour(st, 1, 0, WINDOW);
    (void)pour(st, 2, 0, WINDOW / 2);
    assert_true(pour(st, 3, 0, KIB(64)) == 0);
    story_say(st, 1, "{'t':'file_close','transfer':1,'code':6}");
    story_say(st, 1, "{'t':'file_close','transfer':2,'code':6}");
    assert_true(story_has(st, "2<* ask 3\n"));
}

static void lost_links_lose_nothing(void **state)
{
    struct story *st = offered(state);
    GRANT(1, 1, 0, 100, "");
    DATA(1, 1, 0, 0, "abc");
    story_cut(st, 2);
    story_skip(st);
    DATA(1, 1, 3, 0, "lost");
    story_expect(st, "");
    story_resume(st, 12, 2, 2);
    story_skip(st);
    story_bulk(st, 12, PL_BULK_GRANT, 1, 2, 3, 100, "");
    story_expect(st, "1<* grant 1 e2 @3 ..100\n");
    DATA(1, 2, 3, 0, "de");
    story_expect(st, "12<* data 1 e2 @3 +2\n");
    /* The sender's: it asks, the receiver says. */
    story_cut(st, 1);
    story_bulk(st, 12, PL_BULK_GRANT, 1, 2, 5, 100, "");
    story_resume(st, 11, 1, 2);
    story_skip(st);
    story_bulk(st, 11, PL_BULK_ASK, 1, 2, 0, 0, "");
    story_expect(st, "12<* ask 1\n");
    story_bulk(st, 12, PL_BULK_GRANT, 1, 3, 5, 100, "");
    story_expect(st, "11<* grant 1 e3 @5 ..100\n");
}

static void who_leaves_ends_his_transfers(void **state)
{
    struct story *st = offered(state);
    story_say(st, 2, "{'t':'file_offer','to':1,'task':1,'size':1,'name':'b'}");
    story_skip(st);
    story_say(st, 1, "{'t':'logout'}");
    assert_true(
        story_has(st, "2< {'t':'file_closed','seq':4,'transfer':1,'by':'sender','code':208}"));
    assert_true(
        story_has(st, "2< {'t':'file_closed','seq':5,'transfer':2,'by':'receiver','code':208}"));
    story_user(st, 3, "cat");
    story_say(st, 3, OFFER("5"));
    story_cut(st, 3);
    story_skip(st);
    story_wait(st, PL_SEC(31));
    assert_true(story_has(st, "'by':'sender','code':101"));
}

static void nonsense_is_counted_and_ends_the_session(void **state)
{
    struct story *st = offered(state);
    GRANT(1, 1, 0, 2, "");
    DATA(1, 1, 0, 0, "abc"); /* more than granted */
    assert_true(story_has(st, "'code':21,'detail':'binary message'"));
    GRANT(1, 1, 1, 5, ""); /* has what was never sent */
    GRANT(1, 1, 0, 1000001, "");
    story_skip(st);
    for (int i = 0; i < 10; i++)
        DATA(1, 9, 0, 0, "abc");
    assert_true(story_has(st, "'t':'closing'"));
    story_open(st, 5);
    story_skip(st);
    story_bulk(st, 5, PL_BULK_ASK, 1, 1, 0, 0, "");
    story_expect(st, "close link=5 code=1008 reason=\"a binary message before hello\"\n");
}

/* ---- the server as an end ---- */

static void stored(struct story *st, enum pl_stored what, uint64_t offset, const char *bytes)
{
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = 1;
    e.stored.what = what;
    e.stored.offset = offset;
    e.stored.bytes = pl_bytes_str(bytes);
    e.stored.id = pl_bytes_str("f00d");
    e.stored.size = 5;
    e.stored.name = pl_bytes_str("a.txt");
    e.stored.sum = pl_bytes_of(&SUM[1], 64);
    e.stored.code = what == PL_STORED_FAILED ? 715 : 0;
    story_step(st, &e);
}

static struct story *uploads(void **state)
{
    struct story *st = *state;
    st->config.file_store = true;
    story_begin(st);
    story_user(st, 1, "ann");
    return st;
}

static void an_upload_is_written_and_kept(void **state)
{
    struct story *st = uploads(state);
    story_say(st, 1, "{'t':'file_offer','to':0,'task':7,'size':5,'name':'a.txt'}");
    story_expect(st, "1< {'t':'file_opened','seq':2,'re':3,'transfer':1}\n"
                     "store open transfer=1 user=1 size=5\n");
    stored(st, PL_STORED_OPENED, 0, "");
    story_expect(st, "1<* grant 1 e1 @0 ..5\n");
    DATA(1, 1, 0, 0, "ab");
    story_expect(st, "store write transfer=1 bytes=2\n");
    story_bulk(st, 1, PL_BULK_ASK, 1, 1, 0, 0, "");
    story_expect(st, "1<* grant 1 e2 @2 ..5\n");
    story_say(st, 1, "{'t':'file_end','transfer':1,'sha256':" SUM "}");
    story_expect(st, "1< {'t':'done','seq':3,'re':4}\n");
    DATA(1, 2, 2, 0, "cde");
    story_expect(st, "store write transfer=1 offset=2 bytes=3\nstore keep transfer=1 bytes=64\n");
    stored(st, PL_STORED_WROTE, 5, "");
    story_expect(st, "1<* grant 1 e2 @5 ..5\n");
    stored(st, PL_STORED_KEPT, 0, "");
    story_expect(st, "1< {'t':'file_closed','seq':4,'transfer':1,'by':'server','code':0,"
                     "'file':'f00d'}\nstore drop transfer=1\n");
    stored(st, PL_STORED_WROTE, 5, "");
    story_expect(st, "");
}

static void an_upload_that_fails_is_told(void **state)
{
    struct story *st = uploads(state);
    story_say(st, 1, "{'t':'file_offer','to':0,'task':7,'size':5,'name':'a.txt'}");
    story_skip(st);
    stored(st, PL_STORED_FAILED, 0, "");
    story_expect(st, "1< {'t':'file_closed','seq':3,'transfer':1,'by':'server','code':715}\n"
                     "store drop transfer=1\n");
}

static void a_download_follows_the_grants(void **state)
{
    struct story *st = uploads(state);
    story_say(st, 1, "{'t':'file_get','task':3,'file':'f00d'}");
    story_expect(st, "1< {'t':'file_opened','seq':2,'re':3,'transfer':1}\n"
                     "store open transfer=1 user=1\n");
    stored(st, PL_STORED_OPENED, 0, "");
    story_expect(st, "1< {'t':'file_offered','seq':3,'transfer':1,'from':0,'task':3,'size':5,"
                     "'name':'a.txt'}\n"
                     "1< {'t':'file_ended','seq':4,'transfer':1,'sha256':" SUM "}\n");
    story_bulk(st, 1, PL_BULK_GRANT, 1, 1, 0, 2, "");
    story_expect(st, "store read transfer=1 bytes=2\n");
    story_bulk(st, 1, PL_BULK_GRANT, 1, 2, 0, 5, ""); /* a new epoch while it is read */
    stored(st, PL_STORED_READ, 0, "ab");
    story_expect(st, "1<* data 1 e2 @0 +2\nstore read transfer=1 offset=2 bytes=3\n");
    stored(st, PL_STORED_READ, 2, "cde");
    story_expect(st, "1<* data 1 e2 @2 +3\n");
    story_say(st, 1, "{'t':'file_close','transfer':1,'code':0}");
    story_expect(st, "store drop transfer=1\n1< {'t':'done','seq':5,'re':4}\n");
}

/* A page holds a buffer in memory; and nobody at the server takes one. */
static void buffers_are_files_with_a_limit(void **state)
{
    struct story *st = *state;
    char json[160];
    st->config.file_bytes = UINT64_MAX;
    st->config.file_store = true;
    story_begin(st);
    story_user(st, 1, "ann");
    story_user(st, 2, "bob");
    snprintf(json, sizeof(json),
             "{'t':'file_offer','to':2,'task':7,'size':%d,'name':'','buffer':true,'is_text':true,"
             "'w':-1,'l':4294967295}",
             PL_LIMIT_TRANS_BUFFER_EX_BYTES);
    story_say(st, 1, json);
    story_expect(st, "1< {'t':'file_opened','seq':2,'re':3,'transfer':1}\n"
                     "2< {'t':'file_offered','seq':2,'transfer':1,'from':1,'task':7,"
                     "'size':67108864,'name':'','buffer':true,'is_text':true,'w':-1,"
                     "'l':4294967295}\n");
    snprintf(json, sizeof(json),
             "{'t':'file_offer','to':2,'task':8,'size':%d,'name':'','buffer':true}",
             PL_LIMIT_TRANS_BUFFER_EX_BYTES + 1);
    story_say(st, 1, json);
    story_expect(st, "1< {'t':'error','seq':3,'re':4,'code':21,'detail':'size: a buffer is not so "
                     "large'}\n");
    story_say(st, 1, "{'t':'file_offer','to':0,'task':9,'size':5,'name':'','buffer':true}");
    story_expect(st, "1< {'t':'error','seq':4,'re':5,'code':206,'detail':'nobody at the server "
                     "takes it'}\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        story_test(a_file_goes_over),
        story_test(either_end_gives_it_up),
        story_test(what_cannot_be_is_refused),
        story_test(buffers_are_files_with_a_limit),
        story_test(there_are_no_more_than_allowed),
        story_test(transfers_share_a_window),
        story_test(a_slow_receiver_is_spared_and_asked_again),
        story_test(the_one_that_ends_makes_place_for_others),
        story_test(lost_links_lose_nothing),
        story_test(who_leaves_ends_his_transfers),
        story_test(nonsense_is_counted_and_ends_the_session),
        story_test(an_upload_is_written_and_kept),
        story_test(an_upload_that_fails_is_told),
        story_test(a_download_follows_the_grants),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
