/* SPDX-License-Identifier: Apache-2.0 */
/* Who is in a recording, and who has agreed to be. */
#include "core/record.h"

#include "core/emit.h"
#include "core/p2p.h"
#include "core/private.h"
#include "core/room.h"
#include "core/session.h"

#include <assert.h>
#include <stdio.h>

enum {
    CAMERA_OPEN = 2,
    MIC_OPEN = 1,
    MIXES = PL_BRAC_RECORD_FLAGS_MIXAUDIO | PL_BRAC_RECORD_FLAGS_MIXVIDEO |
            PL_BRAC_RECORD_FLAGS_ABREAST | PL_BRAC_RECORD_FLAGS_STEREO,
    MIXES_PICTURES = PL_BRAC_RECORD_FLAGS_MIXVIDEO | PL_BRAC_RECORD_FLAGS_ABREAST,
    MIXES_SOUND = PL_BRAC_RECORD_FLAGS_MIXAUDIO | PL_BRAC_RECORD_FLAGS_STEREO,
    DEVICES_TEXT = 256,
};

/* ---- what belongs in it ---- */

/* Does this member belong in it, if it agrees? */
static bool is_wanted(const struct pl_core *core, const struct pl_record *r,
                      const struct pl_session *m)
{
    const struct pl_session *by =
        r->by_session ? pl_idmap_get(&core->sessions, r->by_session) : NULL;
    if (m->room != r->room)
        return false;
    if (by && by != m && !pl_private_allows(by, m))
        return false;
    return m->id == r->of_session || (r->wish.flags & MIXES) != 0;
}

/* A camera that does not say which it is, is the first. */
static uint16_t streams_of(const struct pl_record *r, const struct pl_session *m)
{
    bool of_it = m->id == r->of_session;
    uint16_t open = m->tells_streams ? m->streams : m->camera == CAMERA_OPEN ? 1 : 0;
    if (!(r->wish.flags & PL_BRAC_RECORD_FLAGS_VIDEO) ||
        (!of_it && !(r->wish.flags & MIXES_PICTURES)))
        return 0;
    if (r->wish.flags & PL_ANYCHAT_RECORD_FLAGS_MULTISTREAM)
        return open;
    return (uint16_t)(open & -open);
}

static bool mic_of(const struct pl_record *r, const struct pl_session *m)
{
    bool of_it = m->id == r->of_session;
    if (!(r->wish.flags & PL_BRAC_RECORD_FLAGS_AUDIO) || (!of_it && !(r->wish.flags & MIXES_SOUND)))
        return false;
    return m->mic == MIC_OPEN;
}

/* ---- parties ---- */

static struct pl_record_party *find(struct pl_record *r, uint64_t session)
{
    for (size_t i = 0; i < r->party_count; i++) {
        if (r->parties[i].session == session)
            return &r->parties[i];
    }
    return NULL;
}

static void tell_shell(struct pl_core *core, const struct pl_record *r,
                       const struct pl_record_party *p, const struct pl_session *m)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_PARTY};
    e.record_party.record = r->id;
    e.record_party.session = p->session;
    e.record_party.user = p->user;
    e.record_party.main = p->session == r->of_session;
    e.record_party.in = p->in;
    e.record_party.mic = p->in && p->mic;
    e.record_party.streams = p->in ? p->streams : 0;
    e.record_party.screens = p->in ? p->screens : 0;
    e.record_party.name = m ? pl_emit_copy(core, pl_session_nick(m)) : pl_bytes_of(NULL, 0);
    pl_emit(core, &e);
}

static void write_devices(struct pl_core *core, const struct pl_record *r,
                          const struct pl_record_party *p, const struct pl_session *m,
                          enum pl_record_line line)
{
    char text[DEVICES_TEXT];
    struct pl_bytes name = pl_session_nick(m);
    int n = snprintf(text, sizeof(text), "microphone=%d cameras=%u screens=%u", p->mic, p->streams,
                     p->screens);
    if (line == PL_RECORD_LINE_JOINED) /* who he is, for whoever looks at it in years */
        (void)snprintf(text + n, sizeof(text) - (size_t)n, " name=%.*s", (int)name.len,
                       (const char *)name.data);
    pl_record_write_line(core, r, line, p->user, pl_bytes_str(text));
}

static void let_in(struct pl_core *core, const struct pl_record *r, struct pl_record_party *p,
                   struct pl_session *m)
{
    bool fresh = !p->in;
    uint16_t streams = streams_of(r, m), screens = m->screens & streams;
    bool mic = mic_of(r, m);
    if (!fresh && p->mic == mic && p->streams == streams && p->screens == screens)
        return;
    p->in = true;
    p->mic = mic;
    p->streams = streams;
    p->screens = screens;
    if (fresh)
        pl_p2p_forbid(core, m, true);
    write_devices(core, r, p, m, fresh ? PL_RECORD_LINE_JOINED : PL_RECORD_LINE_DEVICES);
    tell_shell(core, r, p, m);
}

static void let_out(struct pl_core *core, const struct pl_record *r, struct pl_record_party *p)
{
    struct pl_session *m = pl_idmap_get(&core->sessions, p->session);
    if (!p->in)
        return;
    p->in = false;
    if (m)
        pl_p2p_forbid(core, m, false);
    pl_record_write_line(core, r, PL_RECORD_LINE_LEFT, p->user, pl_bytes_of(NULL, 0));
    tell_shell(core, r, p, NULL);
}

static void drop(struct pl_core *core, struct pl_record *r, size_t i)
{
    let_out(core, r, &r->parties[i]);
    r->party_count--;
    memmove(&r->parties[i], &r->parties[i + 1], (r->party_count - i) * sizeof(r->parties[0]));
}

void pl_record_release(struct pl_core *core, struct pl_record *r)
{
    while (r->party_count > 0)
        drop(core, r, r->party_count - 1);
}

/* Beyond the limit nobody is added: the first who were there are in it. */
static void add(struct pl_core *core, struct pl_record *r, struct pl_session *m)
{
    bool asked = core->config.record_consent && m->id != r->by_session;
    if (r->party_count == PL_LIMIT_RECORD_PARTIES)
        return;
    r->parties[r->party_count++] = (struct pl_record_party){
        .session = m->id,
        .user = m->user,
        .consent = asked ? PL_RECORD_CONSENT_OPEN : PL_RECORD_CONSENT_YES,
    };
    if (asked)
        pl_record_tell(core, r, m,
                       r->state == PL_RECORD_ASKING ? PL_WIRE_RECORD_STATE_ASKED
                                                    : PL_WIRE_RECORD_STATE_RUNNING,
                       true);
}

/* ---- beginning ---- */

static bool waits(const struct pl_record *r)
{
    for (size_t i = 0; i < r->party_count; i++) {
        if (r->parties[i].consent == PL_RECORD_CONSENT_OPEN)
            return true;
    }
    return false;
}

/* A picture is taken: a mark in the recordings that its user is in. */
static void mark_others(struct pl_core *core, const struct pl_record *snapshot)
{
    char text[32];
    struct pl_list *it;
    (void)snprintf(text, sizeof(text), "recording %u", snapshot->id);
    pl_list_for_each(it, &snapshot->room->records)
    {
        struct pl_record *r = pl_container_of(it, struct pl_record, in_room);
        const struct pl_record_party *p = find(r, snapshot->of_session);
        if (!pl_record_is_snapshot(r) && r->state == PL_RECORD_RUNNING && p && p->in)
            pl_record_write_line(core, r, PL_RECORD_LINE_SNAPSHOT, p->user, pl_bytes_str(text));
    }
}

static void begin(struct pl_core *core, struct pl_record *r)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_START, .record_start = {r->id}};
    pl_heap_disarm(&core->timers, &r->timer.node);
    r->state = PL_RECORD_STARTING;
    pl_record_tell(core, r, NULL, PL_WIRE_RECORD_STATE_RUNNING, false);
    pl_record_write_line(core, r, PL_RECORD_LINE_NOTICE, 0, pl_bytes_of(NULL, 0));
    pl_record_write_line(core, r, PL_RECORD_LINE_START, 0, pl_bytes_of(NULL, 0));
    pl_record_fact(core, r, PL_FACT_RECORD_START, 0);
    pl_emit(core, &e);
    if (pl_record_is_snapshot(r)) {
        mark_others(core, r);
        pl_emit_timer(core, &r->timer, core->now + core->config.record_picture_us);
    }
}

void pl_record_update(struct pl_core *core, struct pl_record *r)
{
    struct pl_list *it;
    assert(r->state != PL_RECORD_STOPPING);
    for (size_t i = r->party_count; i-- > 0;) {
        const struct pl_session *m = pl_idmap_get(&core->sessions, r->parties[i].session);
        if (!m || !is_wanted(core, r, m))
            drop(core, r, i);
    }
    pl_list_for_each(it, &r->room->members)
    {
        struct pl_session *m = pl_member_of(it);
        if (is_wanted(core, r, m) && !find(r, m->id))
            add(core, r, m);
    }
    if (!find(r, r->of_session)) {
        pl_record_stop(core, r, 0); /* the asker may no longer see him */
        return;
    }
    if (r->state == PL_RECORD_ASKING && !waits(r))
        begin(core, r);
    if (r->state == PL_RECORD_ASKING)
        return;
    for (size_t i = 0; i < r->party_count; i++) {
        struct pl_record_party *p = &r->parties[i];
        if (p->consent == PL_RECORD_CONSENT_YES)
            let_in(core, r, p, pl_idmap_get(&core->sessions, p->session));
    }
}

/* ---- consent ---- */

bool pl_record_time_over(struct pl_core *core, struct pl_record *r)
{
    for (size_t i = 0; i < r->party_count; i++) {
        struct pl_record_party *p = &r->parties[i];
        if (p->consent != PL_RECORD_CONSENT_OPEN)
            continue;
        p->consent = PL_RECORD_CONSENT_NO;
        pl_record_write_line(core, r, PL_RECORD_LINE_SILENCE, p->user, pl_bytes_of(NULL, 0));
        if (p->session == r->of_session) {
            pl_record_stop(core, r, PL_GV_ERR_FUNCNOTALLOW);
            return false;
        }
    }
    pl_record_update(core, r);
    return true;
}

struct pl_answer pl_record_consent(struct pl_core *core, struct pl_session *s,
                                   const struct pl_wire_msg *msg)
{
    const struct pl_wire_record_consent *says = &msg->u.record_consent;
    struct pl_record *r = pl_idmap_get(&core->records, (uint32_t)says->record);
    struct pl_record_party *p = r && r->state != PL_RECORD_STOPPING ? find(r, s->id) : NULL;
    enum pl_record_consent now = says->yes ? PL_RECORD_CONSENT_YES : PL_RECORD_CONSENT_NO;
    if (!p)
        return PL_REFUSED(PL_GV_ERR_RECORD_NOTASK);
    /* Where nobody is asked there is nothing to take back; the asker ends what he has begun. */
    if (!core->config.record_consent || s->id == r->by_session || p->consent == now)
        return PL_ANSWER_DONE;
    p->consent = now;
    pl_record_write_line(core, r, says->yes ? PL_RECORD_LINE_CONSENT : PL_RECORD_LINE_REFUSAL,
                         s->user, pl_bytes_of(NULL, 0));
    if (!says->yes && s->id == r->of_session) {
        pl_record_stop(core, r, PL_GV_ERR_FUNCNOTALLOW);
        return PL_ANSWER_DONE;
    }
    if (!says->yes)
        let_out(core, r, p);
    pl_record_update(core, r);
    return PL_ANSWER_DONE;
}

void pl_record_greet(struct pl_core *core, struct pl_record *r, struct pl_session *s)
{
    const struct pl_record_party *p;
    pl_record_update(core, r);
    p = find(r, s->id);
    if (!p || p->consent == PL_RECORD_CONSENT_YES)
        pl_record_tell(core, r, s,
                       r->state == PL_RECORD_ASKING ? PL_WIRE_RECORD_STATE_ASKED
                                                    : PL_WIRE_RECORD_STATE_RUNNING,
                       false);
}
