/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the tests of this folder: an SFU, clients with their two connections each, and between them a
 * network and a clock that follow a seed. Signalling is instant and loses nothing.
 */
#ifndef PL_MEDIA_MEDIA_KIT_H
#define PL_MEDIA_MEDIA_KIT_H

#include "pl_test.h"

#include "base/rng.h"
#include "load/rtc_client.h"
#include "media/media.h"

enum {
    KIT_CLIENTS = 72,
    KIT_SDP_MAX = 192 * 1024,
    KIT_TRACKS_MAX = PL_MEDIA_SUB_SECTIONS_MAX,
};

/* Where time starts: not 0, so that a forgotten time shows. */
#define KIT_T0 PL_SEC(1000)

/* One second brings a connection up and some frames over it. */
#define KIT_SOON PL_SEC(1)

struct kit;
struct kit_client;

/* An end of a connection: where the client's datagrams come from. */
struct kit_port {
    struct pl_rtc_port base;
    struct kit_client *owner;
    enum pl_media_role role;
    struct pl_ice_path path;
};

/* A packet that a subscriber got. */
struct kit_packet {
    pl_time_us at;
    uint32_t ssrc; /* of the media, for repairs as well */
    uint32_t ts;
    uint16_t seq;
    uint8_t pt;
    uint8_t orientation, audio_level; /* 0xff: none */
    bool marker, repaired, stamped;
    struct pl_rtc_stamp stamp;
};

/* A slow link towards a client's receiving connection, with a queue before it. */
struct kit_pipe {
    uint32_t bps;        /* 0: none */
    pl_time_us queue_us; /* what would wait longer is dropped */
    double free_at;      /* us */
    pl_time_us longest;  /* that something waited; the test sets it to 0 */
    unsigned dropped;
    pl_time_us jitter_us; /* up to so much more behind the queue, drawn anew after as long */
    pl_time_us held, spell_end, last_due;
};

struct kit_client {
    struct kit *kit;
    uint64_t id; /* 0: has left */
    struct pl_rtc_client *pub, *sub;
    struct kit_port pub_port, sub_port;
    struct pl_rtc_config config; /* changed before publish or the first offer */
    bool holds_answers;          /* set it: offers are only noted */

    /* What the SFU said. */
    unsigned offers, fresh_offers, answers, connected[2], failed[2];
    const char *failure; /* of the newest FAILED */
    unsigned demands;
    uint32_t limit_bps[PL_MEDIA_PUB_SECTIONS_MAX]; /* likewise */
    uint8_t demand[PL_MEDIA_PUB_SECTIONS_MAX]; /* of each picture that it publishes, as last told */
    enum pl_err answer_err;
    uint64_t answer_request;
    uint32_t version;
    struct pl_media_sub_track tracks[KIT_TRACKS_MAX];
    size_t track_count;
    uint8_t *offer; /* the newest */
    size_t offer_len;

    /* Who speaks, as it was last told. */
    unsigned speaker_tellings;
    uint8_t speaker_count;
    uint64_t speakers[PL_MEDIA_SPEAKERS_TOLD];

    /* The newest of its figures. */
    unsigned tellings;
    struct pl_media_way way;
    struct pl_media_figure figures[KIT_TRACKS_MAX];
    size_t figure_count;

    struct kit_pipe pipe;
    struct kit_packet *log;
    size_t log_count, log_size;
};

struct kit_flight;

struct kit {
    struct pl_media *m;
    struct pl_media_sink sink;
    uint8_t room[PL_MEDIA_DATAGRAM_MAX];
    struct pl_random_seeded random;
    struct pl_dtls_context *server, *client;
    struct pl_srtp_crypto *crypto;
    struct pl_prng prng;            /* of the network */
    unsigned loss, duplicate, late; /* per cent */
    pl_time_us delay_us;
    /* May change the bytes; false: lost. Called as a datagram is sent. */
    bool (*filter)(struct kit *kit, const struct kit_port *port, bool to_sfu, struct pl_buf bytes);
    void *filter_data;
    /* What the SFU sends to where no client is. */
    void (*stray)(struct kit *kit, const struct pl_ice_path *to, struct pl_bytes bytes);
    void (*around)(bool inside); /* called before and after the SFU works */
    bool inside;
    unsigned filtered;
    pl_time_us now;
    uint64_t order;
    struct kit_flight **flights;
    size_t flight_count, flight_size;
    struct kit_client clients[KIT_CLIENTS];
    unsigned client_count;
    uint16_t next_port;
};

/* Of a group of tests: makes the certificates. */
int kit_setup(void **state);
int kit_teardown(void **state);
extern struct pl_dtls_cert *kit_certs[3]; /* the server's, the clients', and nobody's */

struct kit *kit_create(uint64_t seed);
/* With the choice of sounds of struct pl_media_config switched on. */
struct kit *kit_create_choosy(uint64_t seed, unsigned loudest, uint8_t silence);
/* With these limits and choices; the kit fills in the rest. */
struct kit *kit_create_with(uint64_t seed, struct pl_media_config config);
/* Everybody leaves; nothing may be left of them. */
void kit_destroy(struct kit *kit);
const struct pl_media_stats *kit_stats(const struct kit *kit);

/* ---- signalling ---- */

struct kit_client *kit_join(struct kit *kit);
void kit_leave(struct kit_client *c);

/* A new publishing connection with a microphone, a camera, or both; then its offer. */
enum { KIT_AUDIO = 1, KIT_VIDEO = 2 };
void kit_publish(struct kit_client *c, unsigned what);
/* The same in two steps, for tracks of one's own: mid n is stream n of its kind. */
void kit_open_pub(struct kit_client *c);
void kit_offer(struct kit_client *c, enum pl_codec video);
/*
 * A new connection with one picture in three sizes (tags 9000, 9001, 9002; rids q, h, f), smallest
 * first unless `turned`, each with so many temporal layers.
 */
void kit_publish_layers(struct kit_client *c, bool turned, uint8_t temporal);
/* Answers the newest offer that was held. */
void kit_answer(struct kit_client *c);
/* The client begins to connect at once, but its answer is on its way for so long. */
void kit_answer_late(struct kit_client *c, pl_time_us delay);

void kit_link(struct kit_client *subscriber, struct kit_client *publisher, unsigned what, bool on);
void kit_drain_events(struct kit *kit);

/* A publisher of a camera and a subscriber of it, connected; what the subscriber receives. */
struct pl_rtc_track *kit_pair(struct kit *kit, struct kit_client **publisher,
                              struct kit_client **subscriber);

struct pl_rtc_track *kit_camera(const struct kit_client *c); /* that it sends */
struct pl_rtc_track *kit_microphone(const struct kit_client *c);
/* What it receives of a publisher; NULL: no live section. */
struct pl_rtc_track *kit_received(const struct kit_client *c, const struct kit_client *publisher,
                                  enum pl_media_kind kind);

/* ---- time and packets ---- */

void kit_run(struct kit *kit, pl_time_us duration);
/* Straight into the SFU, as one batch. */
void kit_inject(struct kit *kit, const struct pl_ice_path *path, struct pl_bytes datagram);

/* ---- what was received ---- */

void kit_forget(struct kit_client *c); /* empties the log */
/* Of the log, of this track; at least `least` packets. Every number of the run is there once, all
 * of it stamped with this origin, and (video) the first one begins a key frame. */
void kit_expect_whole(const struct kit_client *c, const struct pl_rtc_track *t, uint32_t origin,
                      size_t least);
size_t kit_count(const struct kit_client *c, const struct pl_rtc_track *t);

#endif
