/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One WebSocket after its handshake, server side (RFC 6455): bytes in, messages out; pure.
 *
 * It checks everything section 5 demands of a client's frames: mask, reserved bits, opcodes,
 * shortest length form, control frames short and whole, fragments in order, UTF-8 as it arrives,
 * close codes. It bounds what a peer may make us do: message size (judged from the frame's head,
 * before anything is stored), fragments of a message, frames a second. It answers pings, pings by
 * itself, and notices a peer that is gone. No extensions: no reserved bit is ever right.
 *
 * wslay was tried first and put aside: it answers most bad heads with an empty close, takes
 * one-byte close bodies, and allocates a frame's announced length at once.
 *
 *     input until PL_E_AGAIN or PL_E_CLOSED, using each event;
 *     next_output until false, sending each piece;      tick at the deadline;      done? close the
 * line
 *
 * Messages of our own side are written by their sender: pl_ws_frame_head(), then the payload.
 */
#ifndef PL_SIGNAL_WS_CONN_H
#define PL_SIGNAL_WS_CONN_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"
#include "base/utf8.h"

enum {
    PL_WS_HEAD_MAX = 14,     /* of a client's frame, with its mask */
    PL_WS_CONTROL_MAX = 125, /* payload of a control frame */
    PL_WS_REASON_MAX = 123,  /* of a close */
};

enum pl_ws_opcode {
    PL_WS_CONTINUATION = 0,
    PL_WS_TEXT = 1,
    PL_WS_BINARY = 2,
    PL_WS_CLOSE = 8,
    PL_WS_PING = 9,
    PL_WS_PONG = 10,
};

/* Close codes, RFC 6455 section 7.4.1 and its registry. */
enum pl_ws_code {
    PL_WS_CODE_NORMAL = 1000,
    PL_WS_CODE_GOING_AWAY = 1001,
    PL_WS_CODE_PROTOCOL = 1002,
    PL_WS_CODE_UNSUPPORTED = 1003,
    PL_WS_CODE_NONE = 1005,     /* a close without a code; never sent */
    PL_WS_CODE_ABNORMAL = 1006, /* the line went without a close; never sent */
    PL_WS_CODE_NOT_UTF8 = 1007,
    PL_WS_CODE_POLICY = 1008,
    PL_WS_CODE_TOO_BIG = 1009,
    PL_WS_CODE_INTERNAL = 1011,
    PL_WS_CODE_RESTART = 1012,
    PL_WS_CODE_TRY_LATER = 1013,
};

struct pl_ws_limits {
    size_t message_bytes;       /* longest message */
    uint32_t fragments;         /* most frames of one message */
    uint32_t frames_per_second; /* all kinds, but for large binary ones; 0: not limited */
    uint32_t frames_burst;
    pl_time_us ping_us;  /* from ping to ping; 0: none */
    pl_time_us pong_us;  /* silence after a ping that means the peer is gone */
    pl_time_us close_us; /* how long to wait for the answer to our close */
};

enum pl_ws_event_kind {
    PL_WS_EVENT_TEXT, /* valid UTF-8 */
    PL_WS_EVENT_BINARY,
    PL_WS_EVENT_CLOSED, /* last event: the peer closed, broke the rules, or is gone */
};

struct pl_ws_event {
    enum pl_ws_event_kind kind;
    struct pl_bytes
        data;      /* the message, or the peer's or our own reason; good until the next call */
    uint16_t code; /* CLOSED: the peer's code, or ours if it broke a rule */
    bool by_peer;  /* CLOSED: the peer asked for it */
};

struct pl_ws_conn {
    struct pl_ws_limits limits;
    /* the frame that is being read */
    uint8_t head[PL_WS_HEAD_MAX];
    uint8_t head_len;
    uint8_t head_need;
    bool in_payload;
    uint8_t opcode;
    bool fin;
    uint8_t mask[4];
    uint64_t left;  /* payload bytes still to come */
    size_t mask_at; /* position in the payload, modulo 4 */
    /* the message that is being gathered */
    uint8_t message_opcode; /* 0: none */
    uint32_t message_frames;
    struct pl_utf8 utf8;
    uint8_t *message;
    size_t message_len;
    size_t message_size;
    uint8_t control[PL_WS_CONTROL_MAX];
    size_t control_len;
    /* what is to be sent */
    uint8_t pong[PL_WS_CONTROL_MAX];
    size_t pong_len;
    bool pong_due;
    bool ping_due;
    bool close_due;
    uint16_t close_code;
    char reason[PL_WS_REASON_MAX + 1];
    uint8_t out[2 + PL_WS_CONTROL_MAX];
    /* life */
    bool close_sent; /* or about to be: nothing may follow it */
    bool finished;
    pl_time_us next_ping;
    pl_time_us gone_at;
    uint64_t tokens; /* of the frame budget, in millionths */
    pl_time_us tokens_at;
};

void pl_ws_conn_init(struct pl_ws_conn *c, const struct pl_ws_limits *limits, pl_time_us now);
void pl_ws_conn_finish(struct pl_ws_conn *c);

/*
 * Takes bytes (and unmasks them in place). PL_OK: ev holds an event, *used tells how far it got; go
 * on with the rest. PL_E_AGAIN: all was taken. PL_E_CLOSED: nothing more will be read, ever.
 * PL_E_NOMEM ends the link as well.
 */
PL_MUST_CHECK enum pl_err pl_ws_conn_input(struct pl_ws_conn *c, pl_time_us now, struct pl_buf in,
                                           size_t *used, struct pl_ws_event *ev);

/* Something to send: a control frame, good until the next call. */
bool pl_ws_conn_next_output(struct pl_ws_conn *c, struct pl_bytes *out);

/* When tick wants to be called. */
pl_time_us pl_ws_conn_deadline(const struct pl_ws_conn *c);
/* True: ev holds CLOSED, the peer is gone. */
bool pl_ws_conn_tick(struct pl_ws_conn *c, pl_time_us now, struct pl_ws_event *ev);

/* Begins to close; reason is cut at PL_WS_REASON_MAX bytes, on a character. Harmless when closing.
 */
void pl_ws_conn_close(struct pl_ws_conn *c, pl_time_us now, uint16_t code, struct pl_bytes reason);

/* May messages still be sent? */
static inline bool pl_ws_conn_open(const struct pl_ws_conn *c)
{
    return !c->close_sent && !c->finished;
}

/* Nothing more to read; once the output has been taken the line can be closed. */
static inline bool pl_ws_conn_done(const struct pl_ws_conn *c)
{
    return c->finished;
}

/* May this code stand in a close frame? */
bool pl_ws_code_allowed(uint16_t code);

/* The head of one unfragmented, unmasked frame of a server. Gives its length, 2 to 10. */
size_t pl_ws_frame_head(uint8_t head[PL_WS_HEAD_MAX], enum pl_ws_opcode opcode, size_t len);

#endif
