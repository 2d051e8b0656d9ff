/* SPDX-License-Identifier: Apache-2.0 */
#include "adapters/store/shape.h"

#include "base/utf8.h"

#include <assert.h>

#define NUMBER(type, member)                                                                       \
    {                                                                                              \
#member, false, offsetof(struct type, member)                                              \
    }
#define TEXT(type, member)                                                                         \
    {                                                                                              \
#member, true, offsetof(struct type, member)                                               \
    }

/* clang-format off */
static const struct pl_store_shape shapes[PL_STORE_TABLES_END] = {
    [PL_STORE_NAMES] = {"parlor_names", {
        TEXT(pl_store_name, name), NUMBER(pl_store_name, user), NUMBER(pl_store_name, seen_ms)},
        3, 1, sizeof(struct pl_store_name), false},
    [PL_STORE_ACCOUNTS] = {"parlor_accounts", {
        TEXT(pl_store_account, name), TEXT(pl_store_account, password),
        NUMBER(pl_store_account, disabled), NUMBER(pl_store_account, made_ms),
        NUMBER(pl_store_account, changed_ms)},
        5, 1, sizeof(struct pl_store_account), false},
    [PL_STORE_APPLICATIONS] = {"parlor_applications", {
        TEXT(pl_store_application, id), TEXT(pl_store_application, name),
        NUMBER(pl_store_application, disabled), NUMBER(pl_store_application, made_ms),
        NUMBER(pl_store_application, guests), NUMBER(pl_store_application, first_user),
        NUMBER(pl_store_application, last_user)},
        7, 1, sizeof(struct pl_store_application), false},
    [PL_STORE_KEYS] = {"parlor_keys", {
        TEXT(pl_store_key, application), TEXT(pl_store_key, id), TEXT(pl_store_key, algorithm),
        TEXT(pl_store_key, material), NUMBER(pl_store_key, disabled),
        NUMBER(pl_store_key, made_ms), NUMBER(pl_store_key, expires_ms)},
        7, 2, sizeof(struct pl_store_key), false},
    [PL_STORE_GROUPS] = {"parlor_groups", {
        NUMBER(pl_store_group, owner), NUMBER(pl_store_group, id), TEXT(pl_store_group, name),
        NUMBER(pl_store_group, place)},
        4, 2, sizeof(struct pl_store_group), false},
    [PL_STORE_FRIENDS] = {"parlor_friends", {
        NUMBER(pl_store_friend, owner), NUMBER(pl_store_friend, friend),
        NUMBER(pl_store_friend, group), NUMBER(pl_store_friend, place)},
        4, 2, sizeof(struct pl_store_friend), false},
    [PL_STORE_INFOS] = {"parlor_infos", {
        NUMBER(pl_store_info, user), NUMBER(pl_store_info, id), TEXT(pl_store_info, text)},
        3, 2, sizeof(struct pl_store_info), false},
    [PL_STORE_BLOCKED] = {"parlor_blocked", {
        TEXT(pl_store_blocked, pattern), TEXT(pl_store_blocked, why),
        NUMBER(pl_store_blocked, until_ms), NUMBER(pl_store_blocked, made_ms)},
        4, 1, sizeof(struct pl_store_blocked), false},
    [PL_STORE_AUDIT] = {"parlor_audit", {
        NUMBER(pl_store_audit, number), NUMBER(pl_store_audit, at_ms),
        TEXT(pl_store_audit, actor), TEXT(pl_store_audit, verb), TEXT(pl_store_audit, object),
        TEXT(pl_store_audit, detail), TEXT(pl_store_audit, chain)},
        7, 1, sizeof(struct pl_store_audit), true},
    [PL_STORE_EVENTS] = {"parlor_events", {
        NUMBER(pl_store_event, number), NUMBER(pl_store_event, at_ms), TEXT(pl_store_event, kind),
        TEXT(pl_store_event, body)},
        4, 1, sizeof(struct pl_store_event), true},
    [PL_STORE_CURSORS] = {"parlor_cursors", {
        TEXT(pl_store_cursor, name), NUMBER(pl_store_cursor, number)},
        2, 1, sizeof(struct pl_store_cursor), false},
    [PL_STORE_CONTACTS] = {"parlor_contacts", {
        NUMBER(pl_store_contact, id), NUMBER(pl_store_contact, client), NUMBER(pl_store_contact,
        area), NUMBER(pl_store_contact, queue), NUMBER(pl_store_contact, last_queue),
        NUMBER(pl_store_contact, agent), NUMBER(pl_store_contact, priority),
        NUMBER(pl_store_contact, outcome), NUMBER(pl_store_contact, code),
        NUMBER(pl_store_contact, entered_ms), NUMBER(pl_store_contact, offered_ms),
        NUMBER(pl_store_contact, answered_ms), NUMBER(pl_store_contact, ended_ms),
        NUMBER(pl_store_contact, offers), NUMBER(pl_store_contact, misses),
        NUMBER(pl_store_contact, overflows), NUMBER(pl_store_contact, transfers),
        NUMBER(pl_store_contact, promised_s), NUMBER(pl_store_contact, score),
        TEXT(pl_store_contact, client_name), TEXT(pl_store_contact, agent_name),
        TEXT(pl_store_contact, intake), TEXT(pl_store_contact, notes), TEXT(pl_store_contact,
        remark)},
        24, 1, sizeof(struct pl_store_contact), false},
    [PL_STORE_STRETCHES] = {"parlor_stretches", {
        NUMBER(pl_store_stretch, id), NUMBER(pl_store_stretch, agent), NUMBER(pl_store_stretch,
        area), NUMBER(pl_store_stretch, status), NUMBER(pl_store_stretch, client),
        NUMBER(pl_store_stretch, from_ms), NUMBER(pl_store_stretch, to_ms)},
        7, 1, sizeof(struct pl_store_stretch), false},
    [PL_STORE_SEATS] = {"parlor_seats", {
        NUMBER(pl_store_seat, user), NUMBER(pl_store_seat, area), NUMBER(pl_store_seat, queue),
        NUMBER(pl_store_seat, contact), NUMBER(pl_store_seat, ticket), NUMBER(pl_store_seat,
        serial), NUMBER(pl_store_seat, since_ms), NUMBER(pl_store_seat, last_agent),
        NUMBER(pl_store_seat, agent), NUMBER(pl_store_seat, status), NUMBER(pl_store_seat,
        client), NUMBER(pl_store_seat, client_queue), NUMBER(pl_store_seat, talking),
        NUMBER(pl_store_seat, begun_ms), NUMBER(pl_store_seat, waited_ms), NUMBER(pl_store_seat,
        served), NUMBER(pl_store_seat, failed), NUMBER(pl_store_seat, misses),
        NUMBER(pl_store_seat, busy_ms), NUMBER(pl_store_seat, until_ms), NUMBER(pl_store_seat,
        stretch), TEXT(pl_store_seat, secret), TEXT(pl_store_seat, others)},
        23, 1, sizeof(struct pl_store_seat), false},
    [PL_STORE_RECORDINGS] = {"parlor_recordings", {
        NUMBER(pl_store_recording, id), NUMBER(pl_store_recording, at_ms),
        NUMBER(pl_store_recording, user), NUMBER(pl_store_recording, room),
        TEXT(pl_store_recording, state), TEXT(pl_store_recording, file),
        NUMBER(pl_store_recording, bytes), TEXT(pl_store_recording, body),
        TEXT(pl_store_recording, words), NUMBER(pl_store_recording, until_ms),
        NUMBER(pl_store_recording, hold)},
        11, 1, sizeof(struct pl_store_recording), false},
    [PL_STORE_RECORD_LINES] = {"parlor_record_lines", {
        NUMBER(pl_store_record_line, recording), NUMBER(pl_store_record_line, number),
        NUMBER(pl_store_record_line, at_ms), NUMBER(pl_store_record_line, user),
        TEXT(pl_store_record_line, kind), TEXT(pl_store_record_line, detail)},
        6, 2, sizeof(struct pl_store_record_line), false},
    [PL_STORE_PLACES] = {"parlor_places", {
        NUMBER(pl_store_place, kind), NUMBER(pl_store_place, id), NUMBER(pl_store_place, other),
        TEXT(pl_store_place, text)},
        4, 3, sizeof(struct pl_store_place), false},
    [PL_STORE_ARCHIVED] = {"parlor_archived", {
        TEXT(pl_store_archived, file), NUMBER(pl_store_archived, recording),
        TEXT(pl_store_archived, state), NUMBER(pl_store_archived, at_ms),
        NUMBER(pl_store_archived, bytes), NUMBER(pl_store_archived, attempts),
        TEXT(pl_store_archived, error)},
        7, 1, sizeof(struct pl_store_archived), false},
    [PL_STORE_COUNTERS] = {"parlor_counters", {
        TEXT(pl_store_counter, name), NUMBER(pl_store_counter, value)},
        2, 1, sizeof(struct pl_store_counter), false},
};
/* clang-format on */

const struct pl_store_shape *pl_store_shape_of(enum pl_store_table table)
{
    return (int)table > 0 && table < PL_STORE_TABLES_END ? &shapes[table] : NULL;
}

static struct pl_bytes text_at(const struct pl_store_column *c, const void *record)
{
    struct pl_bytes text;
    memcpy(&text, (const char *)record + c->offset, sizeof(text));
    return text;
}

static void put_text(const struct pl_store_column *c, void *record, struct pl_bytes text)
{
    memcpy((char *)record + c->offset, &text, sizeof(text));
}

void pl_store_shape_values(const struct pl_store_shape *shape, const void *record, unsigned count,
                           struct pl_store_value *out)
{
    for (unsigned i = 0; i < count; i++) {
        const struct pl_store_column *c = &shape->columns[i];
        out[i] = (struct pl_store_value){0, {NULL, 0}};
        if (!c->text) {
            memcpy(&out[i].number, (const char *)record + c->offset, sizeof(int64_t));
            continue;
        }
        out[i].text = text_at(c, record);
        if (!out[i].text.data)
            out[i].text = pl_bytes_of("", 0);
    }
}

void pl_store_shape_record(const struct pl_store_shape *shape, const struct pl_store_value *values,
                           void *record)
{
    memset(record, 0, shape->size);
    for (unsigned i = 0; i < shape->count; i++) {
        const struct pl_store_column *c = &shape->columns[i];
        if (c->text)
            put_text(c, record, values[i].text);
        else
            memcpy((char *)record + c->offset, &values[i].number, sizeof(int64_t));
    }
}

size_t pl_store_shape_bytes(const struct pl_store_shape *shape, const void *record, unsigned count)
{
    size_t n = 0;
    for (unsigned i = 0; i < count; i++)
        n += shape->columns[i].text ? text_at(&shape->columns[i], record).len : 0;
    return n;
}

void pl_store_shape_copy(const struct pl_store_shape *shape, const void *record, unsigned count,
                         void *to, uint8_t **bytes)
{
    memset(to, 0, shape->size);
    for (unsigned i = 0; i < count; i++) {
        const struct pl_store_column *c = &shape->columns[i];
        struct pl_bytes text;
        if (!c->text) {
            memcpy((char *)to + c->offset, (const char *)record + c->offset, sizeof(int64_t));
            continue;
        }
        text = text_at(c, record);
        if (text.len > 0)
            memcpy(*bytes, text.data, text.len);
        put_text(c, to, pl_bytes_of(*bytes, text.len));
        *bytes += text.len;
    }
}

enum pl_err pl_store_shape_check(const struct pl_store_shape *shape, const void *record,
                                 unsigned count)
{
    assert(count <= shape->count);
    for (unsigned i = 0; i < count; i++) {
        struct pl_bytes text;
        if (!shape->columns[i].text)
            continue;
        text = text_at(&shape->columns[i], record);
        if (text.len > PL_STORE_TEXT_MAX)
            return PL_E_RANGE;
        if (text.len > 0 && (memchr(text.data, 0, text.len) || !pl_utf8_valid(text)))
            return PL_E_RANGE;
    }
    return PL_OK;
}
