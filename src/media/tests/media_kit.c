/* SPDX-License-Identifier: Apache-2.0 */
/* The kit's signalling: what the shell and the domain do for the SFU. */
#include "media/tests/media_kit.h"

#include "media/tests/media_kit_net.h"

#include <stdio.h>

struct pl_dtls_cert *kit_certs[3];

int kit_setup(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        if (pl_dtls_cert_create(1800000000, 30, &kit_certs[i]) != PL_OK)
            return -1;
    return 0;
}

int kit_teardown(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        pl_dtls_cert_destroy(kit_certs[i]);
    return 0;
}

struct kit *kit_create(uint64_t seed)
{
    return kit_create_with(seed, (struct pl_media_config){0});
}

struct kit *kit_create_choosy(uint64_t seed, unsigned loudest, uint8_t silence)
{
    return kit_create_with(seed, (struct pl_media_config){.loudest = loudest, .silence = silence});
}

struct kit *kit_create_with(uint64_t seed, struct pl_media_config config)
{
    struct kit *kit = calloc(1, sizeof(*kit));
    config.max_sessions = KIT_CLIENTS;
    config.address_count = 1;
    assert_non_null(kit);
    kit->now = KIT_T0;
    kit->delay_us = PL_MS(10);
    kit->next_port = 10000;
    pl_random_seeded_init(&kit->random, seed);
    pl_prng_init(&kit->prng, seed);
    assert_ok(pl_dtls_context_create(kit_certs[0], NULL, &kit->server));
    assert_ok(pl_dtls_context_create(kit_certs[1], NULL, &kit->client));
    assert_ok(pl_srtp_crypto_create(PL_SRTP_CRYPTO_AUTO, &kit->crypto));
    kit_net_init(kit);
    config.random = &kit->random.base;
    config.sink = &kit->sink;
    config.dtls = kit->server;
    config.fingerprint = *pl_dtls_cert_fingerprint(kit_certs[0]);
    config.crypto = kit->crypto;
    config.addresses[0] = pl_addr_ipv4(192, 0, 2, 1, 8906);
    assert_ok(pl_media_create(&config, &kit->m));
    return kit;
}

void kit_destroy(struct kit *kit)
{
    for (unsigned i = 0; i < kit->client_count; i++) {
        struct kit_client *c = &kit->clients[i];
        kit_leave(c);
        pl_rtc_destroy(c->pub);
        pl_rtc_destroy(c->sub);
        free(c->offer);
        free(c->log);
    }
    assert_int_equal(kit_stats(kit)->sessions, 0);
    assert_int_equal(kit_stats(kit)->peers, 0);
    assert_int_equal(kit_stats(kit)->streams, 0);
    pl_media_destroy(kit->m);
    kit_net_finish(kit);
    pl_srtp_crypto_destroy(kit->crypto);
    pl_dtls_context_destroy(kit->server);
    pl_dtls_context_destroy(kit->client);
    free(kit);
}

const struct pl_media_stats *kit_stats(const struct kit *kit)
{
    return pl_media_stats(kit->m);
}

/* ---- clients ---- */

struct kit_client *kit_join(struct kit *kit)
{
    struct kit_client *c = &kit->clients[kit->client_count++];
    assert_true(kit->client_count <= KIT_CLIENTS);
    c->kit = kit;
    c->id = 100 + kit->client_count;
    c->config = (struct pl_rtc_config){.dtls = kit->client,
                                       .fingerprint = *pl_dtls_cert_fingerprint(kit_certs[1]),
                                       .crypto = kit->crypto,
                                       .random = &kit->random.base};
    assert_ok(pl_media_join(kit->m, c->id));
    return c;
}

void kit_leave(struct kit_client *c)
{
    if (c->id == 0)
        return;
    pl_media_leave(c->kit->m, c->kit->now, c->id);
    c->id = 0;
}

static struct pl_rtc_client *open_connection(struct kit_client *c, enum pl_media_role role)
{
    struct pl_rtc_config config = c->config;
    struct pl_rtc_client *rtc;
    config.port = kit_net_port(c, role);
    rtc = pl_rtc_create(&config);
    assert_non_null(rtc);
    return rtc;
}

void kit_open_pub(struct kit_client *c)
{
    pl_rtc_destroy(c->pub);
    c->pub = open_connection(c, PL_MEDIA_PUB);
}

void kit_offer(struct kit_client *c, enum pl_codec video)
{
    struct pl_media_pub_track tracks[PL_RTC_TRACKS_MAX];
    uint8_t *sdp = malloc(KIT_SDP_MAX);
    size_t len, n = 0, all = 0;
    uint8_t streams[2] = {0};
    assert_non_null(sdp);
    assert_ok(pl_rtc_offer(c->pub, sdp, KIT_SDP_MAX, &len));
    for (; all < c->pub->track_count; all++) {
        const struct pl_rtc_track *t = c->pub->tracks[all];
        if (t->is_layer)
            continue;
        tracks[n++] =
            (struct pl_media_pub_track){pl_bytes_str(t->mid), t->kind, streams[t->kind]++};
    }
    kit_enter(c->kit, true);
    pl_media_offer(c->kit->m, c->kit->now, c->id, ++c->answer_request, pl_bytes_of(sdp, len),
                   tracks, n, video);
    kit_enter(c->kit, false);
    kit_drain_events(c->kit);
    free(sdp);
}

void kit_publish_layers(struct kit_client *c, bool turned, uint8_t temporal)
{
    static const struct pl_rtc_camera camera = {
        .interval_us = PL_MS(33), .packets = 2, .key_packets = 3, .payload_bytes = 100};
    static const char *const rids[] = {"q", "h", "f"};
    struct pl_rtc_track *first = NULL;
    kit_open_pub(c);
    for (uint8_t i = 0; i < 3; i++) {
        struct pl_rtc_track *t = first ? pl_rtc_add_layer(first, rids[i], 9000u + i, camera)
                                       : pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, 9000u, camera);
        assert_non_null(t);
        if (!first)
            first = t;
        snprintf(t->rid, sizeof(t->rid), "%s", rids[i]);
        t->size = (uint8_t)(turned ? 3 - i : 1 + i);
        t->temporal = temporal;
    }
    kit_offer(c, PL_CODEC_VP8);
    assert_int_equal(c->answer_err, PL_OK);
}

void kit_publish(struct kit_client *c, unsigned what)
{
    const struct pl_rtc_camera microphone = {
        .interval_us = PL_MS(20), .packets = 1, .payload_bytes = 100};
    const struct pl_rtc_camera camera = {
        .interval_us = PL_MS(40), .packets = 3, .payload_bytes = 900};
    kit_open_pub(c);
    if (what & KIT_AUDIO)
        assert_non_null(pl_rtc_add_track(c->pub, PL_MEDIA_AUDIO, (uint32_t)c->id * 10, microphone));
    if (what & KIT_VIDEO)
        assert_non_null(pl_rtc_add_track(c->pub, PL_MEDIA_VIDEO, (uint32_t)c->id * 10 + 1, camera));
    kit_offer(c, PL_CODEC_VP8);
}

void kit_answer(struct kit_client *c)
{
    kit_answer_late(c, 0);
}

void kit_answer_late(struct kit_client *c, pl_time_us delay)
{
    uint8_t *sdp = malloc(KIT_SDP_MAX);
    size_t len;
    assert_non_null(sdp);
    assert_ok(pl_rtc_answer(c->sub, c->kit->now, pl_bytes_of(c->offer, c->offer_len), sdp,
                            KIT_SDP_MAX, &len));
    if (delay > 0)
        kit_run(c->kit, delay);
    kit_enter(c->kit, true);
    pl_media_answer(c->kit->m, c->kit->now, c->id, c->version, pl_bytes_of(sdp, len));
    kit_enter(c->kit, false);
    free(sdp);
}

void kit_link(struct kit_client *subscriber, struct kit_client *publisher, unsigned what, bool on)
{
    struct kit *kit = subscriber->kit;
    kit_enter(kit, true);
    if (what & KIT_AUDIO)
        pl_media_link(kit->m, kit->now, subscriber->id, publisher->id, PL_MEDIA_AUDIO, 0, on);
    if (what & KIT_VIDEO)
        pl_media_link(kit->m, kit->now, subscriber->id, publisher->id, PL_MEDIA_VIDEO, 0, on);
    kit_enter(kit, false);
}

/* ---- events ---- */

static struct kit_client *find_client(struct kit *kit, uint64_t id)
{
    for (unsigned i = 0; i < kit->client_count; i++) {
        if (kit->clients[i].id == id)
            return &kit->clients[i];
    }
    return NULL;
}

static void take_offer(struct kit_client *c, const struct pl_media_event *e)
{
    c->offers++;
    c->fresh_offers += e->fresh;
    c->version = e->version;
    assert_true(e->track_count <= KIT_TRACKS_MAX);
    memcpy(c->tracks, e->tracks, e->track_count * sizeof(e->tracks[0]));
    c->track_count = e->track_count;
    free(c->offer);
    c->offer = malloc(e->sdp.len);
    assert_non_null(c->offer);
    memcpy(c->offer, e->sdp.data, e->sdp.len);
    c->offer_len = e->sdp.len;
    assert_true(e->fresh || c->sub);
    if (e->fresh) {
        pl_rtc_destroy(c->sub);
        c->sub = open_connection(c, PL_MEDIA_SUB);
    }
    if (!c->holds_answers)
        kit_answer(c);
}

static void take_event(struct kit_client *c, const struct pl_media_event *e)
{
    switch (e->type) {
    case PL_MEDIA_EVENT_OFFER:
        take_offer(c, e);
        break;
    case PL_MEDIA_EVENT_ANSWER:
        c->answers++;
        c->answer_err = e->err;
        assert_int_equal(e->request, c->answer_request);
        assert_true(e->err ? e->detail && e->sdp.len == 0 : e->sdp.len > 0);
        if (!e->err)
            assert_ok(pl_rtc_take_answer(c->pub, c->kit->now, e->sdp));
        break;
    case PL_MEDIA_EVENT_CONNECTED:
        c->connected[e->role]++;
        break;
    case PL_MEDIA_EVENT_FAILED:
        c->failed[e->role]++;
        assert_non_null(e->detail);
        c->failure = e->detail;
        break;
    case PL_MEDIA_EVENT_DEMAND:
        c->demands++;
        c->demand[e->stream % PL_MEDIA_PUB_SECTIONS_MAX] = e->encodings;
        c->limit_bps[e->stream % PL_MEDIA_PUB_SECTIONS_MAX] = e->limit_bps;
        break;
    case PL_MEDIA_EVENT_SPEAKERS:
        c->speaker_tellings++;
        c->speaker_count = e->speaker_count;
        memcpy(c->speakers, e->speakers, sizeof(c->speakers));
        break;
    case PL_MEDIA_EVENT_FIGURES:
        c->tellings++;
        c->way = e->way;
        assert_true(e->figure_count <= KIT_TRACKS_MAX);
        c->figure_count = e->figure_count;
        if (e->figure_count > 0)
            memcpy(c->figures, e->figures, e->figure_count * sizeof(e->figures[0]));
        break;
    }
}

void kit_drain_events(struct kit *kit)
{
    struct pl_media_event e;
    while (pl_media_next_event(kit->m, &e) == PL_OK) {
        struct kit_client *c = find_client(kit, e.session);
        if (c)
            take_event(c, &e);
    }
}

/* ---- tracks ---- */

static struct pl_rtc_track *sent_track(const struct kit_client *c, enum pl_media_kind kind)
{
    for (size_t i = 0; c->pub && i < c->pub->track_count; i++) {
        if (c->pub->tracks[i]->kind == kind)
            return c->pub->tracks[i];
    }
    fail_msg("client %u does not publish that", (unsigned)c->id);
    return NULL;
}

struct pl_rtc_track *kit_camera(const struct kit_client *c)
{
    return sent_track(c, PL_MEDIA_VIDEO);
}

struct pl_rtc_track *kit_microphone(const struct kit_client *c)
{
    return sent_track(c, PL_MEDIA_AUDIO);
}

struct pl_rtc_track *kit_received(const struct kit_client *c, const struct kit_client *publisher,
                                  enum pl_media_kind kind)
{
    for (size_t i = 0; c->sub && i < c->track_count; i++) {
        const struct pl_media_sub_track *t = &c->tracks[i];
        struct pl_rtc_track *found;
        if (t->publisher != publisher->id || t->kind != kind)
            continue;
        found = pl_rtc_find_mid(c->sub, t->mid);
        return found && found->live ? found : NULL;
    }
    return NULL;
}

struct pl_rtc_track *kit_pair(struct kit *kit, struct kit_client **publisher,
                              struct kit_client **subscriber)
{
    struct pl_rtc_track *picture;
    *publisher = kit_join(kit);
    *subscriber = kit_join(kit);
    kit_publish(*publisher, KIT_VIDEO);
    kit_link(*subscriber, *publisher, KIT_VIDEO, true);
    kit_run(kit, KIT_SOON);
    picture = kit_received(*subscriber, *publisher, PL_MEDIA_VIDEO);
    assert_non_null(picture);
    return picture;
}
