/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The front door: one TCP port that serves pages and health over HTTP/1.1 and the browser
 * link over WebSocket ("parlor.v1" at /parlor and at /; at /business for business servers).
 *
 * Upwards it gives links: numbers that are never used twice while the process lives. A link brings
 * whole messages (text is valid UTF-8) and takes whole messages; everything about HTTP, frames,
 * pings, limits and slow or silent peers stays down here. All calls and call-backs are on the
 * loop's thread; call-backs may call anything here.
 *
 * For one link: on_open, on_text and on_binary in order, on_closed exactly once, last. on_closed
 * never comes from inside pl_signal_send_... or pl_signal_close; a call on a link that has gone
 * answers PL_E_NOT_FOUND, one on a link that is closing PL_E_CLOSED.
 *
 * Limits: config below, all of them; HTTP heads in http_head.h; frames in ws_conn.h.
 */
#ifndef PL_SIGNAL_SIGNAL_H
#define PL_SIGNAL_SIGNAL_H

#include "adapters/signal/files.h"
#include "adapters/signal/http_head.h"
#include "base/addr.h"
#include "io/loop.h"
#include "io/tls.h"

struct pl_signal;

#define PL_SIGNAL_SUBPROTOCOL "parlor.v1"

enum {
    PL_SIGNAL_ROOTS_MAX = 8,
    PL_SIGNAL_ROUTES_MAX = 16,
};

/* Valid during on_open and on_foreign. */
struct pl_signal_peer {
    struct pl_addr address;
    struct pl_bytes user_agent; /* empty when not sent; whatever the client says */
    struct pl_bytes origin;
    struct pl_bytes query; /* of the upgrade request, still encoded */
    bool tls;
    bool business; /* came to /business: no page, but nobody known either */
};

/* Role: who owns the links. All but on_foreign mandatory. */
struct pl_signal_handler {
    void (*on_open)(void *arg, uint64_t link, const struct pl_signal_peer *peer);
    void (*on_text)(void *arg, uint64_t link, struct pl_bytes text);
    void (*on_binary)(void *arg, uint64_t link, struct pl_bytes data);
    /* code: the peer's close code, ours if it broke a rule, 1006 when the line went without one.
     * why: a word or two for the log. */
    void (*on_closed)(void *arg, uint64_t link, uint16_t code, const char *why);
    /* A page of another site has been refused (403): for the log, which bounds how often. */
    void (*on_foreign)(void *arg, const struct pl_signal_peer *peer);
};

/* Files below `directory` are served below `prefix` ("/demos/"). Nothing outside it is ever
 * reachable, symbolic links that lead out included. */
struct pl_signal_root {
    const char *prefix;
    const char *directory;
};

/* What the pages' Content-Security-Policy lets run as script. Each allows what those before it do.
 */
enum pl_signal_scripts {
    PL_SIGNAL_SCRIPTS_FILES, /* files of this server; markup that a stranger smuggles in is harmless
                              */
    PL_SIGNAL_SCRIPTS_INLINE, /* script elements with text, onclick="..." and javascript: */
    PL_SIGNAL_SCRIPTS_EVAL,   /* text made at run time: eval, setTimeout("...") */
};

struct pl_signal_config {
    struct pl_addr listen;
    struct pl_tls_context *tls; /* borrowed; NULL: plain */
    struct pl_signal_root roots[PL_SIGNAL_ROOTS_MAX];
    size_t root_count;
    enum pl_signal_scripts scripts;
    const char *home;           /* where "/" redirects to; NULL: 404 */
    const char *const *origins; /* see ws_upgrade.h; borrowed */
    size_t origin_count;
    bool routes_only; /* no links and no health: nothing but routes and roots */
    bool business;    /* links at /business; else 404 there */
    size_t max_links;
    size_t max_links_per_address; /* 0: not limited */
    size_t max_page_connections;  /* besides the links: pages, health */
    size_t max_message_bytes;
    size_t send_queue_bytes;    /* waiting for one link before it counts as too slow */
    uint32_t frames_per_second; /* hard limit for one link, all frames; 0: none */
    uint32_t frames_burst;
    pl_time_us ping_us;
    pl_time_us pong_us;
    pl_time_us head_us;  /* from the first byte of a head (or the accept) to its end */
    pl_time_us keep_us;  /* idle connection between two requests */
    pl_time_us close_us; /* for the closing handshake */
};

/* Every number at its shipped value, nothing else set. */
struct pl_signal_config pl_signal_config_default(void);

/* Counts since the start, for /metrics. */
struct pl_signal_stats {
    uint64_t requests;
    uint64_t bad_requests; /* answered 4xx because of their form or time */
    uint64_t links_opened;
    uint64_t links_refused; /* by limit, origin, draining */
    uint64_t links_broken;  /* ended by us for a broken rule */
    uint64_t texts_in, binaries_in, bytes_in;
    uint64_t messages_out, bytes_out;
    size_t links_open;
    size_t connections_open;
    uint64_t connections_refused;
};

/* Copies config and handler; strings of the config are copied too, but for origins. PL_E_EXISTS,
 * PL_E_RANGE, PL_E_IO as pl_tcp_listen(); PL_E_NOT_FOUND: a root's directory cannot be opened. */
PL_MUST_CHECK enum pl_err pl_signal_start(struct pl_signal **out, struct pl_loop *loop,
                                          const struct pl_signal_config *config,
                                          const struct pl_signal_handler *handler, void *arg);
/* Drops every connection without further call-backs but on_closed of each link, from inside this
 * call. The object is gone when it returns; the loop must run a few turns more. Accepts NULL. */
void pl_signal_stop(struct pl_signal *signal);

struct pl_addr pl_signal_local(const struct pl_signal *signal);
void pl_signal_get_stats(const struct pl_signal *signal, struct pl_signal_stats *stats);

/* /readyz answers 200 when ready (503 at first). */
void pl_signal_set_ready(struct pl_signal *signal, bool ready);
/* From now on: /readyz 503, upgrades 503 with Retry-After. Links that exist go on. */
void pl_signal_drain(struct pl_signal *signal);

/*
 * One message, whole, in order. PL_E_LIMIT: its queue is full; the link is being ended. All parts
 * of a message in one call; text must be valid UTF-8.
 */
PL_MUST_CHECK enum pl_err pl_signal_send_text(struct pl_signal *signal, uint64_t link,
                                              struct pl_bytes text);
PL_MUST_CHECK enum pl_err pl_signal_send_binary(struct pl_signal *signal, uint64_t link,
                                                struct pl_bytes data);
/*
 * What stands at the other end is no stranger any more: its frames are not counted (its owner
 * bounds what they cost, see pl_signal_pause) and so many bytes may wait for it.
 */
void pl_signal_trust(struct pl_signal *signal, uint64_t link, size_t send_queue_bytes);
/* Reads no more of a link until then: what it sends waits in the network. What has been read
 * already (PL_TCP_READ_BYTES at most) still comes. A later call counts. */
void pl_signal_pause(struct pl_signal *signal, uint64_t link, pl_time_us until);
/* Closing handshake; on_closed follows within close_us. Harmless for a link that has gone. */
void pl_signal_close(struct pl_signal *signal, uint64_t link, uint16_t code, const char *reason);

enum { PL_SIGNAL_AWAY_FIELD_MAX = 96, PL_SIGNAL_PLACE_MAX = 4096 };

/* What comes first from the descriptor of a file that is elsewhere; then `bytes` bytes. */
struct pl_signal_away_head {
    uint16_t status; /* 200, 206, 416; others have no bytes */
    uint64_t bytes;
    char range[PL_SIGNAL_AWAY_FIELD_MAX]; /* Content-Range, ETag, Content-Type; or empty */
    char etag[PL_SIGNAL_AWAY_FIELD_MAX];
    char type[PL_SIGNAL_AWAY_FIELD_MAX];
};

/* A file that is not in the vault's folder but elsewhere. */
struct pl_signal_away {
    struct pl_bytes file;  /* as find() gave it */
    struct pl_bytes range; /* the request's Range field, or empty */
    bool head;             /* HEAD: no bytes are wanted */
    /* The answer: one of the two. */
    char place[PL_SIGNAL_PLACE_MAX]; /* a URL where it can be had */
    int fd; /* -1, or: not blocking; gives a head, then its bytes. Taken. An end before that: the
               reader's line is cut. */
};

/* A request for a file of the vault; good for the call. */
struct pl_signal_visit {
    struct pl_bytes rest; /* of the path, after the prefix; encoded */
    struct pl_bytes query;
    struct pl_addr peer;
    bool head;      /* only what it is is asked for */
    bool from_part; /* Range: not from the first byte on */
};

/*
 * Files of a folder that are served only to who has leave (recordings): find() is asked for each
 * request below `prefix`. 200: *file, a view of visit->rest, is served from there, with parts of it
 * (Range); else that status is the answer.
 *
 * open() may then give the file instead: PL_OK with *file filled in (its read and close; type and
 * etag as well), or PL_E_NOT_FOUND: it is in the folder as it is. Others: 404, and it is not looked
 * for. May be NULL.
 *
 * away() is asked for a file that is not there: true, with `place` or `fd` set, or false: 404. May
 * be NULL.
 */
struct pl_signal_vault {
    const char *prefix; /* copied */
    const char *directory;
    uint16_t (*find)(void *arg, const struct pl_signal_visit *visit, struct pl_bytes *file);
    enum pl_err (*open)(void *arg, int directory, struct pl_bytes file, struct pl_file *out);
    bool (*away)(void *arg, struct pl_signal_away *away);
    void *arg;
};
/* At most one. PL_E_NOT_FOUND: the folder cannot be opened; PL_E_LIMIT: there is one already. */
PL_MUST_CHECK enum pl_err pl_signal_set_vault(struct pl_signal *signal,
                                              const struct pl_signal_vault *vault);

/* The answer of a route: body is borrowed until the route's function returns... to its caller, so
 * it must outlive the call (a static or the route's own buffer). */
struct pl_signal_answer {
    uint16_t status;          /* 200 at first */
    const char *content_type; /* "text/plain; charset=utf-8" at first */
    struct pl_bytes body;
};

/* GET and HEAD of exactly `path` go to answer(). PL_E_LIMIT: PL_SIGNAL_ROUTES_MAX. Copies path. */
PL_MUST_CHECK enum pl_err pl_signal_add_route(struct pl_signal *signal, const char *path,
                                              void (*answer)(void *arg,
                                                             const struct pl_http_request *request,
                                                             struct pl_signal_answer *reply),
                                              void *arg);

#endif
