/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server is killed, and what it has said to keep is all that the next one knows: clients find
 * their places, agents their work, and every contact that was begun ends once.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/state.h"
#include "core/story.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>

enum { AREA = 4, QUEUE = 5, AGENT = 6, ROWS = 512, SEEDS = 200, STEPS = 120 };
enum { ENTER_AREA = 401, ENTER_QUEUE = 501, LEAVE_QUEUE = 502, RATE = 605 };
enum { STATUS = 601, REQUEST = 602, FINISH = 604 };

static const struct pl_core_place areas[] = {{1, &(const struct pl_counter_setup){.area = 0}}};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 1}},
    {102, &(const struct pl_counter_setup){.area = 1, .rules = {.wrap_up_us = PL_SEC(20)}}},
    {103, &(const struct pl_counter_setup){.area = 1, .rules = {.text = true}}},
};

/* What a shell would have in its store. */
struct shop {
    struct story st;
    struct pl_contact contacts[ROWS]; /* without texts */
    size_t contact_count;
    struct pl_counter_seat seats[ROWS];
    char secrets[ROWS][40];
    struct pl_counter_held others[ROWS][PL_CONTACT_OTHERS_MAX];
    size_t seat_count;
    struct pl_stretch stretches[ROWS];
    size_t stretch_count;
    char notes[64];           /* of the contact that was kept last */
    char texts[ROWS][2][128]; /* intake, notes */
};

static void put_contact(struct shop *shop, const struct pl_contact *c)
{
    size_t i = 0;
    while (i < shop->contact_count && shop->contacts[i].id != c->id)
        i++;
    assert_true(i < ROWS);
    assert_true(i == shop->contact_count || shop->contacts[i].outcome == PL_CONTACT_OPEN ||
                shop->contacts[i].outcome == c->outcome); /* what has ended stays so */
    shop->contact_count += i == shop->contact_count ? 1 : 0;
    shop->contacts[i] = *c;
    (void)snprintf(shop->notes, sizeof(shop->notes), "%.*s", (int)c->texts[PL_CONTACT_NOTES].len,
                   (const char *)c->texts[PL_CONTACT_NOTES].data);
    memset(shop->contacts[i].texts, 0, sizeof(c->texts));
    for (size_t k = 0; k < 2; k++)
        (void)pl_bytes_to_str(c->texts[k ? PL_CONTACT_NOTES : PL_CONTACT_INTAKE], shop->texts[i][k],
                              sizeof(shop->texts[i][k]));
}

static void put_seat(struct shop *shop, const struct pl_core_kept *k)
{
    size_t i = 0;
    while (i < shop->seat_count && shop->seats[i].user != k->user)
        i++;
    if (k->gone) {
        assert_true(i < shop->seat_count);
        --shop->seat_count;
        shop->seats[i] = shop->seats[shop->seat_count];
        memcpy(shop->secrets[i], shop->secrets[shop->seat_count], sizeof(shop->secrets[i]));
        memcpy(shop->others[i], shop->others[shop->seat_count], sizeof(shop->others[i]));
        return;
    }
    assert_true(i < ROWS);
    shop->seat_count += i == shop->seat_count ? 1 : 0;
    shop->seats[i] = *k->seat;
    (void)pl_bytes_to_str(k->seat->secret, shop->secrets[i], sizeof(shop->secrets[i]));
    if (k->seat->other_count > 0)
        memcpy(shop->others[i], k->seat->others, k->seat->other_count * sizeof(shop->others[i][0]));
}

static void put_stretch(struct shop *shop, const struct pl_stretch *s)
{
    size_t i = 0;
    while (i < shop->stretch_count && shop->stretches[i].id != s->id)
        i++;
    assert_true(i < ROWS);
    shop->stretch_count += i == shop->stretch_count ? 1 : 0;
    shop->stretches[i] = *s;
}

static void on_effect(void *arg, const struct pl_effect *e)
{
    struct shop *shop = arg;
    if (e->type != PL_EFFECT_KEEP)
        return;
    if (e->keep.kind == PL_CORE_KEPT_CONTACT)
        put_contact(shop, e->keep.contact);
    else if (e->keep.kind == PL_CORE_KEPT_SEAT)
        put_seat(shop, &e->keep);
    else if (e->keep.kind == PL_CORE_KEPT_STRETCH)
        put_stretch(shop, e->keep.stretch);
}

static void learn(struct shop *shop, struct pl_core_kept k)
{
    struct pl_event e = {.type = PL_EVENT_KEPT, .kept = k};
    story_step(&shop->st, &e);
}

static void give_contact(struct shop *shop, int64_t id)
{
    for (size_t k = 0; k < shop->contact_count; k++) {
        struct pl_contact c = shop->contacts[k];
        if (c.id != id)
            continue;
        c.texts[PL_CONTACT_INTAKE] = pl_bytes_str(shop->texts[k][0]);
        c.texts[PL_CONTACT_NOTES] = pl_bytes_str(shop->texts[k][1]);
        learn(shop, (struct pl_core_kept){.kind = PL_CORE_KEPT_CONTACT, .contact = &c});
    }
}

/* Names, then for each seat its contacts; in any order of seats. */
static void give_all(struct shop *shop)
{
    static const char *const names[] = {"", "ann", "bob", "cat", "dan", "eve"};
    static struct pl_counter_seat seats[ROWS];
    static struct pl_counter_held others[ROWS][PL_CONTACT_OTHERS_MAX];
    static char secrets[ROWS][40];
    size_t count = shop->seat_count;
    memcpy(seats, shop->seats, sizeof(seats));
    memcpy(others, shop->others, sizeof(others));
    memcpy(secrets, shop->secrets, sizeof(secrets));
    for (int32_t i = 1; i <= 5; i++)
        learn(shop, (struct pl_core_kept){
                        .kind = PL_CORE_KEPT_NAME, .user = i, .text = pl_bytes_str(names[i])});
    for (size_t i = 0; i < count; i++) {
        give_contact(shop, seats[i].contact);
        for (size_t k = 0; k < seats[i].other_count; k++)
            give_contact(shop, others[i][k].contact);
        seats[i].others = others[i];
        seats[i].secret = pl_bytes_str(secrets[i]);
        learn(shop, (struct pl_core_kept){
                        .kind = PL_CORE_KEPT_SEAT, .user = seats[i].user, .seat = &seats[i]});
    }
}

static int setup(void **state)
{
    struct shop *shop = calloc(1, sizeof(*shop));
    struct story *st = &shop->st;
    assert_non_null(shop);
    story_init(st);
    st->config.areas = areas;
    st->config.area_count = 1;
    st->config.queues = queues;
    st->config.queue_count = 3;
    st->config.keep = true;
    st->config.return_us = PL_SEC(60);
    st->config.epoch_ms = 1790000000000;
    st->on_effect = on_effect;
    st->arg = shop;
    story_begin(st);
    give_all(shop); /* names, so that user ids are those of links */
    *state = shop;
    return 0;
}

static int teardown(void **state)
{
    struct shop *shop = *state;
    story_end(&shop->st);
    free(shop);
    return 0;
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

/* kill -9, a second of rest, and a new process whose clock has begun anew. */
static void crash(struct shop *shop)
{
    struct story *st = &shop->st;
    int64_t wall_ms = st->config.epoch_ms + (int64_t)(st->now / 1000) + 1000;
    pl_core_destroy(st->core);
    st->now = PL_SEC(500); /* another machine, perhaps */
    st->config.epoch_ms = wall_ms - 500000;
    story_begin(st);
    give_all(shop);
    story_skip(st);
}

/* Users 1 to 5 on links of the same numbers: ann, bob, cat, dan, eve. */
static void come(struct shop *shop, uint64_t link)
{
    static const char *const names[] = {"", "ann", "bob", "cat", "dan", "eve"};
    story_user(&shop->st, link, names[link]);
}

static void control(struct shop *shop, uint64_t link, int32_t type, int32_t id, int32_t code,
                    int32_t p1, int32_t p2)
{
    char json[200];
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_control','type':%d,'object':%d,'code':%d,'p1':%d,'p2':%d}", type,
                   id, code, p1, p2);
    story_say(&shop->st, link, json);
}

static void client(struct shop *shop, uint64_t link, int32_t queue)
{
    come(shop, link);
    control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, link, QUEUE, queue, ENTER_QUEUE, 0, 0);
}

static void agent(struct shop *shop, uint64_t link, int32_t flags)
{
    char json[160];
    come(shop, link);
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_set','type':8,'object':%d,'info':7,'number':%d}", (int)link,
                   flags);
    story_say(&shop->st, link, json);
    control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
}

static int32_t before(struct shop *shop, int32_t user)
{
    return pl_counter_before(pl_counter_person_of(shop->st.core->counter, user));
}

static const struct pl_contact *contact_of(struct shop *shop, int32_t user)
{
    const struct pl_contact *found = NULL;
    for (size_t i = 0; i < shop->contact_count; i++) {
        if (shop->contacts[i].client == user && (!found || shop->contacts[i].id > found->id))
            found = &shop->contacts[i];
    }
    assert_non_null(found);
    return found;
}

/* ---- tests ---- */

static void clients_find_their_places(void **state)
{
    struct shop *shop = *state;
    int64_t entered;
    client(shop, 1, 101);
    story_wait(&shop->st, PL_SEC(10));
    client(shop, 2, 101);
    entered = contact_of(shop, 1)->entered_ms;
    crash(shop);
    client(shop, 5, 101); /* somebody new is there first */
    assert_int_equal(before(shop, 5), 0);
    client(shop, 2, 101);
    assert_int_equal(before(shop, 2), 0);
    client(shop, 1, 101);
    assert_int_equal(before(shop, 1), 0);
    assert_int_equal(before(shop, 2), 1);
    assert_int_equal(before(shop, 5), 2);
    /* 11 s: those before the end, and the second of rest */
    assert_true(story_has(&shop->st, "'info':503,'number':11}"));
    story_wait(&shop->st, PL_SEC(90)); /* what has been claimed does not end */
    assert_int_equal(before(shop, 2), 1);
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    assert_int_equal(contact_of(shop, 1)->entered_ms, entered);
    assert_int_equal(shop->contact_count, 3);
}

static void who_does_not_come_back_is_lost(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    crash(shop);
    story_wait(&shop->st, PL_SEC(59));
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    story_wait(&shop->st, PL_SEC(2));
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_LOST);
    assert_int_equal(shop->seat_count, 0);
    client(shop, 1, 101); /* later: behind, as anybody */
    assert_int_equal(shop->contact_count, 2);
}

static void another_queue_gives_the_place_up(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    crash(shop);
    client(shop, 1, 102);
    assert_int_equal(shop->contacts[0].outcome, PL_CONTACT_LEFT);
    assert_int_equal(contact_of(shop, 1)->queue, 102);
    assert_int_equal(shop->seat_count, 1);
}

static void twice_is_no_worse(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    client(shop, 2, 101);
    crash(shop);
    come(shop, 2);
    control(shop, 2, AREA, 1, ENTER_AREA, 0, 0); /* inside, not in the queue yet */
    crash(shop);
    client(shop, 2, 101);
    client(shop, 1, 101);
    assert_int_equal(before(shop, 1), 0);
    assert_int_equal(before(shop, 2), 1);
}

static void signing_out_gives_the_place_up(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    crash(shop);
    come(shop, 1);
    story_say(&shop->st, 1, "{'t':'logout'}");
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_LEFT);
    assert_int_equal(shop->seat_count, 0);
}

/* ann signs in on another link: her page was loaded again. */
static void again(struct shop *shop, uint64_t link)
{
    story_user(&shop->st, link, "ann");
    control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, link, QUEUE, 101, ENTER_QUEUE, 0, 0);
}

static void who_loads_the_page_again_keeps_his_place(void **state)
{
    struct shop *shop = *state;
    for (int keep = 1; keep >= 0; keep--) {
        if (!keep) { /* nor needs it a store */
            teardown(state);
            setup(state);
            shop = *state;
            pl_core_destroy(shop->st.core);
            shop->st.config.keep = false;
            story_begin(&shop->st);
        }
        client(shop, 1, 101);
        story_wait(&shop->st, PL_SEC(10));
        client(shop, 2, 101);
        again(shop, 7);
        again(shop, 8);
        if (keep) {
            assert_int_equal(before(shop, 1), 0);
            assert_int_equal(before(shop, 2), 1);
            assert_int_equal(shop->contact_count, 2);
            assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
        }
        assert_true(story_has(&shop->st, "'info':503,'number':10}"));
        story_wait(&shop->st, PL_SEC(90));
    }
}

static void who_is_replaced_and_does_not_come_is_lost(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    story_user(&shop->st, 7, "ann"); /* who wants to wait no longer, or never gets so far */
    story_wait(&shop->st, PL_SEC(59));
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    client(shop, 2, 101);
    story_wait(&shop->st, PL_SEC(2));
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_LOST);
    assert_int_equal(shop->seat_count, 1);
    again(shop, 8);
    assert_int_equal(before(shop, 1), 1); /* behind, as anybody */
}

static void agents_find_their_work(void **state)
{
    struct shop *shop = *state;
    const struct pl_counter_person *p;
    client(shop, 1, 102);
    agent(shop, 3, 2);
    control(shop, 3, AGENT, 3, STATUS, 1, 0);
    control(shop, 3, AGENT, 3, REQUEST, 0, 0);
    pl_counter_talk(shop->st.core->counter, shop->st.now, 1, 3);
    control(shop, 3, AGENT, 3, STATUS, -1, 0); /* refused, but it settles what was said */
    story_wait(&shop->st, PL_SEC(5));
    agent(shop, 4, 2);
    control(shop, 4, AGENT, 4, STATUS, 3, 0);
    assert_int_equal(contact_of(shop, 1)->agent, 3);
    assert_true(contact_of(shop, 1)->answered_ms > 0);
    story_say(&shop->st, 3, "{'t':'service_note','client':1,'text':'calls'}");
    story_say(&shop->st, 3, "{'t':'service_note','client':1,'text':'again'}");
    assert_string_equal(shop->notes, "3: calls\n3: again");
    crash(shop);
    agent(shop, 4, 2);
    p = pl_counter_person_of(shop->st.core->counter, 4);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED);
    agent(shop, 3, 2);
    p = pl_counter_person_of(shop->st.core->counter, 3);
    assert_int_equal(p->agent->status, PL_COUNTER_WORKING);
    assert_int_equal(p->agent->client, 1);
    assert_true(pl_counter_service_of(p->agent)->talking);
    come(shop, 1);
    control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    assert_ptr_equal(pl_counter_service_of(p->agent)->served,
                     pl_counter_person_of(shop->st.core->counter, 1));
    control(shop, 3, AGENT, 3, FINISH, 0, 0);
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_SERVED);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED); /* wrap-up */
    crash(shop);                                           /* also from there */
    agent(shop, 3, 2);
    p = pl_counter_person_of(shop->st.core->counter, 3);
    assert_int_equal(p->agent->served_count, 1);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED);
    story_wait(&shop->st, PL_SEC(20));
    assert_int_equal(p->agent->status, PL_COUNTER_WAITING);
    come(shop, 1); /* and what he thinks of it is written to the same contact */
    control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, 1, AGENT, 3, RATE, 3, 5);
    assert_int_equal(contact_of(shop, 1)->score, 5);
    assert_int_equal(shop->contact_count, 1);
}

static void a_service_whose_agent_is_lost_ends(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    agent(shop, 3, 2 + 16);
    control(shop, 3, AGENT, 3, STATUS, 1, 0);
    assert_int_equal(contact_of(shop, 1)->agent, 3);
    crash(shop);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_FAILED);
    assert_int_equal(shop->seat_count, 0);
    for (size_t i = 0; i < shop->stretch_count; i++)
        assert_true(shop->stretches[i].to_ms >= shop->stretches[i].from_ms);
}

static void an_orderly_stop_keeps_places(void **state)
{
    struct shop *shop = *state;
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    client(shop, 1, 101);
    client(shop, 2, 101);
    drain.drain.deadline = shop->st.now + PL_SEC(1);
    story_step(&shop->st, &drain);
    story_wait(&shop->st, PL_SEC(2));
    crash(shop);
    client(shop, 2, 101);
    client(shop, 1, 101);
    assert_int_equal(before(shop, 1), 0);
}

static void guests_ids_wait_too(void **state)
{
    struct shop *shop = *state;
    story_open(&shop->st, 9);
    story_say(&shop->st, 9, "{'t':'hello','sdk':'t'}");
    story_say(&shop->st, 9, "{'t':'login','name':'guest'}");
    control(shop, 9, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, 9, QUEUE, 101, ENTER_QUEUE, 0, 0);
    assert_int_equal(shop->seats[0].user, -2);
    crash(shop);
    story_open(&shop->st, 10);
    story_say(&shop->st, 10, "{'t':'hello','sdk':'t'}");
    story_say(&shop->st, 10, "{'t':'login','name':'other'}");
    assert_true(story_has(&shop->st, "'id':-3,")); /* not in somebody else's place */
}

/* The token of the session that story.c opens on this link without a word of its own. */
static void token_of(struct shop *shop, uint64_t link, char token[65])
{
    const struct pl_link *l = pl_idmap_get(&shop->st.core->links, link);
    memcpy(token, l->session->token, PL_TOKEN_CHARS);
    token[PL_TOKEN_CHARS] = 0;
}

/* Signs in as a guest who was that session. */
static void guest(struct shop *shop, uint64_t link, const char *was, const char *name)
{
    char json[160];
    story_open(&shop->st, link);
    (void)snprintf(json, sizeof(json),
                   was ? "{'t':'hello','sdk':'t','was':'%s'}" : "{'t':'hello','sdk':'t'}", was);
    story_say(&shop->st, link, json);
    (void)snprintf(json, sizeof(json), "{'t':'login','name':'%s'}", name);
    story_say(&shop->st, link, json);
}

static void wait_in_line(struct shop *shop, uint64_t link)
{
    control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, link, QUEUE, 101, ENTER_QUEUE, 0, 0);
}

static void a_guest_is_known_by_his_token(void **state)
{
    struct shop *shop = *state;
    char one[65], other[65], half[65];
    guest(shop, 9, NULL, "guest"); /* -2 */
    token_of(shop, 9, one);
    wait_in_line(shop, 9);
    guest(shop, 10, NULL, "guest"); /* -3, of the same name */
    token_of(shop, 10, other);
    wait_in_line(shop, 10);
    crash(shop);
    guest(shop, 20, NULL, "new");
    wait_in_line(shop, 20);
    guest(shop, 21, other, "guest");
    assert_true(story_has(&shop->st, "'id':-3,"));
    story_skip(&shop->st);
    guest(shop, 22, other, "guest"); /* it is somebody's by now */
    assert_false(story_has(&shop->st, "'id':-3,"));
    (void)snprintf(half, sizeof(half), "%.32s%.32s", one, other);
    half[31] ^= 1; /* nearly his secret */
    story_skip(&shop->st);
    guest(shop, 23, half, "guest");
    assert_false(story_has(&shop->st, "'id':-2,"));
    wait_in_line(shop, 21);
    assert_int_equal(before(shop, -3), 0);
    crash(shop); /* once more: he has a new token by now, and the first waits still */
    story_skip(&shop->st);
    guest(shop, 30, other, "guest");
    assert_false(story_has(&shop->st, "'id':-3,"));
    guest(shop, 31, one, "guest");
    assert_true(story_has(&shop->st, "'id':-2,"));
    wait_in_line(shop, 31);
    assert_int_equal(before(shop, -2), 0);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(contact_of(shop, -3)->outcome, PL_CONTACT_LOST);
    story_skip(&shop->st);
    guest(shop, 32, other, "guest");
    assert_false(story_has(&shop->st, "'id':-3,"));
}

static void what_was_sent_along_survives(void **state)
{
    struct shop *shop = *state;
    come(shop, 1);
    story_say(&shop->st, 1,
              "{'t':'service_intake','fields':[{'name':'Name','value':'Wang'},"
              "{'name':'No','value':'7\\n8'}]}");
    control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, 1, QUEUE, 101, ENTER_QUEUE, 0, 0);
    assert_string_equal(shop->texts[0][0], "[{\"name\":\"Name\",\"value\":\"Wang\"},"
                                           "{\"name\":\"No\",\"value\":\"7\\n8\"}]");
    crash(shop);
    client(shop, 1, 101);
    agent(shop, 5, 2);
    story_skip(&shop->st);
    control(shop, 5, AGENT, 5, REQUEST, 0, 0);
    assert_true(story_has(&shop->st, "'fields':[{'name':'Name','value':'Wang'},"
                                     "{'name':'No','value':'7\\n8'}]"));
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'two\\nlines'}");
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'5: no'}");
    assert_string_equal(shop->texts[0][1], "5: two\n\tlines\n5: 5: no");
    crash(shop); /* in the middle of it */
    story_skip(&shop->st);
    agent(shop, 5, 2);
    assert_true(story_has(&shop->st, "'client':1,'agent':5,'queue':101,'room':0"));
    assert_true(story_has(&shop->st, "{'name':'No','value':'7\\n8'}],'notes':[{'user':5,"
                                     "'text':'two\\nlines'},{'user':5,'text':'5: no'}]"));
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'more'}");
    assert_string_equal(shop->texts[0][1], "5: two\n\tlines\n5: 5: no\n5: more");
}

static void what_is_said_while_waiting_is_written_at_once(void **state)
{
    struct shop *shop = *state;
    client(shop, 1, 101);
    story_say(&shop->st, 1, "{'t':'service_intake','fields':[{'name':'a','value':'1'}]}");
    assert_string_equal(shop->texts[0][0], "[{\"name\":\"a\",\"value\":\"1\"}]");
    agent(shop, 5, 2);
    control(shop, 5, AGENT, 5, REQUEST, 0, 0);
    /* from the next service on */
    story_say(&shop->st, 1, "{'t':'service_intake','fields':[{'name':'b','value':'2'}]}");
    assert_string_equal(shop->texts[0][0], "[{\"name\":\"a\",\"value\":\"1\"}]");
}

static void all_text_contacts_go_on(void **state)
{
    struct shop *shop = *state;
    const struct pl_counter_profile three = {.capacity = 3};
    const struct pl_counter_agent *a;
    assert_int_equal(pl_counter_set_profile(shop->st.core->counter, shop->st.now, 4, &three), 0);
    agent(shop, 4, 2 + 16);
    control(shop, 4, AGENT, 4, STATUS, 1, 0);
    client(shop, 1, 103);
    client(shop, 2, 103);
    client(shop, 3, 103);
    client(shop, 5, 103); /* one too many */
    story_say(&shop->st, 3, "{'t':'service_intake','fields':[{'name':'x','value':'y'}]}");
    crash(shop);
    client(shop, 2, 103); /* his page enters the queue anew: that one is over */
    agent(shop, 4, 2 + 16);
    a = pl_counter_person_of(shop->st.core->counter, 4)->agent;
    assert_int_equal(a->load, 3);
    assert_int_equal(a->client, 1);
    assert_true(pl_counter_has(shop->st.core->counter, 4, 3));
    come(shop, 3);
    control(shop, 3, AREA, 1, ENTER_AREA, 0, 0);
    control(shop, 4, AGENT, 4, FINISH, 3, 0);
    assert_int_equal(contact_of(shop, 3)->outcome, PL_CONTACT_SERVED);
    control(shop, 4, AGENT, 4, FINISH, 1, 0);
    assert_int_equal(contact_of(shop, 1)->outcome, PL_CONTACT_SERVED);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(contact_of(shop, 5)->outcome, PL_CONTACT_LOST);
    crash(shop); /* and nobody comes */
    story_wait(&shop->st, PL_SEC(61));
    for (size_t i = 0; i < shop->contact_count; i++)
        assert_int_not_equal(shop->contacts[i].outcome, PL_CONTACT_OPEN);
    assert_int_equal(shop->seat_count, 0);
}

/* ---- seeds ---- */

static void do_something(struct shop *shop, struct pl_prng *rng, uint64_t link)
{
    bool serves = link >= 4;
    switch (pl_prng_below(rng, 6)) {
    case 0:
        story_wait(&shop->st, PL_MS(1 + pl_prng_below(rng, 3000)));
        break;
    case 1:
        control(shop, link, serves ? AGENT : QUEUE, serves ? (int32_t)link : -1,
                serves ? FINISH : LEAVE_QUEUE, 0, 0);
        break;
    case 2:
        pl_counter_talk(shop->st.core->counter, shop->st.now, (int32_t)(1 + pl_prng_below(rng, 3)),
                        (int32_t)(4 + pl_prng_below(rng, 2)));
        control(shop, 5, AGENT, 5, STATUS, -1, 0); /* refused, but it settles what was said */
        break;
    default:
        if (serves)
            control(shop, link, AGENT, (int32_t)link, pl_prng_below(rng, 2) ? STATUS : REQUEST,
                    (int32_t)pl_prng_below(rng, 4), 0);
        else
            control(shop, link, QUEUE, 101 + (int32_t)pl_prng_below(rng, 2), ENTER_QUEUE, 0, 0);
    }
}

struct picture {
    int32_t queue, before, client, status;
    uint32_t served;
};

static void look(struct shop *shop, struct picture *out)
{
    for (int32_t user = 1; user <= 5; user++) {
        const struct pl_counter_person *p = pl_counter_person_of(shop->st.core->counter, user);
        out[user] = (struct picture){0};
        if (!p)
            continue;
        out[user].queue = p->queue ? p->queue->id : 0;
        out[user].before = pl_counter_before(p);
        if (p->agent) {
            out[user].client = p->agent->client;
            out[user].status = (int32_t)p->agent->status;
            out[user].served = p->agent->served_count;
        }
    }
}

static void check_open(struct shop *shop)
{
    for (int32_t user = 1; user <= 3; user++) {
        const struct pl_counter_person *p = pl_counter_person_of(shop->st.core->counter, user);
        size_t waiting = 0;
        for (size_t i = 0; i < shop->contact_count; i++) {
            const struct pl_contact *c = &shop->contacts[i];
            if (c->client == user && c->outcome == PL_CONTACT_OPEN && c->agent == 0)
                waiting++;
        }
        assert_int_equal(waiting, p && p->queue ? 1 : 0);
    }
}

static void seeds(void **state)
{
    struct shop *shop = *state;
    for (uint64_t seed = 1; seed <= SEEDS; seed++) {
        struct pl_prng rng;
        struct picture was[6], is[6];
        pl_prng_init(&rng, seed);
        for (uint64_t link = 1; link <= 3; link++) {
            come(shop, link);
            control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
        }
        agent(shop, 4, 2 + 16);
        agent(shop, 5, 2);
        for (int i = 0; i < STEPS; i++) {
            do_something(shop, &rng, 1 + pl_prng_below(&rng, 5));
            check_open(shop);
        }
        look(shop, was);
        crash(shop);
        for (uint64_t link = 1; link <= 3; link++) { /* clients first: nobody is matched early */
            come(shop, link);
            control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
            if (was[link].queue)
                control(shop, link, QUEUE, was[link].queue, ENTER_QUEUE, 0, 0);
        }
        agent(shop, 4, 2 + 16);
        agent(shop, 5, 2);
        look(shop, is);
        assert_memory_equal(&was[1], &is[1], sizeof(was) - sizeof(was[0]));
        check_open(shop);
        for (uint64_t link = 1; link <= 5; link++)
            story_say(&shop->st, link, "{'t':'logout'}");
        assert_int_equal(shop->seat_count, 0);
        for (size_t i = 0; i < shop->contact_count; i++)
            assert_int_not_equal(shop->contacts[i].outcome, PL_CONTACT_OPEN);
        shop->contact_count = shop->stretch_count = 0;
        crash(shop);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(clients_find_their_places),
        CASE(who_does_not_come_back_is_lost),
        CASE(another_queue_gives_the_place_up),
        CASE(twice_is_no_worse),
        CASE(signing_out_gives_the_place_up),
        CASE(who_loads_the_page_again_keeps_his_place),
        CASE(who_is_replaced_and_does_not_come_is_lost),
        CASE(agents_find_their_work),
        CASE(a_service_whose_agent_is_lost_ends),
        CASE(an_orderly_stop_keeps_places),
        CASE(guests_ids_wait_too),
        CASE(a_guest_is_known_by_his_token),
        CASE(what_was_sent_along_survives),
        CASE(what_is_said_while_waiting_is_written_at_once),
        CASE(all_text_contacts_go_on),
        CASE(seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
