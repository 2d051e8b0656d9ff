/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server is killed, and what it has said to keep is all that the next one knows: agents find
 * their work, and what is known of their clients.
 */
#include "pl_test.h"

#include "core/ticket_shop.h"

static void agents_find_their_work(void **state)
{
    struct shop *shop = *state;
    const struct pl_counter_person *p;
    shop_client(shop, 1, 102);
    shop_agent(shop, 3, 2);
    shop_control(shop, 3, AGENT, 3, STATUS, 1, 0);
    shop_control(shop, 3, AGENT, 3, REQUEST, 0, 0);
    pl_counter_talk(shop->st.core->counter, shop->st.now, 1, 3);
    shop_control(shop, 3, AGENT, 3, STATUS, -1, 0); /* refused, but it settles what was said */
    story_wait(&shop->st, PL_SEC(5));
    shop_agent(shop, 4, 2);
    shop_control(shop, 4, AGENT, 4, STATUS, 3, 0);
    assert_int_equal(shop_contact_of(shop, 1)->agent, 3);
    assert_true(shop_contact_of(shop, 1)->answered_ms > 0);
    story_say(&shop->st, 3, "{'t':'service_note','client':1,'text':'calls'}");
    story_say(&shop->st, 3, "{'t':'service_note','client':1,'text':'again'}");
    assert_string_equal(shop->notes, "3: calls\n3: again");
    shop_crash(shop);
    shop_agent(shop, 4, 2);
    p = pl_counter_person_of(shop->st.core->counter, 4);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED);
    shop_agent(shop, 3, 2);
    p = pl_counter_person_of(shop->st.core->counter, 3);
    assert_int_equal(p->agent->status, PL_COUNTER_WORKING);
    assert_int_equal(p->agent->client, 1);
    assert_true(pl_counter_service_of(p->agent)->talking);
    shop_come(shop, 1);
    shop_control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    assert_ptr_equal(pl_counter_service_of(p->agent)->served,
                     pl_counter_person_of(shop->st.core->counter, 1));
    shop_control(shop, 3, AGENT, 3, FINISH, 0, 0);
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_SERVED);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED); /* wrap-up */
    shop_crash(shop);                                      /* also from there */
    shop_agent(shop, 3, 2);
    p = pl_counter_person_of(shop->st.core->counter, 3);
    assert_int_equal(p->agent->served_count, 1);
    assert_int_equal(p->agent->status, PL_COUNTER_PAUSED);
    story_wait(&shop->st, PL_SEC(20));
    assert_int_equal(p->agent->status, PL_COUNTER_WAITING);
    shop_come(shop, 1); /* and what he thinks of it is written to the same contact */
    shop_control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, 1, AGENT, 3, RATE, 3, 5);
    assert_int_equal(shop_contact_of(shop, 1)->score, 5);
    assert_int_equal(shop->contact_count, 1);
}

static void a_service_whose_agent_is_lost_ends(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    shop_agent(shop, 3, 2 + 16);
    shop_control(shop, 3, AGENT, 3, STATUS, 1, 0);
    assert_int_equal(shop_contact_of(shop, 1)->agent, 3);
    shop_crash(shop);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_FAILED);
    assert_int_equal(shop->seat_count, 0);
    for (size_t i = 0; i < shop->stretch_count; i++)
        assert_true(shop->stretches[i].to_ms >= shop->stretches[i].from_ms);
}

static void what_was_sent_along_survives(void **state)
{
    struct shop *shop = *state;
    shop_come(shop, 1);
    story_say(&shop->st, 1,
              "{'t':'service_intake','fields':[{'name':'Name','value':'Wang'},"
              "{'name':'No','value':'7\\n8'}]}");
    shop_control(shop, 1, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, 1, QUEUE, 101, ENTER_QUEUE, 0, 0);
    assert_string_equal(shop->texts[0][0], "[{\"name\":\"Name\",\"value\":\"Wang\"},"
                                           "{\"name\":\"No\",\"value\":\"7\\n8\"}]");
    shop_crash(shop);
    shop_client(shop, 1, 101);
    shop_agent(shop, 5, 2);
    story_skip(&shop->st);
    shop_control(shop, 5, AGENT, 5, REQUEST, 0, 0);
    assert_true(story_has(&shop->st, "'fields':[{'name':'Name','value':'Wang'},"
                                     "{'name':'No','value':'7\\n8'}]"));
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'two\\nlines'}");
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'5: no'}");
    assert_string_equal(shop->texts[0][1], "5: two\n\tlines\n5: 5: no");
    shop_crash(shop); /* in the middle of it */
    story_skip(&shop->st);
    shop_agent(shop, 5, 2);
    assert_true(story_has(&shop->st, "'client':1,'agent':5,'queue':101,'room':0"));
    assert_true(story_has(&shop->st, "{'name':'No','value':'7\\n8'}],'notes':[{'user':5,"
                                     "'text':'two\\nlines'},{'user':5,'text':'5: no'}]"));
    story_say(&shop->st, 5, "{'t':'service_note','client':1,'text':'more'}");
    assert_string_equal(shop->texts[0][1], "5: two\n\tlines\n5: 5: no\n5: more");
}

static void what_is_said_while_waiting_is_written_at_once(void **state)
{
    struct shop *shop = *state;
    shop_client(shop, 1, 101);
    story_say(&shop->st, 1, "{'t':'service_intake','fields':[{'name':'a','value':'1'}]}");
    assert_string_equal(shop->texts[0][0], "[{\"name\":\"a\",\"value\":\"1\"}]");
    shop_agent(shop, 5, 2);
    shop_control(shop, 5, AGENT, 5, REQUEST, 0, 0);
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
    shop_agent(shop, 4, 2 + 16);
    shop_control(shop, 4, AGENT, 4, STATUS, 1, 0);
    shop_client(shop, 1, 103);
    shop_client(shop, 2, 103);
    shop_client(shop, 3, 103);
    shop_client(shop, 5, 103); /* one too many */
    story_say(&shop->st, 3, "{'t':'service_intake','fields':[{'name':'x','value':'y'}]}");
    shop_crash(shop);
    shop_client(shop, 2, 103); /* his page enters the queue anew: that one is over */
    shop_agent(shop, 4, 2 + 16);
    a = pl_counter_person_of(shop->st.core->counter, 4)->agent;
    assert_int_equal(a->load, 3);
    assert_int_equal(a->client, 1);
    assert_true(pl_counter_has(shop->st.core->counter, 4, 3));
    shop_come(shop, 3);
    shop_control(shop, 3, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, 4, AGENT, 4, FINISH, 3, 0);
    assert_int_equal(shop_contact_of(shop, 3)->outcome, PL_CONTACT_SERVED);
    shop_control(shop, 4, AGENT, 4, FINISH, 1, 0);
    assert_int_equal(shop_contact_of(shop, 1)->outcome, PL_CONTACT_SERVED);
    story_wait(&shop->st, PL_SEC(61));
    assert_int_equal(shop_contact_of(shop, 5)->outcome, PL_CONTACT_LOST);
    shop_crash(shop); /* and nobody comes */
    story_wait(&shop->st, PL_SEC(61));
    for (size_t i = 0; i < shop->contact_count; i++)
        assert_int_not_equal(shop->contacts[i].outcome, PL_CONTACT_OPEN);
    assert_int_equal(shop->seat_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        shop_test(agents_find_their_work),
        shop_test(a_service_whose_agent_is_lost_ends),
        shop_test(what_was_sent_along_survives),
        shop_test(what_is_said_while_waiting_is_written_at_once),
        shop_test(all_text_contacts_go_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
