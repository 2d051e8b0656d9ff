/* SPDX-License-Identifier: Apache-2.0 */
#include "core/core_fuzz.h"

#include "core/trace.h"

#include <assert.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void look_at(struct world *w, const struct pl_effect *e)
{
    struct pl_wire_msg msg;
    char text[PL_TRACE_MAX];
    assert(pl_trace_effect(e, text)[0]);
    for (size_t i = 0; i < LINKS; i++) {
        if (e->type == PL_EFFECT_CLOSE && w->links[i] == e->close.link)
            w->links[i] = 0;
        if (e->type != PL_EFFECT_SEND || w->links[i] != e->send.link)
            continue;
        assert(pl_wire_read(PL_WIRE_FROM_SERVER, e->send.bytes, &w->arena, &msg, NULL) == PL_OK);
        if (msg.type == PL_WIRE_LOGGED_IN)
            w->users[i] = msg.u.logged_in.self.id;
        if (msg.type == PL_WIRE_CALL_STARTED)
            w->rooms[i] = msg.u.call_started.room;
        if (msg.type == PL_WIRE_WELCOME)
            (void)pl_bytes_to_str(msg.u.welcome.token, w->tokens[i], sizeof(w->tokens[i]));
    }
}

void fuzz_step(struct world *w, struct pl_event *e)
{
    struct pl_effects effects;
    e->now = w->now;
    assert(pl_core_step(w->core, e, &effects) == PL_OK);
    for (size_t i = 0; i < effects.count; i++) {
        look_at(w, &effects.items[i]);
        if (effects.items[i].type == PL_EFFECT_ASK)
            w->asked = effects.items[i].ask.ticket;
    }
    pl_core_check(w->core);
}

void fuzz_say(struct world *w, size_t i, const void *text, size_t len)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    e.link_text.link = w->links[i];
    e.link_text.bytes = pl_bytes_of(text, len);
    fuzz_step(w, &e);
}

void fuzz_open(struct world *w, size_t i)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    if (w->links[i] != 0)
        return;
    w->links[i] = w->next_link++;
    w->next_id[i] = 1;
    w->users[i] = w->rooms[i] = 0;
    e.link_opened.link = w->links[i];
    e.link_opened.ip = pl_bytes_str(i % 2 ? "192.0.2.1" : "2001:db8::1");
    memcpy(e.link_opened.random, &w->links[i], sizeof(w->links[i]));
    fuzz_step(w, &e);
}

static void close_link(struct world *w, size_t i)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED};
    e.link_closed.link = w->links[i];
    e.link_closed.going = fuzz_die(w, 4) == 0;
    w->links[i] = 0;
    fuzz_step(w, &e);
}

static void pass_time(struct world *w)
{
    static const pl_time_us spans[] = {PL_MS(1), PL_MS(100), PL_SEC(3), PL_SEC(31), PL_SEC(301)};
    struct pl_event tick = {.type = PL_EVENT_TICK};
    w->now += spans[fuzz_die(w, 5)];
    if (fuzz_die(w, 2))
        fuzz_step(w, &tick);
}

static void happen(struct world *w)
{
    unsigned what = fuzz_die(w, 64);
    size_t i = what % LINKS;
    struct pl_event drain = {.type = PL_EVENT_DRAIN};
    struct pl_event remove = {.type = PL_EVENT_REMOVE};
    switch (what / LINKS) {
    case 0:
        fuzz_open(w, i);
        break;
    case 1:
        if (fuzz_die(w, 4) == 0)
            close_link(w, i);
        break;
    case 2:
        if (i == 0)
            fuzz_serve(w);
        else
            fuzz_raw(w, i);
        break;
    case 3:
        if (i == 0)
            pass_time(w);
        else
            fuzz_media(w);
        break;
    case 4:
        drain.drain.deadline = w->now + PL_SEC(fuzz_die(w, 40));
        remove.remove.user = (int32_t)fuzz_die(w, 8) - 4;
        switch (fuzz_die(w, 32)) {
        case 0:
            fuzz_step(w, &drain);
            break;
        case 1:
        case 2:
            fuzz_stored(w);
            break;
        case 3:
        case 4:
        case 5:
        case 6:
            fuzz_step(w, &remove);
            break;
        default:
            if (fuzz_die(w, 3))
                fuzz_binary(w, i);
            else
                fuzz_file_request(w, i);
            break;
        }
        break;
    default:
        fuzz_request(w, i);
        break;
    }
}

static void configure(struct pl_core_config *config, unsigned flavour)
{
    static const struct pl_core_account accounts[] = {
        {{(const uint8_t *)"ann", 3}, {(const uint8_t *)"secret", 6}}};
    static const struct pl_core_room_config rooms[] = {
        {.number = 2, .password = {(const uint8_t *)"secret", 6}, .max_users = 2}};
    static const struct pl_counter_setup setups[] = {
        {.name = ""},
        {.area = 1,
         .attribute = 1,
         .rules = {.answer_us = PL_SEC(3), .misses = 2, .strategy = PL_COUNTER_RING_ALL}},
        {.area = 1, .priority = 1, .rules = {.wrap_up_us = PL_MS(100), .call_backs = 1}},
        {.area = 1, .rules = {.max_length = 1, .overflow = 1, .overflow_us = PL_SEC(3)}},
        {.area = 2, .rules = {.text = true}}};
    static const struct pl_bytes bosses[] = {{(const uint8_t *)"ann", 3}};
    static const struct pl_core_place areas[] = {{1, &setups[0]}, {2, &setups[0]}};
    static const struct pl_core_place queues[] = {
        {1, &setups[1]}, {2, &setups[2]}, {3, &setups[3]}, {4, &setups[4]}};
    pl_core_config_init(config);
    config->areas = areas;
    config->area_count = 2;
    config->queues = queues;
    config->queue_count = 4;
    config->supervisors = bosses;
    config->supervisor_count = 1;
    config->object_events = flavour & 4;
    config->agents = (enum pl_core_agents)((flavour >> 6) % 3);
    config->max_sessions = 6;
    config->max_rooms = 3;
    config->max_names = 3;
    config->max_watches = 4;
    config->max_addresses = 1;
    config->messages_burst = 60;
    config->flood_refusals = 10;
    config->logins_per_minute = 300;
    config->outbox_messages = 12;
    config->outbox_bytes = 2000;
    config->max_transfers = 3;
    config->file_store = flavour & 1;
    for (unsigned kind = 0; kind < PL_ASK_KINDS; kind++)
        config->ask[kind].on = flavour & 16;
    config->notices = flavour & 16;
    config->friends = flavour & 32   ? PL_CORE_FRIENDS_EVERYBODY
                      : flavour & 16 ? PL_CORE_FRIENDS_KEPT
                                     : PL_CORE_FRIENDS_GIVEN;
    config->keep = flavour & 8;
    config->records = flavour & 4;
    config->record_clients = flavour & 1 ? PL_CORE_RECORD_ROOM : PL_CORE_RECORD_SELF;
    config->record_consent = flavour & 2;
    config->record_consent_us = PL_SEC(20);
    config->record_rule = flavour & 8 ? PL_CORE_RECORD_RULE_CALLS : PL_CORE_RECORD_RULE_NONE;
    config->record_rule_flags = 0x113;
    config->first_record = 1;
    config->max_records = 3;
    config->max_friendships = 12;
    config->p2p_max_room_users = flavour & 2 ? 2 : 4;
    config->expose_ip = flavour & 1;
    config->guests = !(flavour & 2);
    config->password_policy = flavour & 4 ? PL_CORE_PASSWORD_CREATOR : PL_CORE_PASSWORD_IGNORE;
    config->login_policy = flavour & 8 ? PL_CORE_LOGIN_REFUSE : PL_CORE_LOGIN_ACCEPT;
    config->accounts = accounts;
    config->account_count = flavour & 16 ? 1 : 0;
    config->rooms = rooms;
    config->room_count = flavour & 32 ? 1 : 0;
    config->server_data = (enum pl_core_server_data)(flavour >> 2 & 3);
    if (flavour & 1)
        config->greeting = pl_bytes_str("hello");
    if (flavour & 64)
        config->server_password = pl_bytes_str("secret");
    if (flavour & 128)
        config->grace_us = 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct pl_core_config config;
    struct world w = {.dice = pl_reader_of(pl_bytes_of(data, size)), .next_link = 1};
    configure(&config, pl_read_u8(&w.dice));
    w.now = PL_SEC(1);
    w.core = pl_core_create(&config);
    w.arena = pl_wire_arena_of(malloc(65536), 65536);
    assert(w.core && w.arena.data);
    while (pl_reader_left(&w.dice) > 0) {
        uint32_t asked = w.asked;
        w.asked = 0;
        if (asked && fuzz_die(&w, 4))
            fuzz_answer(&w, asked);
        else
            happen(&w);
    }
    pl_core_destroy(w.core);
    free(w.arena.data);
    return 0;
}
