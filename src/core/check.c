/* SPDX-License-Identifier: Apache-2.0 */
/* The invariants of state.h, asserted. */
#include "core/ask.h"
#include "core/call.h"
#include "core/codec.h"
#include "core/core.h"
#include "core/farewell.h"
#include "core/login.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/record.h"
#include "core/room.h"
#include "core/seat.h"
#include "core/service.h"
#include "core/state.h"
#include "core/transfer.h"

#include <assert.h>
#include <string.h>

/* Whether a question is, in all places where that shows. */
static bool is_open(const struct pl_core *core, const struct pl_ask *ask)
{
    bool open = pl_ask_is_open(ask);
    assert(!open || pl_idmap_get(&core->asks, ask->ticket) == ask);
    assert(pl_heap_armed(&ask->timer.node) == open);
    return open;
}

static void check_outbox(const struct pl_core *core, const struct pl_outbox *o)
{
    int64_t seq = o->floor;
    size_t bytes = 0;
    struct pl_list *it;
    pl_list_for_each(it, &o->frames)
    {
        const struct pl_frame *f = pl_container_of(it, struct pl_frame, node);
        assert(f->seq == ++seq);
        bytes += f->len;
    }
    assert(seq == o->last && bytes == o->bytes);
    assert(o->count <= core->config.outbox_messages && o->bytes <= core->config.outbox_bytes);
}

/* A link is on exactly when it should be. */
static void check_watch(const struct pl_core *core, const struct pl_session *s,
                        const struct pl_watch *w)
{
    const struct pl_session *p = pl_idmap_get(&core->users, (uint32_t)w->user);
    bool open = p && (w->kind == PL_CORE_VIDEO ? (p->streams >> w->stream & 1u) != 0
                                               : w->stream > 0 || p->mic == 1);
    bool wanted = p && p != s && p->room == s->room && open && pl_private_allows(s, p) &&
                  pl_seat_carries(s, p);
    assert(s->room);
    assert(w->publisher == (wanted ? p->id : 0));
    assert(!w->direct || (s->pair && s->pair->state != PL_PAIR_WAITING &&
                          pl_pair_other(s->pair, s)->id == w->publisher));
}

static void check_pair(const struct pl_session *s)
{
    const struct pl_session *other = pl_pair_other(s->pair, s);
    assert(other != s && other->pair == s->pair && s->room && other->room == s->room);
    assert(s->p2p_policy != PL_P2P_POLICY_NONE && s->p2p_forbidden == 0);
    assert(s->pair->ends[0]->id < s->pair->ends[1]->id);
    assert(s->pair->state != PL_PAIR_TRYING || pl_heap_armed(&s->pair->timer.node));
    assert(s->pair->state != PL_PAIR_UP || !pl_heap_armed(&s->pair->timer.node));
    assert(s->pair->state != PL_PAIR_UP || (s->pair->connected[0] && s->pair->connected[1]));
}

/* Gives how many private chats there are, each counted at both ends. */
static size_t check_ties(const struct pl_session *s)
{
    struct pl_list *it, *before;
    uint32_t count = 0;
    size_t agreed = 0;
    pl_list_for_each(it, &s->ties)
    {
        struct pl_tie_end *end = pl_tie_end_of(it);
        const struct pl_session *other = pl_tie_other(end)->session;
        assert(end->session == s && other != s && s->room && other->room == s->room);
        assert(pl_heap_armed(&end->tie->timer.node) == !end->tie->agreed);
        pl_list_for_each(before, &s->ties)
        {
            assert(before == it || pl_tie_other(pl_tie_end_of(before))->session != other);
        }
        agreed += end->tie->agreed ? 1 : 0;
        count++;
    }
    assert(count == s->tie_count && count <= PL_LIMIT_PRIVATE_TIES);
    return agreed;
}

static void check_call(const struct pl_core *core, const struct pl_session *s)
{
    const struct pl_call *call = s->call;
    bool caller = call->ends[0] == s;
    assert(caller || call->ends[1] == s);
    assert(call->users[caller ? 0 : 1] == s->user && call->users[0] != call->users[1]);
    assert(call->ends[0] && call->ends[0]->call == call);
    assert((call->ends[1] == NULL) == (call->state == PL_CALL_ASKING));
    assert(!call->ends[1] || (call->ends[1] != call->ends[0] && call->ends[1]->call == call));
    assert((call->state == PL_CALL_TALKING) == (call->room != 0));
    assert(pl_heap_armed(&call->timer.node) == (call->state == PL_CALL_RINGING));
    assert(call->room == 0 || pl_call_of_room(core, call->room) == call);
    assert(is_open(core, &call->ask) == (call->state == PL_CALL_ASKING));
}

/* No friend is listed twice, and each is known at both ends. */
static void check_directory(const struct pl_core *core)
{
    const struct pl_directory *d = &core->directory;
    size_t cursor = 0, friends = 0, fans = 0;
    const struct pl_dir_entry *e;
    while ((e = pl_idmap_next(&d->entries, &cursor))) {
        struct pl_list *it;
        uint32_t count = 0;
        pl_list_for_each(it, &e->friends)
        {
            const struct pl_dir_friend *f = pl_container_of(it, struct pl_dir_friend, in_owner);
            assert(f->owner == e && pl_directory_friend(d, e->user, f->friend->user) == f);
            count++;
        }
        assert(count == e->friend_count && count <= PL_LIMIT_FRIENDS);
        assert(e->group_count + e->friend_count + e->fan_count + e->info_count > 0);
        friends += e->friend_count;
        fans += e->fan_count;
    }
    assert(friends == fans && friends == d->friendships.count);
}

static void check_transfers(const struct pl_core *core, const struct pl_session *s)
{
    uint64_t flying = 0;
    uint32_t sends = 0, receives = 0;
    struct pl_list *it;
    pl_list_for_each(it, &s->sends)
    {
        const struct pl_transfer *t = pl_container_of(it, struct pl_transfer, in_sends);
        assert(t->from == s && t->to != s && pl_idmap_get(&core->transfers, t->id) == t);
        sends++;
    }
    pl_list_for_each(it, &s->receives)
    {
        const struct pl_transfer *t = pl_container_of(it, struct pl_transfer, in_receives);
        assert(t->to == s && t->from != s && pl_idmap_get(&core->transfers, t->id) == t);
        assert(t->have <= t->next && t->next <= t->limit && t->limit <= t->size);
        flying += t->next - t->have;
        receives++;
    }
    assert(flying == s->bulk_flying && sends == s->send_count && receives == s->receive_count);
    assert(sends <= PL_LIMIT_FILE_SENDS && receives <= PL_LIMIT_FILE_RECEIVES);
}

static void check_session(const struct pl_core *core, const struct pl_session *s)
{
    assert(pl_idmap_get(&core->sessions, s->id) == s);
    assert(pl_strmap_get(&core->tokens, pl_bytes_of(s->token, PL_TOKEN_CHARS)) == s);
    assert(pl_list_empty(&s->doomed));
    assert(!s->link || s->link->session == s);
    assert(pl_heap_armed(&s->grace.node) == !s->link);
    assert(s->user == 0 || pl_idmap_get(&core->users, (uint32_t)s->user) == s);
    assert(s->user != 0 || (s->link && !s->room && s->chat_mode == 0));
    assert(s->user != -1 && (!s->name || s->user == s->name->id));
    assert(!s->login || (s->user == 0 && s->login->session == s && is_open(core, &s->login->ask)));
    assert(!s->entry || (s->user != 0 && !s->room && s->entry->session == s));
    assert(!s->entry || is_open(core, &s->entry->ask));
    assert(!s->name || pl_list_empty(&s->name->offline));
    assert(s->room || (s->watch_count == 0 && s->offer_count == 0 && !s->publishes_video));
    assert(pl_list_empty(&s->in_room) == !s->room);
    assert(s->watch_count <= core->config.max_watches && s->offer_count <= PL_OFFERS_MAX);
    if (s->pair)
        check_pair(s);
    if (s->call)
        check_call(core, s);
    check_transfers(core, s);
    check_outbox(core, &s->outbox);
    for (size_t i = 0; i < s->watch_count; i++)
        check_watch(core, s, &s->watches[i]);
}

static void check_room(const struct pl_core *core, const struct pl_room *room)
{
    uint32_t members = 0, without[PL_CORE_CODECS] = {0}, publishers = 0, in_pairs = 0;
    struct pl_list *it;
    pl_list_for_each(it, &room->members)
    {
        const struct pl_session *s = pl_member_of(it);
        assert(s->room == room);
        members++;
        for (unsigned c = 0; c < PL_CORE_CODECS; c++)
            without[c] += s->codecs & 1u << c ? 0 : 1;
        publishers += s->publishes_video ? 1 : 0;
        in_pairs += s->pair ? 1 : 0;
    }
    assert(members > 0 && members == room->member_count && members <= room->max_users);
    assert(in_pairs == 2 * room->pairs);
    assert(room->pairs == 0 || members <= core->config.p2p_max_room_users);
    assert(memcmp(without, room->without, sizeof(without)) == 0 && publishers == room->publishers);
    assert(room->codec == PL_CORE_VP8 || without[room->codec] == 0);
    assert(room->codec == pl_codec_best(core, room) || publishers > 0);
    assert(room->name_len == 0 ||
           pl_strmap_get(&core->rooms_by_name, pl_bytes_of(room->name, room->name_len)) == room);
}

static void check_farewells(const struct pl_core *core)
{
    size_t farewells = 0;
    struct pl_list *it;
    pl_list_for_each(it, &core->farewells)
    {
        const struct pl_farewell *f = pl_container_of(it, struct pl_farewell, node);
        struct pl_bytes token = pl_bytes_of(f->token, PL_TOKEN_CHARS);
        assert(pl_strmap_get(&core->farewells_by_token, token) == f);
        assert(!pl_strmap_get(&core->tokens, token) && pl_heap_armed(&f->timer.node));
        farewells++;
    }
    assert(farewells == core->farewells_by_token.count);
}

/* Whoever is anywhere at the service counters is signed in. */
static void check_objects(const struct pl_core *core)
{
    const struct pl_counter_area *area = NULL;
    pl_counter_check(core->counter);
    while ((area = pl_counter_next_area(core->counter, area))) {
        const struct pl_counter_person *person = NULL;
        while ((person = pl_counter_next_person(area, person)))
            assert(pl_idmap_get(&core->users, (uint32_t)person->user));
    }
    assert(pl_heap_armed(&core->counter_timer.node) ==
           (pl_counter_deadline(core->counter) != PL_TIME_NEVER));
}

/* Whose sessions are gone, or elsewhere, is in no recording. */
static void check_record(const struct pl_core *core, const struct pl_record *r)
{
    bool stopping = r->state == PL_RECORD_STOPPING;
    assert(pl_idmap_get(&core->records, r->id) == r);
    assert(stopping == !r->room && stopping == pl_list_empty(&r->in_room));
    assert(!stopping || r->party_count == 0);
    assert(r->party_count <= PL_LIMIT_RECORD_PARTIES);
    for (size_t i = 0; i < r->party_count; i++) {
        const struct pl_record_party *p = &r->parties[i];
        const struct pl_session *s = pl_idmap_get(&core->sessions, p->session);
        assert(s && s->room == r->room && s->user == p->user);
        assert(!p->in || (p->consent == PL_RECORD_CONSENT_YES && s->p2p_forbidden > 0 &&
                          r->state != PL_RECORD_ASKING));
        for (size_t j = 0; j < i; j++)
            assert(r->parties[j].session != p->session);
    }
}

static void check_records(const struct pl_core *core)
{
    size_t records = 0;
    struct pl_list *it;
    pl_list_for_each(it, &core->records_by_age)
    {
        check_record(core, pl_container_of(it, struct pl_record, in_core));
        records++;
    }
    assert(records == core->records.count && records <= core->config.max_records);
}

void pl_core_check(const struct pl_core *core)
{
    size_t sessions = 0, users = 0, private_ends = 0, talking = 0, asks = 0, cursor = 0;
    struct pl_list *it;
    const struct pl_link *link;
    const struct pl_room *room;
    pl_list_for_each(it, &core->by_age)
    {
        const struct pl_session *s = pl_container_of(it, struct pl_session, in_core);
        check_session(core, s);
        sessions++;
        users += s->user != 0 ? 1 : 0;
        private_ends += check_ties(s);
        talking += s->call && s->call->room != 0 ? 1 : 0;
        asks += (s->login ? 1 : 0) + (s->entry ? 1 : 0) + s->control_count;
        asks += s->call && s->call->ends[0] == s && pl_ask_is_open(&s->call->ask) ? 1 : 0;
    }
    assert(private_ends == 2 * core->private_chats);
    assert(sessions == core->sessions.count && sessions == core->tokens.count);
    assert(users == core->users.count);
    assert(talking == 2 * core->call_rooms.count);
    assert(asks == core->asks.count);
    check_farewells(core);
    check_directory(core);
    while ((link = pl_idmap_next(&core->links, &cursor))) {
        assert(!link->session || link->session->link == link);
        assert(pl_heap_armed(&link->timer.node) == !link->session);
    }
    cursor = 0;
    while ((room = pl_idmap_next(&core->rooms, &cursor)))
        check_room(core, room);
    assert(pl_list_empty(&core->doomed));
    check_objects(core);
    check_records(core);
    pl_service_check(core);
}
