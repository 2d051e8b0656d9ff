/* SPDX-License-Identifier: Apache-2.0 */
#include "core/trace.h"

#include <inttypes.h>
#include <stdio.h>

static const char *const names[] = {
    [PL_FACT_LINK_REFUSED] = "link.refused",
    [PL_FACT_SESSION_OPEN] = "session.open",
    [PL_FACT_SESSION_REFUSED] = "session.refused",
    [PL_FACT_SESSION_LOST] = "session.lost",
    [PL_FACT_SESSION_RESUME] = "session.resume",
    [PL_FACT_SESSION_END] = "session.end",
    [PL_FACT_USER_LOGIN] = "user.login",
    [PL_FACT_USER_REFUSED] = "user.refused",
    [PL_FACT_ROOM_OPEN] = "room.open",
    [PL_FACT_ROOM_ENTER] = "room.enter",
    [PL_FACT_ROOM_REFUSED] = "room.refused",
    [PL_FACT_ROOM_LEAVE] = "room.leave",
    [PL_FACT_ROOM_CODEC] = "room.codec",
    [PL_FACT_ROOM_CLOSE] = "room.close",
    [PL_FACT_P2P_START] = "p2p.start",
    [PL_FACT_P2P_UP] = "p2p.up",
    [PL_FACT_P2P_STOP] = "p2p.stop",
    [PL_FACT_FILE_OPEN] = "file.open",
    [PL_FACT_FILE_CLOSE] = "file.close",
    [PL_FACT_CALL_RING] = "call.ring",
    [PL_FACT_CALL_FAIL] = "call.fail",
    [PL_FACT_CALL_START] = "call.start",
    [PL_FACT_CALL_END] = "call.end",
    [PL_FACT_RECORD_ASK] = "record.ask",
    [PL_FACT_RECORD_START] = "record.start",
    [PL_FACT_RECORD_END] = "record.end",
    [PL_FACT_RECORD_FAIL] = "record.fail",
    [PL_FACT_GUARD_LOCK] = "guard.lock",
    [PL_FACT_GUARD_CLOSE] = "guard.close",
    [PL_FACT_DRAIN] = "server.drain",
};

const char *pl_trace_name(enum pl_fact_kind kind)
{
    size_t i = (size_t)kind;
    return i < sizeof(names) / sizeof(names[0]) && names[i] ? names[i] : "unknown";
}

static void add(char text[PL_TRACE_MAX], size_t *used, const char *key, int64_t value)
{
    int n;
    if (value == 0 || *used >= PL_TRACE_MAX)
        return;
    n = snprintf(text + *used, PL_TRACE_MAX - *used, " %s=%" PRId64, key, value);
    *used += n > 0 ? (size_t)n : 0;
}

const char *pl_trace_fact(const struct pl_fact *fact, char text[PL_TRACE_MAX])
{
    int n = snprintf(text, PL_TRACE_MAX, "event=%s", pl_trace_name(fact->kind));
    size_t used = n > 0 ? (size_t)n : 0;
    add(text, &used, "link", (int64_t)fact->link);
    add(text, &used, "session", (int64_t)fact->session);
    add(text, &used, "user", fact->user);
    add(text, &used, "room", fact->room);
    add(text, &used, "code", fact->code);
    return text;
}

static const char *kind_name(enum pl_core_kind kind)
{
    return kind == PL_CORE_VIDEO ? "video" : "audio";
}

static const char *codec_name(enum pl_core_codec codec)
{
    static const char *const names_of_codecs[PL_CORE_CODECS] = {"H264", "VP8", "VP9", "AV1"};
    return names_of_codecs[codec];
}

static const char *channel_name(enum pl_core_channel channel)
{
    static const char *const names_of_channels[] = {"filter", "business", "buffer"};
    return names_of_channels[channel];
}

static const char *media_effect(const struct pl_effect *e, char text[PL_TRACE_MAX])
{
    switch (e->type) {
    case PL_EFFECT_MEDIA_JOIN:
        snprintf(text, PL_TRACE_MAX, "join session=%" PRIu64 " room=%" PRId32,
                 e->media_join.session, e->media_join.room);
        break;
    case PL_EFFECT_MEDIA_COPY:
        snprintf(text, PL_TRACE_MAX, "copy session=%" PRIu64 " number=%" PRIu32,
                 e->media_copy.session, e->media_copy.number);
        break;
    case PL_EFFECT_MEDIA_LEAVE:
        snprintf(text, PL_TRACE_MAX, "leave session=%" PRIu64, e->media_leave.session);
        break;
    case PL_EFFECT_MEDIA_OFFER:
        snprintf(text, PL_TRACE_MAX, "offer session=%" PRIu64 " request=%" PRIu64 " tracks=%zu %s",
                 e->media_offer.session, e->media_offer.request, e->media_offer.track_count,
                 codec_name(e->media_offer.codec));
        break;
    case PL_EFFECT_MEDIA_SUB_ANSWER:
        snprintf(text, PL_TRACE_MAX, "answer session=%" PRIu64 " version=%" PRIu32,
                 e->media_sub_answer.session, e->media_sub_answer.version);
        break;
    case PL_EFFECT_MEDIA_RESTART:
        snprintf(text, PL_TRACE_MAX, "restart session=%" PRIu64 " peer=%s%s",
                 e->media_restart.session, e->media_restart.peer == PL_CORE_PUB ? "pub" : "sub",
                 e->media_restart.path ? " path" : "");
        break;
    case PL_EFFECT_MEDIA_MOVED:
        snprintf(text, PL_TRACE_MAX, "moved session=%" PRIu64, e->media_moved.session);
        break;
    case PL_EFFECT_MEDIA_LINK:
        snprintf(text, PL_TRACE_MAX,
                 "link subscriber=%" PRIu64 " publisher=%" PRIu64 " kind=%s stream=%u %s",
                 e->media_link.subscriber, e->media_link.publisher, kind_name(e->media_link.kind),
                 e->media_link.stream, e->media_link.on ? "on" : "off");
        break;
    case PL_EFFECT_MEDIA_VIEW:
        snprintf(text, PL_TRACE_MAX,
                 "view subscriber=%" PRIu64 " publisher=%" PRIu64 " stream=%u %ux%u%s",
                 e->media_view.subscriber, e->media_view.publisher, e->media_view.stream,
                 e->media_view.view.width, e->media_view.view.height,
                 e->media_view.view.visible ? "" : " hidden");
        break;
    case PL_EFFECT_MEDIA_FIGURES:
        snprintf(text, PL_TRACE_MAX, "figures session=%" PRIu64 " %s", e->media_figures.session,
                 e->media_figures.on ? "on" : "off");
        break;
    default:
        snprintf(text, PL_TRACE_MAX, "codec session=%" PRIu64 " %s", e->media_codec.session,
                 codec_name(e->media_codec.codec));
        break;
    }
    return text;
}

static const char *store_effect(const struct pl_effect *e, char text[PL_TRACE_MAX])
{
    static const char *const what[] = {"open", "write", "keep", "read", "drop"};
    int n = snprintf(text, PL_TRACE_MAX, "store %s transfer=%" PRIu32,
                     what[e->type - PL_EFFECT_STORE_OPEN], e->store.transfer);
    size_t used = n > 0 ? (size_t)n : 0;
    add(text, &used, "user", e->store.user);
    add(text, &used, "size", (int64_t)e->store.size);
    add(text, &used, "offset", (int64_t)e->store.offset);
    add(text, &used, "bytes", (int64_t)(e->store.count + e->store.data.len));
    return text;
}

static void control(const struct pl_question_control *c, char *text, size_t *used)
{
    add(text, used, "about", c->user);
    add(text, used, "code", c->code);
    add(text, used, "w", c->w);
    add(text, used, "l", c->l);
    add(text, used, "bytes", (int64_t)c->text.len);
}

static const char *question(const struct pl_question *q, char text[PL_TRACE_MAX])
{
    static const char *const kinds[PL_ASK_KINDS] = {"login", "room", "call", "control"};
    int n = snprintf(text, PL_TRACE_MAX, "ask ticket=%" PRIu32 " %s", q->ticket, kinds[q->kind]);
    size_t used = n > 0 ? (size_t)n : 0;
    add(text, &used, "user", q->user);
    if (q->kind == PL_ASK_LOGIN)
        add(text, &used, "way", (int64_t)q->login.way);
    else if (q->kind == PL_ASK_ROOM)
        add(text, &used, "room", q->room.room);
    else if (q->kind == PL_ASK_CALL)
        add(text, &used, "to", q->call.to);
    else
        control(&q->control, text, &used);
    return text;
}

static const char *notice(const struct pl_notice *n, char text[PL_TRACE_MAX])
{
    static const char *const kinds[] = {"",      "login", "logout", "enter",
                                        "leave", "text",  "record", "call"};
    int len = snprintf(text, PL_TRACE_MAX, "notice %s user=%" PRId32, kinds[n->kind], n->user);
    size_t used = len > 0 ? (size_t)len : 0;
    switch (n->kind) {
    case PL_NOTICE_LOGIN:
        add(text, &used, "level", n->login.level);
        break;
    case PL_NOTICE_LOGOUT:
        add(text, &used, "code", n->logout.code);
        break;
    case PL_NOTICE_ENTER:
        add(text, &used, "room", n->enter.room);
        break;
    case PL_NOTICE_LEAVE:
        add(text, &used, "room", n->leave.room);
        add(text, &used, "code", n->leave.code);
        break;
    case PL_NOTICE_TEXT:
        add(text, &used, "room", n->text.room);
        add(text, &used, "to", n->text.to);
        add(text, &used, "bytes", (int64_t)n->text.text.len);
        break;
    case PL_NOTICE_RECORD:
        add(text, &used, "seconds", n->record.seconds);
        add(text, &used, "flags", (int64_t)n->record.flags);
        break;
    case PL_NOTICE_CALL:
        add(text, &used, "event", (int64_t)n->call.event);
        add(text, &used, "to", n->call.to);
        add(text, &used, "code", n->call.code);
        break;
    }
    return text;
}

static const char *kept(const struct pl_core_kept *k, char text[PL_TRACE_MAX])
{
    static const char *const what[] = {"",      "name",    "group",   "friend", "info",
                                       "block", "contact", "stretch", "seat",   "last"};
    int n = snprintf(text, PL_TRACE_MAX, "%s %s", k->gone ? "forget" : "keep", what[k->kind]);
    size_t used = n > 0 ? (size_t)n : 0;
    add(text, &used, "user", k->user);
    add(text, &used, "id", k->id);
    add(text, &used, "group", k->group);
    add(text, &used, "bytes", (int64_t)k->text.len);
    return text;
}

static const char *recording(const struct pl_effect *e, char text[PL_TRACE_MAX])
{
    switch (e->type) {
    case PL_EFFECT_RECORD_OPEN:
        snprintf(text, PL_TRACE_MAX,
                 "record %" PRIu32 " open by=%s:%" PRId32 " user=%" PRId32 " room=%" PRId32
                 " flags=%" PRIx32 "%s",
                 e->record_open.record, pl_record_by_name(e->record_open.by),
                 e->record_open.by_user, e->record_open.wish.user, e->record_open.room,
                 e->record_open.wish.flags, e->record_open.consent ? " asked" : "");
        break;
    case PL_EFFECT_RECORD_LINE:
        snprintf(text, PL_TRACE_MAX, "record %" PRIu32 " line %s user=%" PRId32,
                 e->record_line.record, pl_record_line_name(e->record_line.line),
                 e->record_line.user);
        break;
    case PL_EFFECT_RECORD_START:
        snprintf(text, PL_TRACE_MAX, "record %" PRIu32 " start", e->record_start.record);
        break;
    case PL_EFFECT_RECORD_PARTY:
        snprintf(text, PL_TRACE_MAX,
                 "record %" PRIu32 " party user=%" PRId32 " %s%s mic=%d cameras=%x",
                 e->record_party.record, e->record_party.user, e->record_party.in ? "in" : "out",
                 e->record_party.main ? " main" : "", e->record_party.mic,
                 (unsigned)e->record_party.streams);
        break;
    default:
        snprintf(text, PL_TRACE_MAX, "record %" PRIu32 " stop code=%d%s", e->record_stop.record,
                 e->record_stop.code, e->record_stop.cancel ? " cancel" : "");
        break;
    }
    return text;
}

const char *pl_trace_effect(const struct pl_effect *e, char text[PL_TRACE_MAX])
{
    switch (e->type) {
    case PL_EFFECT_SEND:
        snprintf(text, PL_TRACE_MAX, "send link=%" PRIu64 " bytes=%zu", e->send.link,
                 e->send.bytes.len);
        return text;
    case PL_EFFECT_SEND_DATA:
        snprintf(text, PL_TRACE_MAX, "data link=%" PRIu64 " bytes=%zu", e->send.link,
                 e->send.bytes.len);
        return text;
    case PL_EFFECT_STORE_OPEN:
    case PL_EFFECT_STORE_WRITE:
    case PL_EFFECT_STORE_KEEP:
    case PL_EFFECT_STORE_READ:
    case PL_EFFECT_STORE_DROP:
        return store_effect(e, text);
    case PL_EFFECT_RECORD_OPEN:
    case PL_EFFECT_RECORD_LINE:
    case PL_EFFECT_RECORD_START:
    case PL_EFFECT_RECORD_PARTY:
    case PL_EFFECT_RECORD_STOP:
        return recording(e, text);
    case PL_EFFECT_LIBRARY:
        snprintf(text, PL_TRACE_MAX, "library user=%" PRId32 " verb=%d record=%" PRId32,
                 e->library.user, (int)e->library.ask.verb, e->library.ask.record);
        return text;
    case PL_EFFECT_CLOSE:
        snprintf(text, PL_TRACE_MAX, "close link=%" PRIu64 " code=%u reason=\"%s\"", e->close.link,
                 e->close.code, e->close.reason);
        return text;
    case PL_EFFECT_SERVER_DATA:
        snprintf(text, PL_TRACE_MAX, "data session=%" PRIu64 " user=%" PRId32 " %s bytes=%zu%s",
                 e->server_data.session, e->server_data.user, channel_name(e->server_data.channel),
                 e->server_data.bytes.len, e->server_data.is_text ? " text" : "");
        return text;
    case PL_EFFECT_ASK:
        return question(&e->ask, text);
    case PL_EFFECT_BLOCKED:
        snprintf(text, PL_TRACE_MAX, "%s %.*s", e->blocked.off ? "unblocked" : "blocked",
                 (int)e->blocked.pattern.len, (const char *)e->blocked.pattern.data);
        return text;
    case PL_EFFECT_ASK_OVER:
        snprintf(text, PL_TRACE_MAX, "over ticket=%" PRIu32, e->ask_over.ticket);
        return text;
    case PL_EFFECT_OBJECT_EVENT:
        snprintf(text, PL_TRACE_MAX,
                 "object type=%" PRId32 " id=%" PRId32 " event=%" PRId32 " %" PRId32 " %" PRId32
                 " %" PRId32 " %" PRId32 " bytes=%zu",
                 e->object_event.type, e->object_event.id, e->object_event.event,
                 e->object_event.params[0], e->object_event.params[1], e->object_event.params[2],
                 e->object_event.params[3], e->object_event.text.len);
        return text;
    case PL_EFFECT_NOTICE:
        return notice(&e->notice, text);
    case PL_EFFECT_KEEP:
        return kept(&e->keep, text);
    case PL_EFFECT_FACT:
        return pl_trace_fact(&e->fact, text);
    default:
        return media_effect(e, text);
    }
}
