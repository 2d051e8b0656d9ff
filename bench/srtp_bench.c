/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What protecting one RTP packet costs: both back-ends, libsrtp2 beside them, two profiles, two
 * sizes.
 *
 * "1 key" is the best case: tables and key stay in the first cache. "200 keys" is fan-out: the same
 * payload for each of 200 subscribers in turn. Rounds of all cases are interleaved and the median
 * is shown, for the machine may have other work. libsrtp2 works in place only, so its figures have
 * the copy of the payload in them, which a server using it has to make as well.
 */
#include "srtp_bench.h"

#include "proto/srtp/srtp.h"

#include <malloc.h>

#ifdef PL_HAVE_LIBSRTP2
#include <srtp2/srtp.h>
#endif

enum { KEYS = 200, ROUNDS = 7, PACKETS = 20000, HEADER = 12, SLOT = 1536, BATCH = 500 };

enum who { EVP, IPSEC_MB, LIBSRTP2, WHO_COUNT };
static const char *const names[] = {"OpenSSL EVP", "IPsec-MB", "libsrtp2 (with a copy)"};

struct bench {
    enum who who;
    enum pl_srtp_profile profile;
    struct pl_srtp_crypto *crypto;
    struct pl_srtp_session out[KEYS], in;
    void *theirs[KEYS], *their_in;
    uint32_t index[KEYS], index_in;
    double session_bytes;
};

static uint8_t payload[SLOT], slots[BATCH][SLOT];

static size_t write_header(uint8_t *p, uint32_t index)
{
    static const uint8_t fixed[HEADER] = {0x80, 96, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4};
    memcpy(p, fixed, HEADER);
    pl_put_u16(p + 2, (uint16_t)index);
    return HEADER;
}

#ifdef PL_HAVE_LIBSRTP2
static void *their_session(enum pl_srtp_profile profile, uint8_t key[46], srtp_ssrc_type_t type)
{
    srtp_policy_t policy;
    srtp_t session = NULL;
    memset(&policy, 0, sizeof(policy));
    if (profile == PL_SRTP_AES128_CM_SHA1_80) {
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtp);
        srtp_crypto_policy_set_aes_cm_128_hmac_sha1_80(&policy.rtcp);
    } else {
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtp);
        srtp_crypto_policy_set_aes_gcm_128_16_auth(&policy.rtcp);
    }
    policy.ssrc.type = type;
    policy.key = key;
    policy.window_size = 1024;
    must(srtp_create(&session, &policy) == srtp_err_status_ok, "srtp_create");
    return session;
}

static void their_init(struct bench *b)
{
    uint8_t key[46] = {0};
    b->their_in = their_session(b->profile, key, ssrc_any_inbound);
    for (size_t i = 0; i < KEYS; i++) {
        key[0] = (uint8_t)i;
        b->theirs[i] = their_session(b->profile, key, ssrc_any_outbound);
    }
}

static size_t their_protect(struct bench *b, size_t k, size_t size, uint8_t *slot)
{
    int len = (int)(write_header(slot, ++b->index[k]) + size);
    memcpy(slot + HEADER, payload, size);
    must(srtp_protect(b->theirs[k], slot, &len) == srtp_err_status_ok, "srtp_protect");
    return (size_t)len;
}

static void their_unprotect(struct bench *b, uint8_t *slot, size_t len)
{
    int n = (int)len;
    must(srtp_unprotect(b->their_in, slot, &n) == srtp_err_status_ok, "srtp_unprotect");
}
#else
/* Without the other library there is no session of it, so its part of the table is left out. */
static size_t their_protect(struct bench *b, size_t k, size_t size, uint8_t *slot)
{
    (void)b, (void)k, (void)size, (void)slot;
    return 0;
}

static void their_unprotect(struct bench *b, uint8_t *slot, size_t len)
{
    (void)b, (void)slot, (void)len;
}
#endif

static bool bench_init(struct bench *b, enum who who, enum pl_srtp_profile profile)
{
    struct pl_srtp_keys keys = {{0}, {0}};
    size_t before;

    *b = (struct bench){.who = who, .profile = profile};
    before = mallinfo2().uordblks;
    if (who == LIBSRTP2) {
#ifdef PL_HAVE_LIBSRTP2
        their_init(b);
        b->session_bytes = (double)(mallinfo2().uordblks - before) / (KEYS + 1);
        return true;
#else
        return false;
#endif
    }
    if (pl_srtp_crypto_create(who == EVP ? PL_SRTP_CRYPTO_EVP : PL_SRTP_CRYPTO_IPSEC_MB,
                              &b->crypto) != PL_OK)
        return false;
    before = mallinfo2().uordblks;
    must(pl_srtp_session_init(&b->in, b->crypto, profile, &keys, PL_SRTP_RECEIVE, 16) == PL_OK,
         "session_init");
    for (size_t i = 0; i < KEYS; i++) {
        keys.key[0] = (uint8_t)i;
        must(pl_srtp_session_init(&b->out[i], b->crypto, profile, &keys, PL_SRTP_SEND, 16) == PL_OK,
             "session_init");
    }
    b->session_bytes =
        (double)(mallinfo2().uordblks - before) / (KEYS + 1) + sizeof(struct pl_srtp_session);
    return true;
}

static size_t protect(struct bench *b, size_t k, size_t size, uint8_t *slot)
{
    size_t len = 0;
    if (b->who == LIBSRTP2)
        return their_protect(b, k, size, slot);
    /* As the media plane does it: the header is in the slot, the payload is shared. */
    write_header(slot, ++b->index[k]);
    must(pl_srtp_protect_rtp(&b->out[k], pl_bytes_of(slot, HEADER), pl_bytes_of(payload, size),
                             slot, SLOT, &len) == PL_OK,
         "protect_rtp");
    return len;
}

static double time_protect(struct bench *b, size_t keys, size_t size)
{
    double start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
    for (size_t i = 0; i < PACKETS; i++)
        protect(b, i % keys, size, slots[i % 64]);
    return (clock_ns(CLOCK_THREAD_CPUTIME_ID) - start) / PACKETS;
}

static double time_unprotect(struct bench *b, size_t size)
{
    double total = 0, start;
    size_t lens[BATCH];
    for (size_t done = 0; done < PACKETS; done += BATCH) {
        for (size_t i = 0; i < BATCH; i++)
            lens[i] = protect(b, 0, size, slots[i]);
        start = clock_ns(CLOCK_THREAD_CPUTIME_ID);
        for (size_t i = 0; i < BATCH; i++) {
            if (b->who == LIBSRTP2)
                their_unprotect(b, slots[i], lens[i]);
            else
                must(pl_srtp_unprotect_rtp(&b->in, slots[i], &lens[i]) == PL_OK, "unprotect_rtp");
        }
        total += clock_ns(CLOCK_THREAD_CPUTIME_ID) - start;
    }
    return total / PACKETS;
}

/* Without an IPsec-MB build or libsrtp2 their lines are missing. */
static void run_profile(enum pl_srtp_profile profile, const char *name)
{
    static struct bench benches[WHO_COUNT];
    static const size_t sizes[] = {160, 1200};
    static double ns[WHO_COUNT][2][3][ROUNDS];
    bool there[WHO_COUNT];

    for (size_t w = 0; w < WHO_COUNT; w++)
        there[w] = bench_init(&benches[w], (enum who)w, profile);
    for (int r = 0; r < ROUNDS; r++) {
        for (size_t w = 0; w < WHO_COUNT; w++) {
            for (size_t z = 0; z < 2 && there[w]; z++) {
                ns[w][z][2][r] = time_unprotect(&benches[w], sizes[z]);
                ns[w][z][0][r] = time_protect(&benches[w], 1, sizes[z]);
                ns[w][z][1][r] = time_protect(&benches[w], KEYS, sizes[z]);
            }
        }
    }
    for (size_t w = 0; w < WHO_COUNT; w++) {
        for (size_t z = 0; z < 2 && there[w]; z++)
            printf("| %s | %s | %zu | %.0f | %.0f | %.0f | %.0f |\n", name, names[w], sizes[z],
                   median(ns[w][z][0], ROUNDS), median(ns[w][z][1], ROUNDS),
                   median(ns[w][z][2], ROUNDS), benches[w].session_bytes);
    }
}

int main(void)
{
#ifdef PL_HAVE_LIBSRTP2
    must(srtp_init() == srtp_err_status_ok, "srtp_init");
#endif
    memset(payload, 0x5a, sizeof(payload));
    print_host("bench_srtp");
    printf("ns of CPU for each RTP packet, median of %d interleaved rounds of %d packets.\n\n",
           ROUNDS, PACKETS);
    printf("| profile | by | payload bytes | protect, 1 key | protect, %d keys | unprotect | "
           "heap and struct bytes a session |\n|---|---|---|---|---|---|---|\n",
           KEYS);
    run_profile(PL_SRTP_AEAD_AES_128_GCM, "AEAD_AES_128_GCM");
    run_profile(PL_SRTP_AES128_CM_SHA1_80, "AES_CM_128_HMAC_SHA1_80");
    return 0;
}
