/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recordings and snapshots at the server: who may have them, who is in them, who is told. Private
 * to src/core; what the shell does for it is in recording.h.
 *
 *          asked for         all have agreed            the shell writes
 *   (none) ──────▶ ASKING ──────────────────▶ STARTING ─────────────────▶ RUNNING
 *                    │ no, or silence            │                          │
 *                    ▼                           ▼  stop, who is recorded   ▼  leaves, the asker
 * leaves over                       STOPPING ◀────────────────────┘ │ finished, failed ▼ over:
 * `recorded` and the notice of business servers
 *
 * A recording is *of* one user, in the room where he is when it begins, and ends when he leaves it.
 * Its *parties* are he and, with a flag that mixes, everybody else there, late comers included, up
 * to PL_LIMIT_RECORD_PARTIES. Parties' media pass the server meanwhile (p2p.h).
 *
 * Who may ask: business servers, operators, the settings' rule; a client as
 * pl_core_config.record_clients says, of members of his room whom he may see (private.h), and his
 * recordings end when he leaves it. One at a time of one user by one asker, snapshots aside.
 *
 * Consent. With pl_core_config.record_consent each party but the asker is asked before anything of
 * it is recorded; who says no, or nothing for record_consent_us, is left out, and may say yes
 * later; when that is the one whom the recording is of, it is over (20). Without it everybody in
 * the room is told before the first byte, and that is all. Who comes in is told as well.
 *
 * A link that is lost and resumed changes nothing. Every step of it is a line of the time line
 * before it has an effect.
 *
 * Limits: max_records in all; PL_LIMIT_SERVER_RECORDINGS and ..._PER_MINUTE of a client.
 * Cost: a change in a room O(its recordings x members).
 */
#ifndef PL_CORE_RECORD_H
#define PL_CORE_RECORD_H

#include "core/dispatch.h"
#include "core/recording.h"
#include "core/state.h"
#include "proto/wire/constants_gen.h"

enum pl_record_state {
    PL_RECORD_ASKING,
    PL_RECORD_STARTING,
    PL_RECORD_RUNNING,
    PL_RECORD_STOPPING,
};

enum pl_record_consent {
    PL_RECORD_CONSENT_OPEN, /* asked, not answered */
    PL_RECORD_CONSENT_YES,
    PL_RECORD_CONSENT_NO, /* or not in time */
};

struct pl_record_party {
    uint64_t session;
    int32_t user;
    enum pl_record_consent consent;
    bool in; /* the shell has been told of it, as follows */
    bool mic;
    uint16_t streams, screens;
};

struct pl_record {
    uint32_t id;
    struct pl_list in_core;
    struct pl_list in_room; /* alone while STOPPING */
    enum pl_record_state state;
    enum pl_record_by by;
    int32_t by_user;     /* 0: no user */
    uint64_t by_session; /* ditto */
    uint64_t of_session;
    struct pl_room *room; /* NULL while STOPPING */
    struct pl_record_wish wish;
    struct pl_timer timer; /* ASKING: of consent; a snapshot: of waiting; STOPPING: of the shell */
    uint32_t tags;         /* and changes */
    bool cancelled;
    uint8_t *changed_text; /* of wish, in place of `text`; NULL: as it was asked for */
    size_t party_count;
    struct pl_record_party parties[PL_LIMIT_RECORD_PARTIES];
    uint8_t text[]; /* of wish */
};

static inline bool pl_record_is_snapshot(const struct pl_record *r)
{
    return (r->wish.flags & PL_BRAC_RECORD_FLAGS_SNAPSHOT) != 0;
}

/* s is inside now; after it has been told who else is. */
void pl_record_entered(struct pl_core *core, struct pl_session *s);
/* s has left; its room is NULL already. */
void pl_record_left(struct pl_core *core, struct pl_room *room, struct pl_session *s);
/* Devices, or who may see whom, have changed there. */
void pl_record_refresh(struct pl_core *core, struct pl_room *room);

/* Why one who has begun recordings so may not mark that of this user now; 0: he may. */
int pl_record_check_tag(const struct pl_core *core, enum pl_record_by by, int32_t user);
/* Why what is attached to the server may not begin (end) this now; 0: it may. */
int pl_record_check(const struct pl_core *core, int32_t user, uint32_t flags, bool on);

/* PL_EVENT_RECORD_ASK, _TAG, PL_EVENT_RECORDED, PL_EVENT_RECORDER. */
void pl_record_event_ask(struct pl_core *core, const struct pl_event *event);
void pl_record_event_tag(struct pl_core *core, const struct pl_event *event);
void pl_record_event_told(struct pl_core *core, const struct pl_event *event);
void pl_record_event_recorder(struct pl_core *core, bool up);
/* A record's timer has fired. */
void pl_record_due(struct pl_core *core, struct pl_record *r);

/* For pl_core_destroy: frees without any effect. */
void pl_record_free_all(struct pl_core *core);

/* ---- between the files of it ---- */

/* Ends it for `code` (0: it was wanted so); record.c. */
void pl_record_stop(struct pl_core *core, struct pl_record *r, int code);
/* Brings its parties up to date, and starts it when nobody needs to be waited for;
 * record_party.c. */
void pl_record_update(struct pl_core *core, struct pl_record *r);
/* s has come into its room: as pl_record_update, and s is told of it. r goes on. */
void pl_record_greet(struct pl_core *core, struct pl_record *r, struct pl_session *s);
/* Who has not answered has not agreed. False: it is over. */
bool pl_record_time_over(struct pl_core *core, struct pl_record *r);
/* All parties are let go. */
void pl_record_release(struct pl_core *core, struct pl_record *r);

void pl_record_write_line(struct pl_core *core, const struct pl_record *r, enum pl_record_line line,
                          int32_t user, struct pl_bytes text);
void pl_record_fact(struct pl_core *core, const struct pl_record *r, enum pl_fact_kind kind,
                    int code);
/* Tells s (NULL: the whole room) how it stands with the recording. */
void pl_record_tell(struct pl_core *core, const struct pl_record *r, struct pl_session *s,
                    enum pl_wire_record_state state, bool consent);

#endif
