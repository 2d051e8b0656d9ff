/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/signal/ws_conn.h"

#include <assert.h>
#include <stdlib.h>

enum {
    FIRST_MESSAGE_BYTES = 1024,
    FREE_BYTES = 4096,
    TOKEN = 1000000, /* one frame of the budget; so that rate * microseconds is a whole number */
};

void pl_ws_conn_init(struct pl_ws_conn *c, const struct pl_ws_limits *limits, pl_time_us now)
{
    *c = (struct pl_ws_conn){.limits = *limits, .head_need = 2, .gone_at = PL_TIME_NEVER};
    c->next_ping = limits->ping_us > 0 ? now + limits->ping_us : PL_TIME_NEVER;
    c->tokens = (uint64_t)limits->frames_burst * TOKEN;
    c->tokens_at = now;
}

void pl_ws_conn_finish(struct pl_ws_conn *c)
{
    free(c->message);
    c->message = NULL;
}

bool pl_ws_code_allowed(uint16_t code)
{
    /* 1004-1006 and 1015 stand for things that are never sent; 3000-4999 are free to use. */
    return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) ||
           (code >= 3000 && code <= 4999);
}

size_t pl_ws_frame_head(uint8_t head[PL_WS_HEAD_MAX], enum pl_ws_opcode opcode, size_t len)
{
    head[0] = (uint8_t)(0x80 | opcode);
    if (len < 126) {
        head[1] = (uint8_t)len;
        return 2;
    }
    if (len <= UINT16_MAX) {
        head[1] = 126;
        pl_put_u16(head + 2, (uint16_t)len);
        return 4;
    }
    head[1] = 127;
    pl_put_u64(head + 2, len);
    return 10;
}

/* ---- closing ---- */

static void set_reason(struct pl_ws_conn *c, struct pl_bytes reason)
{
    size_t n = reason.len < PL_WS_REASON_MAX ? reason.len : PL_WS_REASON_MAX;
    while (n > 0 && !pl_utf8_valid(pl_bytes_of(reason.data, n)))
        n--; /* not in the middle of a character */
    memcpy(c->reason, n > 0 ? (const char *)reason.data : "", n);
    c->reason[n] = '\0';
}

static void queue_close(struct pl_ws_conn *c, uint16_t code, struct pl_bytes reason)
{
    set_reason(c, reason);
    c->close_code = code;
    c->close_due = true;
    c->close_sent = true;
    c->ping_due = false;
    c->next_ping = PL_TIME_NEVER;
}

/* The peer broke a rule: say so, read nothing more. */
static enum pl_err broken(struct pl_ws_conn *c, uint16_t code, const char *why,
                          struct pl_ws_event *ev)
{
    if (!c->close_sent)
        queue_close(c, code, pl_bytes_str(why));
    c->finished = true;
    *ev = (struct pl_ws_event){PL_WS_EVENT_CLOSED, pl_bytes_str(why), code, false};
    return PL_OK;
}

void pl_ws_conn_close(struct pl_ws_conn *c, pl_time_us now, uint16_t code, struct pl_bytes reason)
{
    assert(pl_ws_code_allowed(code));
    if (!pl_ws_conn_open(c))
        return;
    queue_close(c, code, reason);
    c->gone_at = now + c->limits.close_us;
}

static enum pl_err peer_closed(struct pl_ws_conn *c, struct pl_ws_event *ev)
{
    struct pl_bytes body = pl_bytes_of(c->control, c->control_len);
    struct pl_bytes reason = {NULL, 0};
    uint16_t code = PL_WS_CODE_NONE;
    if (body.len == 1)
        return broken(c, PL_WS_CODE_PROTOCOL, "half a close code", ev);
    if (body.len >= 2) {
        code = pl_get_u16(body.data);
        reason = pl_bytes_of(body.data + 2, body.len - 2);
        if (!pl_ws_code_allowed(code))
            return broken(c, PL_WS_CODE_PROTOCOL, "close code not allowed", ev);
        if (!pl_utf8_valid(reason))
            return broken(c, PL_WS_CODE_NOT_UTF8, "close reason is not UTF-8", ev);
    }
    if (!c->close_sent)
        queue_close(c, code, pl_bytes_of(NULL, 0));
    c->finished = true;
    *ev = (struct pl_ws_event){PL_WS_EVENT_CLOSED, reason, code, true};
    return PL_OK;
}

/* ---- the budget of frames ---- */

static bool spend_frame(struct pl_ws_conn *c, pl_time_us now)
{
    uint64_t full = (uint64_t)c->limits.frames_burst * TOKEN;
    uint64_t earned;
    if (c->limits.frames_per_second == 0)
        return true;
    /* Capped first, so that a long silence cannot overflow the product. */
    earned = now - c->tokens_at;
    earned = (earned < PL_SEC(3600) ? earned : PL_SEC(3600)) * c->limits.frames_per_second;
    c->tokens = c->tokens + earned < full ? c->tokens + earned : full;
    c->tokens_at = now;
    if (c->tokens < TOKEN)
        return false;
    c->tokens -= TOKEN;
    return true;
}

/* ---- heads ---- */

static bool is_control(uint8_t opcode)
{
    return opcode >= PL_WS_CLOSE;
}

/* The first two bytes decide most. NULL: well. */
static const char *fault_in_first_two(const struct pl_ws_conn *c)
{
    uint8_t opcode = c->head[0] & 0x0f;
    if (c->head[0] & 0x70)
        return "reserved bit set";
    if ((opcode > PL_WS_BINARY && opcode < PL_WS_CLOSE) || opcode > PL_WS_PONG)
        return "unknown opcode";
    if (!(c->head[1] & 0x80))
        return "frame not masked";
    if (is_control(opcode)) {
        if (!(c->head[0] & 0x80))
            return "control frame in fragments";
        return (c->head[1] & 0x7f) > PL_WS_CONTROL_MAX ? "control frame too long" : NULL;
    }
    if (opcode == PL_WS_CONTINUATION && !c->message_opcode)
        return "continuation of nothing";
    if (opcode != PL_WS_CONTINUATION && c->message_opcode)
        return "new message inside a fragmented one";
    return NULL;
}

static uint8_t head_length(uint8_t second)
{
    uint8_t len = second & 0x7f;
    return (uint8_t)(2 + (len == 126 ? 2 : len == 127 ? 8 : 0) + 4);
}

/* False: not in the shortest form, or the forbidden top bit. */
static bool payload_length(const struct pl_ws_conn *c, uint64_t *len)
{
    uint8_t form = c->head[1] & 0x7f;
    *len = form;
    if (form == 126) {
        *len = pl_get_u16(c->head + 2);
        return *len >= 126;
    }
    if (form == 127) {
        *len = pl_get_u64(c->head + 2);
        return *len > UINT16_MAX && *len <= INT64_MAX;
    }
    return true;
}

/*
 * The budget is there for the work that a frame means, whatever is in it. Of a binary message that
 * carries much the work is in its bytes, which the line and the credits of transfers bound: its
 * frames are free as long as they bring FREE_BYTES each, on average from its beginning.
 */
static bool is_free(const struct pl_ws_conn *c, uint8_t opcode, uint64_t len)
{
    bool begins = opcode == PL_WS_BINARY;
    uint64_t frames = (begins ? 0 : c->message_frames) + 1;
    uint64_t bytes = (begins ? 0 : c->message_len) + (len < UINT32_MAX ? len : UINT32_MAX);
    if (!begins && (opcode != PL_WS_CONTINUATION || c->message_opcode != PL_WS_BINARY))
        return false;
    return bytes >= frames * FREE_BYTES;
}

/* The head is complete. PL_OK: a rule is broken, ev is set. PL_E_AGAIN: on to the payload. */
static enum pl_err begin_payload(struct pl_ws_conn *c, pl_time_us now, struct pl_ws_event *ev)
{
    uint64_t len;
    if (!payload_length(c, &len))
        return broken(c, PL_WS_CODE_PROTOCOL, "length not in its shortest form", ev);
    c->opcode = c->head[0] & 0x0f;
    if (!is_free(c, c->opcode, len) && !spend_frame(c, now))
        return broken(c, PL_WS_CODE_POLICY, "too many frames", ev);
    c->fin = (c->head[0] & 0x80) != 0;
    if (is_control(c->opcode)) {
        c->control_len = 0;
    } else {
        if (c->opcode != PL_WS_CONTINUATION) {
            c->message_opcode = c->opcode;
            c->message_frames = 0;
            c->message_len = 0;
            c->utf8 = (struct pl_utf8){0, 0, 0};
        }
        if (len > c->limits.message_bytes - c->message_len)
            return broken(c, PL_WS_CODE_TOO_BIG, "message too big", ev);
        if (++c->message_frames > c->limits.fragments)
            return broken(c, PL_WS_CODE_POLICY, "message in too many pieces", ev);
    }
    memcpy(c->mask, c->head + c->head_len - 4, 4);
    c->mask_at = 0;
    c->left = len;
    c->in_payload = true;
    return PL_E_AGAIN;
}

static enum pl_err read_head(struct pl_ws_conn *c, pl_time_us now, uint8_t b,
                             struct pl_ws_event *ev)
{
    const char *fault;
    c->head[c->head_len++] = b;
    if (c->head_len == 2) {
        fault = fault_in_first_two(c);
        if (fault)
            return broken(c, PL_WS_CODE_PROTOCOL, fault, ev);
        c->head_need = head_length(c->head[1]);
    }
    return c->head_len == c->head_need ? begin_payload(c, now, ev) : PL_E_AGAIN;
}

/* ---- payloads ---- */

static void unmask(struct pl_ws_conn *c, struct pl_buf piece)
{
    for (size_t i = 0; i < piece.len; i++)
        piece.data[i] = (uint8_t)(piece.data[i] ^ c->mask[(c->mask_at + i) & 3]);
    c->mask_at = (c->mask_at + piece.len) & 3;
}

/* Grows with what has come, not with what was announced. */
static bool append(struct pl_ws_conn *c, struct pl_buf piece)
{
    size_t need = c->message_len + piece.len;
    if (need > c->message_size) {
        size_t size = c->message_size ? c->message_size * 2 : FIRST_MESSAGE_BYTES;
        uint8_t *bigger;
        while (size < need)
            size *= 2;
        bigger = realloc(c->message, size);
        if (!bigger)
            return false;
        c->message = bigger;
        c->message_size = size;
    }
    if (piece.len > 0)
        memcpy(c->message + c->message_len, piece.data, piece.len);
    c->message_len = need;
    return true;
}

static enum pl_err end_control(struct pl_ws_conn *c, struct pl_ws_event *ev)
{
    if (c->opcode == PL_WS_CLOSE)
        return peer_closed(c, ev);
    /* Only the latest ping needs an answer (RFC 6455 section 5.5.3), so one place is enough. */
    if (c->opcode == PL_WS_PING && pl_ws_conn_open(c)) {
        memcpy(c->pong, c->control, c->control_len);
        c->pong_len = c->control_len;
        c->pong_due = true;
    }
    return PL_E_AGAIN;
}

/* The last frame of a message is complete; `whole` is the message if it was never stored. */
static enum pl_err end_message(struct pl_ws_conn *c, struct pl_buf whole, struct pl_ws_event *ev)
{
    bool text = c->message_opcode == PL_WS_TEXT;
    struct pl_bytes data =
        whole.data ? pl_bytes_of(whole.data, whole.len) : pl_bytes_of(c->message, c->message_len);
    if (text && !pl_utf8_complete(&c->utf8))
        return broken(c, PL_WS_CODE_NOT_UTF8, "text is not UTF-8", ev);
    c->message_opcode = 0;
    c->message_len = 0;
    if (c->close_sent)
        return PL_E_AGAIN; /* we are closing: what still comes is of no use */
    *ev = (struct pl_ws_event){text ? PL_WS_EVENT_TEXT : PL_WS_EVENT_BINARY, data, 0, false};
    return PL_OK;
}

/* A whole unfragmented message in the caller's bytes is handed on where it lies. */
static bool lies_whole(const struct pl_ws_conn *c, struct pl_buf piece)
{
    return c->fin && c->message_frames == 1 && c->message_len == 0 && piece.len == c->left;
}

static enum pl_err read_payload(struct pl_ws_conn *c, struct pl_buf piece, struct pl_ws_event *ev)
{
    struct pl_buf whole = {NULL, 0};
    unmask(c, piece);
    if (is_control(c->opcode)) {
        if (piece.len > 0)
            memcpy(c->control + c->control_len, piece.data, piece.len);
        c->control_len += piece.len;
    } else {
        if (c->message_opcode == PL_WS_TEXT &&
            !pl_utf8_feed(&c->utf8, pl_bytes_of(piece.data, piece.len)))
            return broken(c, PL_WS_CODE_NOT_UTF8, "text is not UTF-8", ev);
        if (lies_whole(c, piece))
            whole = piece;
        else if (!append(c, piece))
            return PL_E_NOMEM;
    }
    c->left -= piece.len;
    if (c->left > 0)
        return PL_E_AGAIN;
    c->in_payload = false;
    c->head_len = 0;
    c->head_need = 2;
    if (is_control(c->opcode))
        return end_control(c, ev);
    return c->fin ? end_message(c, whole, ev) : PL_E_AGAIN;
}

/* A message that was stored has been used by now: give back what a rare big one took. */
static void shrink(struct pl_ws_conn *c)
{
    if (c->message_opcode || c->message_size <= 4 * FIRST_MESSAGE_BYTES)
        return;
    free(c->message);
    c->message = NULL;
    c->message_size = 0;
}

enum pl_err pl_ws_conn_input(struct pl_ws_conn *c, pl_time_us now, struct pl_buf in, size_t *used,
                             struct pl_ws_event *ev)
{
    enum pl_err err = PL_E_AGAIN;
    *used = 0;
    shrink(c);
    if (c->finished)
        return PL_E_CLOSED;
    if (!c->close_sent && in.len > 0)
        c->gone_at = PL_TIME_NEVER; /* alive: as good as a pong */
    while (err == PL_E_AGAIN && *used < in.len) {
        size_t n = in.len - *used;
        if (!c->in_payload) {
            err = read_head(c, now, in.data[(*used)++], ev);
            if (err != PL_E_AGAIN || !c->in_payload || c->left > 0)
                continue;
            n = 0; /* an empty payload is complete with its head */
        }
        n = n < c->left ? n : (size_t)c->left;
        *used += n;
        err = read_payload(c, (struct pl_buf){in.data + *used - n, n}, ev);
    }
    if (err == PL_E_NOMEM)
        c->finished = true;
    return err;
}

/* ---- output and time ---- */

static struct pl_bytes control_frame(struct pl_ws_conn *c, enum pl_ws_opcode opcode,
                                     const void *body, size_t len)
{
    assert(len <= PL_WS_CONTROL_MAX);
    c->out[0] = (uint8_t)(0x80 | opcode);
    c->out[1] = (uint8_t)len;
    if (len > 0)
        memcpy(c->out + 2, body, len);
    return pl_bytes_of(c->out, 2 + len);
}

static struct pl_bytes close_frame(struct pl_ws_conn *c)
{
    uint8_t body[2 + PL_WS_REASON_MAX];
    size_t n = strlen(c->reason);
    if (c->close_code == PL_WS_CODE_NONE)
        return control_frame(c, PL_WS_CLOSE, NULL, 0);
    pl_put_u16(body, c->close_code);
    memcpy(body + 2, c->reason, n);
    return control_frame(c, PL_WS_CLOSE, body, 2 + n);
}

bool pl_ws_conn_next_output(struct pl_ws_conn *c, struct pl_bytes *out)
{
    if (c->pong_due) {
        c->pong_due = false;
        *out = control_frame(c, PL_WS_PONG, c->pong, c->pong_len);
    } else if (c->ping_due) {
        c->ping_due = false;
        *out = control_frame(c, PL_WS_PING, NULL, 0);
    } else if (c->close_due) {
        c->close_due = false;
        *out = close_frame(c);
    } else {
        return false;
    }
    return true;
}

pl_time_us pl_ws_conn_deadline(const struct pl_ws_conn *c)
{
    return c->finished ? PL_TIME_NEVER : pl_time_min(c->next_ping, c->gone_at);
}

bool pl_ws_conn_tick(struct pl_ws_conn *c, pl_time_us now, struct pl_ws_event *ev)
{
    if (c->finished)
        return false;
    if (now >= c->gone_at) {
        c->finished = true;
        *ev = (struct pl_ws_event){
            PL_WS_EVENT_CLOSED,
            pl_bytes_str(c->close_sent ? "no answer to our close" : "no answer to our ping"),
            PL_WS_CODE_ABNORMAL, false};
        return true;
    }
    if (now >= c->next_ping) {
        c->ping_due = true;
        c->next_ping = now + c->limits.ping_us;
        if (c->gone_at == PL_TIME_NEVER)
            c->gone_at = now + c->limits.pong_us;
    }
    return false;
}
