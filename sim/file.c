/* SPDX-License-Identifier: Apache-2.0 */
/* Files between clients. A receiver holds every piece against what must come next: the right byte
 * at the right place, once. What has begun must end in the calm, however often links broke. */
#include "sim.h"

#include "proto/wire/bulk.h"

#include <inttypes.h>

static const char SUM[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

static uint8_t byte_at(const struct sim_file *f, uint64_t place)
{
    return (uint8_t)(place * 31 + (place >> 8) + f->id);
}

static struct sim_file *find(struct sim_file *files, uint32_t id)
{
    for (size_t i = 0; i < SIM_FILES; i++) {
        if (files[i].id == id)
            return &files[i];
    }
    return NULL;
}

size_t sim_file_count(const struct sim_client *c)
{
    size_t n = 0;
    for (size_t i = 0; i < SIM_FILES; i++)
        n += (c->sends[i].id ? 1 : 0) + (c->receives[i].id ? 1 : 0);
    return n;
}

static void tell(struct sim *sim, const struct sim_client *c, const struct pl_bulk *b)
{
    uint8_t bytes[PL_BULK_GRANT_BYTES];
    if (c->link != 0 && c->state == SIM_ONLINE)
        sim_net_up_binary(sim, c->link, pl_bytes_of(bytes, pl_bulk_write(b, bytes)));
}

/* False: too much is said already; later. */
static bool say(struct sim *sim, struct sim_client *c, enum pl_wire_type type, uint32_t id,
                int code)
{
    struct pl_wire_msg msg = {.type = type};
    if (type == PL_WIRE_FILE_END) {
        msg.u.file_end.transfer = id;
        msg.u.file_end.sha256 = pl_bytes_str(SUM);
    } else {
        msg.u.file_close.transfer = id;
        msg.u.file_close.code = code;
    }
    return sim_client_request(sim, c, &msg) != NULL;
}

/* ---- the sender ---- */

static bool send_piece(struct sim *sim, struct sim_client *c, struct sim_file *f)
{
    struct pl_bulk b = {.type = PL_BULK_DATA, .transfer = f->id, .epoch = f->epoch};
    static uint8_t frame[PL_BULK_GRANT_BYTES + PL_BULK_PAYLOAD_MAX];
    uint64_t most = f->limit - f->at < PL_BULK_PAYLOAD_MAX ? f->limit - f->at : PL_BULK_PAYLOAD_MAX;
    uint64_t n = sim_chance(sim, 3) ? 1 + sim_below(sim, most) : most;
    size_t head;
    b.offset = f->at;
    head = pl_bulk_write(&b, frame);
    for (uint64_t i = 0; i < n; i++)
        frame[head + i] = byte_at(f, f->at + i);
    sim_net_up_binary(sim, c->link, pl_bytes_of(frame, head + n));
    f->at += n;
    return true;
}

static void pump(struct sim *sim, struct sim_client *c, struct sim_file *f)
{
    while (c->link != 0 && c->state == SIM_ONLINE && f->at < f->limit)
        (void)send_piece(sim, c, f);
}

static void on_grant(struct sim *sim, struct sim_client *c, const struct pl_bulk *b)
{
    struct sim_file *f = find(c->sends, b->transfer);
    if (!f || b->epoch < f->epoch)
        return;
    if (b->epoch > f->epoch) {
        f->epoch = b->epoch;
        f->at = b->offset;
        f->limit = b->limit;
    }
    if (b->offset > f->at || b->limit > f->size)
        sim_fail(sim, "user %d: transfer %u has %" PRIu64 ", sent %" PRIu64, c->user, f->id,
                 b->offset, f->at);
    if (b->limit > f->limit)
        f->limit = b->limit;
    pump(sim, c, f);
}

static void ask(struct sim *sim, const struct sim_client *c, const struct sim_file *f)
{
    struct pl_bulk b = {.type = PL_BULK_ASK, .transfer = f->id, .epoch = f->epoch ? f->epoch : 1};
    tell(sim, c, &b);
}

void sim_file_opened(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *request,
                     int64_t id)
{
    struct sim_file *f = find(c->sends, 0);
    if (f)
        *f = (struct sim_file){.id = (uint32_t)id, .size = (uint64_t)request->u.file_offer.size};
    else
        sim_fail(sim, "user %d has no place for its own file", c->user);
    if (f)
        ask(sim, c, f); /* the first grant may have come before */
}

/* ---- the receiver ---- */

static void grant(struct sim *sim, const struct sim_client *c, struct sim_file *f)
{
    struct pl_bulk b = {.type = PL_BULK_GRANT, .transfer = f->id, .epoch = f->epoch};
    uint64_t limit = f->at + 1 + sim_below(sim, sim_chance(sim, 3) ? f->size : 100000);
    b.offset = f->at;
    if (limit > f->limit)
        f->limit = limit < f->size ? limit : f->size;
    b.limit = f->limit;
    tell(sim, c, &b);
}

static void begin_epoch(struct sim *sim, const struct sim_client *c, struct sim_file *f)
{
    f->epoch++;
    f->limit = f->at;
    grant(sim, c, f);
}

static void on_offered(struct sim *sim, struct sim_client *c, const struct pl_wire_file_offered *o)
{
    struct sim_file *f = find(c->receives, 0);
    if (o->from == c->user)
        sim_fail(sim, "user %d is offered its own file", c->user);
    if (!f) {
        if (!say(sim, c, PL_WIRE_FILE_CLOSE, (uint32_t)o->transfer, 23))
            sim_fail(sim, "user %d cannot refuse a file", c->user);
        return;
    }
    *f = (struct sim_file){.id = (uint32_t)o->transfer, .size = (uint64_t)o->size};
    begin_epoch(sim, c, f);
}

static void on_data(struct sim *sim, struct sim_client *c, const struct pl_bulk *b)
{
    struct sim_file *f = find(c->receives, b->transfer);
    if (!f || b->epoch < f->epoch)
        return;
    if (b->epoch > f->epoch || b->offset != f->at || b->offset + b->payload.len > f->limit) {
        sim_fail(sim, "user %d: transfer %u goes on at %" PRIu64 ", not %" PRIu64, c->user, f->id,
                 b->offset, f->at);
        return;
    }
    for (size_t i = 0; i < b->payload.len; i++) {
        if (b->payload.data[i] != byte_at(f, f->at + i)) {
            sim_fail(sim, "user %d: transfer %u is spoilt", c->user, f->id);
            return;
        }
    }
    f->at += b->payload.len;
    grant(sim, c, f);
}

/* ---- both ---- */

void sim_file_review(struct sim *sim, struct sim_client *c)
{
    for (size_t i = 0; i < SIM_FILES && c->state == SIM_ONLINE; i++) {
        struct sim_file *s = &c->sends[i], *r = &c->receives[i];
        if (s->id && s->at == s->size && !s->ended)
            s->ended = say(sim, c, PL_WIRE_FILE_END, s->id, 0);
        if (r->id && r->at == r->size && r->ended && say(sim, c, PL_WIRE_FILE_CLOSE, r->id, 0))
            r->id = 0;
    }
}

static void on_closed(struct sim *sim, struct sim_client *c, const struct pl_wire_file_closed *m)
{
    struct sim_file *s = find(c->sends, (uint32_t)m->transfer);
    struct sim_file *r = find(c->receives, (uint32_t)m->transfer);
    if (m->code == 0 && s && (s->at != s->size || !s->ended)) /* or given up meanwhile */
        sim_fail(sim, "user %d: transfer %" PRId64 " is said to be whole", c->user, m->transfer);
    if (s)
        s->id = 0;
    if (r)
        r->id = 0;
}

void sim_file_event(struct sim *sim, struct sim_client *c, const struct pl_wire_msg *msg)
{
    struct sim_file *f;
    switch (msg->type) {
    case PL_WIRE_FILE_OFFERED:
        on_offered(sim, c, &msg->u.file_offered);
        break;
    case PL_WIRE_FILE_ENDED:
        f = find(c->receives, (uint32_t)msg->u.file_ended.transfer);
        if (f)
            f->ended = true;
        break;
    default:
        on_closed(sim, c, &msg->u.file_closed);
        break;
    }
}

void sim_file_binary(struct sim *sim, struct sim_client *c, struct pl_bytes frame)
{
    while (frame.len > 0) {
        struct pl_bulk b;
        struct sim_file *f;
        if (pl_bulk_read(&frame, &b) != PL_OK) {
            sim_fail(sim, "user %d: a binary frame that is none", c->user);
            return;
        }
        f = find(c->receives, b.transfer);
        if (b.type == PL_BULK_DATA)
            on_data(sim, c, &b);
        else if (b.type == PL_BULK_GRANT)
            on_grant(sim, c, &b);
        else if (f)
            begin_epoch(sim, c, f);
    }
    sim_file_review(sim, c);
}

void sim_file_resumed(struct sim *sim, struct sim_client *c)
{
    for (size_t i = 0; i < SIM_FILES; i++) {
        if (c->sends[i].id)
            ask(sim, c, &c->sends[i]);
        if (c->receives[i].id)
            begin_epoch(sim, c, &c->receives[i]);
    }
}

static size_t offers(const struct sim_client *c)
{
    size_t n = 0;
    for (size_t i = 0; i < c->pending_count; i++)
        n += c->pending[i].msg.type == PL_WIRE_FILE_OFFER ? 1 : 0;
    for (size_t i = 0; i < SIM_FILES; i++)
        n += c->sends[i].id ? 1 : 0;
    return n;
}

void sim_file_act(struct sim *sim, struct sim_client *c)
{
    struct pl_wire_msg msg = {.type = PL_WIRE_FILE_OFFER};
    struct sim_file *f = &c->sends[sim_below(sim, SIM_FILES)];
    if (sim_chance(sim, 2))
        f = &c->receives[sim_below(sim, SIM_FILES)];
    if (f->id && sim_chance(sim, 3)) {
        if (say(sim, c, PL_WIRE_FILE_CLOSE, f->id, 6))
            f->id = 0;
        return;
    }
    if (offers(c) >= SIM_FILES || c->user == 0)
        return;
    msg.u.file_offer.to = (int32_t)(1 + sim_below(sim, 6));
    msg.u.file_offer.task = (int32_t)(1 + sim_below(sim, 1000));
    msg.u.file_offer.size = (int64_t)(1 + sim_below(sim, sim_chance(sim, 20) ? 5000000 : 300000));
    msg.u.file_offer.name = pl_bytes_str("a.bin");
    if (msg.u.file_offer.to != c->user)
        (void)sim_client_request(sim, c, &msg);
}
