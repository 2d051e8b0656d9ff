/* SPDX-License-Identifier: Apache-2.0 */
#include "pl_test.h"

#include "core/story.h"
#include "core/trace.h"

#include <inttypes.h>
#include <stdio.h>

void story_init(struct story *st)
{
    memset(st, 0, sizeof(*st));
    pl_core_config_init(&st->config);
    st->now = PL_SEC(1000);
}

void story_begin(struct story *st)
{
    st->core = pl_core_create(&st->config);
    assert_non_null(st->core);
    for (size_t i = 0; i < 64; i++)
        st->next_id[i] = 1;
    story_skip(st);
}

void story_end(struct story *st)
{
    pl_core_destroy(st->core);
    free(st->trace);
    memset(st, 0, sizeof(*st));
}

static void add(struct story *st, const char *text, size_t len)
{
    if (st->used + len + 1 > st->size) {
        st->size = 2 * (st->used + len + 1);
        st->trace = realloc(st->trace, st->size);
        assert_non_null(st->trace);
    }
    memcpy(st->trace + st->used, text, len);
    st->used += len;
    st->trace[st->used] = '\0';
}

static void trace_send(struct story *st, const struct pl_effect *e)
{
    char head[32];
    size_t at;
    int n = snprintf(head, sizeof(head), "%" PRIu64 "< ", e->send.link);
    st->sent++;
    if (st->quiet)
        return;
    add(st, head, (size_t)n);
    at = st->used;
    add(st, (const char *)e->send.bytes.data, e->send.bytes.len);
    for (; at < st->used; at++) {
        if (st->trace[at] == '"')
            st->trace[at] = '\'';
    }
    add(st, "\n", 1);
}

static void trace_data(struct story *st, const struct pl_effect *e)
{
    struct pl_bytes rest = e->send.bytes;
    while (rest.len > 0) {
        struct pl_bulk b;
        char text[160];
        int n = 0;
        assert_ok(pl_bulk_read(&rest, &b));
        if (b.type == PL_BULK_DATA)
            n = snprintf(text, sizeof(text), "%" PRIu64 "<* data %u e%u @%" PRIu64 " +%zu\n",
                         e->send.link, b.transfer, b.epoch, b.offset, b.payload.len);
        else if (b.type == PL_BULK_GRANT)
            n = snprintf(text, sizeof(text),
                         "%" PRIu64 "<* grant %u e%u @%" PRIu64 " ..%" PRIu64 "\n", e->send.link,
                         b.transfer, b.epoch, b.offset, b.limit);
        else
            n = snprintf(text, sizeof(text), "%" PRIu64 "<* ask %u\n", e->send.link, b.transfer);
        add(st, text, (size_t)n);
    }
}

static void trace_effect(struct story *st, const struct pl_effect *e)
{
    char text[PL_TRACE_MAX];
    if (e->type == PL_EFFECT_SEND) {
        trace_send(st, e);
    } else if (e->type == PL_EFFECT_SEND_DATA) {
        trace_data(st, e);
    } else if (e->type != PL_EFFECT_FACT || st->facts) {
        pl_trace_effect(e, text);
        add(st, text, strlen(text));
        add(st, "\n", 1);
    }
}

void story_step(struct story *st, const struct pl_event *event)
{
    struct pl_event e = *event;
    struct pl_effects effects;
    e.now = st->now;
    assert_ok(pl_core_step(st->core, &e, &effects));
    for (size_t i = 0; i < effects.count; i++) {
        if (st->on_effect)
            st->on_effect(st->arg, &effects.items[i]);
        trace_effect(st, &effects.items[i]);
    }
    pl_core_check(st->core);
}

void story_wait(struct story *st, pl_time_us us)
{
    pl_time_us end = st->now + us;
    struct pl_event tick = {.type = PL_EVENT_TICK};
    while (pl_core_deadline(st->core) <= end) {
        if (pl_core_deadline(st->core) > st->now)
            st->now = pl_core_deadline(st->core);
        story_step(st, &tick);
    }
    st->now = end;
}

void story_open_from(struct story *st, uint64_t link, const char *ip)
{
    struct pl_event e = {.type = PL_EVENT_LINK_OPENED};
    e.link_opened.link = link;
    e.link_opened.ip = pl_bytes_str(ip);
    memset(e.link_opened.random, (int)link, sizeof(e.link_opened.random));
    story_step(st, &e);
}

void story_open(struct story *st, uint64_t link)
{
    story_open_from(st, link, "192.0.2.7");
}

static void say(struct story *st, uint64_t link, char *text)
{
    struct pl_event e = {.type = PL_EVENT_LINK_TEXT};
    for (char *p = text; *p; p++) {
        if (*p == '\'')
            *p = '"';
    }
    e.link_text.link = link;
    e.link_text.bytes = pl_bytes_str(text);
    story_step(st, &e);
}

void story_say_raw(struct story *st, uint64_t link, const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    say(st, link, copy);
    free(copy);
}

void story_say(struct story *st, uint64_t link, const char *json)
{
    size_t size = strlen(json) + 32;
    char *text = malloc(size);
    assert_non_null(text);
    assert_true(link < 64 && json[0] == '{');
    snprintf(text, size, "{'id':%" PRIu64 ",%s", st->next_id[link]++, json + 1);
    say(st, link, text);
    free(text);
}

void story_bulk(struct story *st, uint64_t link, enum pl_bulk_type type, uint32_t transfer,
                uint32_t epoch, uint64_t offset, uint64_t limit, const char *payload)
{
    struct pl_bulk b = {.type = type, .transfer = transfer, .epoch = epoch, .offset = offset};
    struct pl_event e = {.type = PL_EVENT_LINK_BINARY};
    size_t more = strlen(payload);
    uint8_t *frame = malloc(PL_BULK_GRANT_BYTES + more);
    size_t n;
    assert_non_null(frame);
    b.limit = limit;
    n = pl_bulk_write(&b, frame);
    memcpy(frame + n, payload, more);
    e.link_binary.link = link;
    e.link_binary.bytes = pl_bytes_of(frame, n + more);
    story_step(st, &e);
    free(frame);
}

void story_cut(struct story *st, uint64_t link)
{
    struct pl_event e = {.type = PL_EVENT_LINK_CLOSED, .link_closed = {link, false}};
    story_step(st, &e);
}

void story_user(struct story *st, uint64_t link, const char *name)
{
    char json[256];
    story_open(st, link);
    story_say(st, link, "{'t':'hello','sdk':'test','video':['H264','VP8']}");
    snprintf(json, sizeof(json), "{'t':'login','name':'%s','password':'x'}", name);
    story_say(st, link, json);
    assert_true(st->quiet || story_has(st, "logged_in"));
    story_skip(st);
}

void story_member(struct story *st, uint64_t link, const char *name, int room)
{
    char json[64];
    story_user(st, link, name);
    snprintf(json, sizeof(json), "{'t':'enter','room':%d}", room);
    story_say(st, link, json);
    assert_true(st->quiet || story_has(st, "'t':'entered'"));
    story_skip(st);
}

void story_resume(struct story *st, uint64_t link, uint64_t first, int64_t seq)
{
    story_resume_from(st, link, first, seq, "192.0.2.7");
}

void story_resume_from(struct story *st, uint64_t link, uint64_t first, int64_t seq, const char *ip)
{
    char token[65];
    char json[160];
    for (size_t i = 0; i < 32; i++)
        snprintf(token + 2 * i, 3, "%02x", (unsigned)(uint8_t)first);
    story_open_from(st, link, ip);
    if (link < 64 && first < 64)
        st->next_id[link] = st->next_id[first];
    snprintf(json, sizeof(json), "{'t':'resume','token':'%s','seq':%" PRId64 "}", token, seq);
    story_say(st, link, json);
}

void story_control(struct story *st, int32_t user, int32_t code, int32_t w, int32_t l,
                   const char *text)
{
    struct pl_event e = {.type = PL_EVENT_USER_CONTROL};
    e.user_control.user = user;
    e.user_control.code = code;
    e.user_control.w = w;
    e.user_control.l = l;
    e.user_control.text = pl_bytes_str(text);
    story_step(st, &e);
}

void story_info(struct story *st, int32_t user, int32_t info, const char *text)
{
    struct pl_event e = {.type = PL_EVENT_USER_INFO};
    e.user_info.user = user;
    e.user_info.info = info;
    e.user_info.text = pl_bytes_str(text);
    story_step(st, &e);
}

void story_skip(struct story *st)
{
    st->used = 0;
    st->sent = 0;
    if (!st->trace)
        add(st, "", 0);
    st->trace[0] = '\0';
}

bool story_has(const struct story *st, const char *part)
{
    return strstr(st->trace, part) != NULL;
}

void story_expect_at(struct story *st, const char *expected, const char *file, int line)
{
    if (strcmp(st->trace, expected) != 0) {
        print_message("%s:%d: expected\n%s--- but it was\n%s---\n", file, line, expected,
                      st->trace);
        fail();
    }
    story_skip(st);
}

int story_setup(void **state)
{
    struct story *st = malloc(sizeof(*st));
    if (!st)
        return -1;
    story_init(st);
    *state = st;
    return 0;
}

int story_teardown(void **state)
{
    story_end(*state);
    free(*state);
    return 0;
}
