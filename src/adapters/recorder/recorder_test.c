/* SPDX-License-Identifier: Apache-2.0 */
/* What the domain wants of recordings, carried out against a recorder and a store of our own. */
#include "pl_test.h"

#include "adapters/recorder/recorder.h"
#include "base/list.h"
#include "media/media.h"
#include "proto/wire/constants_gen.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world {
    struct pl_recorder *r;
    char log[16384]; /* what left through the ports, since the last look */
    size_t used;
    bool no_recorder, no_store;
    uint64_t ticket;
    pl_time_us now;
};

static void say(struct world *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void say(struct world *w, const char *format, ...)
{
    va_list args;
    int n;
    va_start(args, format);
    n = vsnprintf(w->log + w->used, sizeof(w->log) - w->used, format, args);
    va_end(args);
    assert_true(n >= 0 && (size_t)n < sizeof(w->log) - w->used);
    w->used += (size_t)n;
}

static bool port_send(void *arg, const struct pl_record_command *c)
{
    struct world *w = arg;
    if (w->no_recorder)
        return false;
    say(w, "%s id=%d source=%u", pl_record_command_name(c->type), (int)c->id, c->source);
    if (c->type == PL_RECORD_CMD_START && c->resume)
        say(w, " resume begin=%d from=%d", (int)c->begin_us, (int)c->from_ms);
    if (c->type == PL_RECORD_CMD_START) {
        say(w, " file=%s flags=%x type=%s %ux%u layout=%d%s%s:", c->file, c->flags,
            pl_record_type_name(c->file_type), c->width, c->height, (int)c->look.layout,
            c->look.logo[0] ? " logo=" : "", c->look.logo);
        for (size_t i = 0; i < c->source_count; i++)
            say(w, " %u", c->sources[i]);
    }
    if (c->type == PL_RECORD_CMD_SOURCE)
        say(w, " user=%u %s%u %s", c->user, c->kind == PL_RECORD_KIND_VIDEO ? "video" : "audio",
            c->stream, c->name);
    if (c->type == PL_RECORD_CMD_INSERT)
        say(w, " %s %u %u %ux%u", c->image, c->x, c->y, c->w, c->h);
    if (c->type == PL_RECORD_CMD_LAYOUT)
        say(w, " layout=%d", (int)c->look.layout);
    if (c->type == PL_RECORD_CMD_MUTE)
        say(w, " %s", c->on ? "on" : "off");
    say(w, "\n");
    return true;
}

static void port_tap(void *arg, uint64_t session, enum pl_core_kind kind, uint8_t stream,
                     uint32_t source, bool on)
{
    say(arg, "tap session=%d %s%u source=%u %s\n", (int)session,
        kind == PL_CORE_VIDEO ? "video" : "audio", stream, source, on ? "on" : "off");
}

static void port_key(void *arg, uint64_t session, uint8_t stream)
{
    say(arg, "key session=%d stream=%u\n", (int)session, stream);
}

static void port_step(void *arg, struct pl_event *e)
{
    if (e->type == PL_EVENT_RECORDER)
        say(arg, "recorder %s\n", e->recorder.up ? "up" : "down");
    else if (!e->recorded.finished)
        say(arg, "begun %u\n", e->recorded.record);
    else
        say(arg, "finished %u code=%d seconds=%d file=%.*s url=%.*s\n", e->recorded.record,
            e->recorded.code, e->recorded.seconds, (int)e->recorded.file.len,
            (const char *)e->recorded.file.data, (int)e->recorded.url.len,
            (const char *)e->recorded.url.data);
}

static int64_t port_wall(void *arg)
{
    (void)arg;
    return INT64_C(1795355400000); /* 2026-11-22 13:50:00 UTC */
}

static bool port_write(void *arg, const struct pl_store_change *changes, size_t count,
                       uint64_t *ticket)
{
    struct world *w = arg;
    if (w->no_store)
        return false;
    *ticket = ++w->ticket;
    for (size_t i = 0; i < count; i++) {
        if (changes[i].table == PL_STORE_RECORDINGS) {
            const struct pl_store_recording *row = changes[i].record;
            say(w, "row %d %.*s file=%.*s\n", (int)row->id, (int)row->state.len,
                (const char *)row->state.data, (int)row->file.len, (const char *)row->file.data);
            if (row->until_ms)
                say(w, "kept for %d\n", (int)(row->until_ms - port_wall(w)));
        } else {
            const struct pl_store_record_line *line = changes[i].record;
            say(w, "line %d.%d %.*s user=%d\n", (int)line->recording, (int)line->number,
                (int)line->kind.len, (const char *)line->kind.data, (int)line->user);
        }
    }
    return true;
}

static void port_link(void *arg, uint32_t record, const char *file,
                      char out[PL_CORE_RECORD_URL_MAX])
{
    (void)arg;
    (void)snprintf(out, PL_CORE_RECORD_URL_MAX, "/r/%u/%s", record, file);
}

static void port_kept(void *arg, uint32_t record, const char *file, uint64_t bytes)
{
    say(arg, "kept %u %s %llu\n", record, file, (unsigned long long)bytes);
}

static pl_time_us port_now(void *arg)
{
    return ((struct world *)arg)->now;
}

static void port_warn(void *arg, uint32_t record, const char *what, const char *text)
{
    say(arg, "warn %u %s %s\n", record, what, text);
}

static void expect_at(struct world *w, const char *expected, int line)
{
    if (strcmp(w->log, expected) != 0)
        fail_msg("line %d: expected\n%s--- but it was\n%s---", line, expected, w->log);
    w->used = 0;
    w->log[0] = '\0';
}
#define EXPECT(w, text) expect_at(w, text, __LINE__)

static void has_at(struct world *w, const char *part, int line)
{
    if (!strstr(w->log, part))
        fail_msg("line %d: no %s in\n%s---", line, part, w->log);
}
#define HAS(w, text) has_at(w, text, __LINE__)

static void past(struct world *w)
{
    w->used = 0;
    w->log[0] = '\0';
}

static struct world *begin_with(const struct pl_recorder_defaults *defaults)
{
    struct world *w = calloc(1, sizeof(*w));
    struct pl_recorder_port port = {.send = port_send,
                                    .tap = port_tap,
                                    .key = port_key,
                                    .step = port_step,
                                    .write = port_write,
                                    .link = port_link,
                                    .kept = port_kept,
                                    .now = port_now,
                                    .wall_ms = port_wall,
                                    .warn = port_warn,
                                    .arg = w};
    assert_non_null(w);
    w->now = PL_SEC(1000);
    w->r = pl_recorder_create(defaults, &port);
    assert_non_null(w->r);
    pl_recorder_event(w->r, &(struct pl_record_event){.type = PL_RECORD_EVENT_READY});
    EXPECT(w, "recover id=0 source=0\n"
              "recorder up\n");
    return w;
}

static struct world *begin(void)
{
    static const struct pl_recorder_defaults defaults = {.width = 1280, .height = 721};
    return begin_with(&defaults);
}

static void end(struct world *w)
{
    struct pl_recorder_stats stats;
    pl_recorder_get_stats(w->r, &stats);
    assert_int_equal(stats.sources, 0);
    pl_recorder_destroy(w->r);
    free(w);
}

/* ---- the domain's words ---- */

static void open_it(struct world *w, uint32_t record, uint32_t flags, const char *text)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_OPEN};
    e.record_open.record = record;
    e.record_open.by = PL_RECORD_BY_USER;
    e.record_open.by_user = 1;
    e.record_open.room = 5;
    e.record_open.wish =
        (struct pl_record_wish){.user = 7, .flags = flags, .text = pl_bytes_str(text)};
    e.record_open.name = pl_bytes_str("ann");
    pl_recorder_effect(w->r, &e);
}

static void line(struct world *w, uint32_t record, enum pl_record_line what)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_LINE};
    e.record_line.record = record;
    e.record_line.line = what;
    e.record_line.user = 7;
    pl_recorder_effect(w->r, &e);
}

static void party(struct world *w, uint32_t record, uint64_t session, int32_t user, bool in,
                  bool mic, unsigned streams)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_PARTY};
    e.record_party.record = record;
    e.record_party.session = session;
    e.record_party.user = user;
    e.record_party.in = in;
    e.record_party.mic = mic;
    e.record_party.streams = (uint16_t)streams;
    e.record_party.name = pl_bytes_str(user == 7 ? "ann" : "bob");
    pl_recorder_effect(w->r, &e);
}

static void start(struct world *w, uint32_t record)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_START, .record_start = {record}};
    pl_recorder_effect(w->r, &e);
}

static void stop(struct world *w, uint32_t record, int code, bool cancel)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_STOP, .record_stop = {record, code, cancel}};
    pl_recorder_effect(w->r, &e);
}

static void says(struct world *w, enum pl_record_event_type type, uint64_t id, const char *file,
                 enum pl_record_how how)
{
    struct pl_record_event e = {
        .type = type, .id = id, .how = how, .bytes = 1000, .elapsed_ms = 9600, .source = 1};
    (void)snprintf(e.file, sizeof(e.file), "%s", file);
    (void)snprintf(e.text, sizeof(e.text), "why");
    pl_recorder_event(w->r, &e);
}

static void written(struct world *w)
{
    for (uint64_t t = 1; t <= w->ticket; t++)
        pl_recorder_written(w->r, t, PL_OK);
}

/* Running, of user 7 with camera and microphone. */
static void runs(struct world *w, uint32_t record, uint32_t flags)
{
    open_it(w, record, flags, "");
    start(w, record);
    party(w, record, 3, 7, true, true, 1);
    written(w);
    says(w, PL_RECORD_EVENT_STARTED, record, "x.mp4", PL_RECORD_HOW_STOPPED);
    past(w);
}

/* ---- stories ---- */

static void nothing_is_written_before_the_rows_are_safe(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 41, 7, "");
    line(w, 41, PL_RECORD_LINE_CONSENT);
    start(w, 41);
    party(w, 41, 3, 7, true, true, 1);
    EXPECT(w, "row 41 asked file=\n"
              "line 41.1 consent user=7\n"
              "row 41 running file=\n"
              "source id=0 source=1 user=7 video0 ann\n"
              "tap session=3 video0 source=1 on\n"
              "source id=0 source=2 user=7 audio0 ann\n"
              "tap session=3 audio0 source=2 on\n");
    written(w);
    EXPECT(w, "start id=41 source=0 file=2026-11-22/7_20261122135000_41 flags=7 type=mp4 1280x720 "
              "layout=0: 1 2\n");
    says(w, PL_RECORD_EVENT_STARTED, 41, "x.mp4", PL_RECORD_HOW_STOPPED);
    EXPECT(w, "begun 41\n");
    says(w, PL_RECORD_EVENT_KEY, 0, "", PL_RECORD_HOW_STOPPED);
    EXPECT(w, "key session=3 stream=0\n");
    party(w, 41, 3, 7, false, false, 0);
    stop(w, 41, 0, false);
    EXPECT(w, "part id=41 source=2\n"
              "tap session=3 audio0 source=2 off\n"
              "forget id=0 source=2\n"
              "part id=41 source=1\n"
              "tap session=3 video0 source=1 off\n"
              "forget id=0 source=1\n"
              "stop id=41 source=0\n");
    says(w, PL_RECORD_EVENT_FINISHED, 41, "2026-11-22/a.mp4", PL_RECORD_HOW_STOPPED);
    EXPECT(w, "row 41 ended file=2026-11-22/a.mp4\nline 41.2 file user=0\n");
    written(w);
    EXPECT(w, "ack id=41 source=0\n"
              "kept 41 2026-11-22/a.mp4 1000\n"
              "finished 41 code=0 seconds=10 file=2026-11-22/a.mp4 url=/r/41/2026-11-22/a.mp4\n");
    end(w);
}

/* The first rule of its room says how long it is kept, whoever has begun it; else who has begun it.
 */
static void rooms_say_how_long(void **state)
{
    static const struct pl_recorder_defaults defaults = {
        .keep_ms = 1000,
        .rule_keep_ms = 2000,
        .rooms = {{7, 7, 3000}, {5, 9, 4000}, {20, 20, 0}},
        .room_count = 3};
    static const struct {
        int32_t room;
        enum pl_record_by by;
        const char *kept;
    } cases[] = {
        {4, PL_RECORD_BY_USER, "kept for 1000\n"},
        {4, PL_RECORD_BY_RULE, "kept for 2000\n"},
        {5, PL_RECORD_BY_RULE, "kept for 4000\n"},
        {7, PL_RECORD_BY_SERVER, "kept for 3000\n"},
        {9, PL_RECORD_BY_USER, "kept for 4000\n"},
        {10, PL_RECORD_BY_USER, "kept for 1000\n"},
        {20, PL_RECORD_BY_RULE, ""},
    };
    struct world *w = begin_with(&defaults);
    (void)state;
    for (uint32_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        uint32_t id = i + 1;
        struct pl_effect e = {.type = PL_EFFECT_RECORD_OPEN};
        char want[128];
        e.record_open.record = id;
        e.record_open.by = cases[i].by;
        e.record_open.room = cases[i].room;
        e.record_open.wish = (struct pl_record_wish){.user = 7, .flags = 3};
        e.record_open.name = pl_bytes_str("ann");
        pl_recorder_effect(w->r, &e);
        start(w, id);
        party(w, id, 3, 7, true, true, 1);
        written(w);
        says(w, PL_RECORD_EVENT_STARTED, id, "x.mp4", PL_RECORD_HOW_STOPPED);
        party(w, id, 3, 7, false, false, 0);
        stop(w, id, 0, false);
        past(w);
        says(w, PL_RECORD_EVENT_FINISHED, id, "a.mp4", PL_RECORD_HOW_STOPPED);
        (void)snprintf(want, sizeof(want), "row %u ended file=a.mp4\n%sline %u.1 file user=0\n", id,
                       cases[i].kept, id);
        EXPECT(w, want);
        written(w);
        past(w);
    }
    end(w);
}

static void a_store_that_fails_allows_nothing(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 7, "");
    start(w, 1);
    party(w, 1, 3, 7, true, true, 1);
    past(w);
    pl_recorder_written(w->r, 1, PL_E_LIMIT); /* an earlier row */
    pl_recorder_written(w->r, 2, PL_OK);
    HAS(w, "finished 1 code=721 seconds=0 file= url=\n");
    past(w);
    w->no_store = true;
    open_it(w, 2, 7, "");
    start(w, 2);
    assert_int_equal(pl_recorder_deadline(w->r), 0);
    pl_recorder_tick(w->r);
    HAS(w, "finished 2 code=721");
    end(w);
}

static void stopped_before_it_began(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 7, "");
    stop(w, 1, 20, false); /* no consent */
    EXPECT(w, "row 1 asked file=\nrow 1 refused file=\n");
    open_it(w, 2, 7, "");
    start(w, 2);
    stop(w, 2, 0, false);
    past(w);
    written(w);
    EXPECT(w, "row 2 failed file=\nfinished 2 code=722 seconds=0 file= url=\n");
    end(w);
}

static void devices_open_and_close(void **state)
{
    struct world *w = begin();
    (void)state;
    runs(w, 1, 7);
    party(w, 1, 3, 7, true, false, 0); /* both closed: places stay */
    EXPECT(w, "mute id=0 source=2 on\nmute id=0 source=1 on\n");
    party(w, 1, 3, 7, true, true, 0);
    EXPECT(w, "mute id=0 source=2 off\n");
    party(w, 1, 3, 7, true, true, 2); /* another camera: the first one's place is its */
    EXPECT(w, "part id=1 source=1\n"
              "tap session=3 video0 source=1 off\n"
              "forget id=0 source=1\n"
              "source id=0 source=3 user=7 video1 ann\n"
              "tap session=3 video1 source=3 on\n"
              "join id=1 source=3\n");
    party(w, 1, 4, 8, true, true, 1); /* somebody comes */
    HAS(w, "join id=1 source=4\n");
    HAS(w, "join id=1 source=5\n");
    party(w, 1, 4, 8, false, false, 0);
    party(w, 1, 3, 7, false, false, 0);
    says(w, PL_RECORD_EVENT_FINISHED, 1, "a.mp4", PL_RECORD_HOW_STOPPED);
    written(w);
    end(w);
}

static void two_recordings_tap_once(void **state)
{
    struct world *w = begin();
    (void)state;
    runs(w, 1, 7);
    open_it(w, 2, 7, "");
    start(w, 2);
    party(w, 2, 3, 7, true, true, 1);
    EXPECT(w, "row 2 asked file=\nrow 2 running file=\n");
    written(w);
    HAS(w, "start id=2");
    HAS(w, ": 1 2\n");
    says(w, PL_RECORD_EVENT_FINISHED, 1, "a.mp4", PL_RECORD_HOW_STOPPED);
    written(w);
    past(w);
    says(w, PL_RECORD_EVENT_FINISHED, 2, "b.mp4", PL_RECORD_HOW_DISK_FULL);
    HAS(w, "tap session=3 video0 source=1 off\n");
    HAS(w, "warn 2 disk_full why\n");
    HAS(w, "row 2 incomplete file=b.mp4\n");
    written(w);
    HAS(w, "finished 2 code=721 seconds=10 file=b.mp4");
    end(w);
}

static void pictures(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 0x403, "");
    start(w, 1);
    party(w, 1, 3, 7, true, false, 1);
    past(w);
    written(w);
    EXPECT(w, "snapshot id=1 source=1\n");
    party(w, 1, 3, 7, true, false, 0);
    past(w);
    says(w, PL_RECORD_EVENT_IMAGE, 1, "a.jpg", PL_RECORD_HOW_STOPPED);
    HAS(w, "row 1 ended file=a.jpg\n");
    written(w);
    HAS(w, "finished 1 code=0");
    past(w);
    open_it(w, 2, 0x403, "");
    start(w, 2);
    party(w, 2, 3, 7, true, false, 1);
    written(w);
    stop(w, 2, 722, false); /* none has come */
    pl_recorder_tick(w->r);
    HAS(w, "finished 2 code=722");
    end(w);
}

static void first(struct world *w, uint64_t id, uint64_t stamp_us, uint32_t lost_ms)
{
    pl_recorder_event(w->r, &(struct pl_record_event){.type = PL_RECORD_EVENT_FIRST,
                                                      .id = id,
                                                      .stamp_us = stamp_us,
                                                      .lost_ms = lost_ms});
}

static void the_recorder_ends(void **state)
{
    struct world *w = begin();
    struct pl_recorder_stats stats;
    (void)state;
    runs(w, 1, 7);
    first(w, 1, 777, 0);
    says(w, PL_RECORD_EVENT_PROGRESS, 1, "", PL_RECORD_HOW_STOPPED);
    runs(w, 2, 7);
    party(w, 1, 3, 7, true, false, 1); /* its microphone is off */
    past(w);
    pl_recorder_gone(w->r);
    EXPECT(w, "line 1.1 interrupted user=0\nline 2.1 interrupted user=0\nrecorder down\n");
    stop(w, 2, 0, false); /* there is nobody to be told */
    pl_recorder_event(w->r, &(struct pl_record_event){.type = PL_RECORD_EVENT_READY});
    HAS(w, "source id=0 source=1 user=7 video0 ann\n"); /* it knows nothing */
    HAS(w, "mute id=0 source=2 on\n"
           "start id=1 source=0 resume begin=777 from=9600");
    HAS(w, "recover id=0 source=0\nrecorder up\n");
    assert_null(strstr(w->log, "start id=2"));
    past(w);
    first(w, 1, 777, 1500);
    EXPECT(w, "line 1.2 resumed user=0\nwarn 1 resumed lost_ms=1500\n");
    stop(w, 1, 0, false);
    EXPECT(w, "stop id=1 source=0\n");
    says(w, PL_RECORD_EVENT_FINISHED, 1, "a.mp4", PL_RECORD_HOW_STOPPED);
    written(w);
    HAS(w, "row 1 incomplete file=a.mp4\n"); /* whole, but for the middle */
    HAS(w, "finished 1 code=0 seconds=10 file=a.mp4");
    past(w);
    says(w, PL_RECORD_EVENT_FINISHED, 2, "b.mp4", PL_RECORD_HOW_RECOVERED);
    written(w);
    HAS(w, "row 2 incomplete file=b.mp4\n");
    HAS(w, "finished 2 code=721 seconds=10 file=b.mp4");
    pl_recorder_get_stats(w->r, &stats);
    assert_int_equal(stats.files, 2);
    assert_int_equal(stats.lost_ms, 1500);
    assert_int_equal(stats.ends, 1);
    end(w);
}

static void nobody_goes_on_with_it(void **state)
{
    struct world *w = begin();
    (void)state;
    runs(w, 1, 7);
    runs(w, 2, 7);
    pl_recorder_gone(w->r);
    stop(w, 2, 0, true); /* cancelled: nothing of it stays */
    past(w);
    pl_recorder_event(w->r, &(struct pl_record_event){.type = PL_RECORD_EVENT_READY});
    HAS(w, "cancel id=2 source=0\n");
    says(w, PL_RECORD_EVENT_FINISHED, 2, "", PL_RECORD_HOW_CANCELED);
    written(w);
    HAS(w, "row 2 cancelled file=\n");
    says(w, PL_RECORD_EVENT_REFUSED, 1, "", PL_RECORD_HOW_STOPPED);
    HAS(w, "warn 1 refused why\n");
    assert_int_equal(pl_recorder_deadline(w->r), w->now + PL_RECORDER_LOST_US);
    w->now += PL_RECORDER_LOST_US;
    past(w);
    pl_recorder_tick(w->r);
    HAS(w, "row 1 failed file=\n");
    HAS(w, "finished 1 code=721 seconds=0 file= url=\n");
    end(w);
}

static void what_was_before_the_start(void **state)
{
    struct world *w = begin();
    const struct pl_store_recording row = {
        .id = 9,
        .user = 7,
        .state = pl_bytes_str("running"),
        .body =
            pl_bytes_str("{\"name\":\"ann\",\"flags\":7,\"text\":\"t\",\"consent\":\"asked\"}")};
    (void)state;
    pl_recorder_remember(w->r, &row, 5);
    says(w, PL_RECORD_EVENT_FINISHED, 9, "a.mp4", PL_RECORD_HOW_LINK);
    HAS(w, "row 9 incomplete file=a.mp4\nline 9.6 file user=0\n");
    past(w);
    written(w);
    EXPECT(w, "ack id=9 source=0\nkept 9 a.mp4 1000\n"); /* the domain does not know it */
    says(w, PL_RECORD_EVENT_FINISHED, 10, "b.mp4", PL_RECORD_HOW_LINK); /* nor does the store */
    HAS(w, "row 10 incomplete file=b.mp4\n");
    past(w);
    says(w, PL_RECORD_EVENT_FINISHED, 10, "b.mp4", PL_RECORD_HOW_LINK); /* told again: once */
    EXPECT(w, "");
    /* The store knows it: its row stays as it is, and the recorder may forget it. */
    says(w, PL_RECORD_EVENT_FINISHED, 12, "d.mp4", PL_RECORD_HOW_STOPPED);
    HAS(w, "row 12");
    past(w);
    pl_recorder_written(w->r, w->ticket, PL_E_EXISTS);
    EXPECT(w, "ack id=12 source=0\n");
    w->no_store = true;
    says(w, PL_RECORD_EVENT_FINISHED, 11, "c.mp4", PL_RECORD_HOW_LINK);
    HAS(w, "warn 11 not in the catalogue"); /* and no ack: it comes again */
    end(w);
}

static void refused_by_the_recorder(void **state)
{
    struct world *w = begin();
    struct pl_record_event e = {.type = PL_RECORD_EVENT_REFUSED, .id = 1, .code = 23};
    (void)state;
    open_it(w, 1, 7, "");
    start(w, 1);
    party(w, 1, 3, 7, true, true, 1);
    written(w);
    past(w);
    pl_recorder_event(w->r, &e);
    HAS(w, "finished 1 code=23 seconds=0 file= url=\n");
    end(w);
}

static void layouts_of_the_user_string(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 0x117,
            "{\"filename\":\"../../etc/x.mp4\",\"recordlayout\":\"grid\",\"logo\":\"ours.png\","
            "\"insertimage\":{\"image\":\"card.png\",\"x\":0.1,\"y\":0.5,\"w\":0.25}}");
    start(w, 1);
    past(w);
    written(w);
    HAS(w, "layout=4 logo=ours.png:");
    HAS(w, "insert id=1 source=0 card.png 1000 5000 2500x0\n");
    says(w, PL_RECORD_EVENT_FINISHED, 1, "", PL_RECORD_HOW_EMPTY);
    written(w);
    HAS(w, "finished 1 code=722");
    end(w);
}

static void line_of(struct world *w, enum pl_record_line line, const char *text)
{
    struct pl_effect e = {.type = PL_EFFECT_RECORD_LINE};
    e.record_line.record = 1;
    e.record_line.line = line;
    e.record_line.user = 1;
    e.record_line.text = pl_bytes_str(text);
    pl_recorder_effect(w->r, &e);
}

static void changed_while_it_runs(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 7, "before");
    start(w, 1);
    written(w);
    past(w);
    line_of(w, PL_RECORD_LINE_TEXT, "{\"recordlayout\":\"grid\"}");
    EXPECT(w, "layout id=1 source=0 layout=4\n"
              "insert id=1 source=0  0 0 0x0\n"
              "row 1 running file=\n"
              "line 1.1 text user=1\n");
    line_of(w, PL_RECORD_LINE_INSERT, "{\"image\":\"card.png\",\"x\":0.1,\"y\":0.5,\"w\":0.25}");
    HAS(w, "insert id=1 source=0 card.png 1000 5000 2500x0\n");
    past(w);
    line_of(w, PL_RECORD_LINE_TEXT, "case 7"); /* the image stays */
    EXPECT(w, "layout id=1 source=0 layout=0\n"
              "row 1 running file=\n"
              "line 1.3 text user=1\n");
    says(w, PL_RECORD_EVENT_FINISHED, 1, "", PL_RECORD_HOW_EMPTY);
    past(w);
    line_of(w, PL_RECORD_LINE_TEXT, "too late"); /* its last row is not written over */
    EXPECT(w, "line 1.5 text user=1\n");
    written(w);
    end(w);
}

/* Before it runs: it begins with what was said last. */
static void changed_before_it_runs(void **state)
{
    struct world *w = begin();
    (void)state;
    open_it(w, 1, 7, "");
    line_of(w, PL_RECORD_LINE_TEXT,
            "{\"recordlayout\":\"grid\",\"insertimage\":{\"image\":\"a.png\",\"x\":0,\"y\":0,\"w\":"
            "1}}");
    line_of(w, PL_RECORD_LINE_INSERT, "{}");
    start(w, 1);
    line_of(w, PL_RECORD_LINE_TEXT,
            "{\"recordlayout\":\"abreast\"}"); /* while it waits for the store */
    past(w);
    written(w);
    HAS(w, "layout=3");
    HAS(w, "insert id=1 source=0  0 0 0x0\n");
    says(w, PL_RECORD_EVENT_FINISHED, 1, "", PL_RECORD_HOW_EMPTY);
    written(w);
    end(w);
}

/* ---- names ---- */

static void name_is(const char *wished, const char *expected)
{
    char name[PL_RECORDER_WISH_BYTES + 1];
    pl_recorder_clean_name(pl_bytes_str(wished), name);
    assert_string_equal(name, expected);
}

static void names_stay_in_the_folder(void **state)
{
    struct pl_record_wish wish = {.user = 7, .flags = PL_BRAC_RECORD_FLAGS_USERFILENAME};
    char name[PL_RECORDER_FILE_MAX + 1], many[400];
    (void)state;
    name_is("meeting.mp4", "meeting");
    name_is("../../etc/passwd", "_._.._etc_passwd");
    name_is("..", "_");
    name_is(".hidden", "_hidden");
    name_is("-rf", "_rf");
    name_is("a\\b/c:d\n\x7f", "a_b_c_d__");
    name_is("\xe5\xbd\x95\xe5\x83\x8f 1.MP4", "\xe5\xbd\x95\xe5\x83\x8f 1");
    name_is("\xff\xfe", "");
    memset(many, 'x', sizeof(many) - 1);
    many[sizeof(many) - 1] = '\0';
    pl_recorder_clean_name(pl_bytes_str(many), name);
    assert_int_equal(strlen(name), PL_RECORDER_WISH_BYTES);
    wish.text = pl_bytes_str("{\"filename\":\"x/y\"}");
    pl_recorder_file_name(3, &wish, 0, name);
    assert_string_equal(name, "1970-01-01/x_y");
    wish.undated = true;
    wish.text = pl_bytes_str("");
    pl_recorder_file_name(3, &wish, 0, name);
    assert_string_equal(name, "7_19700101000000_3");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_written_before_the_rows_are_safe),
        cmocka_unit_test(rooms_say_how_long),
        cmocka_unit_test(a_store_that_fails_allows_nothing),
        cmocka_unit_test(stopped_before_it_began),
        cmocka_unit_test(devices_open_and_close),
        cmocka_unit_test(two_recordings_tap_once),
        cmocka_unit_test(pictures),
        cmocka_unit_test(the_recorder_ends),
        cmocka_unit_test(nobody_goes_on_with_it),
        cmocka_unit_test(what_was_before_the_start),
        cmocka_unit_test(refused_by_the_recorder),
        cmocka_unit_test(layouts_of_the_user_string),
        cmocka_unit_test(changed_while_it_runs),
        cmocka_unit_test(changed_before_it_runs),
        cmocka_unit_test(names_stay_in_the_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
