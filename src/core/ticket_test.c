/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server is killed, and what it has said to keep is all that the next one knows: clients find
 * their places. Agents and their services: ticket_service_test.c.
 */
#include "pl_test.h"

#include "core/ticket_shop.h"

#include <stdio.h>

static void clients_find_their_places(void **state)
{
    struct shop *shop = *state;
    int64_t entered;
    shop_client(shop, 1, 101);
    story_wait(&shop->st, PL_SEC(10));
    shop_client(shop, 2, 101);
    entered = shop_contact_of(shop, 1)->entered_ms;
    shop_crash(shop);
    shop_client(shop, 5, 101); /* somebody new is there first */
    assert_int_equal(shop_before(shop, 5), 0);
    shop_client(shop, 2, 101);
    assert_int_equal(shop_before(shop, 2), 0);
    shop_client(shop, 1, 101);
    assert_int_equal(shop_before(shop, 1), 0);
    assert_int_equal(shop_before(shop, 2), 1);
    assert_int_equal(shop_before(shop, 5), 2);
    /* 11 s: those before the end, and the second of rest */
    assert_true(story_has(&shop->st, "'info':503,'number':11}"));
    story_wait(&shop->st, PL_SEC(90)); /* what has been claimed does not end */
    assert_int_equal(shop_before(shop, 2), 1);
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    assert_int_equal(shop_contact_of(shop, 1)->entered_ms, entered);
    assert_int_equal(shop->contact_count, 3);
}

static void who_does_not_come_back_is_lost(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    shop_crash(shop);
    story_wait(&shop->st, PL_SEC(59));
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    story_wait(&shop->st, PL_SEC(2));
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_LOST);
    assert_int_equal(shop->seat_count, 0);
    shop_client(shop, 1, 101); /* later: behind, as anybody */
    assert_int_equal(shop->contact_count, 2);
}

static void another_queue_gives_the_place_up(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    shop_crash(shop);
    shop_client(shop, 1, 102);
    assert_int_equal(shop->contacts[0].outcome, PL_CONTACT_LEFT);
    assert_int_equal(shop_contact_of(shop, 1)->queue, 102);
    assert_int_equal(shop->seat_count, 1);
}

static void twice_is_no_worse(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    shop_client(shop, 2, 101);
    shop_crash(shop);
    shop_come(shop, 2);
    shop_control(shop, 2, AREA, 1, ENTER_AREA, 0, 0); /* inside, not in the queue yet */
    shop_crash(shop);
    shop_client(shop, 2, 101);
    shop_client(shop, 1, 101);
    assert_int_equal(shop_before(shop, 1), 0);
    assert_int_equal(shop_before(shop, 2), 1);
}

static void signing_out_gives_the_place_up(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    shop_crash(shop);
    shop_come(shop, 1);
    story_say(&shop->st, 1, "{'t':'logout'}");
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_LEFT);
    assert_int_equal(shop->seat_count, 0);
}

/* ann signs in on another link: her page was loaded again. */
static void again(struct shop *shop, uint64_t link)
{
    story_user(&shop->st, link, "ann");
    shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, link, QUEUE, 101, ENTER_QUEUE, 0, 0);
}

static void who_loads_the_page_again_keeps_his_place(void **state)
{
    struct shop *shop = *state;
    for (int keep = 1; keep >= 0; keep--) {
        if (!keep) { /* nor needs it a store */
            shop_teardown(state);
            shop_setup(state);
            shop = *state;
            pl_core_destroy(shop->st.core);
            shop->st.config.keep = false;
            story_begin(&shop->st);
        }
        shop_client(shop, 1, 101);
        story_wait(&shop->st, PL_SEC(10));
        shop_client(shop, 2, 101);
        again(shop, 7);
        again(shop, 8);
        if (keep) {
            assert_int_equal(shop_before(shop, 1), 0);
            assert_int_equal(shop_before(shop, 2), 1);
            assert_int_equal(shop->contact_count, 2);
            assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
        }
        assert_true(story_has(&shop->st, "'info':503,'number':10}"));
        story_wait(&shop->st, PL_SEC(90));
    }
}

static void who_is_replaced_and_does_not_come_is_lost(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    story_user(&shop->st, 7, "ann"); /* who wants to wait no longer, or never gets so far */
    story_wait(&shop->st, PL_SEC(59));
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_OPEN);
    shop_client(shop, 2, 101);
    story_wait(&shop->st, PL_SEC(2));
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_LOST);
    assert_int_equal(shop->seat_count, 1);
    again(shop, 8);
    assert_int_equal(shop_before(shop, 1), 1); /* behind, as anybody */
}

static void an_orderly_stop_keeps_places(void **state)
{
    struct shop *shop = *state;
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    shop_client(shop, 1, 101);
    shop_client(shop, 2, 101);
    drain.drain.deadline = shop->st.now + PL_SEC(1);
    story_step(&shop->st, &drain);
    story_wait(&shop->st, PL_SEC(2));
    shop_crash(shop);
    shop_client(shop, 2, 101);
    shop_client(shop, 1, 101);
    assert_int_equal(shop_before(shop, 1), 0);
}

static void guests_ids_wait_too(void **state)
{
    struct shop *shop = *state;
    story_open(&shop->st, 9);
    story_say(&shop->st, 9, "{'t':'hello','sdk':'t'}");
    story_say(&shop->st, 9, "{'t':'login','name':'guest'}");
    shop_control(shop, 9, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, 9, QUEUE, 101, ENTER_QUEUE, 0, 0);
    assert_int_equal(shop->seats[0].user, -2);
    shop_crash(shop);
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
    shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, link, QUEUE, 101, ENTER_QUEUE, 0, 0);
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
    shop_crash(shop);
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
    assert_int_equal(shop_before(shop, -3), 0);
    shop_crash(shop); /* once more: he has a new token by now, and the first waits still */
    story_skip(&shop->st);
    guest(shop, 30, other, "guest");
    assert_false(story_has(&shop->st, "'id':-3,"));
    guest(shop, 31, one, "guest");
    assert_true(story_has(&shop->st, "'id':-2,"));
    wait_in_line(shop, 31);
    assert_int_equal(shop_before(shop, -2), 0);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(shop_contact_of(shop, -3)->outcome, PL_CONTACT_LOST);
    story_skip(&shop->st);
    guest(shop, 32, other, "guest");
    assert_false(story_has(&shop->st, "'id':-3,"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        shop_test(clients_find_their_places),
        shop_test(who_does_not_come_back_is_lost),
        shop_test(another_queue_gives_the_place_up),
        shop_test(twice_is_no_worse),
        shop_test(signing_out_gives_the_place_up),
        shop_test(who_loads_the_page_again_keeps_his_place),
        shop_test(who_is_replaced_and_does_not_come_is_lost),
        shop_test(an_orderly_stop_keeps_places),
        shop_test(guests_ids_wait_too),
        shop_test(a_guest_is_known_by_his_token),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
