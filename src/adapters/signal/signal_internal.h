/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the three parts of the front door share: signal.c (connections, time), signal_http.c
 * (requests and answers), signal_link.c (WebSocket links).
 */
#ifndef PL_SIGNAL_INTERNAL_H
#define PL_SIGNAL_INTERNAL_H

#include "adapters/signal/files.h"
#include "adapters/signal/signal.h"
#include "adapters/signal/ws_conn.h"
#include "base/heap.h"
#include "base/idmap.h"
#include "base/list.h"
#include "io/addr_quota.h"
#include "io/tcp.h"

enum {
    PL_SIGNAL_NAME_MAX = 256,
    PL_SIGNAL_CHUNK_BYTES = 64 * 1024, /* of a file, at a time */
};

struct pl_signal_route {
    char path[PL_SIGNAL_NAME_MAX];
    void (*answer)(void *arg, const struct pl_http_request *request,
                   struct pl_signal_answer *reply);
    void *arg;
};

struct pl_signal_open_root {
    char prefix[PL_SIGNAL_NAME_MAX];
    int directory;
};

struct pl_signal_open_vault {
    char prefix[PL_SIGNAL_NAME_MAX]; /* empty: there is none */
    int directory;
    uint16_t (*find)(void *arg, const struct pl_signal_visit *visit, struct pl_bytes *file);
    enum pl_err (*open)(void *arg, int directory, struct pl_bytes file, struct pl_file *out);
    bool (*away)(void *arg, struct pl_signal_away *away);
    void *arg;
};

/* A file that comes from elsewhere (signal_away.c). */
struct pl_client_away {
    int fd;                  /* -1: there is none */
    struct pl_watch *watch;  /* while nothing is there to be read */
    bool without_body, told; /* told: its head has been passed on */
    size_t head_len;
    uint64_t left;
    struct pl_signal_away_head head;
};

struct pl_signal {
    struct pl_loop *loop;
    struct pl_signal_config config;
    struct pl_signal_handler handler;
    void *arg;
    struct pl_tcp_listener *listener;
    struct pl_signal_open_root roots[PL_SIGNAL_ROOTS_MAX];
    size_t root_count;
    struct pl_signal_open_vault vault;
    char home[PL_SIGNAL_NAME_MAX];
    struct pl_signal_route routes[PL_SIGNAL_ROUTES_MAX];
    size_t route_count;
    struct pl_ws_limits limits;
    struct pl_list clients;
    struct pl_idmap links;
    struct pl_addr_quota link_quota;
    uint64_t last_link;
    struct pl_heap deadlines;
    struct pl_timer *timer;
    struct pl_signal_stats stats;
    bool ready;
    bool draining;
    uint8_t chunk[PL_SIGNAL_CHUNK_BYTES];
};

enum pl_client_state {
    PL_CLIENT_HEAD,    /* reads a request */
    PL_CLIENT_SENDING, /* a file is on its way; input waits */
    PL_CLIENT_LINK,    /* a WebSocket */
    PL_CLIENT_ENDING,  /* shut down or aborted: on_closed is on its way */
};

/* One TCP connection. */
struct pl_client {
    struct pl_signal *signal;
    struct pl_tcp_conn *tcp;
    struct pl_list node;
    struct pl_heap_node deadline;
    enum pl_client_state state;
    struct pl_http_reader http;
    bool head_begun; /* bytes of a head have come: the head deadline runs */
    struct pl_file file;
    uint64_t file_at, file_end; /* of what is sent of it */
    struct pl_client_away away; /* or it comes from elsewhere */
    bool for_all;               /* pages of other places may read it: who has its link may */
    bool keep_alive;            /* after the file */
    uint8_t *stash;             /* input that came while a file was being sent */
    size_t stash_len;
    uint64_t link; /* 0: no link, or its end has been reported */
    bool quota_held;
    bool business;
    struct pl_ws_conn ws;
    bool ws_begun;
    bool paused;
    pl_time_us resume_at; /* while paused */
};

/* Arms the client's deadline; the client ends when that is impossible. */
void pl_client_arm(struct pl_client *c, pl_time_us at);
/* Sends what is queued, then closes. */
void pl_client_end(struct pl_client *c);

/* signal_http.c: takes a request head off the input. */
void pl_client_take_head(struct pl_client *c, struct pl_buf *in);
/* Goes on with the file. False: wait until the line has drained. */
bool pl_client_send_file(struct pl_client *c);
/* What the answer to a request for a file begins with. */
struct pl_client_reply {
    uint16_t status;
    const char *type;   /* NULL: no body, not even a length (304) */
    const char *fields; /* more, each with CRLF */
    struct pl_bytes body;
    uint64_t length; /* of the body, also when it is not sent from here */
    bool keep_alive;
    bool without_body; /* HEAD */
};
/* Of files that go to whoever has their link (CORS; RFC 9110 says nothing of it,
 * fetch.spec.whatwg.org does). */
#define PL_CLIENT_FOR_ALL                                                                          \
    "Access-Control-Allow-Origin: *\r\n"                                                           \
    "Access-Control-Expose-Headers: Accept-Ranges, Content-Length, Content-Range, ETag\r\n"        \
    "Cross-Origin-Resource-Policy: cross-origin\r\n"
/* False: the line is gone, or the client as well. */
bool pl_client_send_reply(struct pl_client *c, const struct pl_client_reply *r);
void pl_client_reply_text(struct pl_client *c, uint16_t status, const char *text,
                          const char *fields, bool keep_alive, bool without_body);
/* All of a file is out: the next request. */
void pl_client_file_done(struct pl_client *c);
/* Input and output go on; after something outside of the line has happened. */
void pl_client_go_on(struct pl_client *c);

/* signal_away.c: false: it is nowhere. */
bool pl_client_open_away(struct pl_client *c, const struct pl_http_request *q,
                         struct pl_bytes file);
/* As pl_client_send_file. */
bool pl_client_send_away(struct pl_client *c);
void pl_client_close_away(struct pl_client *c);
/* A short answer to what the client did wrong or too slowly, then the end. */
void pl_client_refuse(struct pl_client *c, uint16_t status, const char *why);

/* signal_link.c */
void pl_client_open_link(struct pl_client *c, const char *accept);
/* Who asks; borrows from the request. */
struct pl_signal_peer pl_client_peer(const struct pl_client *c);
void pl_client_take_frames(struct pl_client *c, struct pl_buf in);
void pl_client_link_due(struct pl_client *c, pl_time_us now);
/* Reports the end of the link, once. */
void pl_client_report_closed(struct pl_client *c, uint16_t code, const char *why);

#endif
