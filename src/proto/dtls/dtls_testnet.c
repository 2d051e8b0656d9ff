/* SPDX-License-Identifier: Apache-2.0 */
#include "proto/dtls/dtls_testnet.h"

#include <stdio.h>

struct pl_dtls_cert *net_certs[2];

int net_setup(void **state)
{
    (void)state;
    for (int i = 0; i < 2; i++)
        if (pl_dtls_cert_create(1800000000, 30, &net_certs[i]) != PL_OK)
            return -1;
    return 0;
}

int net_teardown(void **state)
{
    (void)state;
    pl_dtls_cert_destroy(net_certs[0]);
    pl_dtls_cert_destroy(net_certs[1]);
    return 0;
}

/* ---- two of ours ---- */

struct net *net_create(uint64_t seed, const struct pl_dtls_options *options)
{
    struct net *net = calloc(1, sizeof(*net));
    assert_non_null(net);
    pl_prng_init(&net->prng, seed);
    net->now = PL_SEC(1000);
    for (int i = 0; i < 2; i++) {
        struct side *s = &net->sides[i];
        s->cert = net_certs[i];
        assert_ok(pl_dtls_context_create(s->cert, options, &s->ctx));
        assert_ok(pl_dtls_init(&s->d, s->ctx, i == 0 ? PL_DTLS_SERVER : PL_DTLS_CLIENT, net->now));
    }
    return net;
}

void net_destroy(struct net *net)
{
    for (int i = 0; i < 2; i++) {
        pl_dtls_finish(&net->sides[i].d);
        pl_dtls_context_destroy(net->sides[i].ctx);
    }
    free(net);
}

void net_trust(struct net *net)
{
    for (int i = 0; i < 2; i++)
        assert_ok(pl_dtls_set_remote_fingerprints(
            &net->sides[i].d, net->now, pl_dtls_cert_fingerprint(net->sides[!i].cert), 1));
}

/* Every plaintext record on the wire has a greater number than those before it. */
static void check_numbers(struct side *s, struct pl_bytes datagram)
{
    struct pl_reader r = pl_reader_of(datagram);
    struct pl_dtls_record record;
    enum pl_err err;
    assert_true(datagram.len <= PL_DTLS_DATAGRAM_MAX);
    while ((err = pl_dtls_record_next(&r, &record)) == PL_OK)
        if (record.epoch == 0) {
            assert_true(record.seq >= s->next_plain_seq);
            s->next_plain_seq = record.seq + 1;
        }
    assert_err(PL_E_AGAIN, err);
}

static void post(struct net *net, int to, struct pl_bytes datagram)
{
    unsigned copies = pl_prng_below(&net->prng, 100) < net->duplicate ? 2 : 1;
    if (pl_prng_below(&net->prng, 100) < net->loss)
        return;
    for (size_t i = 0; i < NET_PACKETS && copies > 0; i++) {
        struct packet *p = &net->packets[i];
        if (p->used)
            continue;
        memcpy(p->bytes, datagram.data, datagram.len);
        p->len = datagram.len;
        p->to = to;
        p->used = true;
        p->at = net->now + PL_MS(10);
        p->order = net->next_order++;
        if (pl_prng_below(&net->prng, 100) < net->late)
            p->at += pl_prng_below(&net->prng, PL_MS(300));
        copies--;
    }
    assert_int_equal(copies, 0);
}

void net_drain(struct net *net, int from)
{
    struct side *s = &net->sides[from];
    struct pl_dtls_event event;
    uint8_t buffer[PL_DTLS_DATAGRAM_MAX];
    size_t len;
    while (pl_dtls_next_output(&s->d, (struct pl_buf){buffer, sizeof(buffer)}, &len)) {
        struct pl_bytes datagram = pl_bytes_of(buffer, len);
        check_numbers(s, datagram);
        s->sent++;
        if (!net->filter || net->filter(net, from, datagram))
            post(net, !from, datagram);
        else
            net->filtered++;
    }
    while (pl_dtls_next_event(&s->d, &event)) {
        s->last = event;
        s->connected |= event.type == PL_DTLS_EVENT_CONNECTED;
        s->failed |= event.type == PL_DTLS_EVENT_FAILED;
        s->closed |= event.type == PL_DTLS_EVENT_CLOSED;
    }
}

static bool before(const struct packet *a, const struct packet *b)
{
    return a->at < b->at || (a->at == b->at && a->order < b->order);
}

bool net_step(struct net *net, pl_time_us end)
{
    struct packet *first = NULL;
    pl_time_us next;
    net_drain(net, 0);
    net_drain(net, 1);
    next = pl_time_min(pl_dtls_deadline(&net->sides[0].d), pl_dtls_deadline(&net->sides[1].d));
    for (size_t i = 0; i < NET_PACKETS; i++)
        if (net->packets[i].used && (!first || before(&net->packets[i], first)))
            first = &net->packets[i];
    if (first)
        next = pl_time_min(next, first->at);
    if (next > end)
        return false;
    net->now = next > net->now ? next : net->now;
    if (first && first->at <= net->now) {
        first->used = false;
        pl_dtls_input(&net->sides[first->to].d, net->now, pl_bytes_of(first->bytes, first->len));
    }
    pl_dtls_tick(&net->sides[0].d, net->now);
    pl_dtls_tick(&net->sides[1].d, net->now);
    net_drain(net, 0);
    net_drain(net, 1);
    return true;
}

void net_run(struct net *net, pl_time_us end)
{
    while (!(net->sides[0].connected && net->sides[1].connected) && net_step(net, end))
        continue;
}

void net_assert_same_keys(const struct net *net)
{
    const struct pl_dtls_event *a = &net->sides[0].last, *b = &net->sides[1].last;
    assert_int_equal(a->type, PL_DTLS_EVENT_CONNECTED);
    assert_int_equal(b->type, PL_DTLS_EVENT_CONNECTED);
    assert_true(a->is_server && !b->is_server);
    assert_int_equal(a->profile, b->profile);
    assert_memory_equal(&a->local, &b->remote, sizeof(a->local));
    assert_memory_equal(&a->remote, &b->local, sizeof(a->local));
    assert_memory_not_equal(a->local.key, a->remote.key, 16);
    assert_memory_equal(a->keying, b->keying, sizeof(a->keying));
}

/* ---- plain OpenSSL ---- */

static int raw_write(BIO *bio, const char *data, int len)
{
    struct raw_client *c = BIO_get_data(bio);
    struct packet *p = &c->out[c->out_count++];
    assert_true(c->out_count <= sizeof(c->out) / sizeof(c->out[0]));
    memcpy(p->bytes, data, (size_t)len);
    p->len = (size_t)len;
    return len;
}

static int raw_read(BIO *bio, char *data, int size)
{
    struct raw_client *c = BIO_get_data(bio);
    size_t len = c->in.len;
    BIO_clear_retry_flags(bio);
    if (len == 0) {
        BIO_set_retry_read(bio);
        return -1;
    }
    assert_true((size_t)size >= len);
    memcpy(data, c->in.bytes, len);
    c->in.len = 0;
    return (int)len;
}

static long raw_ctrl(BIO *bio, int cmd, long num, void *ptr)
{
    (void)bio, (void)num, (void)ptr;
    if (cmd == BIO_CTRL_DGRAM_GET_MTU_OVERHEAD)
        return 48; /* else OpenSSL takes no payload below 256 bytes */
    return cmd == BIO_CTRL_FLUSH;
}

static int raw_accept(X509_STORE_CTX *store, void *arg)
{
    (void)store, (void)arg;
    return 1;
}

/* An ALPN name of this length makes the hello long enough for three pieces. */
#define PADDING 200

struct raw_client *raw_create(const struct pl_dtls_cert *cert, const char *profiles, long mtu)
{
    unsigned char alpn[PADDING + 1];
    struct raw_client *c = calloc(1, sizeof(*c));
    BIO *bio;
    assert_non_null(c);
    c->ctx = SSL_CTX_new(DTLS_client_method());
    c->method = BIO_meth_new(BIO_TYPE_SOURCE_SINK, "test");
    BIO_meth_set_write(c->method, raw_write);
    BIO_meth_set_read(c->method, raw_read);
    BIO_meth_set_ctrl(c->method, raw_ctrl);
    SSL_CTX_set_options(c->ctx, SSL_OP_NO_QUERY_MTU);
    SSL_CTX_set_cert_verify_callback(c->ctx, raw_accept, NULL);
    if (cert) {
        assert_int_equal(SSL_CTX_use_certificate(c->ctx, cert->x509), 1);
        assert_int_equal(SSL_CTX_use_PrivateKey(c->ctx, cert->key), 1);
    }
    if (profiles)
        assert_int_equal(SSL_CTX_set_tlsext_use_srtp(c->ctx, profiles), 0);
    c->ssl = SSL_new(c->ctx);
    bio = BIO_new(c->method);
    BIO_set_data(bio, c);
    BIO_set_init(bio, 1);
    SSL_set_bio(c->ssl, bio, bio);
    SSL_set_mtu(c->ssl, mtu);
    memset(alpn, 'x', sizeof(alpn));
    alpn[0] = PADDING;
    SSL_set_alpn_protos(c->ssl, alpn, sizeof(alpn));
    SSL_set_connect_state(c->ssl);
    return c;
}

void raw_destroy(struct raw_client *c)
{
    SSL_free(c->ssl);
    SSL_CTX_free(c->ctx);
    BIO_meth_free(c->method);
    free(c);
}

void raw_input(struct raw_client *c, struct pl_bytes datagram)
{
    c->out_count = 0;
    if (datagram.len > 0)
        memcpy(c->in.bytes, datagram.data, datagram.len);
    c->in.len = datagram.len;
    do {
        if (SSL_do_handshake(c->ssl) == 1)
            c->done = true;
    } while (!c->done && (c->in.len > 0 || SSL_has_pending(c->ssl)));
}

/* ---- bytes ---- */

size_t make_null_hello(uint8_t *dst, size_t size, uint8_t fill)
{
    static const char body[] = "00 00 0004 003b 0000 01 00"; /* no session, no cookie, NULL */
    struct pl_writer w = pl_writer_of(dst, size);
    uint8_t tail[16];
    size_t tail_len = pl_test_unhex(body, tail, sizeof(tail));
    uint32_t total = (uint32_t)(2 + 32 + tail_len);
    pl_write_u8(&w, PL_DTLS_HANDSHAKE_RECORD);
    pl_write_u16(&w, 0xfeff);
    pl_write_zeros(&w, 8);
    pl_write_u16(&w, (uint16_t)(PL_DTLS_HANDSHAKE_HEAD + total));
    pl_write_u8(&w, PL_DTLS_CLIENT_HELLO);
    pl_write_u24(&w, total);
    pl_write_u16(&w, 0);
    pl_write_u24(&w, 0);
    pl_write_u24(&w, total);
    pl_write_u16(&w, 0xfefd);
    for (int i = 0; i < PL_DTLS_RANDOM; i++)
        pl_write_u8(&w, fill);
    pl_write_bytes(&w, pl_bytes_of(tail, tail_len));
    assert_true(pl_writer_ok(&w));
    return w.pos;
}

size_t read_capture(const char *name, struct packet *packets, size_t max)
{
    char path[512], line[2 * NET_MTU + 8];
    size_t n = 0;
    FILE *f;
    snprintf(path, sizeof(path), "%s/%s", PL_DTLS_TESTDATA, name);
    f = fopen(path, "r");
    assert_non_null(f);
    while (n < max && fgets(line, sizeof(line), f)) {
        packets[n].len = pl_test_unhex(line, packets[n].bytes, sizeof(packets[n].bytes));
        n++;
    }
    fclose(f);
    return n;
}

unsigned output_messages(struct pl_dtls *d, unsigned *datagrams)
{
    uint8_t buffer[PL_DTLS_DATAGRAM_MAX];
    unsigned bits = 0;
    size_t len;
    *datagrams = 0;
    while (pl_dtls_next_output(d, (struct pl_buf){buffer, sizeof(buffer)}, &len)) {
        struct pl_reader r = pl_reader_of(pl_bytes_of(buffer, len));
        struct pl_dtls_record record;
        ++*datagrams;
        while (pl_dtls_record_next(&r, &record) == PL_OK) {
            struct pl_reader body = pl_reader_of(record.body);
            struct pl_dtls_message m;
            if (record.type != PL_DTLS_HANDSHAKE_RECORD || record.epoch != 0)
                continue;
            while (pl_dtls_message_next(&body, &m) == PL_OK)
                bits |= 1u << m.type;
        }
    }
    return bits;
}
