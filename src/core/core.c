/* SPDX-License-Identifier: Apache-2.0 */
#include "core/core.h"

#include "core/ask.h"
#include "core/call.h"
#include "core/data.h"
#include "core/dispatch.h"
#include "core/emit.h"
#include "core/farewell.h"
#include "core/figures.h"
#include "core/friend.h"
#include "core/keep.h"
#include "core/library.h"
#include "core/object.h"
#include "core/offer.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/record.h"
#include "core/room.h"
#include "core/service.h"
#include "core/session.h"
#include "core/state.h"
#include "core/ticket.h"
#include "core/transfer.h"
#include "core/view.h"
#include "proto/wire/constants_gen.h"

#include <assert.h>
#include <stdlib.h>

void pl_core_config_init(struct pl_core_config *config)
{
    *config = (struct pl_core_config){
        .server_version = pl_bytes_str("parlor"),
        .guests = true,
        .login_policy = PL_CORE_LOGIN_ACCEPT,
        .ask = {[PL_ASK_LOGIN] = {false, PL_SEC(10), PL_GV_ERR_SERVERSDK_TIMEOUT},
                [PL_ASK_ROOM] = {false, PL_SEC(10), PL_GV_ERR_SUCCESS},
                [PL_ASK_CALL] = {false, PL_SEC(10), PL_GV_ERR_SUCCESS},
                [PL_ASK_CONTROL] = {false, PL_SEC(10), PL_GV_ERR_SERVERSDK_TIMEOUT}},
        .password_policy = PL_CORE_PASSWORD_IGNORE,
        .room_max_users = 1000,
        .video_codecs = {PL_CORE_H264, PL_CORE_VP8},
        .video_codec_count = 2,
        .max_links = 12000,
        .max_sessions = 10000,
        .max_rooms = 10000,
        .max_names = 100000,
        .max_watches = 64,
        .max_addresses = 65536,
        .messages_per_second = PL_LIMIT_MESSAGES_PER_SECOND,
        .messages_burst = PL_LIMIT_MESSAGES_BURST,
        .flood_refusals = 500,
        .flood_us = PL_SEC(3),
        .bad_messages = 10,
        .logins_per_minute = PL_LIMIT_LOGINS_PER_MINUTE,
        .login_failures = PL_LIMIT_FAILED_LOGINS,
        .lock_us = PL_MS(PL_LIMIT_LOGIN_LOCK_MS),
        .hello_us = PL_SEC(10),
        .grace_us = PL_SEC(30),
        .return_us = PL_SEC(60),
        .ping_ms = 10000,
        .outbox_messages = 2048,
        .outbox_bytes = 1024 * 1024,
        .p2p = PL_CORE_P2P_ON,
        .p2p_max_room_users = 2,
        .server_data = PL_CORE_DATA_REFUSE,
        .private_chat = true,
        .call_ring_us = PL_MS(PL_LIMIT_CALL_RING_MS),
        .friends = PL_CORE_FRIENDS_GIVEN,
        .friend_groups = {pl_bytes_str("Users"), pl_bytes_str("Guests")},
        .max_friendships = 1000000,
        .agents = PL_CORE_AGENTS_ANYBODY,
        .page_priority = true,
        .record_clients = PL_CORE_RECORD_ROOM,
        .record_consent_us = PL_SEC(60),
        .record_picture_us = PL_SEC(10),
        .record_rule_flags = PL_BRAC_RECORD_FLAGS_VIDEO | PL_BRAC_RECORD_FLAGS_AUDIO |
                             PL_BRAC_RECORD_FLAGS_MIXAUDIO | PL_BRAC_RECORD_FLAGS_ABREAST,
        .first_record = 1,
        .max_records = 256,
        .service_ask_us = PL_MS(PL_LIMIT_SERVICE_ASK_MS),
        .file_bytes = UINT64_C(2048) << 20,
        .max_transfers = 65536,
    };
}

/* ---- making and unmaking ---- */

static void check_config(const struct pl_core_config *c)
{
    assert(c->server_version.len <= 64);
    assert(c->room_max_users >= 1 && c->room_max_users <= PL_ROOM_USERS_MAX);
    assert(c->max_links >= 1 && c->max_sessions >= 1 && c->max_rooms >= 1 && c->max_addresses >= 1);
    assert(c->video_codec_count <= PL_CORE_CODECS);
    assert(c->messages_per_second >= 1 && c->messages_per_second <= 1000000);
    assert(c->messages_burst >= 1 && c->flood_refusals >= 1 && c->bad_messages >= 1);
    assert(c->logins_per_minute >= 1 && c->login_failures >= 1);
    assert(c->grace_us <= PL_SEC(3600) && c->ping_ms >= 1000 && c->ping_ms <= 600000);
    assert(c->outbox_messages >= 1 && c->outbox_bytes >= 1);
    assert(c->greeting.len <= PL_LIMIT_TRANS_BUFFER_BYTES);
    assert(c->friend_groups[0].len <= PL_NAME_MAX && c->friend_groups[1].len <= PL_NAME_MAX);
    for (unsigned kind = 0; kind < PL_ASK_KINDS; kind++)
        assert(c->ask[kind].limit_us >= 1 && c->ask[kind].otherwise >= 0);
    assert(c->p2p_max_room_users >= 2 && c->p2p_max_room_users <= PL_CORE_P2P_USERS_MAX);
}

static void init_tables(struct pl_core *core)
{
    const struct pl_core_config *c = &core->config;
    const uint8_t *seed = c->hash_seed;
    size_t names = c->max_names > c->max_sessions ? c->max_names : c->max_sessions;
    struct pl_guard_limits limits = {
        .entries = c->max_addresses,
        .logins = {PL_SEC(60) / c->logins_per_minute, c->logins_per_minute},
        .failures = c->login_failures,
        .lock_us = c->lock_us,
    };
    pl_guard_init(&core->guard, &limits, seed);
    pl_blocks_init(&core->blocks, PL_LIMIT_BLOCKED_ADDRESSES, seed);
    pl_names_init(&core->names, names,
                  c->ask[PL_ASK_LOGIN].on && !c->low_ids ? PL_FIRST_OWN_USER : 1, seed);
    pl_heap_init(&core->timers);
    pl_idmap_init(&core->links, c->max_links);
    pl_idmap_init(&core->sessions, c->max_sessions);
    pl_strmap_init(&core->tokens, c->max_sessions, seed);
    pl_strmap_init(&core->farewells_by_token, c->max_sessions, seed);
    pl_idmap_init(&core->users, c->max_sessions);
    pl_idmap_init(&core->transfers, c->max_transfers);
    pl_idmap_init(&core->call_rooms, c->max_sessions);
    pl_idmap_init(&core->services, c->max_sessions);
    pl_idmap_init(&core->asks, (size_t)PL_ASKS_OF_SESSION * c->max_sessions);
    pl_idmap_init(&core->records, c->max_records);
    pl_directory_init(&core->directory, names, c->max_friendships);
    pl_idmap_init(&core->rooms, c->max_rooms);
    pl_strmap_init(&core->rooms_by_name, c->max_rooms, seed);
    pl_idmap_init(&core->room_configs, c->room_count);
    pl_strmap_init(&core->room_configs_by_name, c->room_count, seed);
    pl_strmap_init(&core->accounts, c->account_count, seed);
}

/* The first of several settings for one room or name counts. */
static bool index_config(struct pl_core *core)
{
    const struct pl_core_config *c = &core->config;
    enum pl_err err = PL_OK;
    for (size_t i = 0; i < c->room_count && err != PL_E_NOMEM; i++) {
        const struct pl_core_room_config *r = &c->rooms[i];
        assert(r->password.len <= PL_NAME_MAX && r->max_users <= PL_ROOM_USERS_MAX);
        if (r->number != 0)
            err = pl_idmap_put(&core->room_configs, (uint32_t)r->number, (void *)(uintptr_t)r);
        else
            err = pl_strmap_put(&core->room_configs_by_name, r->name, (void *)(uintptr_t)r);
    }
    for (size_t i = 0; i < c->account_count && err != PL_E_NOMEM; i++) {
        const struct pl_core_account *a = &c->accounts[i];
        err = pl_strmap_put(&core->accounts, a->name, (void *)(uintptr_t)a);
    }
    for (size_t i = 0; i < c->blocked_count && err != PL_E_NOMEM; i++)
        err = pl_blocks_add(&core->blocks, c->blocked[i], 0);
    return err != PL_E_NOMEM;
}

struct pl_core *pl_core_create(const struct pl_core_config *config)
{
    struct pl_core *core = calloc(1, sizeof(*core));
    check_config(config);
    if (!core)
        return NULL;
    core->config = *config;
    core->flood = (struct pl_flood_limits){
        .rate = {PL_SEC(1) / config->messages_per_second, config->messages_burst},
        .refusals = config->flood_refusals,
        .for_us = config->flood_us,
    };
    pl_list_init(&core->by_age);
    pl_list_init(&core->doomed);
    pl_list_init(&core->farewells);
    pl_list_init(&core->dead);
    pl_list_init(&core->records_by_age);
    core->next_record = config->first_record;
    core->next_session = 1;
    core->next_guest = -1;
    core->next_room = PL_FIRST_OWN_ROOM;
    core->next_attempt = 1;
    core->next_request = 1;
    core->next_ticket = 1;
    core->drain.kind = PL_TIMER_DRAIN;
    init_tables(core);
    core->arena = pl_wire_arena_of(malloc(PL_WIRE_CLIENT_ARENA_BYTES), PL_WIRE_CLIENT_ARENA_BYTES);
    if (!core->arena.data || !index_config(core) || !pl_object_init(core)) {
        pl_core_destroy(core);
        return NULL;
    }
    return core;
}

static void free_objects(struct pl_core *core)
{
    struct pl_list *it, *tmp;
    size_t cursor = 0;
    void *value;
    pl_record_free_all(core);
    pl_list_for_each_safe(it, tmp, &core->by_age)
    {
        pl_session_free(core, pl_container_of(it, struct pl_session, in_core));
    }
    pl_list_for_each_safe(it, tmp, &core->farewells)
    {
        pl_farewell_free(core, pl_container_of(it, struct pl_farewell, node));
    }
    while ((value = pl_idmap_next(&core->links, &cursor)))
        free(value);
    cursor = 0;
    while ((value = pl_idmap_next(&core->rooms, &cursor)))
        free(value);
    pl_frames_free(&core->dead);
}

void pl_core_destroy(struct pl_core *core)
{
    if (!core)
        return;
    pl_heap_finish(&core->timers); /* its nodes live in the objects */
    pl_service_free_all(core);     /* a call that is freed tells its service, if there is one */
    free_objects(core);
    pl_guard_finish(&core->guard);
    pl_names_finish(&core->names);
    pl_blocks_finish(&core->blocks);
    pl_idmap_finish(&core->links);
    pl_idmap_finish(&core->sessions);
    pl_strmap_finish(&core->tokens);
    pl_strmap_finish(&core->farewells_by_token);
    pl_idmap_finish(&core->users);
    pl_idmap_finish(&core->transfers);
    pl_idmap_finish(&core->call_rooms);
    pl_idmap_finish(&core->records);
    pl_idmap_finish(&core->asks);
    pl_directory_finish(&core->directory);
    pl_idmap_finish(&core->rooms);
    pl_strmap_finish(&core->rooms_by_name);
    pl_idmap_finish(&core->room_configs);
    pl_strmap_finish(&core->room_configs_by_name);
    pl_strmap_finish(&core->accounts);
    pl_counter_destroy(core->counter);
    pl_tickets_finish(core);
    free(core->arena.data);
    free(core->text);
    free(core->effects);
    free(core);
}

/* ---- stopping ---- */

static void drain(struct pl_core *core, pl_time_us deadline)
{
    struct pl_fact fact = {.kind = PL_FACT_DRAIN};
    struct pl_wire_msg msg = {.type = PL_WIRE_DRAINING};
    pl_time_us left_ms = deadline > core->now ? (deadline - core->now) / 1000 : 0;
    struct pl_list *it;
    core->draining = true;
    pl_emit_fact(core, &fact);
    pl_emit_timer(core, &core->drain, deadline);
    msg.u.draining.deadline_ms = left_ms < 3600000 ? (int32_t)left_ms : 3600000;
    pl_list_for_each(it, &core->by_age)
        pl_session_send(core, pl_container_of(it, struct pl_session, in_core), &msg);
}

static void stop(struct pl_core *core)
{
    struct pl_list *it, *tmp;
    core->stopping = true;
    pl_list_for_each_safe(it, tmp, &core->by_age)
    {
        pl_session_end(core, pl_container_of(it, struct pl_session, in_core),
                       PL_GV_ERR_SERVER_RESTART, true);
    }
    core->stopping = false;
}

/* ---- removing ---- */

static void remove_user(struct pl_core *core, int32_t user)
{
    struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)user);
    if (user != 0 && s)
        pl_session_end(core, s, PL_GV_ERR_KICKOUT, false);
}

/* ---- blocking ---- */

static void block(struct pl_core *core, struct pl_bytes pattern, bool off, pl_time_us until)
{
    if (off)
        (void)pl_blocks_remove(&core->blocks, pattern);
    else if (pl_blocks_add(&core->blocks, pattern, until) == PL_E_NOMEM)
        core->out_of_memory = true;
}

/* Of whom no address is said, his own. */
static void block_by_user(struct pl_core *core, const struct pl_event *event)
{
    struct pl_effect e = {.type = PL_EFFECT_BLOCKED};
    struct pl_session *s = pl_idmap_get(&core->users, (uint32_t)event->user_control.user);
    e.blocked.pattern = event->user_control.text;
    e.blocked.off = event->user_control.code == PL_BRAS_USERINFO_CTRLCODE_UNBLOCKIP;
    if (e.blocked.pattern.len == 0 && event->user_control.user != 0 && s)
        e.blocked.pattern = pl_bytes_of(s->ip, s->ip_len);
    if (e.blocked.pattern.len == 0)
        return; /* nobody is meant */
    e.blocked.pattern = pl_emit_copy(core, e.blocked.pattern);
    block(core, e.blocked.pattern, e.blocked.off, 0);
    pl_emit(core, &e);
}

/* What is attached to the server says something of a user. */
static void control_user(struct pl_core *core, const struct pl_event *event)
{
    if (event->user_control.code == PL_BRAS_USERINFO_CTRLCODE_KICKOUT)
        remove_user(core, event->user_control.user);
    else if (event->user_control.code == PL_BRAS_USERINFO_CTRLCODE_BLOCKIP ||
             event->user_control.code == PL_BRAS_USERINFO_CTRLCODE_UNBLOCKIP)
        block_by_user(core, event);
    else
        pl_friend_control(core, event);
}

/* ---- the step ---- */

static void fire(struct pl_core *core, struct pl_timer *timer)
{
    switch (timer->kind) {
    case PL_TIMER_HELLO:
        pl_link_timeout(core, pl_container_of(timer, struct pl_link, timer));
        break;
    case PL_TIMER_GRACE:
        pl_session_end(core, pl_container_of(timer, struct pl_session, grace),
                       PL_GV_ERR_CONNECT_ABORT, false);
        break;
    case PL_TIMER_DRAIN:
        stop(core);
        break;
    case PL_TIMER_P2P:
        pl_p2p_due(core, pl_container_of(timer, struct pl_pair, timer));
        break;
    case PL_TIMER_FAREWELL:
        pl_farewell_free(core, pl_container_of(timer, struct pl_farewell, timer));
        break;
    case PL_TIMER_TIE:
        pl_private_due(core, pl_container_of(timer, struct pl_tie, timer));
        break;
    case PL_TIMER_ASK:
        pl_ask_due(core, pl_container_of(timer, struct pl_ask, timer));
        break;
    case PL_TIMER_CALL:
        pl_call_due(core, pl_container_of(timer, struct pl_call, timer));
        break;
    case PL_TIMER_RECORD:
        pl_record_due(core, pl_container_of(timer, struct pl_record, timer));
        break;
    case PL_TIMER_COUNTER:
        pl_object_due(core);
        break;
    case PL_TIMER_SERVICE:
        pl_service_due(core, pl_container_of(timer, struct pl_service_part, timer));
        break;
    case PL_TIMER_PLACES:
        pl_tickets_due(core);
        break;
    }
}

/* Before every event, so that a late tick lets nobody resume after his time. */
static void fire_due(struct pl_core *core)
{
    struct pl_heap_node *node;
    while ((node = pl_heap_pop_due(&core->timers, core->now)))
        fire(core, pl_container_of(node, struct pl_timer, node));
    pl_session_end_doomed(core);
}

/* What the media workers tell. */
static void handle_media(struct pl_core *core, const struct pl_event *event)
{
    switch (event->type) {
    case PL_EVENT_MEDIA_ANSWER:
        pl_offer_media_answer(core, event);
        break;
    case PL_EVENT_MEDIA_OFFER:
        pl_offer_media_offer(core, event);
        break;
    case PL_EVENT_MEDIA_FAILED:
        pl_offer_media_failed(core, event);
        break;
    case PL_EVENT_MEDIA_DEMAND:
        pl_view_media_demand(core, event);
        break;
    case PL_EVENT_MEDIA_FIGURES:
        pl_figures_media(core, event);
        break;
    case PL_EVENT_MEDIA_SPEAKERS:
        pl_figures_speakers(core, event);
        break;
    default:
        break;
    }
}

/* Recordings: of the recorder, and of operators. */
static void handle_recorder(struct pl_core *core, const struct pl_event *event)
{
    switch (event->type) {
    case PL_EVENT_RECORDER:
        pl_record_event_recorder(core, event->recorder.up);
        break;
    case PL_EVENT_RECORD_TAG:
        pl_record_event_tag(core, event);
        break;
    case PL_EVENT_RECORD_ASK:
        pl_record_event_ask(core, event);
        break;
    case PL_EVENT_RECORDED:
        pl_record_event_told(core, event);
        break;
    case PL_EVENT_UPLOADED:
        pl_upload_told(core, event);
        break;
    case PL_EVENT_LIBRARY:
        pl_library_event(core, event);
        break;
    default:
        break;
    }
}

/* Business objects: of the operator, the store and the clock. */
static void handle_counter(struct pl_core *core, const struct pl_event *event)
{
    switch (event->type) {
    case PL_EVENT_OBJECT_SET:
        pl_object_event_set(core, event);
        break;
    case PL_EVENT_OBJECT_CONTROL:
        pl_object_event_control(core, event);
        break;
    case PL_EVENT_UNSAFE:
        core->unsafe = event->unsafe.on;
        break;
    case PL_EVENT_KEPT:
        pl_keep_event(core, event);
        break;
    case PL_EVENT_PLACE:
        pl_object_event_place(core, event);
        break;
    case PL_EVENT_PAIR:
        pl_object_event_pair(core, event);
        break;
    case PL_EVENT_WALL:
        pl_counter_set_wall(core->counter, core->now, event->wall.local_us);
        pl_object_settle(core);
        break;
    default:
        break;
    }
}

/* Names every event: the compiler tells of a new one. */
static void handle(struct pl_core *core, const struct pl_event *event)
{
    switch (event->type) {
    case PL_EVENT_LINK_OPENED:
        pl_link_opened(core, event);
        break;
    case PL_EVENT_LINK_TEXT:
        pl_dispatch(core, event->link_text.link, event->link_text.bytes);
        break;
    case PL_EVENT_LINK_BINARY:
        pl_transfer_binary(core, event->link_binary.link, event->link_binary.bytes);
        break;
    case PL_EVENT_LINK_CLOSED:
        pl_link_closed(core, event->link_closed.link, event->link_closed.going);
        break;
    case PL_EVENT_TICK:
        break;
    case PL_EVENT_DRAIN:
        drain(core, event->drain.deadline);
        break;
    case PL_EVENT_BLOCK:
        block(core, event->block.pattern, event->block.off, event->block.until);
        break;
    case PL_EVENT_REMOVE:
        remove_user(core, event->remove.user);
        break;
    case PL_EVENT_TAKERS:
        core->takers = event->takers;
        break;
    case PL_EVENT_SERVER_DATA:
        pl_data_event(core, event);
        break;
    case PL_EVENT_FILE_SEND:
        pl_transfer_send(core, event);
        break;
    case PL_EVENT_STORED:
        pl_transfer_stored(core, event);
        break;
    case PL_EVENT_ANSWER:
        pl_ask_answered(core, &event->answer);
        break;
    case PL_EVENT_CALL_FINISH:
        pl_call_finished(core, event);
        break;
    case PL_EVENT_USER_CONTROL:
        control_user(core, event);
        break;
    case PL_EVENT_USER_INFO:
        pl_friend_info(core, event);
        break;
    case PL_EVENT_MEDIA_ANSWER:
    case PL_EVENT_MEDIA_OFFER:
    case PL_EVENT_MEDIA_FAILED:
    case PL_EVENT_MEDIA_DEMAND:
    case PL_EVENT_MEDIA_FIGURES:
    case PL_EVENT_MEDIA_SPEAKERS:
        handle_media(core, event);
        break;
    case PL_EVENT_RECORDER:
    case PL_EVENT_RECORD_TAG:
    case PL_EVENT_RECORD_ASK:
    case PL_EVENT_RECORDED:
    case PL_EVENT_UPLOADED:
    case PL_EVENT_LIBRARY:
        handle_recorder(core, event);
        break;
    case PL_EVENT_OBJECT_SET:
    case PL_EVENT_OBJECT_CONTROL:
    case PL_EVENT_UNSAFE:
    case PL_EVENT_KEPT:
    case PL_EVENT_PLACE:
    case PL_EVENT_PAIR:
    case PL_EVENT_WALL:
        handle_counter(core, event);
        break;
    }
}

enum pl_err pl_core_step(struct pl_core *core, const struct pl_event *event, struct pl_effects *out)
{
    assert(event->now >= core->now);
    *out = (struct pl_effects){NULL, 0};
    if (core->out_of_memory)
        return PL_E_NOMEM;
    core->now = event->now;
    core->effect_count = 0;
    pl_frames_free(&core->dead);
    fire_due(core);
    handle(core, event);
    pl_session_end_doomed(core);
    pl_keep_names(core);
    *out = (struct pl_effects){core->effects, core->effect_count};
    return core->out_of_memory ? PL_E_NOMEM : PL_OK;
}

pl_time_us pl_core_deadline(const struct pl_core *core)
{
    return pl_heap_deadline(&core->timers);
}

static void count_objects(const struct pl_core *core, struct pl_core_stats *out)
{
    for (const struct pl_counter_area *area = pl_counter_next_area(core->counter, NULL); area;
         area = pl_counter_next_area(core->counter, area)) {
        out->waiting += area->waiting;
        out->agents += area->agent_count;
        out->services += area->by_status[PL_COUNTER_WORKING];
    }
    pl_counter_totals(core->counter, &out->tickets, &out->tickets_matched, &out->tickets_left);
}

void pl_core_stats(const struct pl_core *core, struct pl_core_stats *out)
{
    struct pl_list *it;
    *out = (struct pl_core_stats){
        .links = core->links.count,
        .sessions = core->sessions.count,
        .users = core->users.count,
        .rooms = core->rooms.count,
        .names = core->names.by_name.count,
        .addresses = core->guard.addresses.by_key.count,
        .direct_attempts = core->p2p_attempts,
        .direct_failures = core->p2p_failures,
        .private_chats = core->private_chats,
        .calls = core->call_rooms.count,
        .calls_started = core->calls_started,
        .calls_failed = core->calls_failed,
        .blocked = core->blocks.by_pattern.count,
        .turned_away = core->turned_away,
        .asks = core->asks.count,
        .asked = core->asked,
        .asks_late = core->asks_late,
        .friends_refused = core->friends_refused,
        .friendships = core->directory.friendships.count,
        .transfers = core->transfers.count,
        .transfers_started = core->transfers_started,
        .transfers_failed = core->transfers_failed,
        .transfer_bytes = core->transfer_bytes,
        .transfer_drops = core->transfer_drops,
        .records = core->records.count,
        .records_asked = core->records_asked,
        .records_failed = core->records_failed,
        .objects_refused = core->objects_refused,
    };
    count_objects(core, out);
    pl_list_for_each(it, &core->by_age)
    {
        const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        out->detached += s->link ? 0 : 1;
        out->outbox_messages += s->outbox.count;
        out->outbox_bytes += s->outbox.bytes;
        out->direct += pl_p2p_offers_and_is_up(s) ? 1 : 0;
    }
}
