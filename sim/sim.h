/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The simulated world: the real core, a virtual clock, a seeded network, clients that speak the
 * real protocol, and a media side that only keeps books.
 *
 *   clients (client.c, act.c) ──frames──▶ network (net.c) ──events──▶ core
 *                             ◀─frames──                  ◀─effects── (world.c) ──▶ media (media.c)
 *
 * One seed decides everything, so a failing seed replays identically. After every step of the core
 * the world checks what must always hold (world.c); in the calm after each storm, when nothing is
 * on its way any more, it checks that everybody agrees with everybody (calm.c).
 *
 * What a client itself checks on each message: numbers without gap or repetition, each request
 * answered once and by the right kind of answer, no event about a user it does not know, no enter
 * of one it knows, texts of each sender complete and in order.
 */
#ifndef SIM_H
#define SIM_H

#include "base/heap.h"
#include "base/list.h"
#include "base/rng.h"
#include "core/core.h"
#include "proto/wire/wire.h"

#include <stdio.h>

enum {
    SIM_CLIENTS = 8,
    SIM_MEMBERS = 32,
    SIM_PENDING = 32,
    SIM_WATCHES = 16,
    SIM_SESSIONS = 4096,
    SIM_LINKS = 8192,
    SIM_MEDIA_LINKS = 1024,
    SIM_ROOMS = 3,  /* numbers 1..3, and as many names */
    SIM_QUEUES = 3, /* of the service counters */
    SIM_FILES = 8,  /* that one client sends, and as many that it receives */
    SIM_TRACKS = 4, /* of one user: two streams of each kind */
    SIM_TRACK_SETS = 1 << SIM_TRACKS,
};

/* Deliberate faults, so that the checks can be checked. */
enum sim_mutation {
    SIM_HONEST,
    SIM_DROP,      /* one message down vanishes */
    SIM_DUPLICATE, /* one arrives twice */
    SIM_SWAP,      /* one arrives before the one sent earlier */
    SIM_UNLINK,    /* one MEDIA_LINK effect is not carried out */
    SIM_DEAF,      /* the core is not told that a link has closed */
    SIM_REPEAT,    /* one request arrives as two with different numbers */
    SIM_LOSE,      /* one piece of a file vanishes */
    SIM_MUTATIONS,
};

const char *sim_mutation_name(enum sim_mutation m);

/* ---- things that will happen ---- */

enum sim_happening {
    SIM_FRAME_UP,    /* arrives at the server */
    SIM_FRAME_DOWN,  /* arrives at the client */
    SIM_CLOSE_UP,    /* the server notices that the link is gone */
    SIM_CLOSE_DOWN,  /* the client sees that the server has closed */
    SIM_ACT,         /* a client does something */
    SIM_RECONNECT,   /* a client tries to resume */
    SIM_MEDIA_REPLY, /* the media side answers a publishing offer */
    SIM_MEDIA_OFFER, /* the media side offers to a subscriber */
    SIM_MEDIA_FAIL,  /* the media side gives up a peer connection */
};

struct sim_event {
    struct pl_heap_node node;
    enum sim_happening what;
    size_t client;
    uint64_t link;
    uint64_t session;
    uint64_t request;
    bool binary; /* of a frame */
    size_t len;
    uint8_t bytes[];
};

/* ---- the network ---- */

struct sim_link {
    size_t client;
    bool cut;         /* nothing on its way arrives any more */
    bool server_open; /* the core knows it */
    pl_time_us up_at; /* when the newest frame will arrive: order is kept */
    pl_time_us down_at;
    size_t down_flying;
    uint64_t session; /* the newest one on it */
};

/* ---- clients ---- */

enum sim_state {
    SIM_IDLE,     /* no session */
    SIM_GREETING, /* has said hello */
    SIM_ONLINE,   /* the session runs */
    SIM_DOWN,     /* link lost, will resume */
    SIM_RESUMING, /* has said resume */
    SIM_GIVEN_UP, /* the page is gone for ever, the session may linger */
};

struct sim_member {
    int32_t user;
    int32_t camera;
    int32_t mic;
    int32_t mode;       /* chat mode */
    uint32_t next_text; /* number of its next text; 0: not known yet */
};

enum sim_private_state {
    SIM_PRIVATE_NONE,
    SIM_PRIVATE_ASKED,    /* by us */
    SIM_PRIVATE_INCOMING, /* by the other one */
    SIM_PRIVATE_PARTNER,
};

/* What a client believes of a private chat with a user. */
struct sim_private {
    int32_t user;
    int32_t request; /* of INCOMING */
    enum sim_private_state state;
};

enum sim_call_state {
    SIM_CALL_NONE,
    SIM_CALL_RINGS, /* ours */
    SIM_CALL_RUNG,  /* by the other one */
    SIM_CALL_TALKS,
};

/* What a client believes of its call. */
struct sim_call {
    enum sim_call_state state;
    int32_t user; /* 0: none */
};

/* What a client believes of the service counters. */
struct sim_place {
    int32_t role; /* its user id when it has said that it is an agent */
    int32_t area; /* 0: none, as the next two */
    int32_t queue;
    int32_t serves;  /* user */
    int32_t service; /* the client of the one that he was told of */
    int32_t before;
    int32_t lengths[SIM_QUEUES];
    int32_t numbers[10]; /* of its area: 401 to 410 */
};

struct sim_request {
    struct pl_wire_msg msg; /* strings are static or in `text` */
    char text[48];
    bool sent; /* on the present link */
};

struct sim_watch {
    int32_t user;
    enum pl_wire_media_kind kind;
    int32_t stream;
};

/* The attempt at a direct connection that runs. */
struct sim_direct {
    int32_t user; /* 0: none */
    int32_t attempt;
    unsigned claims; /* set of streams that are said to come directly */
};

/* A file that a client sends or receives. Its bytes follow from their places. */
struct sim_file {
    uint32_t id; /* 0: none */
    uint64_t size;
    uint32_t epoch;
    uint64_t at;    /* sent up to here, or received */
    uint64_t limit; /* granted */
    bool ended;     /* file_end is said, or was heard */
};

struct sim_client {
    enum sim_state state;
    uint64_t link;    /* 0: none */
    uint64_t session; /* of the core; known from its facts */
    char token[65];
    bool h264;
    int64_t next_id;
    int64_t last_seq;
    int64_t acked;
    struct sim_request pending[SIM_PENDING];
    size_t pending_count;

    int32_t user; /* 0: not logged in */
    int32_t room; /* 0: in none */
    int32_t camera;
    int32_t mic;
    int32_t told_camera; /* as user_state said of itself */
    int32_t told_mic;
    int32_t mode; /* chat mode */
    int32_t told_mode;
    struct sim_private privates[SIM_MEMBERS];
    size_t private_count;
    struct sim_call call;
    struct sim_place place;
    uint32_t said; /* texts of this stay */
    struct sim_member members[SIM_MEMBERS];
    size_t member_count;
    struct sim_watch watches[SIM_WATCHES];
    size_t watch_count;
    struct sim_direct direct;
    struct sim_file sends[SIM_FILES];
    struct sim_file receives[SIM_FILES];
};

/* ---- the truth, as the core's facts tell it; index: session id ---- */

struct sim_session {
    bool open;
    bool h264; /* as its client said in hello */
    size_t client;
    int32_t user;
    int32_t room;
    int32_t media_room; /* joined */
    uint32_t offers;    /* version of the newest media offer */
};

struct sim_media_link {
    uint64_t subscriber;
    uint64_t publisher;
    enum pl_core_kind kind;
    uint8_t stream;
    bool viewed;              /* the media side knows how it is shown */
    struct pl_core_view view; /* then */
};

struct sim {
    uint64_t seed;
    enum sim_mutation mutation;
    bool mutated; /* the fault has been done */
    uint64_t mutate_after;
    FILE *trace; /* NULL: none */
    struct pl_prng prng;
    struct pl_core_config config;
    struct pl_core *core;
    pl_time_us now;
    struct pl_heap future;
    bool storm; /* clients act, links break */

    struct sim_client clients[SIM_CLIENTS];
    struct sim_link links[SIM_LINKS];
    uint64_t link_count;
    struct sim_session sessions[SIM_SESSIONS];
    uint64_t session_max;
    struct sim_media_link media[SIM_MEDIA_LINKS];
    size_t media_count;

    uint64_t steps;
    uint64_t frames;
    uint64_t hash; /* of everything that happened */
    struct pl_wire_arena arena;
    struct pl_wire_p2p_track track_sets[SIM_TRACK_SETS][SIM_TRACKS];
    char failure[256]; /* empty: none */
};

/* ---- world.c ---- */

/* Runs one seed. True: every promise was kept. */
bool sim_run(struct sim *sim, uint64_t seed, enum sim_mutation mutation, FILE *trace);

/* Notes the first broken promise. */
void sim_fail(struct sim *sim, const char *format, ...) PL_PRINTF(2, 3);
/* Adds a line to the trace and to the hash. */
void sim_note(struct sim *sim, const char *format, ...) PL_PRINTF(2, 3);

/* One event into the core, its effects into the world. */
void sim_step(struct sim *sim, struct pl_event *event);

/* A number in [0, n); true in one of n cases. */
uint64_t sim_below(struct sim *sim, uint64_t n);
bool sim_chance(struct sim *sim, uint64_t one_in);

/* Something will happen; bytes are copied. */
void sim_schedule(struct sim *sim, pl_time_us at, struct sim_event what, struct pl_bytes bytes);

/* ---- net.c ---- */

uint64_t sim_net_open(struct sim *sim, size_t client);
void sim_net_up(struct sim *sim, uint64_t link, struct pl_bytes text);
void sim_net_down(struct sim *sim, uint64_t link, struct pl_bytes text);
/* The same of binary frames. */
void sim_net_up_binary(struct sim *sim, uint64_t link, struct pl_bytes frame);
void sim_net_down_binary(struct sim *sim, uint64_t link, struct pl_bytes frame);
/* The link breaks; the server notices within 20 s. */
void sim_net_cut(struct sim *sim, uint64_t link);
/* The core has closed it. */
void sim_net_server_closed(struct sim *sim, uint64_t link);
/* The client closes in good order. */
void sim_net_client_closes(struct sim *sim, uint64_t link);
/* A network event is due. */
void sim_net_deliver(struct sim *sim, struct sim_event *event);

/* ---- client.c: what a client understands ---- */

void sim_client_receive(struct sim *sim, struct sim_client *c, struct pl_bytes text);
void sim_client_lost(struct sim *sim, struct sim_client *c);
void sim_client_reset(struct sim_client *c);
bool sim_client_settled(const struct sim_client *c);
struct sim_member *sim_client_member(struct sim_client *c, int32_t user);

/* ---- act.c: what a client does ---- */

/* Queues a request and sends it when the session runs. NULL when too many wait. */
struct sim_request *sim_client_request(struct sim *sim, struct sim_client *c,
                                       const struct pl_wire_msg *msg);
void sim_client_send(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
void sim_client_send_pending(struct sim *sim, struct sim_client *c, int64_t after);
void sim_client_act(struct sim *sim, size_t index);
void sim_client_reconnect(struct sim *sim, size_t index);
void sim_client_give_up(struct sim *sim, struct sim_client *c);

/* ---- direct.c ---- */

void sim_direct_init(struct sim *sim);
void sim_direct_act(struct sim *sim, struct sim_client *c);
void sim_direct_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
/* What is watched, or a device, has changed: claims that cannot be true any more are taken back. */
void sim_direct_review(struct sim *sim, struct sim_client *c);
bool sim_direct_claims(const struct sim_client *c, const struct sim_watch *w);

/* ---- private.c ---- */

void sim_private_act(struct sim *sim, struct sim_client *c);
void sim_private_done(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *request);
bool sim_private_refusal_is_fair(struct sim_client *c, const struct pl_wire_msg *request, int code);
void sim_private_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
bool sim_private_partner(struct sim_client *c, int32_t user);
/* Nothing is left with this user. */
bool sim_private_is_over(struct sim_client *c, int32_t user);
/* The two believe the same. */
void sim_private_check(struct sim *sim, struct sim_client *c, struct sim_client *other);

/* ---- counter.c ---- */

void sim_counter_configure(struct pl_core_config *config);
void sim_counter_act(struct sim *sim, struct sim_client *c);
bool sim_counter_refusal_is_fair(const struct pl_wire_msg *request, int code);
void sim_counter_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
/* In the calm. */
void sim_counter_check(struct sim *sim, struct sim_client *c);

/* ---- service.c ---- */

void sim_service_act(struct sim *sim, struct sim_client *c);
bool sim_service_refusal_is_fair(const struct pl_wire_msg *request, int code);
void sim_service_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
/* In the calm. */
void sim_service_check(struct sim *sim, const struct sim_client *c);

/* ---- call.c ---- */

void sim_call_act(struct sim *sim, struct sim_client *c);
void sim_call_done(struct sim_client *c, const struct pl_wire_msg *request);
bool sim_call_refusal_is_fair(const struct sim_client *c, const struct pl_wire_msg *request,
                              int code);
void sim_call_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
/* The two believe the same. */
void sim_call_check(struct sim *sim, struct sim_client *c);

/* ---- file.c ---- */

/* Offers one to somebody, or gives one up. */
void sim_file_act(struct sim *sim, struct sim_client *c);
/* The answer to an offer; the messages file_...; a binary frame. */
void sim_file_opened(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *request,
                     int64_t id);
void sim_file_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg);
void sim_file_binary(struct sim *sim, struct sim_client *c, struct pl_bytes frame);
/* A new link goes on with the session. */
void sim_file_resumed(struct sim *sim, struct sim_client *c);
/* Says what could not be said yet. */
void sim_file_review(struct sim *sim, struct sim_client *c);
/* How many a client has. */
size_t sim_file_count(const struct sim_client *c);

/* ---- media.c ---- */

void sim_media_effect(struct sim *sim, const struct pl_effect *effect);
void sim_media_event(struct sim *sim, const struct sim_event *event);

/* ---- calm.c ---- */

/* After every step: what connected, caught-up clients believe is true. */
void sim_check_always(struct sim *sim);
/* When nothing is on its way: everybody agrees, and the media links are the right ones. */
void sim_check_calm(struct sim *sim);
/* When everybody has gone: nothing is left. */
void sim_check_empty(struct sim *sim);

#endif
