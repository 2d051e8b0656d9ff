/* SPDX-License-Identifier: Apache-2.0 */
#include "recorder/settings.h"

#include "recorder/budget.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { RESERVE_MB = 64, DELAY_MIN_MS = 300, NICE = 10, NICE_MAX = 19 };

static const char help[] =
    "parlor-recorder: records and composes what a Parlor server taps (docs/recorder.md)\n"
    "  --root DIR             where files go (needed)\n"
    "  --images DIR           logos and backgrounds that layouts may name\n"
    "  --font FILE            for names and titles; may be given more than once\n"
    "  --control-fd N         the control link, inherited\n"
    "  --control-socket PATH  listen on a Unix socket for it\n"
    "  --control-tcp A:PORT   listen on TCP for it; with --secret-file\n"
    "  --secret-file FILE     what HELLO has to know\n"
    "  --media-address A      where the tap's packets come to (127.0.0.1)\n"
    "  --reserve-mb N         recordings end when less is free (64)\n"
    "  --delay-ms N           how long late packets are waited for (500)\n"
    "  --trusted-network      allow addresses of other machines: nothing is encrypted on its way\n"
    "  --nice N               recordings give way to calls: how nice their threads are (10)\n"
    "  --recover              finish what a killed recorder has left, and exit\n"
    "  --help, --version\n";

/* What Debian's packages fonts-noto-cjk, fonts-wqy-zenhei and fonts-dejavu-core install. */
static const char *const usual_fonts[] = {
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
};

enum option_id {
    ROOT = 1,
    IMAGES,
    FONT,
    CONTROL_FD,
    CONTROL_SOCKET,
    CONTROL_TCP,
    SECRET_FILE,
    MEDIA_ADDRESS,
    RESERVE,
    DELAY,
    TRUSTED,
    NICENESS,
    RECOVER,
    HELP,
    VERSION,
};

static const struct option options[] = {
    {"root", required_argument, NULL, ROOT},
    {"images", required_argument, NULL, IMAGES},
    {"font", required_argument, NULL, FONT},
    {"control-fd", required_argument, NULL, CONTROL_FD},
    {"control-socket", required_argument, NULL, CONTROL_SOCKET},
    {"control-tcp", required_argument, NULL, CONTROL_TCP},
    {"secret-file", required_argument, NULL, SECRET_FILE},
    {"media-address", required_argument, NULL, MEDIA_ADDRESS},
    {"reserve-mb", required_argument, NULL, RESERVE},
    {"delay-ms", required_argument, NULL, DELAY},
    {"trusted-network", no_argument, NULL, TRUSTED},
    {"nice", required_argument, NULL, NICENESS},
    {"recover", no_argument, NULL, RECOVER},
    {"help", no_argument, NULL, HELP},
    {"version", no_argument, NULL, VERSION},
    {NULL, 0, NULL, 0},
};

static bool read_number(const char *text, unsigned long max, unsigned long *out)
{
    char *end;
    errno = 0;
    *out = strtoul(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *out <= max;
}

static bool take(struct pl_recorder_settings *s, int option, const char *value)
{
    unsigned long n = 0;
    switch (option) {
    case ROOT:
        s->root = value;
        return true;
    case IMAGES:
        s->images = value;
        return true;
    case FONT:
        if (s->font_count < PL_FONTS_MAX)
            s->fonts[s->font_count++] = value;
        return true;
    case CONTROL_FD:
        s->control_fd = read_number(value, 1 << 20, &n) ? (int)n : -1;
        return s->control_fd >= 0;
    case CONTROL_SOCKET:
        s->control_socket = value;
        return true;
    case CONTROL_TCP:
        s->control_tcp = value;
        return true;
    case SECRET_FILE:
        s->secret_file = value;
        return true;
    case MEDIA_ADDRESS:
        return pl_addr_parse(&s->media, value) == PL_OK;
    case RESERVE:
        s->reserve_bytes = read_number(value, 1 << 30, &n) ? (uint64_t)n << 20 : 0;
        return n > 0 || strcmp(value, "0") == 0;
    case DELAY:
        s->delay_us = read_number(value, 60000, &n) ? (int64_t)n * 1000 : 0;
        return n >= DELAY_MIN_MS;
    case TRUSTED:
        s->trusted_network = true;
        return true;
    case NICENESS:
        s->nice = read_number(value, NICE_MAX, &n) ? (int)n : -1;
        return s->nice >= 0;
    default:
        s->recover_only = true;
        return true;
    }
}

static bool is_here(const struct pl_addr *a)
{
    static const uint8_t ipv6[16] = {[15] = 1};
    return a->family == PL_ADDR_IPV4 ? a->ip[0] == 127 : memcmp(a->ip, ipv6, sizeof(ipv6)) == 0;
}

/* Media and commands are not encrypted: they leave this machine only where somebody has said so. */
static int check_ways(const struct pl_recorder_settings *s)
{
    struct pl_addr control = pl_addr_ipv4(127, 0, 0, 1, 0);
    if (s->control_tcp && pl_addr_parse(&control, s->control_tcp)) {
        fprintf(stderr, "parlor-recorder: --control-tcp %s: not an address and a port\n",
                s->control_tcp);
        return 2;
    }
    if (s->trusted_network || (is_here(&control) && is_here(&s->media)))
        return 0;
    fprintf(stderr,
            "parlor-recorder: %s would carry calls unencrypted to other machines; use a "
            "tunnel (WireGuard, stunnel), or say --trusted-network when the network is "
            "your own\n",
            is_here(&control) ? "--media-address" : "--control-tcp");
    return 2;
}

static int check(const struct pl_recorder_settings *s)
{
    struct stat st;
    int ways = (s->control_fd >= 0) + (s->control_socket != NULL) + (s->control_tcp != NULL);
    if (!s->root) {
        fprintf(stderr, "parlor-recorder: --root is missing: where shall files go?\n");
        return 2;
    }
    if (stat(s->root, &st) != 0 || !S_ISDIR(st.st_mode)) {
        fprintf(stderr, "parlor-recorder: --root %s: %s; make the folder first\n", s->root,
                errno ? strerror(errno) : "no folder");
        return 2;
    }
    if (ways != (s->recover_only ? 0 : 1)) {
        fprintf(stderr, "parlor-recorder: %s\n",
                s->recover_only ? "--recover takes no control link"
                                : "one of --control-fd, --control-socket, --control-tcp is needed");
        return 2;
    }
    if (s->control_tcp && !s->secret_file) {
        fprintf(stderr, "parlor-recorder: --control-tcp needs --secret-file: anybody who reaches "
                        "the port could record\n");
        return 2;
    }
    return check_ways(s);
}

int pl_recorder_settings_read(struct pl_recorder_settings *s, int argc, char **argv)
{
    int option;
    *s = (struct pl_recorder_settings){.control_fd = -1,
                                       .images = "",
                                       .media = pl_addr_ipv4(127, 0, 0, 1, 0),
                                       .reserve_bytes = (uint64_t)RESERVE_MB << 20,
                                       .delay_us = PL_BUDGET_DELAY_US,
                                       .nice = NICE};
    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option == HELP || option == VERSION) {
            printf("%s", option == HELP ? help : "parlor-recorder " PL_VERSION "\n");
            exit(0);
        }
        if (option == '?')
            return 2;
        if (!take(s, option, optarg)) {
            fprintf(stderr, "parlor-recorder: %s is no good value here\n", optarg);
            return 2;
        }
    }
    if (s->font_count > 0)
        return check(s);
    for (size_t i = 0; i < sizeof(usual_fonts) / sizeof(*usual_fonts); i++)
        s->fonts[i] = usual_fonts[i];
    s->font_count = sizeof(usual_fonts) / sizeof(*usual_fonts);
    return check(s);
}
