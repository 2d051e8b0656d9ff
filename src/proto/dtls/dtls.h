/* SPDX-License-Identifier: Apache-2.0 */
/*
 * DTLS 1.2 for DTLS-SRTP (RFC 6347, RFC 5764, RFC 8827 6.5), over OpenSSL, without a socket.
 *
 * One pl_dtls_context for each worker thread, one pl_dtls for each peer connection. The five calls:
 *
 *     pl_dtls_init(&d, ctx, PL_DTLS_SERVER, now);              when ICE has proved the address
 *     pl_dtls_set_remote_fingerprints(&d, now, list, count);   when the peer's SDP is known
 *     pl_dtls_input(&d, now, datagram);                        first byte 20-63 (RFC 7983)
 *     pl_dtls_tick(&d, now);                                   when pl_dtls_deadline(&d) has come
 *     while (pl_dtls_next_output(&d, buffer, &len)) send it;   after each of the calls above
 *     while (pl_dtls_next_event(&d, &event)) ...
 *     pl_dtls_close(&d); drain the output; pl_dtls_finish(&d);
 *
 * Left to others: which packets may come here (only those whose address has passed an ICE
 * integrity check), SRTP itself, SDP, and data channels (application data is counted and dropped).
 *
 * Trust. Any certificate is taken by the handshake; what decides is that it hashes to a fingerprint
 * of the SDP. CONNECTED, and with it the keys, is given only when both are there and fit, whichever
 * comes first. A mismatch is FAILED with PL_E_AUTH and touches nothing else. When fingerprints of
 * several hash functions are given the strongest function decides (RFC 8122 5.1).
 *
 * Strangers. Whoever can forge the source address of a proven peer may put packets in here, so:
 *   - ClientHellos are put together from their fragments outside of OpenSSL, in any order, several
 *     at a time; only a whole one meets a fresh SSL object, and that one becomes *the* handshake
 *     only when it has answered. One that is refused (no common cipher, say) leaves no trace and
 *     no alert. A different hello may replace an answered one only after PL_DTLS_HELLO_GRACE.
 *   - alerts and data in plaintext are dropped; so are handshake messages that the role does not
 *     expect, that are too long or too far ahead. Plaintext record numbers are replaced by our own
 *     in both directions, so nobody can move the replay window of either side.
 *   - a fatal error before the end of the handshake drops the attempt, not the session: it waits
 *     for the next hello (a client sends a new one, at most PL_DTLS_CLIENT_TRIES).
 *   - after the end only authenticated records count.
 * The price: a peer that honestly cannot agree with us is given up at the handshake's time limit,
 * not at once.
 *
 * Time. Retransmission is ours and follows `now`: the last flight is kept and sent again under new
 * record numbers; of a server's Finished (epoch 1) byte for byte, which is good enough because a
 * client that still waits for it cannot have read it. A client's Finished needs a new number, for
 * a server that has read it but whose answer was lost knows the repetition by it; only OpenSSL can
 * make one, and does so by its own clock, so with a virtual clock it is repeated as it was.
 * OpenSSL's other timers are set to an hour and play no part. That clock, and randomness, are the
 * exceptions to the purity of this floor.
 *
 * Memory (measured, OpenSSL 3.0): sizeof(struct pl_dtls) is 712 bytes; the SSL object adds some
 * 65 kB in the middle of a handshake and 40 kB when it is over. pl_dtls_release(), by itself after
 * options.release_us, gives that back. What is kept: our last flight of 75 bytes, for a peer that
 * lost it and repeats its Finished, and our close_notify, sealed beforehand. What is lost: the
 * peer's close_notify is no longer understood (signalling or ICE consent tells of its end), and
 * data channels.
 *
 * A pl_dtls must stay at its address between init and finish. Not thread-safe; one owner.
 */
#ifndef PL_PROTO_DTLS_H
#define PL_PROTO_DTLS_H

#include "base/bytes.h"
#include "base/err.h"
#include "base/time.h"
#include "proto/dtls/dtls_cert.h"
#include "proto/dtls/dtls_flight.h"
#include "proto/dtls/dtls_hello.h"

/* Largest UDP payload that comes out, and therefore the size of a safe output buffer. */
#define PL_DTLS_DATAGRAM_MAX 1200
/* Longer ones are dropped unread. */
#define PL_DTLS_INPUT_MAX 4096
/* Of one a=fingerprint set. */
#define PL_DTLS_FINGERPRINTS_MAX 4
/* For so long an answered ClientHello has the right of way before a different one. */
#define PL_DTLS_HELLO_GRACE PL_MS(500)
/* Handshakes (SSL objects) that a second may cost, and that a burst may. */
#define PL_DTLS_TRIES_PER_SECOND 16
/* ClientHellos that a client sends before it gives up. */
#define PL_DTLS_CLIENT_TRIES 4
/* Repetitions of the last flight after the end of the handshake, and their least distance. */
#define PL_DTLS_REPLAYS_MAX  16
#define PL_DTLS_REPLAY_PAUSE PL_MS(20)

struct pl_dtls_options {
    pl_time_us retransmit_us;     /* first pause before a flight is repeated; doubles */
    pl_time_us retransmit_max_us; /* and ends here */
    pl_time_us handshake_us;      /* from init to CONNECTED */
    pl_time_us release_us;        /* from CONNECTED to release; PL_TIME_NEVER: only when asked */
};

/* 200 ms, 3.2 s, 30 s, 1 s. RFC 6347 4.2.4.1 proposes 1 s but lets time-sensitive uses go lower;
 * libwebrtc begins with 50 ms. */
#define PL_DTLS_OPTIONS_DEFAULT                                                                    \
    {                                                                                              \
        .retransmit_us = PL_MS(200), .retransmit_max_us = PL_MS(3200), .handshake_us = PL_SEC(30), \
        .release_us = PL_SEC(1)                                                                    \
    }

struct pl_dtls_context;

/* options: NULL for the default. Takes its own references to the certificate's parts.
 * PL_E_NOMEM, PL_E_CRYPTO. */
PL_MUST_CHECK enum pl_err pl_dtls_context_create(const struct pl_dtls_cert *cert,
                                                 const struct pl_dtls_options *options,
                                                 struct pl_dtls_context **out);
/* After the last pl_dtls of it has finished. NULL is harmless. */
void pl_dtls_context_destroy(struct pl_dtls_context *ctx);

enum pl_dtls_role {
    PL_DTLS_SERVER, /* a=setup:passive: waits for the ClientHello */
    PL_DTLS_CLIENT, /* a=setup:active */
};

enum pl_dtls_state {
    PL_DTLS_HANDSHAKE, /* or waiting for a hello */
    PL_DTLS_UNPROVEN,  /* the handshake is over, the fingerprint is still missing */
    PL_DTLS_CONNECTED,
    PL_DTLS_CLOSED, /* by either side */
    PL_DTLS_FAILED,
};

/* Numbers of the use_srtp extension (RFC 5764 4.1.2, RFC 7714 14.2). */
enum pl_dtls_srtp_profile {
    PL_DTLS_SRTP_AES128_CM_SHA1_80 = 0x0001, /* key 16, salt 14 */
    PL_DTLS_SRTP_AEAD_AES_128_GCM = 0x0007,  /* key 16, salt 12 */
};

#define PL_DTLS_KEYING_MAX 60

/* Master key and salt of one direction. */
struct pl_dtls_srtp_keys {
    uint8_t key[32];
    uint8_t salt[14];
    uint8_t key_len;
    uint8_t salt_len;
};

enum pl_dtls_event_type {
    PL_DTLS_EVENT_CONNECTED,
    PL_DTLS_EVENT_FAILED,
    PL_DTLS_EVENT_CLOSED, /* the peer's close_notify, or its authenticated fatal alert */
};

struct pl_dtls_event {
    enum pl_dtls_event_type type;
    /* FAILED: PL_E_AUTH (certificate does not fit), PL_E_UNSUPPORTED (no SRTP profile in common),
     * PL_E_LIMIT (time), PL_E_PROTO (time or tries, after handshakes that went wrong). */
    enum pl_err reason;
    /* CONNECTED, the rest. Secret: wipe with pl_dtls_event_wipe() after use. */
    enum pl_dtls_srtp_profile profile;
    struct pl_dtls_srtp_keys local;  /* protects what this side sends */
    struct pl_dtls_srtp_keys remote; /* what the peer sends with */
    /* The same undivided as exported (RFC 5764 4.2). */
    uint8_t keying[PL_DTLS_KEYING_MAX];
    size_t keying_len;
    bool is_server; /* this side was */
};

void pl_dtls_event_wipe(struct pl_dtls_event *event);

struct pl_dtls_stats {
    uint32_t dropped;      /* records or whole datagrams that were not for us or made no sense */
    uint32_t plain_alerts; /* unauthenticated alerts, not believed */
    uint32_t refused;      /* attempts that ended in a fatal error of OpenSSL */
    uint32_t throttled;    /* whole hellos beyond PL_DTLS_TRIES_PER_SECOND */
    uint32_t retransmits;  /* flights sent again */
    uint32_t application_data; /* bytes, ignored */
    uint32_t last_error;       /* reason of the last fatal error (SSL_R_...), 0 = none */
    uint8_t last_alert;        /* description in the last plaintext alert, for the log */
};

struct pl_dtls_io;

/* Read-only outside of the module. */
struct pl_dtls {
    struct pl_dtls_context *ctx;
    struct ssl_st *ssl;    /* NULL: waiting for a hello, released, or over */
    struct pl_dtls_io *io; /* what OpenSSL reads and writes; only inside a call */
    enum pl_dtls_role role;
    enum pl_dtls_state state;
    unsigned events; /* bits 1 << type, not fetched yet */
    enum pl_err reason;
    uint16_t profile;
    bool answered;     /* server: ssl has answered a hello whose random is hello_random */
    uint8_t tries;     /* client: hellos begun */
    uint8_t replays;   /* server: of the last flight, after the end; client: by OpenSSL */
    uint8_t budget;    /* handshakes left in this second */
    bool close_sealed; /* close_note waits for pl_dtls_close */
    uint8_t close_len; /* close_note is to be sent when not sealed */
    uint8_t close_note[64];
    uint8_t hello_random[32];
    uint64_t rx_seq; /* numbers that OpenSSL sees on plaintext records */
    uint64_t tx_seq; /* numbers that the peer sees on them */
    pl_time_us give_up_at;
    pl_time_us retransmit_at;
    pl_time_us release_at;
    pl_time_us pause_us;    /* present distance of retransmissions */
    pl_time_us answered_at; /* server; the hello */
    pl_time_us sent_at;     /* the last flight, by our clock */
    pl_time_us budget_at;
    struct pl_dtls_flight flight;
    struct pl_dtls_hello hello;
    uint8_t keying[PL_DTLS_KEYING_MAX];
    uint8_t fingerprint_count;
    struct pl_dtls_fingerprint fingerprints[PL_DTLS_FINGERPRINTS_MAX];
    struct pl_dtls_stats stats;
};

/*
 * The time limit runs from here. A client has its ClientHello in the output at once; a server
 * allocates nothing before the first hello. Borrows ctx. PL_E_NOMEM (client only; nothing to
 * finish then).
 */
PL_MUST_CHECK enum pl_err pl_dtls_init(struct pl_dtls *d, struct pl_dtls_context *ctx,
                                       enum pl_dtls_role role, pl_time_us now);
/* Frees and wipes. Sends nothing: see pl_dtls_close. */
void pl_dtls_finish(struct pl_dtls *d);

/*
 * count 1..PL_DTLS_FINGERPRINTS_MAX, else PL_E_RANGE. PL_E_UNSUPPORTED: nothing stronger than SHA-1
 * among them. Giving the same list again is harmless; a different one after the decision is
 * PL_E_STATE (RFC 8842: a new certificate needs a new association). The outcome comes as an event.
 */
PL_MUST_CHECK enum pl_err pl_dtls_set_remote_fingerprints(struct pl_dtls *d, pl_time_us now,
                                                          const struct pl_dtls_fingerprint *list,
                                                          size_t count);

/* One UDP payload. Never fails: nonsense is counted in stats and dropped. */
void pl_dtls_input(struct pl_dtls *d, pl_time_us now, struct pl_bytes datagram);

void pl_dtls_tick(struct pl_dtls *d, pl_time_us now);

/* When to tick next; PL_TIME_NEVER when only input can change anything. */
pl_time_us pl_dtls_deadline(const struct pl_dtls *d);

/*
 * Copies the next datagram to send into buffer (at least PL_DTLS_DATAGRAM_MAX, asserted). False
 * when there is none.
 */
bool pl_dtls_next_output(struct pl_dtls *d, struct pl_buf buffer, size_t *len);

bool pl_dtls_next_event(struct pl_dtls *d, struct pl_dtls_event *event);

/* close_notify into the output when there is somebody to read it; no event follows. */
void pl_dtls_close(struct pl_dtls *d);

/* Frees the SSL object of a connected session (see Memory above); harmless at any other time. */
void pl_dtls_release(struct pl_dtls *d);

#endif
