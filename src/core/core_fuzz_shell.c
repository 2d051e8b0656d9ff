/* SPDX-License-Identifier: Apache-2.0 */
/* What comes from the shell: rulings, media, business servers, recorders, stores. */
#include "core/core_fuzz.h"

void fuzz_answer(struct world *w, uint32_t ticket)
{
    static const int codes[] = {0, 0, 0, PL_RULING_NOBODY, 4711, 200, -5};
    struct pl_event e = {.type = PL_EVENT_ANSWER};
    struct pl_ruling *r = &e.answer;
    r->ticket = ticket;
    r->code = codes[fuzz_die(w, 7)];
    r->login.user = fuzz_die(w, 2) ? (int32_t)fuzz_die(w, 5) : 0;
    r->login.guest = fuzz_die(w, 2);
    r->login.name = pl_bytes_str(fuzz_die(w, 2) ? "nick" : "");
    r->login.identity = pl_bytes_str(fuzz_die(w, 2) ? "app:x" : "");
    r->login.string_id = r->login.identity;
    r->login.until = fuzz_die(w, 4) ? 0 : w->now + PL_SEC(1);
    r->login.room_count = fuzz_die(w, 3);
    r->login.rooms[0] = 1;
    r->login.rooms[1] = 2;
    fuzz_step(w, &e);
}

/* The shell's recorder comes and goes; its files begin and end, asked for or not. */
static void recorder(struct world *w)
{
    struct pl_event e = {.type = PL_EVENT_RECORDER};
    int32_t user = (int32_t)fuzz_die(w, 6) - 3;
    switch (fuzz_die(w, 4)) {
    case 0:
        e.recorder.up = fuzz_die(w, 4) != 0;
        break;
    case 1:
        e.type = PL_EVENT_RECORD_ASK;
        e.record_ask.by = PL_RECORD_BY_SERVER;
        e.record_ask.on = fuzz_die(w, 3) != 0;
        e.record_ask.wish.user = user;
        e.record_ask.wish.flags = fuzz_die(w, 2) ? 0x113 : 0x400;
        e.record_ask.record = fuzz_die(w, 4);
        break;
    default:
        e.type = PL_EVENT_RECORDED;
        e.recorded.record = 1 + fuzz_die(w, 6);
        e.recorded.finished = fuzz_die(w, 2);
        e.recorded.code = fuzz_die(w, 3) ? 0 : 721;
        e.recorded.file = pl_bytes_str(e.recorded.code ? "" : "a/b.mp4");
        break;
    }
    fuzz_step(w, &e);
}

/* What is attached to the server. */
static void attached(struct world *w)
{
    static const int32_t codes[] = {1, 2, 2, 20, 20, 21, 22, 22, 22, 23, 24, 24, 3};
    static const int32_t verbs[] = {2, 2, 2, 3, 5, 401, 402, 501, 502, 601, 602, 603, 604};
    struct pl_event e = {.type = PL_EVENT_USER_CONTROL};
    int32_t user = (int32_t)fuzz_die(w, 6) - 3;
    switch (fuzz_die(w, 11)) {
    case 9:
    case 10:
        recorder(w);
        return;
    case 6:
        e.type = PL_EVENT_OBJECT_CONTROL;
        e.object_control.type = 4 + (int32_t)fuzz_die(w, 3);
        e.object_control.id = 1 + (int32_t)fuzz_die(w, 5);
        e.object_control.code = verbs[fuzz_die(w, sizeof(verbs) / sizeof(verbs[0]))];
        e.object_control.params[0] = (int32_t)fuzz_die(w, 6) - 2;
        e.object_control.params[1] = (int32_t)fuzz_die(w, 20);
        break;
    case 7:
        e.type = PL_EVENT_OBJECT_SET;
        e.object_set.type = 4 + (int32_t)fuzz_die(w, 5);
        e.object_set.id = (int32_t)fuzz_die(w, 8) - 3;
        e.object_set.info = 7 + (int32_t)fuzz_die(w, 8);
        e.object_set.is_text = fuzz_die(w, 2);
        e.object_set.number = (int32_t)fuzz_die(w, 4) - 1;
        e.object_set.text = pl_bytes_str("place");
        break;
    case 8:
        e.type = PL_EVENT_KEPT;
        e.kept = (struct pl_core_kept){
            .kind = (enum pl_core_kept_kind)(PL_CORE_KEPT_GROUP + fuzz_die(w, 3)),
            .user = user,
            .id = (int32_t)fuzz_die(w, 5),
            .group = (int32_t)fuzz_die(w, 3),
            .place = (int64_t)fuzz_die(w, 9),
            .text = pl_bytes_str("kept"),
        };
        break;
    case 0:
        fuzz_answer(w, fuzz_die(w, 8));
        return;
    case 4:
        e.type = PL_EVENT_FILE_SEND;
        e.file_send.ref = 1;
        e.file_send.user = user;
        e.file_send.task = 1 + (int32_t)fuzz_die(w, 3);
        e.file_send.buffer = fuzz_die(w, 2);
        break;
    case 3:
        e.type = PL_EVENT_TAKERS;
        memset(&e.takers, 0, sizeof(e.takers));
        e.takers.data[fuzz_die(w, 3)] = fuzz_die(w, 2);
        e.takers.control = fuzz_die(w, 2);
        e.takers.file = fuzz_die(w, 2);
        break;
    case 1:
        e.type = PL_EVENT_CALL_FINISH;
        e.call_finish.user = user;
        break;
    case 2:
        e.type = PL_EVENT_USER_INFO;
        e.user_info.user = user;
        e.user_info.info = (int32_t)fuzz_die(w, 40);
        e.user_info.text = pl_bytes_str(fuzz_die(w, 3) ? "text" : "");
        break;
    default:
        e.user_control.user = user;
        e.user_control.code = codes[fuzz_die(w, sizeof(codes) / sizeof(codes[0]))];
        e.user_control.w = (int32_t)fuzz_die(w, 6) - 3;
        e.user_control.l = (int32_t)fuzz_die(w, 6) - 3;
        e.user_control.text = pl_bytes_str("group");
        break;
    }
    fuzz_step(w, &e);
}

void fuzz_media(struct world *w)
{
    struct pl_core_sub_track track = {pl_bytes_str("0"), 1 + fuzz_die(w, LINKS), PL_CORE_VIDEO, 0};
    struct pl_core_figure figure = {.publisher = 1 + fuzz_die(w, LINKS), .kind = PL_CORE_VIDEO};
    struct pl_event e = {.type = PL_EVENT_MEDIA_ANSWER};
    uint64_t session = 1 + fuzz_die(w, 2 * LINKS);
    switch (fuzz_die(w, 6)) {
    case 0:
        e.media_answer.session = session;
        e.media_answer.request = fuzz_die(w, 16);
        e.media_answer.err = fuzz_die(w, 2) ? PL_OK : PL_E_LIMIT;
        e.media_answer.sdp = pl_bytes_str("v");
        break;
    case 1:
        e.type = PL_EVENT_MEDIA_OFFER;
        e.media_offer.session = session;
        e.media_offer.version = 1 + fuzz_die(w, 3);
        e.media_offer.sdp = pl_bytes_str("v");
        e.media_offer.tracks = &track;
        e.media_offer.track_count = fuzz_die(w, 2);
        break;
    case 2:
        e.type = PL_EVENT_MEDIA_DEMAND;
        e.media_demand.session = session;
        e.media_demand.stream = (uint8_t)fuzz_die(w, 16);
        e.media_demand.encodings = (uint8_t)fuzz_die(w, 8);
        e.media_demand.limit_bps = e.media_demand.encodings == 1 ? 100000 : 0;
        break;
    case 3:
        if (fuzz_die(w, 4) == 0) {
            e.type = PL_EVENT_MEDIA_SPEAKERS;
            e.media_speakers.session = session;
            e.media_speakers.publishers = &session;
            e.media_speakers.count = fuzz_die(w, 2);
            break;
        }
        e.type = PL_EVENT_MEDIA_FIGURES;
        e.media_figures.session = session;
        e.media_figures.figures = &figure;
        e.media_figures.figure_count = fuzz_die(w, 2);
        break;
    case 4:
        if (fuzz_die(w, 3)) {
            attached(w);
            return;
        }
        e.type = PL_EVENT_SERVER_DATA;
        e.server_data.user = (int32_t)fuzz_die(w, 6) - 3;
        e.server_data.room = (int32_t)fuzz_die(w, 3);
        e.server_data.channel = (enum pl_core_channel)fuzz_die(w, 3);
        e.server_data.bytes = pl_bytes_str("hi");
        break;
    default:
        e.type = PL_EVENT_MEDIA_FAILED;
        e.media_failed.session = session;
        e.media_failed.peer = fuzz_die(w, 2) ? PL_CORE_PUB : PL_CORE_SUB;
        e.media_failed.detail = pl_bytes_str("consent");
        break;
    }
    fuzz_step(w, &e);
}

void fuzz_stored(struct world *w)
{
    static const char sum[] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    struct pl_event e = {.type = PL_EVENT_STORED};
    e.stored.transfer = 1 + fuzz_die(w, 4);
    e.stored.what = (enum pl_stored)fuzz_die(w, 5);
    e.stored.offset = fuzz_die(w, 8);
    e.stored.bytes = pl_bytes_of(sum, 1 + fuzz_die(w, 4));
    e.stored.id = pl_bytes_str("f");
    e.stored.size = 1 + fuzz_die(w, 9);
    e.stored.name = pl_bytes_str("x");
    e.stored.sum = pl_bytes_str(sum);
    e.stored.code = 715;
    fuzz_step(w, &e);
}
