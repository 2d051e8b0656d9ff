/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The server is killed in the middle of anything: everybody finds what he had, and every contact
 * that was begun ends once.
 */
#include "pl_test.h"

#include "base/rng.h"
#include "core/ticket_shop.h"

enum { SEEDS = 200, STEPS = 120 };

static void do_something(struct shop *shop, struct pl_prng *rng, uint64_t link)
{
    bool serves = link >= 4;
    switch (pl_prng_below(rng, 6)) {
    case 0:
        story_wait(&shop->st, PL_MS(1 + pl_prng_below(rng, 3000)));
        break;
    case 1:
        shop_control(shop, link, serves ? AGENT : QUEUE, serves ? (int32_t)link : -1,
                     serves ? FINISH : LEAVE_QUEUE, 0, 0);
        break;
    case 2:
        pl_counter_talk(shop->st.core->counter, shop->st.now, (int32_t)(1 + pl_prng_below(rng, 3)),
                        (int32_t)(4 + pl_prng_below(rng, 2)));
        shop_control(shop, 5, AGENT, 5, STATUS, -1, 0); /* refused, but it settles what was said */
        break;
    default:
        if (serves)
            shop_control(shop, link, AGENT, (int32_t)link, pl_prng_below(rng, 2) ? STATUS : REQUEST,
                         (int32_t)pl_prng_below(rng, 4), 0);
        else
            shop_control(shop, link, QUEUE, 101 + (int32_t)pl_prng_below(rng, 2), ENTER_QUEUE, 0,
                         0);
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
            shop_come(shop, link);
            shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
        }
        shop_agent(shop, 4, 2 + 16);
        shop_agent(shop, 5, 2);
        for (int i = 0; i < STEPS; i++) {
            do_something(shop, &rng, 1 + pl_prng_below(&rng, 5));
            check_open(shop);
        }
        look(shop, was);
        shop_crash(shop);
        for (uint64_t link = 1; link <= 3; link++) { /* clients first: nobody is matched early */
            shop_come(shop, link);
            shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
            if (was[link].queue)
                shop_control(shop, link, QUEUE, was[link].queue, ENTER_QUEUE, 0, 0);
        }
        shop_agent(shop, 4, 2 + 16);
        shop_agent(shop, 5, 2);
        look(shop, is);
        assert_memory_equal(&was[1], &is[1], sizeof(was) - sizeof(was[0]));
        check_open(shop);
        for (uint64_t link = 1; link <= 5; link++)
            story_say(&shop->st, link, "{'t':'logout'}");
        assert_int_equal(shop->seat_count, 0);
        for (size_t i = 0; i < shop->contact_count; i++)
            assert_int_not_equal(shop->contacts[i].outcome, PL_CONTACT_OPEN);
        shop->contact_count = shop->stretch_count = 0;
        shop_crash(shop);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        shop_test(seeds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
