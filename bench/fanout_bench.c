/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encrypted fan-out over loopback UDP: one publisher's frames to 1..200 subscribers, each with a
 * key and a socket of its own. Shown is CPU for each packet handed to the kernel, for the process
 * that encrypts and sends; on loopback that has the kernel's delivery to the receiving socket in
 * it.
 *
 * Frames are bursts of 7 packets; every 90th (each third second at 30 frames a second) is a key
 * frame of 41. A packet is 1200 bytes of RTP (20 of them header) and a tag. A second process drains
 * the sockets and counts. The sender goes as fast as it can but lets the receiver catch up, so that
 * buffers do not overflow; waiting is not CPU. "no cipher" copies the payload instead: what is left
 * is the price of sending.
 */
#include "srtp_bench.h"

#include "proto/srtp/srtp.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/udp.h>
#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif

enum {
    SUBSCRIBERS_MAX = 200,
    ROUNDS = 3,
    FRAME = 7,
    KEY_FRAME = 41,
    KEY_FRAME_EVERY = 90,
    HEADER = 20,
    PAYLOAD = 1180,
    SLOT = 1216,  /* packets lie end to end, as segmentation wants them */
    BATCH = 256,  /* packets, then one sendmmsg */
    AHEAD = 4000, /* packets that the receiver may be behind */
    RUN_MS = 450,
};

enum cipher { NONE, EVP, IPSEC_MB, CIPHERS };

struct variant {
    const char *name;
    enum cipher cipher;
    bool gso;
};

static const struct variant variants[] = {
    {"EVP + sendmmsg", EVP, false},           {"EVP + GSO", EVP, true},
    {"IPsec-MB + sendmmsg", IPSEC_MB, false}, {"IPsec-MB + GSO", IPSEC_MB, true},
    {"no cipher + sendmmsg", NONE, false},    {"no cipher + GSO", NONE, true},
};
enum { VARIANTS = sizeof(variants) / sizeof(variants[0]) };
static const size_t counts[] = {1, 10, 50, 100, 200};
enum { COUNTS = sizeof(counts) / sizeof(counts[0]) };

/* Between the two processes. */
struct shared {
    atomic_ullong received;
    atomic_bool stop;
};

struct sender {
    int fd;
    const struct variant *variant;
    struct shared *shared;
    struct sockaddr_in to[SUBSCRIBERS_MAX];
    struct pl_srtp_session sessions[CIPHERS][SUBSCRIBERS_MAX];
    uint16_t seq[CIPHERS][SUBSCRIBERS_MAX];
    unsigned long long sent;

    uint8_t arena[BATCH * SLOT];
    size_t used; /* packets in the arena */
    struct mmsghdr messages[BATCH];
    struct iovec iov[BATCH];
    union {
        struct cmsghdr head;
        uint8_t bytes[CMSG_SPACE(sizeof(uint16_t))];
    } control[BATCH];
    size_t message_count;
};

/* ---- the receiving process ---- */

static void drain(int fd, struct shared *shared)
{
    uint8_t byte[64];
    struct iovec iov[64];
    struct mmsghdr m[64];
    int n;
    memset(m, 0, sizeof(m));
    for (size_t i = 0; i < 64; i++) {
        iov[i] = (struct iovec){&byte[i], 1};
        m[i].msg_hdr.msg_iov = &iov[i];
        m[i].msg_hdr.msg_iovlen = 1;
    }
    while ((n = recvmmsg(fd, m, 64, MSG_DONTWAIT | MSG_TRUNC, NULL)) > 0)
        atomic_fetch_add(&shared->received, (unsigned)n);
}

static void receive(const int *fds, struct shared *shared)
{
    int poll = epoll_create1(0);
    must(poll >= 0, "epoll_create1");
    for (size_t i = 0; i < SUBSCRIBERS_MAX; i++) {
        struct epoll_event e = {.events = EPOLLIN, .data = {.fd = fds[i]}};
        must(epoll_ctl(poll, EPOLL_CTL_ADD, fds[i], &e) == 0, "epoll_ctl");
    }
    while (!atomic_load(&shared->stop)) {
        struct epoll_event e[SUBSCRIBERS_MAX];
        int n = epoll_wait(poll, e, SUBSCRIBERS_MAX, 100);
        for (int i = 0; i < n; i++)
            drain(e[i].data.fd, shared);
    }
}

static pid_t start_receiver(struct sockaddr_in *to, struct shared *shared)
{
    int fds[SUBSCRIBERS_MAX], size = 4 << 20;
    pid_t parent = getpid(), child;
    for (size_t i = 0; i < SUBSCRIBERS_MAX; i++) {
        socklen_t len = sizeof(to[i]);
        to[i] = (struct sockaddr_in){.sin_family = AF_INET};
        to[i].sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        fds[i] = socket(AF_INET, SOCK_DGRAM, 0);
        must(fds[i] >= 0 && bind(fds[i], (struct sockaddr *)&to[i], len) == 0, "bind");
        must(getsockname(fds[i], (struct sockaddr *)&to[i], &len) == 0, "getsockname");
        setsockopt(fds[i], SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
    }
    child = fork();
    must(child >= 0, "fork");
    if (child == 0) {
        while (!atomic_load(&shared->stop) && getppid() == parent)
            receive(fds, shared);
        _exit(0);
    }
    for (size_t i = 0; i < SUBSCRIBERS_MAX; i++)
        close(fds[i]);
    return child;
}

/* ---- the sending process ---- */

static void flush(struct sender *s)
{
    size_t done = 0;
    while (done < s->message_count) {
        int n = sendmmsg(s->fd, s->messages + done, (unsigned)(s->message_count - done), 0);
        must(n > 0 || errno == EINTR, "sendmmsg");
        done += n > 0 ? (size_t)n : 0;
    }
    s->sent += s->used;
    s->used = 0;
    s->message_count = 0;
}

/* One message of `packets` packets that lie end to end in the arena. */
static void add_message(struct sender *s, size_t subscriber, size_t first, size_t packets,
                        size_t len)
{
    size_t m = s->message_count++;
    struct msghdr *h = &s->messages[m].msg_hdr;
    uint16_t segment = (uint16_t)len;
    s->iov[m] = (struct iovec){s->arena + first * len, packets * len};
    *h = (struct msghdr){.msg_name = &s->to[subscriber],
                         .msg_namelen = sizeof(s->to[subscriber]),
                         .msg_iov = &s->iov[m],
                         .msg_iovlen = 1};
    if (packets == 1)
        return;
    h->msg_control = s->control[m].bytes;
    h->msg_controllen = sizeof(s->control[m].bytes);
    s->control[m].head = (struct cmsghdr){
        .cmsg_len = CMSG_LEN(sizeof(segment)), .cmsg_level = SOL_UDP, .cmsg_type = UDP_SEGMENT};
    memcpy(CMSG_DATA(&s->control[m].head), &segment, sizeof(segment));
}

static void write_packet(struct sender *s, size_t subscriber, const uint8_t *payload, uint8_t *slot)
{
    static const uint8_t fixed[HEADER] = {0x90, 96, 0,    0,    0, 0, 0,    0, 1, 2,
                                          3,    4,  0xbe, 0xde, 0, 1, 0x31, 0, 0, 0};
    enum cipher c = s->variant->cipher;
    uint16_t seq = ++s->seq[c][subscriber];
    size_t len;
    memcpy(slot, fixed, HEADER);
    pl_put_u16(slot + 2, seq);
    pl_put_u16(slot + 17, seq); /* the transport-wide sequence number */
    if (c == NONE) {
        memcpy(slot + HEADER, payload, PAYLOAD);
        return;
    }
    must(pl_srtp_protect_rtp(&s->sessions[c][subscriber], pl_bytes_of(slot, HEADER),
                             pl_bytes_of(payload, PAYLOAD), slot, SLOT, &len) == PL_OK &&
             len == SLOT,
         "protect_rtp");
}

static void send_frame(struct sender *s, size_t subscribers, size_t packets)
{
    static uint8_t payloads[KEY_FRAME][PAYLOAD];
    for (size_t i = 0; i < subscribers; i++) {
        if (s->used + packets > BATCH)
            flush(s);
        for (size_t p = 0; p < packets; p++) {
            write_packet(s, i, payloads[p], s->arena + (s->used + p) * SLOT);
            if (!s->variant->gso)
                add_message(s, i, s->used + p, 1, SLOT);
        }
        if (s->variant->gso)
            add_message(s, i, s->used, packets, SLOT);
        s->used += packets;
    }
    flush(s);
}

/* Until no more than `behind` packets are on their way; false when they are lost. */
static bool catch_up(const struct sender *s, unsigned long long from, unsigned long long behind)
{
    double start = clock_ns(CLOCK_MONOTONIC);
    while (s->sent - (atomic_load(&s->shared->received) - from) > behind) {
        struct timespec pause = {0, 200000};
        nanosleep(&pause, NULL);
        if (clock_ns(CLOCK_MONOTONIC) - start > 1e9)
            return false;
    }
    return true;
}

static double cpu_us(void)
{
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e6 +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec);
}

/* CPU microseconds a packet; adds to *lost what the receiver never saw. */
static double run(struct sender *s, const struct variant *v, size_t subscribers,
                  unsigned long long *lost)
{
    unsigned long long from = atomic_load(&s->shared->received);
    double deadline = clock_ns(CLOCK_MONOTONIC) + RUN_MS * 1e6, cpu = cpu_us();
    s->variant = v;
    s->sent = 0;
    for (size_t frame = 0; clock_ns(CLOCK_MONOTONIC) < deadline; frame++) {
        send_frame(s, subscribers, frame % KEY_FRAME_EVERY ? FRAME : KEY_FRAME);
        if (!catch_up(s, from, subscribers < 8 ? 500 * subscribers : AHEAD))
            break;
    }
    cpu = (cpu_us() - cpu) / (double)s->sent;
    catch_up(s, from, 0);
    *lost += s->sent - (atomic_load(&s->shared->received) - from);
    return cpu;
}

static bool init_cipher(struct sender *s, enum cipher c)
{
    struct pl_srtp_keys keys = {{0}, {0}};
    struct pl_srtp_crypto *crypto;
    if (c == NONE)
        return true;
    if (pl_srtp_crypto_create(c == EVP ? PL_SRTP_CRYPTO_EVP : PL_SRTP_CRYPTO_IPSEC_MB, &crypto) !=
        PL_OK)
        return false;
    for (size_t i = 0; i < SUBSCRIBERS_MAX; i++) {
        keys.key[0] = (uint8_t)i;
        must(pl_srtp_session_init(&s->sessions[c][i], crypto, PL_SRTP_AEAD_AES_128_GCM, &keys,
                                  PL_SRTP_SEND, 4) == PL_OK,
             "session_init");
    }
    return true;
}

static bool can_segment(int fd)
{
    int zero = 0;
    return setsockopt(fd, SOL_UDP, UDP_SEGMENT, &zero, sizeof(zero)) == 0;
}

static void print_cell(double values[ROUNDS])
{
    double middle = median(values, ROUNDS); /* sorts them */
    printf(" %.2f (%.2f-%.2f) |", middle, values[0], values[ROUNDS - 1]);
}

int main(void)
{
    static struct sender s;
    static double us[COUNTS][VARIANTS][ROUNDS];
    bool there[CIPHERS];
    unsigned long long lost = 0;
    int size = 4 << 20;
    pid_t child;

    print_host("bench_fanout");
    s.shared =
        mmap(NULL, sizeof(*s.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    must(s.shared != MAP_FAILED, "mmap");
    child = start_receiver(s.to, s.shared);
    s.fd = socket(AF_INET, SOCK_DGRAM, 0);
    must(s.fd >= 0, "socket");
    setsockopt(s.fd, SOL_SOCKET, SO_SNDBUF, &size, sizeof(size));
    for (int c = 0; c < CIPHERS; c++)
        there[c] = init_cipher(&s, (enum cipher)c);

    for (int r = 0; r < ROUNDS; r++) {
        for (size_t n = 0; n < COUNTS; n++) {
            for (size_t v = 0; v < VARIANTS; v++) {
                if (there[variants[v].cipher] && (!variants[v].gso || can_segment(s.fd)))
                    us[n][v][r] = run(&s, &variants[v], counts[n], &lost);
            }
        }
    }
    atomic_store(&s.shared->stop, true);
    waitpid(child, NULL, 0);

    printf("CPU microseconds for each packet sent (AEAD_AES_128_GCM, 1216 bytes), median of %d "
           "interleaved rounds (least-most); 0 = not available here. Packets lost: %llu.\n\n| "
           "subscribers |",
           ROUNDS, lost);
    for (size_t v = 0; v < VARIANTS; v++)
        printf(" %s |", variants[v].name);
    printf("\n|---|---|---|---|---|---|---|\n");
    for (size_t n = 0; n < COUNTS; n++) {
        printf("| %zu |", counts[n]);
        for (size_t v = 0; v < VARIANTS; v++)
            print_cell(us[n][v]);
        printf("\n");
    }
    return 0;
}
