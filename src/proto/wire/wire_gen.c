/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
#include "proto/wire/wire_gen.h"

#include <assert.h>

/* The arena sizes in the header were computed for a 64-bit machine. */
_Static_assert(sizeof(struct pl_wire_user) <= 104, "arena");
_Static_assert(sizeof(struct pl_wire_friend_group) <= 24, "arena");
_Static_assert(sizeof(struct pl_wire_friend) <= 12, "arena");
_Static_assert(sizeof(struct pl_wire_object_value) <= 40, "arena");
_Static_assert(sizeof(struct pl_wire_object_event) <= 64, "arena");
_Static_assert(sizeof(struct pl_wire_object_ref) <= 8, "arena");
_Static_assert(sizeof(struct pl_wire_service_party) <= 12, "arena");
_Static_assert(sizeof(struct pl_wire_service_field) <= 32, "arena");
_Static_assert(sizeof(struct pl_wire_service_remark) <= 24, "arena");
_Static_assert(sizeof(struct pl_wire_user_info) <= 24, "arena");
_Static_assert(sizeof(struct pl_wire_bs_user) <= 56, "arena");
_Static_assert(sizeof(struct pl_wire_bs_id) <= 4, "arena");
_Static_assert(sizeof(struct pl_wire_pub_track) <= 24, "arena");
_Static_assert(sizeof(struct pl_wire_media_terms) <= 8, "arena");
_Static_assert(sizeof(struct pl_wire_stream_view) <= 24, "arena");
_Static_assert(sizeof(struct pl_wire_sub_track) <= 32, "arena");
_Static_assert(sizeof(struct pl_wire_speaker) <= 4, "arena");
_Static_assert(sizeof(struct pl_wire_stream_figures) <= 132, "arena");
_Static_assert(sizeof(struct pl_wire_p2p_track) <= 8, "arena");

static const char *const layer_why_words[] = {
    "best",
    "size",
    "estimate",
    "hidden",
};

static const struct pl_wire_enum layer_why_enum = {
    .name = "layer_why",
    .values = layer_why_words,
    .count = 4,
};

const char *pl_wire_layer_why_name(enum pl_wire_layer_why value)
{
    assert((size_t)value < layer_why_enum.count);
    return layer_why_words[value];
}

static const char *const media_kind_words[] = {
    "audio",
    "video",
};

static const struct pl_wire_enum media_kind_enum = {
    .name = "media_kind",
    .values = media_kind_words,
    .count = 2,
};

const char *pl_wire_media_kind_name(enum pl_wire_media_kind value)
{
    assert((size_t)value < media_kind_enum.count);
    return media_kind_words[value];
}

static const char *const peer_words[] = {
    "pub",
    "sub",
};

static const struct pl_wire_enum peer_enum = {
    .name = "peer",
    .values = peer_words,
    .count = 2,
};

const char *pl_wire_peer_name(enum pl_wire_peer value)
{
    assert((size_t)value < peer_enum.count);
    return peer_words[value];
}

static const char *const video_codec_words[] = {
    "H264",
    "VP8",
    "VP9",
    "AV1",
};

static const struct pl_wire_enum video_codec_enum = {
    .name = "video_codec",
    .values = video_codec_words,
    .count = 4,
};

const char *pl_wire_video_codec_name(enum pl_wire_video_codec value)
{
    assert((size_t)value < video_codec_enum.count);
    return video_codec_words[value];
}

static const char *const data_channel_words[] = {
    "filter",
    "business",
};

static const struct pl_wire_enum data_channel_enum = {
    .name = "data_channel",
    .values = data_channel_words,
    .count = 2,
};

const char *pl_wire_data_channel_name(enum pl_wire_data_channel value)
{
    assert((size_t)value < data_channel_enum.count);
    return data_channel_words[value];
}

static const char *const note_kind_words[] = {
    "business",
    "user_buffer",
    "trace",
};

static const struct pl_wire_enum note_kind_enum = {
    .name = "note_kind",
    .values = note_kind_words,
    .count = 3,
};

const char *pl_wire_note_kind_name(enum pl_wire_note_kind value)
{
    assert((size_t)value < note_kind_enum.count);
    return note_kind_words[value];
}

static const char *const attach_role_words[] = {
    "business",
};

static const struct pl_wire_enum attach_role_enum = {
    .name = "attach_role",
    .values = attach_role_words,
    .count = 1,
};

const char *pl_wire_attach_role_name(enum pl_wire_attach_role value)
{
    assert((size_t)value < attach_role_enum.count);
    return attach_role_words[value];
}

static const char *const server_channel_words[] = {
    "filter",
    "business",
    "buffer",
};

static const struct pl_wire_enum server_channel_enum = {
    .name = "server_channel",
    .values = server_channel_words,
    .count = 3,
};

const char *pl_wire_server_channel_name(enum pl_wire_server_channel value)
{
    assert((size_t)value < server_channel_enum.count);
    return server_channel_words[value];
}

static const char *const file_side_words[] = {
    "sender",
    "receiver",
    "server",
};

static const struct pl_wire_enum file_side_enum = {
    .name = "file_side",
    .values = file_side_words,
    .count = 3,
};

const char *pl_wire_file_side_name(enum pl_wire_file_side value)
{
    assert((size_t)value < file_side_enum.count);
    return file_side_words[value];
}

static const char *const record_state_words[] = {
    "asked",
    "running",
    "ended",
};

static const struct pl_wire_enum record_state_enum = {
    .name = "record_state",
    .values = record_state_words,
    .count = 3,
};

const char *pl_wire_record_state_name(enum pl_wire_record_state value)
{
    assert((size_t)value < record_state_enum.count);
    return record_state_words[value];
}

static const char *const service_role_words[] = {
    "client",
    "agent",
    "guest",
    "listener",
    "whisperer",
    "barger",
};

static const struct pl_wire_enum service_role_enum = {
    .name = "service_role",
    .values = service_role_words,
    .count = 6,
};

const char *pl_wire_service_role_name(enum pl_wire_service_role value)
{
    assert((size_t)value < service_role_enum.count);
    return service_role_words[value];
}

static const char *const library_verb_words[] = {
    "list",
    "show",
    "link",
    "verify",
    "delete",
};

static const struct pl_wire_enum library_verb_enum = {
    .name = "library_verb",
    .values = library_verb_words,
    .count = 5,
};

const char *pl_wire_library_verb_name(enum pl_wire_library_verb value)
{
    assert((size_t)value < library_verb_enum.count);
    return library_verb_words[value];
}

static const char *const p2p_link_words[] = {
    "connected",
    "failed",
};

static const struct pl_wire_enum p2p_link_enum = {
    .name = "p2p_link",
    .values = p2p_link_words,
    .count = 2,
};

const char *pl_wire_p2p_link_name(enum pl_wire_p2p_link value)
{
    assert((size_t)value < p2p_link_enum.count);
    return p2p_link_words[value];
}

static const struct pl_wire_field user_fields[] = {
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_user, name),
        .max_bytes = 128,
    },
    {
        .name = "level",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user, level),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "camera",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user, camera),
        .min = 0,
        .max = 2,
    },
    {
        .name = "mic",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user, mic),
        .min = 0,
        .max = 1,
    },
    {
        .name = "device",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user, device),
        .min = 0,
        .max = 255,
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_user, ip),
        .max_bytes = 64,
    },
    {
        .name = "streams",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, streams),
        .has = offsetof(struct pl_wire_user, has_streams),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "screens",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, screens),
        .has = offsetof(struct pl_wire_user, has_screens),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, width),
        .has = offsetof(struct pl_wire_user, has_width),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, height),
        .has = offsetof(struct pl_wire_user, has_height),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "recording",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, recording),
        .has = offsetof(struct pl_wire_user, has_recording),
    },
    {
        .name = "away",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, away),
        .has = offsetof(struct pl_wire_user, has_away),
    },
    {
        .name = "chat_mode",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user, chat_mode),
        .has = offsetof(struct pl_wire_user, has_chat_mode),
        .min = 0,
        .max = 1,
    },
};

static const struct pl_wire_object user_object = {
    .name = "user",
    .fields = user_fields,
    .fields_count = 14,
    .size = sizeof(struct pl_wire_user),
};

static const struct pl_wire_field friend_group_fields[] = {
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_friend_group, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_friend_group, name),
        .max_bytes = 128,
    },
};

static const struct pl_wire_object friend_group_object = {
    .name = "friend_group",
    .fields = friend_group_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_friend_group),
};

static const struct pl_wire_field friend_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_friend, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "group",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_friend, group),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "online",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_friend, online),
    },
};

static const struct pl_wire_object friend_object = {
    .name = "friend",
    .fields = friend_fields,
    .fields_count = 3,
    .size = sizeof(struct pl_wire_friend),
};

static const struct pl_wire_field object_value_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_value, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_value, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_value, info),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "number",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_value, number),
        .has = offsetof(struct pl_wire_object_value, has_number),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_value, text),
        .has = offsetof(struct pl_wire_object_value, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_object object_value_object = {
    .name = "object_value",
    .fields = object_value_fields,
    .fields_count = 5,
    .size = sizeof(struct pl_wire_object_value),
};

static const struct pl_wire_field object_event_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_event, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_event, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "event",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_event, event),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "p1",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_event, p1),
        .has = offsetof(struct pl_wire_object_event, has_p1),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p2",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_event, p2),
        .has = offsetof(struct pl_wire_object_event, has_p2),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p3",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_event, p3),
        .has = offsetof(struct pl_wire_object_event, has_p3),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p4",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_event, p4),
        .has = offsetof(struct pl_wire_object_event, has_p4),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_event, text),
        .has = offsetof(struct pl_wire_object_event, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_object object_event_object = {
    .name = "object_event",
    .fields = object_event_fields,
    .fields_count = 8,
    .size = sizeof(struct pl_wire_object_event),
};

static const struct pl_wire_field object_ref_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_ref, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_ref, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_object object_ref_object = {
    .name = "object_ref",
    .fields = object_ref_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_object_ref),
};

static const struct pl_wire_field service_party_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_party, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service_party, role),
        .values = &service_role_enum,
    },
    {
        .name = "asked",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_service_party, asked),
        .has = offsetof(struct pl_wire_service_party, has_asked),
    },
};

static const struct pl_wire_object service_party_object = {
    .name = "service_party",
    .fields = service_party_fields,
    .fields_count = 3,
    .size = sizeof(struct pl_wire_service_party),
};

static const struct pl_wire_field service_field_fields[] = {
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_service_field, name),
        .max_bytes = 64,
    },
    {
        .name = "value",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_service_field, value),
        .max_bytes = 512,
    },
};

static const struct pl_wire_object service_field_object = {
    .name = "service_field",
    .fields = service_field_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_service_field),
};

static const struct pl_wire_field service_remark_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_remark, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_service_remark, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_object service_remark_object = {
    .name = "service_remark",
    .fields = service_remark_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_service_remark),
};

static const struct pl_wire_field user_info_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_info, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_info, info),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_user_info, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_object user_info_object = {
    .name = "user_info",
    .fields = user_info_fields,
    .fields_count = 3,
    .size = sizeof(struct pl_wire_user_info),
};

static const struct pl_wire_field bs_user_fields[] = {
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_user, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_user, name),
        .max_bytes = 128,
    },
    {
        .name = "level",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_user, level),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_user, ip),
        .max_bytes = 64,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_user, room),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_object bs_user_object = {
    .name = "bs_user",
    .fields = bs_user_fields,
    .fields_count = 5,
    .size = sizeof(struct pl_wire_bs_user),
};

static const struct pl_wire_field bs_id_fields[] = {
    {
        .name = "id",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_id, id),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_object bs_id_object = {
    .name = "bs_id",
    .fields = bs_id_fields,
    .fields_count = 1,
    .size = sizeof(struct pl_wire_bs_id),
};

static const struct pl_wire_field pub_track_fields[] = {
    {
        .name = "mid",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_pub_track, mid),
        .max_bytes = 16,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_pub_track, kind),
        .values = &media_kind_enum,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_pub_track, stream),
        .min = 0,
        .max = 15,
    },
};

static const struct pl_wire_object pub_track_object = {
    .name = "pub_track",
    .fields = pub_track_fields,
    .fields_count = 3,
    .size = sizeof(struct pl_wire_pub_track),
};

static const struct pl_wire_field media_terms_fields[] = {
    {
        .name = "simulcast",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_media_terms, simulcast),
    },
    {
        .name = "video",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_media_terms, video),
        .values = &video_codec_enum,
    },
};

static const struct pl_wire_object media_terms_object = {
    .name = "media_terms",
    .fields = media_terms_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_media_terms),
};

static const struct pl_wire_field stream_view_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_stream_view, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_view, stream),
        .has = offsetof(struct pl_wire_stream_view, has_stream),
        .min = 0,
        .max = 15,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_stream_view, width),
        .min = 0,
        .max = 16384,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_stream_view, height),
        .min = 0,
        .max = 16384,
    },
    {
        .name = "visible",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_stream_view, visible),
    },
};

static const struct pl_wire_object stream_view_object = {
    .name = "stream_view",
    .fields = stream_view_fields,
    .fields_count = 5,
    .size = sizeof(struct pl_wire_stream_view),
};

static const struct pl_wire_field sub_track_fields[] = {
    {
        .name = "mid",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_sub_track, mid),
        .max_bytes = 16,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_sub_track, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_sub_track, kind),
        .values = &media_kind_enum,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_sub_track, stream),
        .min = 0,
        .max = 15,
    },
};

static const struct pl_wire_object sub_track_object = {
    .name = "sub_track",
    .fields = sub_track_fields,
    .fields_count = 4,
    .size = sizeof(struct pl_wire_sub_track),
};

static const struct pl_wire_field speaker_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_speaker, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_object speaker_object = {
    .name = "speaker",
    .fields = speaker_fields,
    .fields_count = 1,
    .size = sizeof(struct pl_wire_speaker),
};

static const struct pl_wire_field stream_figures_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_stream_figures, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_stream_figures, kind),
        .values = &media_kind_enum,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, stream),
        .has = offsetof(struct pl_wire_stream_figures, has_stream),
        .min = 0,
        .max = 15,
    },
    {
        .name = "encoding",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, encoding),
        .has = offsetof(struct pl_wire_stream_figures, has_encoding),
        .min = 0,
        .max = 7,
    },
    {
        .name = "encodings",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, encodings),
        .has = offsetof(struct pl_wire_stream_figures, has_encodings),
        .min = 0,
        .max = 8,
    },
    {
        .name = "paused",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, paused),
        .has = offsetof(struct pl_wire_stream_figures, has_paused),
    },
    {
        .name = "why",
        .kind = PL_WIRE_KIND_ENUM,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, why),
        .has = offsetof(struct pl_wire_stream_figures, has_why),
        .values = &layer_why_enum,
    },
    {
        .name = "quality",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, quality),
        .has = offsetof(struct pl_wire_stream_figures, has_quality),
        .min = 0,
        .max = 5,
    },
    {
        .name = "source",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, source),
        .has = offsetof(struct pl_wire_stream_figures, has_source),
        .min = 0,
        .max = 5,
    },
    {
        .name = "bps",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_stream_figures, bps),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "fps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, fps),
        .has = offsetof(struct pl_wire_stream_figures, has_fps),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, width),
        .has = offsetof(struct pl_wire_stream_figures, has_width),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, height),
        .has = offsetof(struct pl_wire_stream_figures, has_height),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "lost",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, lost),
        .has = offsetof(struct pl_wire_stream_figures, has_lost),
        .min = 0,
        .max = 10000,
    },
    {
        .name = "left",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, left),
        .has = offsetof(struct pl_wire_stream_figures, has_left),
        .min = 0,
        .max = 10000,
    },
    {
        .name = "repaired",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, repaired),
        .has = offsetof(struct pl_wire_stream_figures, has_repaired),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "rtt",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, rtt),
        .has = offsetof(struct pl_wire_stream_figures, has_rtt),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "jitter",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, jitter),
        .has = offsetof(struct pl_wire_stream_figures, has_jitter),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "freezes",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_stream_figures, freezes),
        .has = offsetof(struct pl_wire_stream_figures, has_freezes),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_object stream_figures_object = {
    .name = "stream_figures",
    .fields = stream_figures_fields,
    .fields_count = 19,
    .size = sizeof(struct pl_wire_stream_figures),
};

static const struct pl_wire_field p2p_track_fields[] = {
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_p2p_track, kind),
        .values = &media_kind_enum,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_track, stream),
        .min = 0,
        .max = 15,
    },
};

static const struct pl_wire_object p2p_track_object = {
    .name = "p2p_track",
    .fields = p2p_track_fields,
    .fields_count = 2,
    .size = sizeof(struct pl_wire_p2p_track),
};

static const struct pl_wire_field hello_fields[] = {
    {
        .name = "sdk",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_hello, sdk),
        .max_bytes = 64,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_hello, password),
        .has = offsetof(struct pl_wire_hello, has_password),
        .max_bytes = 128,
    },
    {
        .name = "device",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_hello, device),
        .has = offsetof(struct pl_wire_hello, has_device),
        .min = 0,
        .max = 255,
    },
    {
        .name = "lang",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_hello, lang),
        .has = offsetof(struct pl_wire_hello, has_lang),
        .max_bytes = 16,
    },
    {
        .name = "video",
        .kind = PL_WIRE_KIND_STRINGS,
        .optional = true,
        .offset = offsetof(struct pl_wire_hello, video),
        .has = offsetof(struct pl_wire_hello, has_video),
        .count = offsetof(struct pl_wire_hello, video_count),
        .max_bytes = 16,
        .max_count = 8,
    },
    {
        .name = "p2p",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_hello, p2p),
        .has = offsetof(struct pl_wire_hello, has_p2p),
        .min = 0,
        .max = 3,
    },
    {
        .name = "was",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_hello, was),
        .has = offsetof(struct pl_wire_hello, has_was),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field resume_fields[] = {
    {
        .name = "token",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_resume, token),
        .max_bytes = 64,
    },
    {
        .name = "seq",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_resume, seq),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
};

static const struct pl_wire_field login_fields[] = {
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_login, name),
        .max_bytes = 128,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_login, password),
        .has = offsetof(struct pl_wire_login, has_password),
        .max_bytes = 128,
    },
    {
        .name = "app",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_login, app),
        .has = offsetof(struct pl_wire_login, has_app),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field login_signed_fields[] = {
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_login_signed, name),
        .max_bytes = 128,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_login_signed, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "string_id",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_login_signed, string_id),
        .max_bytes = 256,
    },
    {
        .name = "app",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_login_signed, app),
        .max_bytes = 64,
    },
    {
        .name = "stamp",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_login_signed, stamp),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "signature",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_login_signed, signature),
        .max_bytes = 2048,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_login_signed, param),
        .has = offsetof(struct pl_wire_login_signed, has_param),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field login_token_fields[] = {
    {
        .name = "token",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_login_token, token),
        .max_bytes = 8192,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_login_token, name),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field enter_fields[] = {
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_enter, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_enter, password),
        .has = offsetof(struct pl_wire_enter, has_password),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field enter_name_fields[] = {
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_enter_name, name),
        .max_bytes = 128,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_enter_name, password),
        .has = offsetof(struct pl_wire_enter_name, has_password),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field leave_fields[] = {
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_leave, room),
        .min = -1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field text_fields[] = {
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_text, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "secret",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_text, secret),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_text, text),
        .max_bytes = 32768,
    },
};

static const struct pl_wire_field state_fields[] = {
    {
        .name = "camera",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_state, camera),
        .min = 0,
        .max = 2,
    },
    {
        .name = "mic",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_state, mic),
        .min = 0,
        .max = 1,
    },
    {
        .name = "streams",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, streams),
        .has = offsetof(struct pl_wire_state, has_streams),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "screens",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, screens),
        .has = offsetof(struct pl_wire_state, has_screens),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, width),
        .has = offsetof(struct pl_wire_state, has_width),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, height),
        .has = offsetof(struct pl_wire_state, has_height),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "recording",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, recording),
        .has = offsetof(struct pl_wire_state, has_recording),
    },
    {
        .name = "away",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_state, away),
        .has = offsetof(struct pl_wire_state, has_away),
    },
};

static const struct pl_wire_field watch_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_watch, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_watch, kind),
        .values = &media_kind_enum,
    },
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_watch, stream),
        .has = offsetof(struct pl_wire_watch, has_stream),
        .min = 0,
        .max = 15,
    },
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_watch, on),
    },
};

static const struct pl_wire_field view_fields[] = {
    {
        .name = "views",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_view, views),
        .count = offsetof(struct pl_wire_view, views_count),
        .max_count = 64,
        .object = &stream_view_object,
    },
};

static const struct pl_wire_field pub_offer_fields[] = {
    {
        .name = "sdp",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_pub_offer, sdp),
        .max_bytes = 65536,
    },
    {
        .name = "tracks",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_pub_offer, tracks),
        .count = offsetof(struct pl_wire_pub_offer, tracks_count),
        .max_count = 17,
        .object = &pub_track_object,
    },
};

static const struct pl_wire_field sub_answer_fields[] = {
    {
        .name = "version",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_sub_answer, version),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "sdp",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_sub_answer, sdp),
        .max_bytes = 196608,
    },
};

static const struct pl_wire_field tell_figures_fields[] = {
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_tell_figures, on),
    },
};

static const struct pl_wire_field media_restart_fields[] = {
    {
        .name = "peer",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_media_restart, peer),
        .values = &peer_enum,
    },
    {
        .name = "path",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_media_restart, path),
        .has = offsetof(struct pl_wire_media_restart, has_path),
    },
};

static const struct pl_wire_field file_offer_fields[] = {
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_offer, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "task",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_offer, task),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "size",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_offer, size),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_file_offer, name),
        .max_bytes = 1024,
    },
    {
        .name = "buffer",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, buffer),
        .has = offsetof(struct pl_wire_file_offer, has_buffer),
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, is_text),
        .has = offsetof(struct pl_wire_file_offer, has_is_text),
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, w),
        .has = offsetof(struct pl_wire_file_offer, has_w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, l),
        .has = offsetof(struct pl_wire_file_offer, has_l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, flags),
        .has = offsetof(struct pl_wire_file_offer, has_flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "guid",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, guid),
        .has = offsetof(struct pl_wire_file_offer, has_guid),
        .max_bytes = 64,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offer, param),
        .has = offsetof(struct pl_wire_file_offer, has_param),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field file_get_fields[] = {
    {
        .name = "task",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_get, task),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "file",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_file_get, file),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field file_end_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_end, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "sha256",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_file_end, sha256),
        .max_bytes = 64,
    },
    {
        .name = "size",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_end, size),
        .has = offsetof(struct pl_wire_file_end, has_size),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
};

static const struct pl_wire_field file_close_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_close, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_close, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field p2p_policy_fields[] = {
    {
        .name = "policy",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_policy, policy),
        .min = 0,
        .max = 3,
    },
};

static const struct pl_wire_field p2p_connect_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_connect, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_p2p_connect, on),
    },
};

static const struct pl_wire_field p2p_signal_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_signal, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "attempt",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_signal, attempt),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_p2p_signal, data),
        .max_bytes = 32768,
    },
};

static const struct pl_wire_field p2p_state_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_state, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "attempt",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_state, attempt),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "link",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_p2p_state, link),
        .values = &p2p_link_enum,
    },
    {
        .name = "tracks",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_p2p_state, tracks),
        .count = offsetof(struct pl_wire_p2p_state, tracks_count),
        .max_count = 17,
        .object = &p2p_track_object,
    },
};

static const struct pl_wire_field buffer_fields[] = {
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_buffer, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_buffer, data),
        .max_bytes = 1368,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_buffer, is_text),
        .has = offsetof(struct pl_wire_buffer, has_is_text),
    },
};

static const struct pl_wire_field server_data_fields[] = {
    {
        .name = "channel",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_server_data, channel),
        .values = &data_channel_enum,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_server_data, data),
        .max_bytes = 21848,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_server_data, is_text),
        .has = offsetof(struct pl_wire_server_data, has_is_text),
    },
};

static const struct pl_wire_field note_fields[] = {
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_note, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_note, kind),
        .values = &note_kind_enum,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_note, text),
        .max_bytes = 8192,
    },
};

static const struct pl_wire_field query_fields[] = {
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_query, info),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "input",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_query, input),
        .max_bytes = 256,
    },
};

static const struct pl_wire_field chat_mode_fields[] = {
    {
        .name = "mode",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_chat_mode, mode),
        .min = 0,
        .max = 1,
    },
};

static const struct pl_wire_field private_request_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_request, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_field private_answer_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_answer, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "request",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_answer, request),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_answer, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field private_exit_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_exit, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_field call_request_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_request, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_request, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_request, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_request, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field call_answer_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answer, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answer, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answer, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answer, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_answer, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field call_finish_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finish, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finish, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finish, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finish, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_finish, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field user_control_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_control, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_control, code),
        .min = 100,
        .max = 2147483647,
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_control, w),
        .has = offsetof(struct pl_wire_user_control, has_w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_control, l),
        .has = offsetof(struct pl_wire_user_control, has_l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_control, text),
        .has = offsetof(struct pl_wire_user_control, has_text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field object_set_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_set, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_set, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_set, info),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "number",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_set, number),
        .has = offsetof(struct pl_wire_object_set, has_number),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_set, text),
        .has = offsetof(struct pl_wire_object_set, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field object_control_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_control, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_control, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_object_control, code),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "p1",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_control, p1),
        .has = offsetof(struct pl_wire_object_control, has_p1),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p2",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_control, p2),
        .has = offsetof(struct pl_wire_object_control, has_p2),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p3",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_control, p3),
        .has = offsetof(struct pl_wire_object_control, has_p3),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p4",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_control, p4),
        .has = offsetof(struct pl_wire_object_control, has_p4),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_object_control, text),
        .has = offsetof(struct pl_wire_object_control, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field service_hold_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_hold, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_service_hold, on),
    },
};

static const struct pl_wire_field service_ask_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_ask, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_ask, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service_ask, role),
        .values = &service_role_enum,
    },
    {
        .name = "hold",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_service_ask, hold),
        .has = offsetof(struct pl_wire_service_ask, has_hold),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_service_ask, text),
        .has = offsetof(struct pl_wire_service_ask, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field service_answer_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_answer, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_answer, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field service_drop_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_drop, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_drop, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_field service_pass_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_pass, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "queue",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_pass, queue),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_service_pass, text),
        .has = offsetof(struct pl_wire_service_pass, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field service_watch_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_watch, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service_watch, role),
        .values = &service_role_enum,
    },
};

static const struct pl_wire_field service_note_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_note, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_service_note, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field service_intake_fields[] = {
    {
        .name = "fields",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_service_intake, fields),
        .count = offsetof(struct pl_wire_service_intake, fields_count),
        .max_count = 32,
        .object = &service_field_object,
    },
};

static const struct pl_wire_field attach_fields[] = {
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_attach, role),
        .values = &attach_role_enum,
    },
    {
        .name = "secret",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_attach, secret),
        .max_bytes = 128,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_attach, name),
        .max_bytes = 64,
    },
    {
        .name = "sdk",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_attach, sdk),
        .max_bytes = 64,
    },
    {
        .name = "takes",
        .kind = PL_WIRE_KIND_STRINGS,
        .offset = offsetof(struct pl_wire_attach, takes),
        .count = offsetof(struct pl_wire_attach, takes_count),
        .max_bytes = 16,
        .max_count = 16,
    },
    {
        .name = "users",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_attach, users),
        .has = offsetof(struct pl_wire_attach, has_users),
    },
};

static const struct pl_wire_field bs_takes_fields[] = {
    {
        .name = "takes",
        .kind = PL_WIRE_KIND_STRINGS,
        .offset = offsetof(struct pl_wire_bs_takes, takes),
        .count = offsetof(struct pl_wire_bs_takes, takes_count),
        .max_bytes = 16,
        .max_count = 16,
    },
};

static const struct pl_wire_field bs_login_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_login, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_login, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_login, user),
        .has = offsetof(struct pl_wire_bs_login, has_user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "level",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_login, level),
        .has = offsetof(struct pl_wire_bs_login, has_level),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "nick",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_login, nick),
        .has = offsetof(struct pl_wire_bs_login, has_nick),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field bs_allow_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_allow, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_allow, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_send_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_send, user),
        .has = offsetof(struct pl_wire_bs_send, has_user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_send, room),
        .has = offsetof(struct pl_wire_bs_send, has_room),
        .min = -1,
        .max = 2147483647,
    },
    {
        .name = "channel",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_bs_send, channel),
        .values = &server_channel_enum,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_send, data),
        .max_bytes = 21848,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_send, is_text),
        .has = offsetof(struct pl_wire_bs_send, has_is_text),
    },
};

static const struct pl_wire_field bs_control_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_control, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_control, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_control, w),
        .has = offsetof(struct pl_wire_bs_control, has_w),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_control, l),
        .has = offsetof(struct pl_wire_bs_control, has_l),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_control, text),
        .has = offsetof(struct pl_wire_bs_control, has_text),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field bs_set_info_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_set_info, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_set_info, info),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_set_info, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field bs_get_info_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_get_info, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_get_info, info),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_users_fields[] = {
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_users, room),
        .min = -1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_query_fields[] = {
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_query, info),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "input",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_query, input),
        .max_bytes = 256,
    },
};

static const struct pl_wire_field bs_call_fields[] = {
    {
        .name = "event",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_call, event),
        .min = 1,
        .max = 4,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_call, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_call, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_call, flags),
        .has = offsetof(struct pl_wire_bs_call, has_flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_call, param),
        .has = offsetof(struct pl_wire_bs_call, has_param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_call, text),
        .has = offsetof(struct pl_wire_bs_call, has_text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field bs_file_put_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_file_put, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "task",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_file_put, task),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "size",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_put, size),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "sha256",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_file_put, sha256),
        .max_bytes = 64,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_file_put, name),
        .max_bytes = 1024,
    },
    {
        .name = "buffer",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_file_put, buffer),
        .has = offsetof(struct pl_wire_bs_file_put, has_buffer),
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_file_put, is_text),
        .has = offsetof(struct pl_wire_bs_file_put, has_is_text),
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_file_put, w),
        .has = offsetof(struct pl_wire_bs_file_put, has_w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_file_put, l),
        .has = offsetof(struct pl_wire_bs_file_put, has_l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_file_put, flags),
        .has = offsetof(struct pl_wire_bs_file_put, has_flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
};

static const struct pl_wire_field bs_file_data_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_data, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "offset",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_data, offset),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_file_data, data),
        .max_bytes = 87384,
    },
};

static const struct pl_wire_field bs_file_got_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_got, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "offset",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_got, offset),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
};

static const struct pl_wire_field bs_file_close_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_close, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_file_close, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_object_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object, code),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "p1",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object, p1),
        .has = offsetof(struct pl_wire_bs_object, has_p1),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p2",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object, p2),
        .has = offsetof(struct pl_wire_bs_object, has_p2),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p3",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object, p3),
        .has = offsetof(struct pl_wire_bs_object, has_p3),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p4",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object, p4),
        .has = offsetof(struct pl_wire_bs_object, has_p4),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_object_set_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_set, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_set, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_set, info),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "number",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object_set, number),
        .has = offsetof(struct pl_wire_bs_object_set, has_number),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object_set, text),
        .has = offsetof(struct pl_wire_bs_object_set, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field bs_object_get_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_get, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_get, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "info",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_get, info),
        .min = 0,
        .max = 65535,
    },
};

static const struct pl_wire_field bs_object_ids_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_object_ids, type),
        .min = 0,
        .max = 255,
    },
};

static const struct pl_wire_field bs_record_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_record, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_bs_record, on),
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_record, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_record, param),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, text),
        .has = offsetof(struct pl_wire_bs_record, has_text),
        .max_bytes = 4096,
    },
    {
        .name = "server",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, server),
        .has = offsetof(struct pl_wire_bs_record, has_server),
        .min = -1,
        .max = 2147483647,
    },
    {
        .name = "file_type",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, file_type),
        .has = offsetof(struct pl_wire_bs_record, has_file_type),
        .min = 0,
        .max = 4,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, width),
        .has = offsetof(struct pl_wire_bs_record, has_width),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, height),
        .has = offsetof(struct pl_wire_bs_record, has_height),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "video_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, video_bps),
        .has = offsetof(struct pl_wire_bs_record, has_video_bps),
        .min = 0,
        .max = 100000000,
    },
    {
        .name = "audio_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, audio_bps),
        .has = offsetof(struct pl_wire_bs_record, has_audio_bps),
        .min = 0,
        .max = 510000,
    },
    {
        .name = "clip",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, clip),
        .has = offsetof(struct pl_wire_bs_record, has_clip),
        .min = 0,
        .max = 5,
    },
    {
        .name = "undated",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_record, undated),
        .has = offsetof(struct pl_wire_bs_record, has_undated),
    },
};

static const struct pl_wire_field bs_record_tag_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_bs_record_tag, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_record_tag, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field record_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "on",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_record, on),
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record, param),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, text),
        .has = offsetof(struct pl_wire_record, has_text),
        .max_bytes = 4096,
    },
    {
        .name = "file_type",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, file_type),
        .has = offsetof(struct pl_wire_record, has_file_type),
        .min = 0,
        .max = 4,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, width),
        .has = offsetof(struct pl_wire_record, has_width),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, height),
        .has = offsetof(struct pl_wire_record, has_height),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "video_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, video_bps),
        .has = offsetof(struct pl_wire_record, has_video_bps),
        .min = 0,
        .max = 100000000,
    },
    {
        .name = "audio_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, audio_bps),
        .has = offsetof(struct pl_wire_record, has_audio_bps),
        .min = 0,
        .max = 510000,
    },
    {
        .name = "clip",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, clip),
        .has = offsetof(struct pl_wire_record, has_clip),
        .min = 0,
        .max = 5,
    },
    {
        .name = "undated",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_record, undated),
        .has = offsetof(struct pl_wire_record, has_undated),
    },
};

static const struct pl_wire_field record_consent_fields[] = {
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_consent, record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "yes",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_record_consent, yes),
    },
};

static const struct pl_wire_field record_tag_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_tag, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_record_tag, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field record_change_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_change, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_change, text),
        .has = offsetof(struct pl_wire_record_change, has_text),
        .max_bytes = 4096,
    },
    {
        .name = "insert",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_change, insert),
        .has = offsetof(struct pl_wire_record_change, has_insert),
        .max_bytes = 512,
    },
};

static const struct pl_wire_field record_upload_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_upload, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record_upload, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record_upload, param),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, text),
        .has = offsetof(struct pl_wire_record_upload, has_text),
        .max_bytes = 4096,
    },
    {
        .name = "file_type",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, file_type),
        .has = offsetof(struct pl_wire_record_upload, has_file_type),
        .min = 0,
        .max = 4,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, width),
        .has = offsetof(struct pl_wire_record_upload, has_width),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, height),
        .has = offsetof(struct pl_wire_record_upload, has_height),
        .min = 0,
        .max = 4096,
    },
    {
        .name = "video_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, video_bps),
        .has = offsetof(struct pl_wire_record_upload, has_video_bps),
        .min = 0,
        .max = 100000000,
    },
    {
        .name = "audio_bps",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, audio_bps),
        .has = offsetof(struct pl_wire_record_upload, has_audio_bps),
        .min = 0,
        .max = 510000,
    },
    {
        .name = "clip",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, clip),
        .has = offsetof(struct pl_wire_record_upload, has_clip),
        .min = 0,
        .max = 5,
    },
    {
        .name = "undated",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_record_upload, undated),
        .has = offsetof(struct pl_wire_record_upload, has_undated),
    },
    {
        .name = "key",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_record_upload, key),
        .has = offsetof(struct pl_wire_record_upload, has_key),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field library_fields[] = {
    {
        .name = "verb",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_library, verb),
        .values = &library_verb_enum,
    },
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, record),
        .has = offsetof(struct pl_wire_library, has_record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "before",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, before),
        .has = offsetof(struct pl_wire_library, has_before),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "limit",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, limit),
        .has = offsetof(struct pl_wire_library, has_limit),
        .min = 1,
        .max = 50,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, user),
        .has = offsetof(struct pl_wire_library, has_user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, room),
        .has = offsetof(struct pl_wire_library, has_room),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, from),
        .has = offsetof(struct pl_wire_library, has_from),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, to),
        .has = offsetof(struct pl_wire_library, has_to),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "minutes",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, minutes),
        .has = offsetof(struct pl_wire_library, has_minutes),
        .min = 1,
        .max = 525600,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_library, text),
        .has = offsetof(struct pl_wire_library, has_text),
        .max_bytes = 200,
    },
};

static const struct pl_wire_field ack_fields[] = {
    {
        .name = "seq",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ack, seq),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
};

static const struct pl_wire_field welcome_fields[] = {
    {
        .name = "token",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_welcome, token),
        .max_bytes = 64,
    },
    {
        .name = "grace_ms",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_welcome, grace_ms),
        .min = 0,
        .max = 3600000,
    },
    {
        .name = "ping_ms",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_welcome, ping_ms),
        .min = 1000,
        .max = 600000,
    },
    {
        .name = "server",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_welcome, server),
        .max_bytes = 64,
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_welcome, ip),
        .max_bytes = 64,
    },
    {
        .name = "records",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_welcome, records),
        .has = offsetof(struct pl_wire_welcome, has_records),
    },
    {
        .name = "record_uploads",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_welcome, record_uploads),
        .has = offsetof(struct pl_wire_welcome, has_record_uploads),
    },
};

static const struct pl_wire_field resumed_fields[] = {
    {
        .name = "last_id",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_resumed, last_id),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_resumed, ip),
        .has = offsetof(struct pl_wire_resumed, has_ip),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field error_fields[] = {
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_error, code),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "detail",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_error, detail),
        .has = offsetof(struct pl_wire_error, has_detail),
        .max_bytes = 256,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_error, room),
        .has = offsetof(struct pl_wire_error, has_room),
        .min = -1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field logged_in_fields[] = {
    {
        .name = "self",
        .kind = PL_WIRE_KIND_OBJECT,
        .offset = offsetof(struct pl_wire_logged_in, self),
        .object = &user_object,
    },
};

static const struct pl_wire_field entered_fields[] = {
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_entered, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_entered, name),
        .max_bytes = 128,
    },
    {
        .name = "members",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_entered, members),
        .count = offsetof(struct pl_wire_entered, members_count),
        .max_count = 10000,
        .object = &user_object,
    },
    {
        .name = "stun",
        .kind = PL_WIRE_KIND_STRINGS,
        .optional = true,
        .offset = offsetof(struct pl_wire_entered, stun),
        .has = offsetof(struct pl_wire_entered, has_stun),
        .count = offsetof(struct pl_wire_entered, stun_count),
        .max_bytes = 64,
        .max_count = 8,
    },
    {
        .name = "terms",
        .kind = PL_WIRE_KIND_OBJECT,
        .optional = true,
        .offset = offsetof(struct pl_wire_entered, terms),
        .has = offsetof(struct pl_wire_entered, has_terms),
        .object = &media_terms_object,
    },
};

static const struct pl_wire_field pub_answer_fields[] = {
    {
        .name = "sdp",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_pub_answer, sdp),
        .max_bytes = 65536,
    },
};

static const struct pl_wire_field user_entered_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_OBJECT,
        .offset = offsetof(struct pl_wire_user_entered, user),
        .object = &user_object,
    },
};

static const struct pl_wire_field user_left_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_left, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_left, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field text_received_fields[] = {
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_text_received, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_text_received, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "secret",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_text_received, secret),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_text_received, text),
        .max_bytes = 32768,
    },
};

static const struct pl_wire_field user_state_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_state, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "camera",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_state, camera),
        .min = 0,
        .max = 2,
    },
    {
        .name = "mic",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_user_state, mic),
        .min = 0,
        .max = 1,
    },
    {
        .name = "streams",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, streams),
        .has = offsetof(struct pl_wire_user_state, has_streams),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "screens",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, screens),
        .has = offsetof(struct pl_wire_user_state, has_screens),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "width",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, width),
        .has = offsetof(struct pl_wire_user_state, has_width),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "height",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, height),
        .has = offsetof(struct pl_wire_user_state, has_height),
        .min = 1,
        .max = 16384,
    },
    {
        .name = "recording",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, recording),
        .has = offsetof(struct pl_wire_user_state, has_recording),
    },
    {
        .name = "away",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, away),
        .has = offsetof(struct pl_wire_user_state, has_away),
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_user_state, ip),
        .has = offsetof(struct pl_wire_user_state, has_ip),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field sub_offer_fields[] = {
    {
        .name = "version",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_sub_offer, version),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "fresh",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_sub_offer, fresh),
    },
    {
        .name = "sdp",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_sub_offer, sdp),
        .max_bytes = 196608,
    },
    {
        .name = "tracks",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_sub_offer, tracks),
        .count = offsetof(struct pl_wire_sub_offer, tracks_count),
        .max_count = 256,
        .object = &sub_track_object,
    },
};

static const struct pl_wire_field pub_codec_fields[] = {
    {
        .name = "video",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_pub_codec, video),
        .values = &video_codec_enum,
    },
};

static const struct pl_wire_field demand_fields[] = {
    {
        .name = "stream",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_demand, stream),
        .min = 0,
        .max = 15,
    },
    {
        .name = "encodings",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_demand, encodings),
        .min = 0,
        .max = 255,
    },
    {
        .name = "bitrate",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_demand, bitrate),
        .has = offsetof(struct pl_wire_demand, has_bitrate),
        .min = 1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field figures_fields[] = {
    {
        .name = "up",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_figures, up),
        .has = offsetof(struct pl_wire_figures, has_up),
        .min = 0,
        .max = 5,
    },
    {
        .name = "down",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_figures, down),
        .has = offsetof(struct pl_wire_figures, has_down),
        .min = 0,
        .max = 5,
    },
    {
        .name = "up_rtt",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_figures, up_rtt),
        .has = offsetof(struct pl_wire_figures, has_up_rtt),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "down_rtt",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_figures, down_rtt),
        .has = offsetof(struct pl_wire_figures, has_down_rtt),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "estimate",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_figures, estimate),
        .has = offsetof(struct pl_wire_figures, has_estimate),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "streams",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_figures, streams),
        .count = offsetof(struct pl_wire_figures, streams_count),
        .max_count = 128,
        .object = &stream_figures_object,
    },
};

static const struct pl_wire_field speakers_fields[] = {
    {
        .name = "users",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_speakers, users),
        .count = offsetof(struct pl_wire_speakers, users_count),
        .max_count = 5,
        .object = &speaker_object,
    },
};

static const struct pl_wire_field media_failed_fields[] = {
    {
        .name = "peer",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_media_failed, peer),
        .values = &peer_enum,
    },
    {
        .name = "detail",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_media_failed, detail),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field p2p_start_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_start, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "attempt",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_start, attempt),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "offer",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_p2p_start, offer),
    },
};

static const struct pl_wire_field p2p_signalled_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_signalled, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "attempt",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_signalled, attempt),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_p2p_signalled, data),
        .max_bytes = 32768,
    },
};

static const struct pl_wire_field p2p_stop_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_stop, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "attempt",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_stop, attempt),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_p2p_stop, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field buffer_received_fields[] = {
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_buffer_received, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_buffer_received, data),
        .max_bytes = 1368,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_buffer_received, is_text),
        .has = offsetof(struct pl_wire_buffer_received, has_is_text),
    },
};

static const struct pl_wire_field server_data_received_fields[] = {
    {
        .name = "channel",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_server_data_received, channel),
        .values = &data_channel_enum,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_server_data_received, data),
        .max_bytes = 21848,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_server_data_received, is_text),
        .has = offsetof(struct pl_wire_server_data_received, has_is_text),
    },
};

static const struct pl_wire_field note_received_fields[] = {
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_note_received, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "kind",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_note_received, kind),
        .values = &note_kind_enum,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_note_received, text),
        .max_bytes = 8192,
    },
};

static const struct pl_wire_field answer_fields[] = {
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_answer, text),
        .max_bytes = 256,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_OBJECT,
        .optional = true,
        .offset = offsetof(struct pl_wire_answer, user),
        .has = offsetof(struct pl_wire_answer, has_user),
        .object = &user_object,
    },
};

static const struct pl_wire_field chat_mode_changed_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_chat_mode_changed, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "mode",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_chat_mode_changed, mode),
        .min = 0,
        .max = 1,
    },
};

static const struct pl_wire_field private_requested_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_requested, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "request",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_requested, request),
        .min = 1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field private_answered_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_answered, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_answered, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field private_ended_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_ended, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_private_ended, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field call_requested_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_requested, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_requested, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_requested, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_requested, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field call_answered_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answered, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answered, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answered, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_answered, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_answered, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field call_started_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_started, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_started, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_started, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_started, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field call_finished_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finished, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finished, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finished, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_finished, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_call_finished, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field friend_data_fields[] = {
    {
        .name = "reset",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_friend_data, reset),
    },
    {
        .name = "last",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_friend_data, last),
    },
    {
        .name = "groups",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_friend_data, groups),
        .count = offsetof(struct pl_wire_friend_data, groups_count),
        .max_count = 64,
        .object = &friend_group_object,
    },
    {
        .name = "friends",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_friend_data, friends),
        .count = offsetof(struct pl_wire_friend_data, friends_count),
        .max_count = 128,
        .object = &friend_object,
    },
    {
        .name = "infos",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_friend_data, infos),
        .count = offsetof(struct pl_wire_friend_data, infos_count),
        .max_count = 128,
        .object = &user_info_object,
    },
};

static const struct pl_wire_field friend_status_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_friend_status, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "online",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_friend_status, online),
    },
};

static const struct pl_wire_field call_moved_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_moved, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_moved, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_moved, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_call_moved, room),
        .min = 1,
        .max = 2147483647,
    },
};

static const struct pl_wire_field service_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "agent",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service, agent),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "queue",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service, queue),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service, room),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "held",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_service, held),
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service, role),
        .values = &service_role_enum,
    },
    {
        .name = "parties",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_service, parties),
        .count = offsetof(struct pl_wire_service, parties_count),
        .max_count = 8,
        .object = &service_party_object,
    },
    {
        .name = "away",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_service, away),
        .has = offsetof(struct pl_wire_service, has_away),
    },
};

static const struct pl_wire_field service_data_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_data, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "fields",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_service_data, fields),
        .count = offsetof(struct pl_wire_service_data, fields_count),
        .max_count = 32,
        .object = &service_field_object,
    },
    {
        .name = "notes",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_service_data, notes),
        .count = offsetof(struct pl_wire_service_data, notes_count),
        .max_count = 16,
        .object = &service_remark_object,
    },
};

static const struct pl_wire_field service_over_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_over, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_over, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field service_asked_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_asked, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_asked, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "queue",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_asked, queue),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service_asked, role),
        .values = &service_role_enum,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_service_asked, text),
        .has = offsetof(struct pl_wire_service_asked, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field service_answered_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_answered, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_answered, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "role",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_service_answered, role),
        .values = &service_role_enum,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_answered, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field service_withdrawn_fields[] = {
    {
        .name = "client",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_withdrawn, client),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_service_withdrawn, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field objects_fields[] = {
    {
        .name = "gone",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_objects, gone),
        .count = offsetof(struct pl_wire_objects, gone_count),
        .max_count = 256,
        .object = &object_ref_object,
    },
    {
        .name = "values",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_objects, values),
        .count = offsetof(struct pl_wire_objects, values_count),
        .max_count = 512,
        .object = &object_value_object,
    },
    {
        .name = "events",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_objects, events),
        .count = offsetof(struct pl_wire_objects, events_count),
        .max_count = 256,
        .object = &object_event_object,
    },
};

static const struct pl_wire_field file_opened_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_opened, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
};

static const struct pl_wire_field file_offered_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_offered, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_offered, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "task",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_offered, task),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "size",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_offered, size),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_file_offered, name),
        .max_bytes = 1024,
    },
    {
        .name = "buffer",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, buffer),
        .has = offsetof(struct pl_wire_file_offered, has_buffer),
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, is_text),
        .has = offsetof(struct pl_wire_file_offered, has_is_text),
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, w),
        .has = offsetof(struct pl_wire_file_offered, has_w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, l),
        .has = offsetof(struct pl_wire_file_offered, has_l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, flags),
        .has = offsetof(struct pl_wire_file_offered, has_flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "guid",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, guid),
        .has = offsetof(struct pl_wire_file_offered, has_guid),
        .max_bytes = 64,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_file_offered, param),
        .has = offsetof(struct pl_wire_file_offered, has_param),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field file_ended_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_ended, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "sha256",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_file_ended, sha256),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field file_closed_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_file_closed, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "by",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_file_closed, by),
        .values = &file_side_enum,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_file_closed, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "file",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .secret = true,
        .offset = offsetof(struct pl_wire_file_closed, file),
        .has = offsetof(struct pl_wire_file_closed, has_file),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field attached_fields[] = {
    {
        .name = "server",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_attached, server),
        .max_bytes = 64,
    },
    {
        .name = "link",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_attached, link),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "limit_ms",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_attached, limit_ms),
        .min = 0,
        .max = 3600000,
    },
    {
        .name = "users",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_attached, users),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_online_fields[] = {
    {
        .name = "last",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_bs_online, last),
    },
    {
        .name = "users",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_bs_online, users),
        .count = offsetof(struct pl_wire_bs_online, users_count),
        .max_count = 256,
        .object = &bs_user_object,
    },
};

static const struct pl_wire_field bs_ids_fields[] = {
    {
        .name = "ids",
        .kind = PL_WIRE_KIND_LIST,
        .offset = offsetof(struct pl_wire_bs_ids, ids),
        .count = offsetof(struct pl_wire_bs_ids, ids_count),
        .max_count = 65536,
        .object = &bs_id_object,
    },
};

static const struct pl_wire_field bs_text_fields[] = {
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_bs_text, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field ask_login_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_login, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_ask_login, name),
        .max_bytes = 128,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_ask_login, password),
        .max_bytes = 128,
    },
    {
        .name = "ip",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_ask_login, ip),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field ask_enter_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_enter, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_enter, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_enter, room),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_ask_enter, name),
        .max_bytes = 128,
    },
    {
        .name = "password",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_ask_enter, password),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field ask_call_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_call, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_call, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_call, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_call, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_call, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_ask_call, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field on_login_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_OBJECT,
        .offset = offsetof(struct pl_wire_on_login, user),
        .object = &bs_user_object,
    },
};

static const struct pl_wire_field on_logout_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_logout, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_logout, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field on_enter_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_enter, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_enter, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_enter, name),
        .max_bytes = 128,
    },
};

static const struct pl_wire_field on_leave_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_leave, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_leave, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_leave, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field on_text_fields[] = {
    {
        .name = "room",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_text, room),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_text, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_text, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "secret",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_on_text, secret),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_text, text),
        .max_bytes = 32768,
    },
};

static const struct pl_wire_field on_data_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_data, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "channel",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_on_data, channel),
        .values = &server_channel_enum,
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_data, data),
        .max_bytes = 21848,
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_on_data, is_text),
    },
};

static const struct pl_wire_field ask_control_fields[] = {
    {
        .name = "ticket",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_control, ticket),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_control, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_control, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_ask_control, code),
        .min = 100,
        .max = 2147483647,
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_control, w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_ask_control, l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_ask_control, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field on_call_fields[] = {
    {
        .name = "event",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, event),
        .min = 1,
        .max = 4,
    },
    {
        .name = "from",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, from),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "to",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, to),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, flags),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_call, param),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_call, text),
        .max_bytes = 4096,
    },
};

static const struct pl_wire_field bs_file_opened_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_bs_file_opened, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
};

static const struct pl_wire_field on_file_want_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_want, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "offset",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_want, offset),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "count",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_file_want, count),
        .min = 1,
        .max = 65536,
    },
};

static const struct pl_wire_field on_file_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_file, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "task",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_file, task),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "size",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file, size),
        .min = 1,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "name",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_file, name),
        .max_bytes = 1024,
    },
    {
        .name = "buffer",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_on_file, buffer),
    },
    {
        .name = "is_text",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_on_file, is_text),
    },
    {
        .name = "w",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file, w),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "l",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file, l),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
};

static const struct pl_wire_field on_file_data_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_data, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "offset",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_data, offset),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
    {
        .name = "data",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_file_data, data),
        .max_bytes = 87384,
    },
};

static const struct pl_wire_field on_file_end_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_end, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "sha256",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_file_end, sha256),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field on_file_closed_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_file_closed, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_file_closed, code),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field bs_object_value_fields[] = {
    {
        .name = "number",
        .kind = PL_WIRE_KIND_INT32,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object_value, number),
        .has = offsetof(struct pl_wire_bs_object_value, has_number),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_bs_object_value, text),
        .has = offsetof(struct pl_wire_bs_object_value, has_text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field on_object_fields[] = {
    {
        .name = "type",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, type),
        .min = 0,
        .max = 255,
    },
    {
        .name = "object",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, object),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "event",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, event),
        .min = 0,
        .max = 65535,
    },
    {
        .name = "p1",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, p1),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p2",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, p2),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p3",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, p3),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "p4",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_object, p4),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_object, text),
        .max_bytes = 1024,
    },
};

static const struct pl_wire_field on_record_fields[] = {
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_record, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "file",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_record, file),
        .max_bytes = 1024,
    },
    {
        .name = "seconds",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_record, seconds),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_record, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_on_record, param),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_on_record, text),
        .max_bytes = 4096,
    },
    {
        .name = "server",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_on_record, server),
        .min = 0,
        .max = 2147483647,
    },
};

static const struct pl_wire_field library_answer_fields[] = {
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_library_answer, text),
        .max_bytes = 524288,
    },
    {
        .name = "keeper",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_library_answer, keeper),
    },
};

static const struct pl_wire_field recording_fields[] = {
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recording, record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "state",
        .kind = PL_WIRE_KIND_ENUM,
        .offset = offsetof(struct pl_wire_recording, state),
        .values = &record_state_enum,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recording, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "by",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recording, by),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_recording, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "consent",
        .kind = PL_WIRE_KIND_BOOL,
        .optional = true,
        .offset = offsetof(struct pl_wire_recording, consent),
        .has = offsetof(struct pl_wire_recording, has_consent),
    },
};

static const struct pl_wire_field record_uploading_fields[] = {
    {
        .name = "transfer",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record_uploading, transfer),
        .min = 1,
        .max = INT64_C(4294967295),
    },
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_uploading, record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "key",
        .kind = PL_WIRE_KIND_STRING,
        .secret = true,
        .offset = offsetof(struct pl_wire_record_uploading, key),
        .max_bytes = 64,
    },
};

static const struct pl_wire_field record_converting_fields[] = {
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_record_converting, record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "ms",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_record_converting, ms),
        .min = 0,
        .max = INT64_C(9007199254740991),
    },
};

static const struct pl_wire_field recorded_fields[] = {
    {
        .name = "record",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recorded, record),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "user",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recorded, user),
        .min = INT64_C(-2147483648),
        .max = 2147483647,
    },
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recorded, code),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "file",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_recorded, file),
        .max_bytes = 1024,
    },
    {
        .name = "url",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_recorded, url),
        .max_bytes = 2048,
    },
    {
        .name = "seconds",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_recorded, seconds),
        .min = 0,
        .max = 2147483647,
    },
    {
        .name = "flags",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_recorded, flags),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "param",
        .kind = PL_WIRE_KIND_INT64,
        .offset = offsetof(struct pl_wire_recorded, param),
        .min = INT64_C(-2147483648),
        .max = INT64_C(4294967295),
    },
    {
        .name = "text",
        .kind = PL_WIRE_KIND_STRING,
        .offset = offsetof(struct pl_wire_recorded, text),
        .max_bytes = 4096,
    },
    {
        .name = "md5",
        .kind = PL_WIRE_KIND_STRING,
        .optional = true,
        .offset = offsetof(struct pl_wire_recorded, md5),
        .has = offsetof(struct pl_wire_recorded, has_md5),
        .max_bytes = 32,
    },
};

static const struct pl_wire_field closing_fields[] = {
    {
        .name = "code",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_closing, code),
        .min = 1,
        .max = 2147483647,
    },
    {
        .name = "reconnect",
        .kind = PL_WIRE_KIND_BOOL,
        .offset = offsetof(struct pl_wire_closing, reconnect),
    },
};

static const struct pl_wire_field draining_fields[] = {
    {
        .name = "deadline_ms",
        .kind = PL_WIRE_KIND_INT32,
        .offset = offsetof(struct pl_wire_draining, deadline_ms),
        .min = 0,
        .max = 3600000,
    },
};

const struct pl_wire_desc pl_wire_descs[PL_WIRE_TYPE_COUNT] = {
    [PL_WIRE_HELLO] =
        {
            .name = "hello",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_LINK,
            .reply = PL_WIRE_WELCOME,
            .numbered = true,
            .body =
                {
                    .name = "hello",
                    .fields = hello_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_hello),
                },
        },
    [PL_WIRE_RESUME] =
        {
            .name = "resume",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_LINK,
            .reply = PL_WIRE_RESUMED,
            .numbered = true,
            .body =
                {
                    .name = "resume",
                    .fields = resume_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_resume),
                },
        },
    [PL_WIRE_LOGIN] =
        {
            .name = "login",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_LOGGED_IN,
            .numbered = true,
            .body =
                {
                    .name = "login",
                    .fields = login_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_login),
                },
        },
    [PL_WIRE_LOGIN_SIGNED] =
        {
            .name = "login_signed",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_LOGGED_IN,
            .numbered = true,
            .body =
                {
                    .name = "login_signed",
                    .fields = login_signed_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_login_signed),
                },
        },
    [PL_WIRE_LOGIN_TOKEN] =
        {
            .name = "login_token",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_LOGGED_IN,
            .numbered = true,
            .body =
                {
                    .name = "login_token",
                    .fields = login_token_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_login_token),
                },
        },
    [PL_WIRE_LOGOUT] =
        {
            .name = "logout",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "logout",
                },
        },
    [PL_WIRE_ENTER] =
        {
            .name = "enter",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_ENTERED,
            .numbered = true,
            .body =
                {
                    .name = "enter",
                    .fields = enter_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_enter),
                },
        },
    [PL_WIRE_ENTER_NAME] =
        {
            .name = "enter_name",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_ENTERED,
            .numbered = true,
            .body =
                {
                    .name = "enter_name",
                    .fields = enter_name_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_enter_name),
                },
        },
    [PL_WIRE_LEAVE] =
        {
            .name = "leave",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "leave",
                    .fields = leave_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_leave),
                },
        },
    [PL_WIRE_TEXT] =
        {
            .name = "text",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "text",
                    .fields = text_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_text),
                },
        },
    [PL_WIRE_STATE] =
        {
            .name = "state",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "state",
                    .fields = state_fields,
                    .fields_count = 8,
                    .size = sizeof(struct pl_wire_state),
                },
        },
    [PL_WIRE_WATCH] =
        {
            .name = "watch",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "watch",
                    .fields = watch_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_watch),
                },
        },
    [PL_WIRE_VIEW] =
        {
            .name = "view",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "view",
                    .fields = view_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_view),
                },
        },
    [PL_WIRE_PUB_OFFER] =
        {
            .name = "pub_offer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_PUB_ANSWER,
            .numbered = true,
            .body =
                {
                    .name = "pub_offer",
                    .fields = pub_offer_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_pub_offer),
                },
        },
    [PL_WIRE_SUB_ANSWER] =
        {
            .name = "sub_answer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "sub_answer",
                    .fields = sub_answer_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_sub_answer),
                },
        },
    [PL_WIRE_TELL_FIGURES] =
        {
            .name = "tell_figures",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "tell_figures",
                    .fields = tell_figures_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_tell_figures),
                },
        },
    [PL_WIRE_MEDIA_RESTART] =
        {
            .name = "media_restart",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "media_restart",
                    .fields = media_restart_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_media_restart),
                },
        },
    [PL_WIRE_FILE_OFFER] =
        {
            .name = "file_offer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_FILE_OPENED,
            .numbered = true,
            .body =
                {
                    .name = "file_offer",
                    .fields = file_offer_fields,
                    .fields_count = 11,
                    .size = sizeof(struct pl_wire_file_offer),
                },
        },
    [PL_WIRE_FILE_GET] =
        {
            .name = "file_get",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_FILE_OPENED,
            .numbered = true,
            .body =
                {
                    .name = "file_get",
                    .fields = file_get_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_file_get),
                },
        },
    [PL_WIRE_FILE_END] =
        {
            .name = "file_end",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "file_end",
                    .fields = file_end_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_file_end),
                },
        },
    [PL_WIRE_FILE_CLOSE] =
        {
            .name = "file_close",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "file_close",
                    .fields = file_close_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_file_close),
                },
        },
    [PL_WIRE_P2P_POLICY] =
        {
            .name = "p2p_policy",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "p2p_policy",
                    .fields = p2p_policy_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_p2p_policy),
                },
        },
    [PL_WIRE_P2P_CONNECT] =
        {
            .name = "p2p_connect",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "p2p_connect",
                    .fields = p2p_connect_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_p2p_connect),
                },
        },
    [PL_WIRE_P2P_SIGNAL] =
        {
            .name = "p2p_signal",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "p2p_signal",
                    .fields = p2p_signal_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_p2p_signal),
                },
        },
    [PL_WIRE_P2P_STATE] =
        {
            .name = "p2p_state",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "p2p_state",
                    .fields = p2p_state_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_p2p_state),
                },
        },
    [PL_WIRE_BUFFER] =
        {
            .name = "buffer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "buffer",
                    .fields = buffer_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_buffer),
                },
        },
    [PL_WIRE_SERVER_DATA] =
        {
            .name = "server_data",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "server_data",
                    .fields = server_data_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_server_data),
                },
        },
    [PL_WIRE_NOTE] =
        {
            .name = "note",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "note",
                    .fields = note_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_note),
                },
        },
    [PL_WIRE_QUERY] =
        {
            .name = "query",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_ANSWER,
            .numbered = true,
            .body =
                {
                    .name = "query",
                    .fields = query_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_query),
                },
        },
    [PL_WIRE_CHAT_MODE] =
        {
            .name = "chat_mode",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "chat_mode",
                    .fields = chat_mode_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_chat_mode),
                },
        },
    [PL_WIRE_PRIVATE_REQUEST] =
        {
            .name = "private_request",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "private_request",
                    .fields = private_request_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_private_request),
                },
        },
    [PL_WIRE_PRIVATE_ANSWER] =
        {
            .name = "private_answer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "private_answer",
                    .fields = private_answer_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_private_answer),
                },
        },
    [PL_WIRE_PRIVATE_EXIT] =
        {
            .name = "private_exit",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "private_exit",
                    .fields = private_exit_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_private_exit),
                },
        },
    [PL_WIRE_CALL_REQUEST] =
        {
            .name = "call_request",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "call_request",
                    .fields = call_request_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_call_request),
                },
        },
    [PL_WIRE_CALL_ANSWER] =
        {
            .name = "call_answer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "call_answer",
                    .fields = call_answer_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_call_answer),
                },
        },
    [PL_WIRE_CALL_FINISH] =
        {
            .name = "call_finish",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "call_finish",
                    .fields = call_finish_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_call_finish),
                },
        },
    [PL_WIRE_USER_CONTROL] =
        {
            .name = "user_control",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "user_control",
                    .fields = user_control_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_user_control),
                },
        },
    [PL_WIRE_OBJECT_SET] =
        {
            .name = "object_set",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "object_set",
                    .fields = object_set_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_object_set),
                },
        },
    [PL_WIRE_OBJECT_CONTROL] =
        {
            .name = "object_control",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "object_control",
                    .fields = object_control_fields,
                    .fields_count = 8,
                    .size = sizeof(struct pl_wire_object_control),
                },
        },
    [PL_WIRE_SERVICE_HOLD] =
        {
            .name = "service_hold",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_hold",
                    .fields = service_hold_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_hold),
                },
        },
    [PL_WIRE_SERVICE_ASK] =
        {
            .name = "service_ask",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_ask",
                    .fields = service_ask_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_service_ask),
                },
        },
    [PL_WIRE_SERVICE_ANSWER] =
        {
            .name = "service_answer",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_answer",
                    .fields = service_answer_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_answer),
                },
        },
    [PL_WIRE_SERVICE_DROP] =
        {
            .name = "service_drop",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_drop",
                    .fields = service_drop_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_drop),
                },
        },
    [PL_WIRE_SERVICE_PASS] =
        {
            .name = "service_pass",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_pass",
                    .fields = service_pass_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_service_pass),
                },
        },
    [PL_WIRE_SERVICE_WATCH] =
        {
            .name = "service_watch",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_watch",
                    .fields = service_watch_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_watch),
                },
        },
    [PL_WIRE_SERVICE_NOTE] =
        {
            .name = "service_note",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_note",
                    .fields = service_note_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_note),
                },
        },
    [PL_WIRE_SERVICE_INTAKE] =
        {
            .name = "service_intake",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "service_intake",
                    .fields = service_intake_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_service_intake),
                },
        },
    [PL_WIRE_ATTACH] =
        {
            .name = "attach",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_LINK,
            .reply = PL_WIRE_ATTACHED,
            .numbered = true,
            .body =
                {
                    .name = "attach",
                    .fields = attach_fields,
                    .fields_count = 6,
                    .size = sizeof(struct pl_wire_attach),
                },
        },
    [PL_WIRE_BS_TAKES] =
        {
            .name = "bs_takes",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_takes",
                    .fields = bs_takes_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_takes),
                },
        },
    [PL_WIRE_BS_LOGIN] =
        {
            .name = "bs_login",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .body =
                {
                    .name = "bs_login",
                    .fields = bs_login_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_bs_login),
                },
        },
    [PL_WIRE_BS_ALLOW] =
        {
            .name = "bs_allow",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .body =
                {
                    .name = "bs_allow",
                    .fields = bs_allow_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_allow),
                },
        },
    [PL_WIRE_BS_SEND] =
        {
            .name = "bs_send",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_send",
                    .fields = bs_send_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_bs_send),
                },
        },
    [PL_WIRE_BS_CONTROL] =
        {
            .name = "bs_control",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_control",
                    .fields = bs_control_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_bs_control),
                },
        },
    [PL_WIRE_BS_SET_INFO] =
        {
            .name = "bs_set_info",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_set_info",
                    .fields = bs_set_info_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_bs_set_info),
                },
        },
    [PL_WIRE_BS_GET_INFO] =
        {
            .name = "bs_get_info",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_TEXT,
            .numbered = true,
            .body =
                {
                    .name = "bs_get_info",
                    .fields = bs_get_info_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_get_info),
                },
        },
    [PL_WIRE_BS_USERS] =
        {
            .name = "bs_users",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_IDS,
            .numbered = true,
            .body =
                {
                    .name = "bs_users",
                    .fields = bs_users_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_users),
                },
        },
    [PL_WIRE_BS_ROOMS] =
        {
            .name = "bs_rooms",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_IDS,
            .numbered = true,
            .body =
                {
                    .name = "bs_rooms",
                },
        },
    [PL_WIRE_BS_QUERY] =
        {
            .name = "bs_query",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_TEXT,
            .numbered = true,
            .body =
                {
                    .name = "bs_query",
                    .fields = bs_query_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_query),
                },
        },
    [PL_WIRE_BS_CALL] =
        {
            .name = "bs_call",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_call",
                    .fields = bs_call_fields,
                    .fields_count = 6,
                    .size = sizeof(struct pl_wire_bs_call),
                },
        },
    [PL_WIRE_BS_FILE_PUT] =
        {
            .name = "bs_file_put",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_FILE_OPENED,
            .numbered = true,
            .body =
                {
                    .name = "bs_file_put",
                    .fields = bs_file_put_fields,
                    .fields_count = 10,
                    .size = sizeof(struct pl_wire_bs_file_put),
                },
        },
    [PL_WIRE_BS_FILE_DATA] =
        {
            .name = "bs_file_data",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .body =
                {
                    .name = "bs_file_data",
                    .fields = bs_file_data_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_bs_file_data),
                },
        },
    [PL_WIRE_BS_FILE_GOT] =
        {
            .name = "bs_file_got",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .body =
                {
                    .name = "bs_file_got",
                    .fields = bs_file_got_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_file_got),
                },
        },
    [PL_WIRE_BS_FILE_CLOSE] =
        {
            .name = "bs_file_close",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .body =
                {
                    .name = "bs_file_close",
                    .fields = bs_file_close_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_file_close),
                },
        },
    [PL_WIRE_BS_OBJECT] =
        {
            .name = "bs_object",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_object",
                    .fields = bs_object_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_bs_object),
                },
        },
    [PL_WIRE_BS_OBJECT_SET] =
        {
            .name = "bs_object_set",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_object_set",
                    .fields = bs_object_set_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_bs_object_set),
                },
        },
    [PL_WIRE_BS_OBJECT_GET] =
        {
            .name = "bs_object_get",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_OBJECT_VALUE,
            .numbered = true,
            .body =
                {
                    .name = "bs_object_get",
                    .fields = bs_object_get_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_bs_object_get),
                },
        },
    [PL_WIRE_BS_OBJECT_IDS] =
        {
            .name = "bs_object_ids",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_BS_IDS,
            .numbered = true,
            .body =
                {
                    .name = "bs_object_ids",
                    .fields = bs_object_ids_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_object_ids),
                },
        },
    [PL_WIRE_BS_RECORD] =
        {
            .name = "bs_record",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_record",
                    .fields = bs_record_fields,
                    .fields_count = 13,
                    .size = sizeof(struct pl_wire_bs_record),
                },
        },
    [PL_WIRE_BS_RECORD_TAG] =
        {
            .name = "bs_record_tag",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_BUSINESS,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "bs_record_tag",
                    .fields = bs_record_tag_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_record_tag),
                },
        },
    [PL_WIRE_RECORD] =
        {
            .name = "record",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "record",
                    .fields = record_fields,
                    .fields_count = 12,
                    .size = sizeof(struct pl_wire_record),
                },
        },
    [PL_WIRE_RECORD_CONSENT] =
        {
            .name = "record_consent",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "record_consent",
                    .fields = record_consent_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_record_consent),
                },
        },
    [PL_WIRE_RECORD_TAG] =
        {
            .name = "record_tag",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "record_tag",
                    .fields = record_tag_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_record_tag),
                },
        },
    [PL_WIRE_RECORD_CHANGE] =
        {
            .name = "record_change",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_DONE,
            .numbered = true,
            .body =
                {
                    .name = "record_change",
                    .fields = record_change_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_record_change),
                },
        },
    [PL_WIRE_RECORD_UPLOAD] =
        {
            .name = "record_upload",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_FILE_OPENED,
            .numbered = true,
            .body =
                {
                    .name = "record_upload",
                    .fields = record_upload_fields,
                    .fields_count = 12,
                    .size = sizeof(struct pl_wire_record_upload),
                },
        },
    [PL_WIRE_LIBRARY] =
        {
            .name = "library",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_USER,
            .reply = PL_WIRE_LIBRARY_ANSWER,
            .numbered = true,
            .body =
                {
                    .name = "library",
                    .fields = library_fields,
                    .fields_count = 10,
                    .size = sizeof(struct pl_wire_library),
                },
        },
    [PL_WIRE_ACK] =
        {
            .name = "ack",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .body =
                {
                    .name = "ack",
                    .fields = ack_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_ack),
                },
        },
    [PL_WIRE_PING] =
        {
            .name = "ping",
            .dir = PL_WIRE_FROM_CLIENT,
            .needs = PL_WIRE_NEEDS_SESSION,
            .reply = PL_WIRE_PONG,
            .body =
                {
                    .name = "ping",
                },
        },
    [PL_WIRE_WELCOME] =
        {
            .name = "welcome",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "welcome",
                    .fields = welcome_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_welcome),
                },
        },
    [PL_WIRE_RESUMED] =
        {
            .name = "resumed",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "resumed",
                    .fields = resumed_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_resumed),
                },
        },
    [PL_WIRE_PONG] =
        {
            .name = "pong",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "pong",
                },
        },
    [PL_WIRE_DONE] =
        {
            .name = "done",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "done",
                },
        },
    [PL_WIRE_ERROR] =
        {
            .name = "error",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "error",
                    .fields = error_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_error),
                },
        },
    [PL_WIRE_LOGGED_IN] =
        {
            .name = "logged_in",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "logged_in",
                    .fields = logged_in_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_logged_in),
                },
        },
    [PL_WIRE_ENTERED] =
        {
            .name = "entered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "entered",
                    .fields = entered_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_entered),
                },
        },
    [PL_WIRE_PUB_ANSWER] =
        {
            .name = "pub_answer",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "pub_answer",
                    .fields = pub_answer_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_pub_answer),
                },
        },
    [PL_WIRE_USER_ENTERED] =
        {
            .name = "user_entered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "user_entered",
                    .fields = user_entered_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_user_entered),
                },
        },
    [PL_WIRE_USER_LEFT] =
        {
            .name = "user_left",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "user_left",
                    .fields = user_left_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_user_left),
                },
        },
    [PL_WIRE_TEXT_RECEIVED] =
        {
            .name = "text_received",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "text_received",
                    .fields = text_received_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_text_received),
                },
        },
    [PL_WIRE_USER_STATE] =
        {
            .name = "user_state",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "user_state",
                    .fields = user_state_fields,
                    .fields_count = 10,
                    .size = sizeof(struct pl_wire_user_state),
                },
        },
    [PL_WIRE_SUB_OFFER] =
        {
            .name = "sub_offer",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "sub_offer",
                    .fields = sub_offer_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_sub_offer),
                },
        },
    [PL_WIRE_PUB_CODEC] =
        {
            .name = "pub_codec",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "pub_codec",
                    .fields = pub_codec_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_pub_codec),
                },
        },
    [PL_WIRE_DEMAND] =
        {
            .name = "demand",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "demand",
                    .fields = demand_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_demand),
                },
        },
    [PL_WIRE_FIGURES] =
        {
            .name = "figures",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "figures",
                    .fields = figures_fields,
                    .fields_count = 6,
                    .size = sizeof(struct pl_wire_figures),
                },
        },
    [PL_WIRE_SPEAKERS] =
        {
            .name = "speakers",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "speakers",
                    .fields = speakers_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_speakers),
                },
        },
    [PL_WIRE_MEDIA_FAILED] =
        {
            .name = "media_failed",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "media_failed",
                    .fields = media_failed_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_media_failed),
                },
        },
    [PL_WIRE_P2P_START] =
        {
            .name = "p2p_start",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "p2p_start",
                    .fields = p2p_start_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_p2p_start),
                },
        },
    [PL_WIRE_P2P_SIGNALLED] =
        {
            .name = "p2p_signalled",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "p2p_signalled",
                    .fields = p2p_signalled_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_p2p_signalled),
                },
        },
    [PL_WIRE_P2P_STOP] =
        {
            .name = "p2p_stop",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "p2p_stop",
                    .fields = p2p_stop_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_p2p_stop),
                },
        },
    [PL_WIRE_BUFFER_RECEIVED] =
        {
            .name = "buffer_received",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "buffer_received",
                    .fields = buffer_received_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_buffer_received),
                },
        },
    [PL_WIRE_SERVER_DATA_RECEIVED] =
        {
            .name = "server_data_received",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "server_data_received",
                    .fields = server_data_received_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_server_data_received),
                },
        },
    [PL_WIRE_NOTE_RECEIVED] =
        {
            .name = "note_received",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "note_received",
                    .fields = note_received_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_note_received),
                },
        },
    [PL_WIRE_ANSWER] =
        {
            .name = "answer",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "answer",
                    .fields = answer_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_answer),
                },
        },
    [PL_WIRE_CHAT_MODE_CHANGED] =
        {
            .name = "chat_mode_changed",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "chat_mode_changed",
                    .fields = chat_mode_changed_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_chat_mode_changed),
                },
        },
    [PL_WIRE_PRIVATE_REQUESTED] =
        {
            .name = "private_requested",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "private_requested",
                    .fields = private_requested_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_private_requested),
                },
        },
    [PL_WIRE_PRIVATE_ANSWERED] =
        {
            .name = "private_answered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "private_answered",
                    .fields = private_answered_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_private_answered),
                },
        },
    [PL_WIRE_PRIVATE_ENDED] =
        {
            .name = "private_ended",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "private_ended",
                    .fields = private_ended_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_private_ended),
                },
        },
    [PL_WIRE_CALL_REQUESTED] =
        {
            .name = "call_requested",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "call_requested",
                    .fields = call_requested_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_call_requested),
                },
        },
    [PL_WIRE_CALL_ANSWERED] =
        {
            .name = "call_answered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "call_answered",
                    .fields = call_answered_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_call_answered),
                },
        },
    [PL_WIRE_CALL_STARTED] =
        {
            .name = "call_started",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "call_started",
                    .fields = call_started_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_call_started),
                },
        },
    [PL_WIRE_CALL_FINISHED] =
        {
            .name = "call_finished",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "call_finished",
                    .fields = call_finished_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_call_finished),
                },
        },
    [PL_WIRE_FRIEND_DATA] =
        {
            .name = "friend_data",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "friend_data",
                    .fields = friend_data_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_friend_data),
                },
        },
    [PL_WIRE_FRIEND_STATUS] =
        {
            .name = "friend_status",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "friend_status",
                    .fields = friend_status_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_friend_status),
                },
        },
    [PL_WIRE_CALL_MOVED] =
        {
            .name = "call_moved",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "call_moved",
                    .fields = call_moved_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_call_moved),
                },
        },
    [PL_WIRE_SERVICE] =
        {
            .name = "service",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service",
                    .fields = service_fields,
                    .fields_count = 8,
                    .size = sizeof(struct pl_wire_service),
                },
        },
    [PL_WIRE_SERVICE_DATA] =
        {
            .name = "service_data",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service_data",
                    .fields = service_data_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_service_data),
                },
        },
    [PL_WIRE_SERVICE_OVER] =
        {
            .name = "service_over",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service_over",
                    .fields = service_over_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_over),
                },
        },
    [PL_WIRE_SERVICE_ASKED] =
        {
            .name = "service_asked",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service_asked",
                    .fields = service_asked_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_service_asked),
                },
        },
    [PL_WIRE_SERVICE_ANSWERED] =
        {
            .name = "service_answered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service_answered",
                    .fields = service_answered_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_service_answered),
                },
        },
    [PL_WIRE_SERVICE_WITHDRAWN] =
        {
            .name = "service_withdrawn",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "service_withdrawn",
                    .fields = service_withdrawn_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_service_withdrawn),
                },
        },
    [PL_WIRE_OBJECTS] =
        {
            .name = "objects",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "objects",
                    .fields = objects_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_objects),
                },
        },
    [PL_WIRE_FILE_OPENED] =
        {
            .name = "file_opened",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "file_opened",
                    .fields = file_opened_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_file_opened),
                },
        },
    [PL_WIRE_FILE_OFFERED] =
        {
            .name = "file_offered",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "file_offered",
                    .fields = file_offered_fields,
                    .fields_count = 12,
                    .size = sizeof(struct pl_wire_file_offered),
                },
        },
    [PL_WIRE_FILE_ENDED] =
        {
            .name = "file_ended",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "file_ended",
                    .fields = file_ended_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_file_ended),
                },
        },
    [PL_WIRE_FILE_CLOSED] =
        {
            .name = "file_closed",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "file_closed",
                    .fields = file_closed_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_file_closed),
                },
        },
    [PL_WIRE_ATTACHED] =
        {
            .name = "attached",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "attached",
                    .fields = attached_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_attached),
                },
        },
    [PL_WIRE_BS_ONLINE] =
        {
            .name = "bs_online",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "bs_online",
                    .fields = bs_online_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_online),
                },
        },
    [PL_WIRE_BS_IDS] =
        {
            .name = "bs_ids",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "bs_ids",
                    .fields = bs_ids_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_ids),
                },
        },
    [PL_WIRE_BS_TEXT] =
        {
            .name = "bs_text",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "bs_text",
                    .fields = bs_text_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_text),
                },
        },
    [PL_WIRE_ASK_LOGIN] =
        {
            .name = "ask_login",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "ask_login",
                    .fields = ask_login_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_ask_login),
                },
        },
    [PL_WIRE_ASK_ENTER] =
        {
            .name = "ask_enter",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "ask_enter",
                    .fields = ask_enter_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_ask_enter),
                },
        },
    [PL_WIRE_ASK_CALL] =
        {
            .name = "ask_call",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "ask_call",
                    .fields = ask_call_fields,
                    .fields_count = 6,
                    .size = sizeof(struct pl_wire_ask_call),
                },
        },
    [PL_WIRE_ON_LOGIN] =
        {
            .name = "on_login",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_login",
                    .fields = on_login_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_on_login),
                },
        },
    [PL_WIRE_ON_LOGOUT] =
        {
            .name = "on_logout",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_logout",
                    .fields = on_logout_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_on_logout),
                },
        },
    [PL_WIRE_ON_ENTER] =
        {
            .name = "on_enter",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_enter",
                    .fields = on_enter_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_on_enter),
                },
        },
    [PL_WIRE_ON_LEAVE] =
        {
            .name = "on_leave",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_leave",
                    .fields = on_leave_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_on_leave),
                },
        },
    [PL_WIRE_ON_TEXT] =
        {
            .name = "on_text",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_text",
                    .fields = on_text_fields,
                    .fields_count = 5,
                    .size = sizeof(struct pl_wire_on_text),
                },
        },
    [PL_WIRE_ON_DATA] =
        {
            .name = "on_data",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_data",
                    .fields = on_data_fields,
                    .fields_count = 4,
                    .size = sizeof(struct pl_wire_on_data),
                },
        },
    [PL_WIRE_ASK_CONTROL] =
        {
            .name = "ask_control",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "ask_control",
                    .fields = ask_control_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_ask_control),
                },
        },
    [PL_WIRE_ON_CALL] =
        {
            .name = "on_call",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_call",
                    .fields = on_call_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_on_call),
                },
        },
    [PL_WIRE_BS_FILE_OPENED] =
        {
            .name = "bs_file_opened",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "bs_file_opened",
                    .fields = bs_file_opened_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_bs_file_opened),
                },
        },
    [PL_WIRE_ON_FILE_WANT] =
        {
            .name = "on_file_want",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_file_want",
                    .fields = on_file_want_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_on_file_want),
                },
        },
    [PL_WIRE_ON_FILE] =
        {
            .name = "on_file",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_file",
                    .fields = on_file_fields,
                    .fields_count = 9,
                    .size = sizeof(struct pl_wire_on_file),
                },
        },
    [PL_WIRE_ON_FILE_DATA] =
        {
            .name = "on_file_data",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_file_data",
                    .fields = on_file_data_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_on_file_data),
                },
        },
    [PL_WIRE_ON_FILE_END] =
        {
            .name = "on_file_end",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_file_end",
                    .fields = on_file_end_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_on_file_end),
                },
        },
    [PL_WIRE_ON_FILE_CLOSED] =
        {
            .name = "on_file_closed",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_file_closed",
                    .fields = on_file_closed_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_on_file_closed),
                },
        },
    [PL_WIRE_BS_OBJECT_VALUE] =
        {
            .name = "bs_object_value",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "bs_object_value",
                    .fields = bs_object_value_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_bs_object_value),
                },
        },
    [PL_WIRE_ON_OBJECT] =
        {
            .name = "on_object",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_object",
                    .fields = on_object_fields,
                    .fields_count = 8,
                    .size = sizeof(struct pl_wire_on_object),
                },
        },
    [PL_WIRE_ON_RECORD] =
        {
            .name = "on_record",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "on_record",
                    .fields = on_record_fields,
                    .fields_count = 7,
                    .size = sizeof(struct pl_wire_on_record),
                },
        },
    [PL_WIRE_LIBRARY_ANSWER] =
        {
            .name = "library_answer",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "library_answer",
                    .fields = library_answer_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_library_answer),
                },
        },
    [PL_WIRE_RECORDING] =
        {
            .name = "recording",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "recording",
                    .fields = recording_fields,
                    .fields_count = 6,
                    .size = sizeof(struct pl_wire_recording),
                },
        },
    [PL_WIRE_RECORD_UPLOADING] =
        {
            .name = "record_uploading",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "record_uploading",
                    .fields = record_uploading_fields,
                    .fields_count = 3,
                    .size = sizeof(struct pl_wire_record_uploading),
                },
        },
    [PL_WIRE_RECORD_CONVERTING] =
        {
            .name = "record_converting",
            .dir = PL_WIRE_FROM_SERVER,
            .body =
                {
                    .name = "record_converting",
                    .fields = record_converting_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_record_converting),
                },
        },
    [PL_WIRE_RECORDED] =
        {
            .name = "recorded",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "recorded",
                    .fields = recorded_fields,
                    .fields_count = 10,
                    .size = sizeof(struct pl_wire_recorded),
                },
        },
    [PL_WIRE_CLOSING] =
        {
            .name = "closing",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "closing",
                    .fields = closing_fields,
                    .fields_count = 2,
                    .size = sizeof(struct pl_wire_closing),
                },
        },
    [PL_WIRE_DRAINING] =
        {
            .name = "draining",
            .dir = PL_WIRE_FROM_SERVER,
            .numbered = true,
            .body =
                {
                    .name = "draining",
                    .fields = draining_fields,
                    .fields_count = 1,
                    .size = sizeof(struct pl_wire_draining),
                },
        },
};
