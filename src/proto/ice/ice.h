/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The ICE-lite agent of one peer connection (RFC 8445 section 2.5): it answers the connectivity
 * checks of a full, controlling peer (a browser), learns from them which addresses belong to that
 * peer, follows its nominations, and tells when its consent has run out (RFC 7675).
 *
 * It leaves to others: sockets, host candidates and SDP; finding the agent for a datagram (by
 * address, or by pl_stun_peek_local_ufrag for addresses not known yet; answers to our own checks
 * come on validated paths); limits for each source address.
 *
 * A path is an address of the peer together with our local port (or TCP connection): `local` is a
 * tag that means something to the caller only. One component, one data stream (BUNDLE, rtcp-mux).
 *
 * Order of calls: mutate (init, input, tick, restart, set_remote), then drain outputs and events
 * until PL_E_AGAIN, arm a timer for pl_ice_deadline(), mutate again. One owner thread. Nothing
 * allocates.
 *
 * A request, in the order of the checks (nobody without our password gets an answer that is longer
 * than his request):
 *   - an indication, another method, not STUN, a false FINGERPRINT, a response that is not the
 *     proof we wait for (below): silence, PL_E_IGNORED;
 *   - malformed, or too long for pl_stun_read: silence, PL_E_PROTO or PL_E_LIMIT;
 *   - no USERNAME or no MESSAGE-INTEGRITY: 400 (silence when under 36 bytes), PL_E_PROTO;
 *   - a ufrag that is not ours: silence, PL_E_IGNORED. What stands behind the colon is counted when
 *     it is not the peer's, never refused (RFC 8445 section 7.3 looks at the first part only;
 * during a restart browsers pair their new ufrag with our old one);
 *   - wrong integrity: 401, PL_E_AUTH;
 *   - authentic with unknown comprehension-required attributes: 420, PL_E_UNSUPPORTED;
 *   - authentic, but the peer believes it is controlled (we are lite: it is not): 487, PL_E_STATE;
 *   - authentic, but a transaction seen before, now from an unknown path: silence, PL_E_REPLAY.
 *     (Integrity does not cover addresses: who has overheard a check could else send it again from
 *     his own address and become a path. Memory is PL_ICE_REPLAYS_MAX transactions long.)
 *   - authentic: success, PL_OK. Only this line changes the state.
 * A request without FINGERPRINT, PRIORITY or a role is answered all the same: its integrity says
 * more than they do.
 *
 * Proof. A check shows that the peer can send from an address (or forge it), not that it receives
 * there: it could nominate somebody else's address and have us send him all the media. So a path is
 * *proven* only when
 *   - its local tag says that a TCP handshake has proved it (PL_ICE_LOCAL_TCP),
 *   - another proven path has the same address of the peer,
 *   - the caller's own handshake went over it and nowhere else (pl_ice_secured), or
 *   - our own check to it was answered: a Binding request with the peer's password, as a full agent
 *     would send (RFC 8445 section 7.2.2), and a success with its transaction id, from that path.
 * Until pl_ice_secured a nomination is followed at once, and what the caller sends over an unproven
 * path is his to limit. From then on it is followed only when the path is proven: we ask, and send
 * over the old path until the answer is there. One path is asked at a time, the one nominated last,
 * PL_ICE_ASKS_MAX times within five seconds; PL_ICE_ASK_BURST paths at once, then one in
 * PL_ICE_ASK_PAUSE_US. Another nomination of the path after that begins again.
 */
#ifndef PL_PROTO_ICE_ICE_H
#define PL_PROTO_ICE_ICE_H

#include "base/addr.h"
#include "base/bytes.h"
#include "base/err.h"
#include "base/rng.h"
#include "base/time.h"
#include "proto/stun/stun.h"

/* Limits for life. */
#define PL_ICE_PATHS_MAX   20 /* validated paths kept; the one not heard of longest goes first */
#define PL_ICE_OUTPUTS_MAX 6  /* answers waiting to be drained; more are dropped and counted */
#define PL_ICE_REPLAYS_MAX 64 /* transactions remembered */
/* No answer is longer than 128; our own check names the peer's ufrag. */
#define PL_ICE_DATAGRAM_BYTES 384

/* Our own checks. */
#define PL_ICE_ASKS_MAX     6          /* of one path, */
#define PL_ICE_ASK_RTO_US   PL_MS(100) /* after this, twice this, and so on */
#define PL_ICE_ASK_BURST    8
#define PL_ICE_ASK_PAUSE_US PL_MS(250)

/* Bit of pl_ice_path.local: a TCP connection, whose own handshake has proved the address. */
#define PL_ICE_LOCAL_TCP 0x80000000u

/* Lengths without NUL. RFC 8445 section 5.3: ufrag 4..256, password 22..256 characters. */
#define PL_ICE_UFRAG_MIN       4
#define PL_ICE_PWD_MIN         22
#define PL_ICE_TEXT_MAX        256
#define PL_ICE_LOCAL_UFRAG_MAX 16
#define PL_ICE_LOCAL_PWD_MAX   32

/* RFC 7675 section 5.1: consent ends 30 seconds after its last proof. */
#define PL_ICE_CONSENT_DEFAULT_US PL_SEC(30)

/* All bytes are defined (no padding), so that it can be a map key as it is. */
struct pl_ice_path {
    struct pl_addr remote;
    uint32_t local;
};

/* Our own user fragment and password, NUL-terminated, ice-chars only (letters, digits, + and /). */
struct pl_ice_credentials {
    char ufrag[PL_ICE_LOCAL_UFRAG_MAX + 1];
    char pwd[PL_ICE_LOCAL_PWD_MAX + 1];
};

/* Makes a ufrag of 8 characters (48 random bits) and a password of 24 (144 bits). */
void pl_ice_credentials_make(struct pl_ice_credentials *out, struct pl_random *random);

struct pl_ice_config {
    struct pl_ice_credentials credentials; /* must fit RFC 8445 section 5.3 (assert) */
    pl_time_us consent_us; /* silence after which a path is dead; 0 = PL_ICE_CONSENT_DEFAULT_US */
    pl_time_us connect_us; /* PL_ICE_EVENT_TIMEOUT when not connected by then; 0 = never */
    struct pl_random *random; /* kept: of our own checks. NULL: none can be made */
};

enum pl_ice_event_type {
    PL_ICE_EVENT_PATH_REMOVED, /* path: expired or evicted; forget it (it may be added again) */
    PL_ICE_EVENT_LOST,         /* the selected path's consent ran out: stop sending. No path */
    PL_ICE_EVENT_PATH_ADDED,   /* path: passed an integrity check, may bring DTLS and SRTP */
    PL_ICE_EVENT_CONNECTED,    /* path: the first nomination, or the first after LOST */
    PL_ICE_EVENT_SELECTED,     /* path: the peer nominated another one (and it was proven) */
    PL_ICE_EVENT_RESTARTED,    /* a ufrag is dead: ask pl_ice_knows_ufrag and unmap it. No path */
    PL_ICE_EVENT_TIMEOUT,      /* connect_us passed without a nomination; the agent stays usable */
};

struct pl_ice_event {
    enum pl_ice_event_type type;
    struct pl_ice_path path; /* zeros where the type says so */
};

/* Counters since init; they wrap. */
struct pl_ice_stats {
    uint32_t requests;     /* authentic and accepted */
    uint32_t ignored;      /* not for us */
    uint32_t malformed;    /* PL_E_PROTO */
    uint32_t unauthentic;  /* PL_E_AUTH */
    uint32_t refused;      /* 420, 487, replays */
    uint32_t outputs_lost; /* the queue was full */
    uint32_t evictions;    /* paths that made room */
    uint32_t other_remote; /* authentic, but with a ufrag that is not the peer's present one */
    uint32_t asked;        /* paths that our own checks were sent to */
    uint32_t proven;       /* of them, those that answered */
    uint32_t unproven;     /* and those that did not */
};

/* ---- the object: for the compiler; callers use the functions ---- */

#define PL_ICE_SLOTS (PL_ICE_PATHS_MAX + 4)

struct pl_ice_slot {
    struct pl_ice_path path;
    pl_time_us seen_at; /* last authentic request */
    uint8_t state;      /* enum slot_state of ice_private.h */
    bool proven;
};

/* The path that is asked now. */
struct pl_ice_ask {
    int16_t slot; /* -1: none */
    uint8_t sent;
    bool due; /* the next output */
    uint8_t id[PL_STUN_ID_BYTES];
    pl_time_us at;   /* the next time; PL_TIME_NEVER: the peer's password is not known yet */
    pl_time_us paid; /* asks are paid for up to here: the limit on their number */
};

struct pl_ice_generation {
    struct pl_ice_credentials local;
    bool live;
    bool remote_known;
    uint32_t remote_tag; /* of the peer's ufrag */
    uint32_t number;
};

struct pl_ice_answer {
    struct pl_ice_path path;
    uint32_t generation;
    uint16_t code; /* 0: success */
    uint8_t unknown_count;
    uint8_t id[PL_STUN_ID_BYTES];
    uint16_t unknown[PL_STUN_UNKNOWN_MAX];
};

struct pl_ice {
    pl_time_us consent_us;
    pl_time_us connect_by; /* PL_TIME_NEVER when it does not matter any more */
    /* PL_ICE_PATHS_MAX live ones; the rest holds removed ones until the caller has been told. */
    struct pl_ice_slot slots[PL_ICE_SLOTS];
    int16_t selected; /* slot, -1 = none */
    uint16_t pending; /* bits of enum pl_ice_event_type */
    struct pl_ice_generation current;
    struct pl_ice_generation previous;        /* live during a restart, until the next nomination */
    struct pl_bytes remote_ufrag, remote_pwd; /* borrowed; empty: not known */
    struct pl_random *random;
    struct pl_ice_ask ask;
    bool secured;
    struct pl_ice_answer answers[PL_ICE_OUTPUTS_MAX];
    uint8_t answer_head;
    uint8_t answer_count;
    uint8_t replay_next;
    uint8_t replay_count;
    uint32_t replay[PL_ICE_REPLAYS_MAX];
    struct pl_ice_stats stats;
};

void pl_ice_init(struct pl_ice *ice, const struct pl_ice_config *config, pl_time_us now);
/* Wipes the passwords. Harmless on a zeroed object. */
void pl_ice_finish(struct pl_ice *ice);

/*
 * The peer's credentials from its SDP; borrowed until the next ones, a restart or finish. May come
 * after its first checks, which need only ours. PL_E_RANGE (nothing changed) when a length or a
 * character is not allowed.
 */
PL_MUST_CHECK enum pl_err pl_ice_set_remote(struct pl_ice *ice, pl_time_us now,
                                            struct pl_bytes ufrag, struct pl_bytes pwd);

/*
 * The caller's handshake is over, and media may be sent from now on: over proven paths only. path:
 * that all of our side of the handshake went over and that is proven by it; NULL: there was more
 * than one. Once.
 */
void pl_ice_secured(struct pl_ice *ice, pl_time_us now, const struct pl_ice_path *path);
/* The peer receives what is sent there. O(PL_ICE_PATHS_MAX). */
bool pl_ice_proven(const struct pl_ice *ice, const struct pl_ice_path *path);

/* Are these others than the ones we know: has the peer restarted ICE (RFC 8445 section 9)? False
 * while we know none. */
bool pl_ice_remote_restarted(const struct pl_ice *ice, struct pl_bytes ufrag);

/*
 * A datagram that came in on `from`; borrows both. from must have an address family (assert). The
 * outcome is for counting: see the list at the top, and PL_E_CRYPTO when OpenSSL failed. An answer
 * that finds no room is dropped and counted (outputs_lost): the peer will ask again.
 */
PL_MUST_CHECK enum pl_err pl_ice_input(struct pl_ice *ice, pl_time_us now,
                                       const struct pl_ice_path *from, struct pl_bytes datagram);

/*
 * The way itself is gone (a TCP connection was closed): PATH_REMOVED. When it was the selected one,
 * the peer may come back on another: no LOST, but TIMEOUT when none is nominated by `until`.
 */
void pl_ice_close_path(struct pl_ice *ice, const struct pl_ice_path *path, pl_time_us until);

/* Drops what has run out by `now`. Early, late and repeated calls are harmless. */
void pl_ice_tick(struct pl_ice *ice, pl_time_us now);

/* When tick has something to do next, PL_TIME_NEVER for nothing. Changes with every input. */
pl_time_us pl_ice_deadline(const struct pl_ice *ice);

/*
 * One answer into buf (PL_ICE_DATAGRAM_BYTES always suffice). PL_E_AGAIN: nothing left. PL_E_SPACE:
 * buf is too small; the answer is kept. PL_E_CRYPTO: OpenSSL failed; the answer is lost.
 */
PL_MUST_CHECK enum pl_err pl_ice_next_output(struct pl_ice *ice, struct pl_buf buf,
                                             struct pl_bytes *datagram, struct pl_ice_path *to);

/*
 * PL_E_AGAIN when nothing is left. Come in the order of their enum. Events of several mutations are
 * merged to what leads to the present state; only when more than four removed paths wait undrained
 * is a removal forgotten.
 */
PL_MUST_CHECK enum pl_err pl_ice_next_event(struct pl_ice *ice, struct pl_ice_event *event);

/* The path has passed an integrity check within consent_us (checked at the last tick or input). Not
 * only the nominated one: Firefox sends on others for a while. O(PL_ICE_PATHS_MAX). */
bool pl_ice_validated(const struct pl_ice *ice, const struct pl_ice_path *path);

/* The nominated path; false when there is none (not yet, or consent is lost). */
bool pl_ice_selected(const struct pl_ice *ice, struct pl_ice_path *out);

/* Where to send: the nominated path, before nomination the one heard of last; false when none. May
 * be unproven (pl_ice_proven). */
bool pl_ice_send_path(const struct pl_ice *ice, struct pl_ice_path *out);

/*
 * ICE restart: checks must use the new credentials; those with the old ones are still accepted, and
 * the old selected path stays, until the peer nominates with the new ones (then RESTARTED and, when
 * the path is another, SELECTED). Without a selected path the old credentials die at once
 * (RESTARTED). The peer's new credentials are unknown until pl_ice_set_remote.
 */
void pl_ice_restart(struct pl_ice *ice, const struct pl_ice_credentials *credentials);

/* True for the current ufrag and, during a restart, the previous one. */
bool pl_ice_knows_ufrag(const struct pl_ice *ice, struct pl_bytes ufrag);

#endif
