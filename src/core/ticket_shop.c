/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/ticket_shop.h"

#include <stdio.h>

static const struct pl_core_place areas[] = {{1, &(const struct pl_counter_setup){.area = 0}}};
static const struct pl_core_place queues[] = {
    {101, &(const struct pl_counter_setup){.area = 1}},
    {102, &(const struct pl_counter_setup){.area = 1, .rules = {.wrap_up_us = PL_SEC(20)}}},
    {103, &(const struct pl_counter_setup){.area = 1, .rules = {.text = true}}},
};

static void put_contact(struct shop *shop, const struct pl_contact *c)
{
    size_t i = 0;
    while (i < shop->contact_count && shop->contacts[i].id != c->id)
        i++;
    assert_true(i < SHOP_ROWS);
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
    assert_true(i < SHOP_ROWS);
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
    assert_true(i < SHOP_ROWS);
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
    static struct pl_counter_seat seats[SHOP_ROWS];
    static struct pl_counter_held others[SHOP_ROWS][PL_CONTACT_OTHERS_MAX];
    static char secrets[SHOP_ROWS][40];
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

int shop_setup(void **state)
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

int shop_teardown(void **state)
{
    struct shop *shop = *state;
    story_end(&shop->st);
    free(shop);
    return 0;
}

void shop_crash(struct shop *shop)
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

void shop_come(struct shop *shop, uint64_t link)
{
    static const char *const names[] = {"", "ann", "bob", "cat", "dan", "eve"};
    story_user(&shop->st, link, names[link]);
}

void shop_control(struct shop *shop, uint64_t link, int32_t type, int32_t id, int32_t code,
                  int32_t p1, int32_t p2)
{
    char json[200];
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_control','type':%d,'object':%d,'code':%d,'p1':%d,'p2':%d}", type,
                   id, code, p1, p2);
    story_say(&shop->st, link, json);
}

void shop_client(struct shop *shop, uint64_t link, int32_t queue)
{
    shop_come(shop, link);
    shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
    shop_control(shop, link, QUEUE, queue, ENTER_QUEUE, 0, 0);
}

void shop_agent(struct shop *shop, uint64_t link, int32_t flags)
{
    char json[160];
    shop_come(shop, link);
    (void)snprintf(json, sizeof(json),
                   "{'t':'object_set','type':8,'object':%d,'info':7,'number':%d}", (int)link,
                   flags);
    story_say(&shop->st, link, json);
    shop_control(shop, link, AREA, 1, ENTER_AREA, 0, 0);
}

int32_t shop_before(struct shop *shop, int32_t user)
{
    return pl_counter_before(pl_counter_person_of(shop->st.core->counter, user));
}

const struct pl_contact *shop_contact_of(struct shop *shop, int32_t user)
{
    const struct pl_contact *found = NULL;
    for (size_t i = 0; i < shop->contact_count; i++) {
        if (shop->contacts[i].client == user && (!found || shop->contacts[i].id > found->id))
            found = &shop->contacts[i];
    }
    assert_non_null(found);
    return found;
}
