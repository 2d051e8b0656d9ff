/* SPDX-License-Identifier: Apache-2.0 */
#include "server/config_table.h"

#include <stddef.h>

#define AT(section, member) offsetof(struct pl_config, section.member)
#define TEXT(section, member, size)                                                                \
#section, #member, PL_SETTING_TEXT, AT(section, member), size, 0, 0,                           \
    {                                                                                              \
        NULL                                                                                       \
    }
#define PATH(section, member) TEXT(section, member, PL_CONFIG_PATH_MAX)
#define WORD(section, member) TEXT(section, member, PL_CONFIG_TEXT_MAX)
#define NUMBER(section, member, min, max)                                                          \
#section, #member, PL_SETTING_NUMBER, AT(section, member), 0, min, max,                        \
    {                                                                                              \
        NULL                                                                                       \
    }
#define SWITCH(section, member)                                                                    \
#section, #member, PL_SETTING_SWITCH, AT(section, member), 0, 0, 0,                            \
    {                                                                                              \
        NULL                                                                                       \
    }
#define CHOICE(section, member, ...)                                                               \
#section, #member, PL_SETTING_CHOICE, AT(section, member), 0, 0, 0,                            \
    {                                                                                              \
        __VA_ARGS__                                                                                \
    }
#define OTHER(section, member, type)                                                               \
#section, #member, type, AT(section, member), 0, 0, 0,                                         \
    {                                                                                              \
        NULL                                                                                       \
    }

/* clang-format off */
const struct pl_setting pl_settings[] = {
    {OTHER(server, listen, PL_SETTING_ADDRESS), "0.0.0.0:8906",
     "Address and port of pages and browser links.",
     "网页与浏览器连接的监听地址和端口。"},
    {PATH(server, data), "data",
     "Directory for everything that is kept. Made when missing.",
     "保存全部数据的目录；不存在时自动创建。"},
    {CHOICE(server, log_level, "error", "warn", "info", "debug"), "info",
     "The least important lines that are logged.",
     "日志级别。"},
    {NUMBER(server, drain_seconds, 0, 3600), "10",
     "Time that calls get to end after SIGTERM or SIGINT.",
     "收到 SIGTERM 或 SIGINT 后等待通话结束的秒数。"},
    {NUMBER(server, workers, 0, 64), "0",
     "Media threads, each with its own UDP port. 0: one for each core but one.",
     "媒体线程数，每个线程使用一个 UDP 端口；0 表示核心数减一。"},
    {SWITCH(server, realtime), "no",
     "Media threads go before everything else that shares the machine, recordings too. Needs LimitRTPRIO=1 or CAP_SYS_NICE, and more cores than workers.",
     "媒体线程优先于同机的其他任务（包括录像）。需要 LimitRTPRIO=1 或 CAP_SYS_NICE，且核心数多于媒体线程数。"},
    {NUMBER(server, max_sessions, 1, 100000), "5000",
     "Browser links at once.",
     "同时在线的浏览器连接数上限。"},
    {NUMBER(server, max_links_per_ip, 0, 100000), "64",
     "Browser links of one IPv4 address or IPv6 /64 at once. 0: not limited.",
     "同一 IPv4 地址或 IPv6 /64 网段的连接数上限；0 表示不限。"},

    {PATH(tls, certificate), "",
     "PEM file with the certificate chain, leaf first. Empty: no TLS. SIGHUP reads it again.",
     "PEM 证书链文件（服务器证书在前）；留空则不启用 TLS。收到 SIGHUP 时重新读取。"},
    {PATH(tls, key), "",
     "PEM file with the private key.",
     "PEM 私钥文件。"},
    {SWITCH(tls, self_signed), "no",
     "Make a certificate in the data directory: for trials on a private network.",
     "在数据目录中自动生成自签名证书，供内网试用。"},
    {OTHER(tls, hosts, PL_SETTING_HOSTS), "localhost, 127.0.0.1",
     "Names and addresses in the self-signed certificate.",
     "自签名证书中包含的主机名和地址。"},

    {PATH(http, demos_dir), "",
     "Directory served below /demos/. Empty: the one installed with the program, if any.",
     "在 /demos/ 下提供的目录；留空则使用随程序安装的目录。"},
    {PATH(http, sdk_dir), "",
     "Directory served below /sdk/. Empty: the one installed with the program, if any.",
     "在 /sdk/ 下提供的目录；留空则使用随程序安装的目录。"},
    {OTHER(http, origins, PL_SETTING_ORIGINS), "",
     "Pages that may open a link (https://host[:port], or *). Empty: with TLS our own pages only, "
     "without TLS any.",
     "允许建立连接的网页来源（https://主机[:端口]，或 *）；留空时，启用 TLS 则仅限本站，否则不限。"},

    {CHOICE(http, page_scripts, "files", "inline", "eval"), "files",
     "What may run as script in pages served from here: files of this server; also scripts inside "
     "pages and in attributes, as old pages have them; or also text made at run time (eval, "
     "setTimeout with a string).",
     "本服务器提供的页面中允许执行的脚本：仅限本服务器的文件；或同时允许页面内与属性中的脚本（旧页面常用）；或再允许运行时生成的脚本（eval、以字符串调用 setTimeout）。"},

    {NUMBER(signal, max_message_bytes, 1024, 16777216), "262144",
     "Longest message of a browser link.",
     "单条消息的最大字节数。"},
    {NUMBER(signal, messages_per_second, 1, 100000), "100",
     "Messages a second of one session, for long.",
     "每个会话每秒的消息数（持续）。"},
    {NUMBER(signal, burst, 1, 100000), "200",
     "Messages of one session at once.",
     "每个会话的瞬时消息数。"},
    {NUMBER(signal, ping_seconds, 1, 600), "20",
     "From ping to ping; a link that stays silent for half of it afterwards is dropped.",
     "心跳间隔秒数；心跳后静默超过其一半即断开。"},
    {NUMBER(signal, resume_grace_seconds, 0, 3600), "30",
     "Time a lost link has to come back before its user leaves.",
     "连接中断后允许恢复的秒数，超过则用户离线。"},

    {WORD(login, server_password), "",
     "Password of the server itself (SDK option SDKAuthPass). Empty: none.",
     "服务器连接密码（SDKAuthPass）；留空则不验证。"},
    {SWITCH(login, guests), "yes",
     "May users come in without a password?",
     "是否允许无密码的游客登录。"},
    {SWITCH(login, tell_addresses), "no",
     "Tell the users of a room each other's Internet address (BRAC_USERSTATE_INTERNETIP of others).",
     "是否向同房间用户公开彼此的互联网地址（他人的 BRAC_USERSTATE_INTERNETIP）。"},
    {CHOICE(login, passwords, "accept", "refuse"), "accept",
     "What happens to a login with a password when no business server is connected.",
     "未连接业务服务器时如何处理带密码的登录。"},
    {NUMBER(login, logins_per_minute_per_ip, 1, 100000), "20",
     "Logins a minute of one address.",
     "同一地址每分钟的登录次数上限。"},
    {NUMBER(login, max_failed, 1, 1000), "5",
     "Failed logins of one name before it is locked.",
     "同一用户名登录失败多少次后锁定。"},
    {NUMBER(login, lock_seconds, 1, 86400), "300",
     "How long a name stays locked.",
     "锁定的秒数。"},

    {CHOICE(login, same_user, "replace", "refuse"), "replace",
     "Who signs in where the same user is signed in already: takes its place (209), or is refused (201).",
     "同一用户重复登录时：取代先前的会话（209），或拒绝后来者（201）。"},
    {CHOICE(login, accounts, "no", "yes", "only"), "no",
     "Accounts of the store: not looked at; a name that has one takes its password; or no other "
     "name may log in with a password.",
     "存储中的账号：不使用；有账号的用户名须用其密码登录；或仅允许有账号的用户名凭密码登录。"},
    {NUMBER(login, hash_threads, 1, 8), "1",
     "Threads that check passwords of accounts, 19 MiB and some 30 ms each.",
     "校验账号密码的线程数，每次校验约占 19 MiB 内存与 30 毫秒。"},
    {OTHER(login, blocked, PL_SETTING_PATTERNS), "",
     "Addresses that may not connect (113); * stands for any characters, as in 192.0.2.*",
     "禁止连接的地址（113）；* 代表任意字符，如 192.0.2.*"},
    {NUMBER(login, signature_seconds, 1, 86400), "600",
     "How far the time stamp of a signed login (BRAC_LoginEx) may be from the server's clock (220).",
     "签名登录（BRAC_LoginEx）的时间戳与服务器时钟允许相差的秒数（220）。"},
    {SWITCH(login, signature_zones), "yes",
     "rsa-md5 only: take whole hours off that difference, since old signing tools put local time in.",
     "仅对 rsa-md5：允许时间戳相差整小时数，因旧签名工具使用本地时间。"},
    {SWITCH(login, signature_once), "yes",
     "A signature is good for one login (226).",
     "每个签名只能登录一次（226）。"},
    {SWITCH(login, token_once), "no",
     "An access token with a jti is good for one login (226).",
     "带 jti 的访问令牌只能登录一次（226）。"},
    {NUMBER(login, token_skew_seconds, 0, 3600), "60",
     "How far the clock of who makes access tokens may be from the server's.",
     "令牌签发方与服务器时钟允许相差的秒数。"},

    {NUMBER(rooms, max_users, 1, 10000), "200",
     "Users in one room, unless the room says otherwise.",
     "每个房间的默认人数上限。"},
    {NUMBER(rooms, max_rooms, 1, 1000000), "10000",
     "Rooms with somebody in them, at once.",
     "同时存在的房间数上限。"},
    {CHOICE(rooms, password_policy, "ignore", "creator"), "ignore",
     "Rooms without a section of their own: ignore passwords, or the first user's is the room's.",
     "未单独配置的房间：忽略密码，或以首位进入者的密码为准。"},

    {OTHER(media, bind, PL_SETTING_IP), "",
     "Address of the UDP media ports. Empty: that of server.listen.",
     "UDP 媒体端口的绑定地址；留空则与 server.listen 相同。"},
    {NUMBER(media, port, 0, 65535), "8910",
     "UDP port of the first worker; the next has the next. 0: ephemeral ports.",
     "第一个媒体线程的 UDP 端口，其余依次递增；0 表示临时端口。"},
    {SWITCH(media, tcp), "yes",
     "Take media over TCP as well, on the ports of the same numbers, for networks without UDP.",
     "同时在相同编号的 TCP 端口上接收媒体，供 UDP 不通的网络使用。"},
    {OTHER(media, advertise, PL_SETTING_IPS), "",
     "Addresses that browsers are told to send to. Empty: guess from the interfaces.",
     "告知浏览器的媒体地址；留空则由网卡推断。"},
    {CHOICE(media, simulcast, "off", "on", "auto"), "auto",
     "Cameras are sent in several sizes at once: never, always, or in rooms for more than two.",
     "摄像头视频同时发送多种尺寸：从不、始终，或仅在可容纳两人以上的房间。"},
    {OTHER(media, video_codecs, PL_SETTING_CODECS), "H264, VP8",
     "Video codecs, best first: a room uses the first that all its members can show, else VP8.",
     "视频编码，按优先顺序排列：房间使用全体成员均可显示的第一种，否则使用 VP8。"},
    {NUMBER(media, peer_kbit, 0, 10000000), "60000",
     "Most that one client may send, in kbit/s; what is above is dropped. 0: not limited.",
     "单个客户端的上行码率上限（kbit/s），超出部分丢弃；0 表示不限。"},
    {NUMBER(media, peer_packets, 0, 10000000), "12000",
     "The same in packets a second. 0: not limited.",
     "单个客户端每秒上行包数上限；0 表示不限。"},
    {NUMBER(media, stream_kbit, 0, 10000000), "20000",
     "Most of one camera or microphone, its sizes and repairs together, in kbit/s. 0: not limited.",
     "单路音视频流（含各层与重传）的码率上限（kbit/s）；0 表示不限。"},
    {CHOICE(media, srtp_backend, "auto", "evp", "ipsec_mb"), "auto",
     "Library for SRTP: the fastest present, OpenSSL, or Intel IPsec-MB.",
     "SRTP 加密库：自动选择最快者、OpenSSL 或 Intel IPsec-MB。"},
    {NUMBER(media, loudest, 0, 16), "5",
     "Voices that a user is sent at once, the loudest of those that he listens to. 0: all.",
     "同时转发给每个用户的最大发言人数，取其收听者中声音最大者；0 表示全部转发。"},
    {NUMBER(media, silence, 0, 127), "75",
     "Sound that many dB below full scale, or lower, is silence and not forwarded. 0: all is "
     "forwarded.",
     "低于满刻度多少 dB 的声音视为静音而不转发；0 表示全部转发。"},
    {NUMBER(media, key_pause_ms, 100, 10000), "500",
     "Each size of a picture is asked for key frames at most once in that many milliseconds.",
     "对同一路画面的每一层，两次请求关键帧之间至少间隔的毫秒数。"},

    {CHOICE(chat, server_data, "refuse", "ignore", "echo"), "refuse",
     "SDK filter data, business data and buffers for the server while nothing is attached to take "
     "them: refused with 206, dropped, or sent back, for trying out pages.",
     "未接入处理程序时，客户端发给服务器的 SDK Filter 数据、业务数据与缓冲区：以 206 拒绝、丢弃，或原样返回（用于调试网页）。"},
    {WORD(chat, greeting), "",
     "SDK filter data that each user is sent right after signing in. Empty: none.",
     "用户登录后立即收到的 SDK Filter 数据；留空则不发送。"},
    {SWITCH(chat, private_chat), "yes",
     "May users of a room ask each other for private chats? If not: 403.",
     "是否允许房间内用户互相请求私聊；否则以 403 拒绝。"},

    {NUMBER(calls, ring_seconds, 5, 3600), "60",
     "How long a call between two users rings; then both are told 100105.",
     "两用户之间的呼叫振铃秒数，超时后双方均收到 100105。"},

    {WORD(business, secret), "",
     "What business servers have to say to take part (docs/business-server.md). Empty: there are none.",
     "业务服务器接入时须出示的密钥（见 docs/business-server.md）；留空则不允许接入。"},
    {CHOICE(business, login, "asked", "required"), "required",
     "Logins with a password while no business server that decides them is attached: as if there "
     "were none, or refused with 206.",
     "未接入负责验证登录的业务服务器时，带密码的登录：按无业务服务器处理，或以 206 拒绝。"},
    {CHOICE(business, enter, "asked", "required"), "asked",
     "Entering a room while no business server that decides it is attached, or none answers in time: "
     "allowed, or refused with 206, 207.",
     "未接入负责房间验证的业务服务器，或其未及时答复时，进入房间：允许，或以 206、207 拒绝。"},
    {CHOICE(business, call, "asked", "required"), "asked",
     "The same of calls between two users.",
     "两用户之间的呼叫，含义同上。"},
    {SWITCH(business, guests), "no",
     "Are business servers asked about logins without a password as well?",
     "无密码（游客）登录是否也由业务服务器验证。"},
    {NUMBER(business, answer_seconds, 1, 300), "10",
     "How long a business server may think about a login, an entry or a call.",
     "业务服务器对登录、进入房间或呼叫作出答复的时限（秒）。"},
    {NUMBER(business, max_links, 1, 64), "16",
     "Business servers at once.",
     "同时接入的业务服务器数上限。"},

    {CHOICE(friends, directory, "none", "everybody", "kept"), "none",
     "Friends: what a business server says after each login, everybody who is signed in (for small "
     "sites and for trying out pages), or what a business server has ever said, kept in the store.",
     "好友来源：由业务服务器在每次登录后给出；所有在线用户互为好友（适合小型站点与网页调试）；或保存业务服务器给出的全部好友（kept，写入存储）。"},
    {WORD(friends, named_group), "Users",
     "With everybody as friend: name of the group of users who signed in with a password.",
     "所有在线用户互为好友时，实名用户所在分组的名称。"},
    {WORD(friends, guest_group), "Guests",
     "With everybody as friend: name of the group of guests.",
     "所有在线用户互为好友时，游客所在分组的名称。"},

    {CHOICE(counter, agents, "anybody", "named", "given"), "anybody",
     "Who may be an agent or manager at the service counters: whoever says so, as old pages do; whoever "
     "is no guest; or whom the business server makes one.",
     "谁可以在业务排队中成为坐席或管理用户：任何自称者（旧网页的做法）、非游客、或仅由业务服务器指定。"},
    {SWITCH(counter, page_priority), "yes",
     "Pages say themselves how important their clients are, as old pages do. If not: 20, and all are "
     "equal but for what the business server says.",
     "是否允许网页自行设置客户优先级（旧网页的做法）；否则以 20 拒绝，优先级仅由业务服务器设置。"},
    {NUMBER(counter, ageing_seconds, 0, 86400), "0",
     "So much waiting makes up for one point of priority. 0: priority always comes first.",
     "等待此秒数相当于优先级加一；0 表示始终以优先级为先。"},
    {OTHER(counter, supervisors, PL_SETTING_NAMES), "",
     "Users who may listen to services, whisper, barge in and take over, in areas that they have "
     "entered as managers. Names that are accounts: else anybody may sign in under them. Whom a "
     "business server makes a manager may as well.",
     "可对服务进行旁听、耳语、强插与接管的用户（须以管理用户身份进入该区域）。应为有账号的用户名，否则任何人都可以此名登录。业务服务器指定的管理用户同样可以。"},
    {NUMBER(counter, ask_seconds, 5, 600), "30",
     "How long another agent has to answer when he is asked in or to take a client over.",
     "其他坐席答复加入或接管请求的时间。"},
    {NUMBER(counter, return_seconds, 0, 3600), "60",
     "For so long the place in a queue waits for a client whose page was loaded again; and, with a store, "
     "places and services of agents after the server has come back from a crash or restart.",
     "客户刷新页面后排队位置的保留秒数；启用存储时，亦为服务器崩溃或重启恢复后为原排队客户和坐席保留位置的秒数。"},

    {CHOICE(store, backend, "sqlite", "postgres", "none"), "sqlite",
     "Where accounts, keys, ids of names, friends and events are kept: a file, a PostgreSQL "
     "database, or nowhere (all is forgotten with the process).",
     "账号、密钥、用户编号、好友与事件的保存位置：本地文件、PostgreSQL 数据库，或不保存（进程结束即丢失）。"},
    {PATH(store, path), "",
     "File of SQLite. Empty: parlor.db, below server.data.",
     "SQLite 文件；留空则为 server.data 下的 parlor.db。"},
    {PATH(store, connection), "",
     "Connection string of PostgreSQL (host=... dbname=... user=...); the password is better in "
     "the file that PGPASSFILE names.",
     "PostgreSQL 连接字符串（host=... dbname=... user=...）；密码建议放在 PGPASSFILE 指定的文件中。"},
    {NUMBER(store, safe_seconds, 0, 600), "10",
     "What is to be kept (new names, friends, the service counters) is acknowledged when it is written. For "
     "so long it waits at most: then it is acknowledged unwritten, and the service counters let nobody in "
     "until the store is back. 0: nothing waits.",
     "需保存的内容（新名称、好友、业务排队）落盘后才应答；等待超过此秒数则先行应答，业务排队在存储恢复前拒绝新进入者。0 表示不等待。"},

    {NUMBER(events, keep, 0, 1000000000), "100000",
     "Events that the feed keeps: who came and went, rooms, calls, files. 0: no feed.",
     "事件流保留的事件数（登录、房间、呼叫、文件等）；0 表示关闭事件流。"},
    {SWITCH(events, texts), "yes",
     "The feed also says who has written to whom, in which room, how many bytes; never what.",
     "事件流是否记录文字消息的收发双方、房间与字节数；绝不记录内容。"},
    {PATH(events, webhook), "",
     "URL (http or https) that events are posted to, in order, until they are taken. Empty: none.",
     "按顺序推送事件的 URL（http 或 https），直到对方确认；留空则不推送。"},
    {WORD(events, webhook_secret), "",
     "Key of the signature (HMAC-SHA256) that comes with each post.",
     "推送签名（HMAC-SHA256）所用的密钥。"},

    {CHOICE(p2p, policy, "off", "ask", "on"), "on",
     "Direct connections between two users: never, when one of them asks for it, or also by "
     "themselves. They show the two each other's addresses.",
     "两用户之间的直连：从不、仅在一方请求时、或自动建立。直连会使双方得知彼此的地址。"},
    {NUMBER(p2p, max_room_users, 2, 16), "2",
     "Rooms with more users have no direct connections.",
     "人数超过此值的房间不使用直连。"},

    {NUMBER(files, max_mbyte, 0, 1048576), "2048",
     "Largest file or buffer that users may send each other or the server, in MiB. 0: none.",
     "用户之间或向服务器发送的文件、缓冲区的最大长度（MiB）；0 表示禁止传输。"},
    {NUMBER(files, total_mbyte, 0, 16777216), "4096",
     "Place for files that users send to the server, in MiB. 0: it keeps none.",
     "服务器保存用户上传文件的总空间（MiB）；0 表示不保存。"},
    {NUMBER(files, user_mbyte, 0, 16777216), "2048",
     "Of one user since the start of the server, in MiB.",
     "自服务器启动以来单个用户可占用的空间（MiB）。"},
    {NUMBER(files, keep_hours, 0, 87600), "168",
     "Kept files that are older are removed. 0: they stay.",
     "保存的文件超过此小时数后删除；0 表示永久保存。"},
    {PATH(files, directory), "",
     "Directory of kept files. Empty: files, below server.data.",
     "保存上传文件的目录；留空则为 server.data 下的 files。"},

    {SWITCH(upnp, enabled), "no",
     "Ask the router by UPnP to map the media ports, and tell browsers its external address.",
     "通过 UPnP 请求路由器映射媒体端口，并将其外部地址告知浏览器。"},
    {PATH(upnp, url), "",
     "Root description of the router, as http://192.168.1.1:5000/rootDesc.xml, where it cannot be "
     "found by multicast.",
     "路由器描述文件的地址（如 http://192.168.1.1:5000/rootDesc.xml），用于无法通过组播发现的网络。"},
    {NUMBER(upnp, lease_seconds, 60, 604800), "3600",
     "Life of a mapping; it is renewed at half of it.",
     "映射的有效秒数，过半时续期。"},
    {SWITCH(upnp, signalling), "no",
     "Map the port of server.listen as well.",
     "同时映射 server.listen 的端口。"},

    {PATH(filter, plugin), "",
     "Shared library with the BRFP_ functions (docs/filter.md). Empty: none.",
     "实现 BRFP_ 接口的共享库（见 docs/filter.md）；留空则不使用。"},
    {CHOICE(filter, isolation, "process", "thread"), "process",
     "Where it runs: in a process of its own, which is started anew when it crashes or hangs, or on a "
     "thread of the server, which it can take along.",
     "运行方式：独立进程（崩溃或无响应时自动重启），或服务器内的线程（可能拖垮服务器）。"},
    {WORD(filter, min_version), "",
     "An older one, by its BRFP_GetVersion, is refused. Empty: any.",
     "BRFP_GetVersion 低于此版本的插件被拒绝；留空则不限。"},
    {SWITCH(filter, guests), "no",
     "Is it asked about logins without a password as well?",
     "无密码（游客）登录是否也由插件验证。"},
    {NUMBER(filter, answer_seconds, 1, 300), "10",
     "How long a login or an entry waits for its answer; then 207.",
     "登录或进入房间等待其答复的秒数，超时返回 207。"},
    {NUMBER(filter, hang_seconds, 1, 3600), "30",
     "A function that has not returned after this ends its process.",
     "函数超过此秒数未返回时，结束其进程。"},
    {NUMBER(filter, memory_mbyte, 0, 1048576), "1024",
     "Address space of its process. 0: not limited.",
     "其进程的地址空间上限（MB）；0 表示不限。"},

    {SWITCH(guests, text), "yes",
     "May guests (logins without a password) write to others of a room? Else 20, as in the following.",
     "游客（无密码登录）可否在房间内发送文字；否则返回 20，下同。"},
    {SWITCH(guests, buffers), "yes",
     "Send buffers and notes to others?",
     "可否向他人发送缓冲区与便笺。"},
    {SWITCH(guests, server_data), "yes",
     "Send data to the plug-in and the business server?",
     "可否向插件与业务服务器发送数据。"},
    {SWITCH(guests, files), "yes",
     "Send files, and fetch those that the server keeps?",
     "可否发送文件，以及获取服务器保存的文件。"},
    {SWITCH(guests, private_chat), "yes",
     "Ask for private chats?",
     "可否请求私聊。"},
    {SWITCH(guests, calls), "yes",
     "Call others?",
     "可否呼叫他人。"},
    {SWITCH(guests, recording), "no",
     "Have recordings made at the server?",
     "请求服务器录像？"},
    {SWITCH(guests, publish), "yes",
     "Send sound and pictures?",
     "可否发送音视频。"},

    {SWITCH(admin, socket), "yes",
     "The operator's interface (docs/admin.md) at admin.sock in the data directory, for the server's "
     "own user.",
     "在数据目录的 admin.sock 上提供管理接口（见 docs/admin.md），仅限运行服务器的系统用户。"},
    {OTHER(admin, listen, PL_SETTING_ADDRESS), "",
     "The same at a loopback address, with a token. Empty: off.",
     "在本机回环地址上提供管理接口，须出示令牌；留空则关闭。"},
    {NUMBER(admin, audit_keep, 10, 10000000), "100000",
     "Lines of the audit; when there are a sixteenth more, the oldest go.",
     "审计保留的行数；超出十六分之一时删除最旧的部分。"},
    {NUMBER(admin, audit_days, 0, 36500), "0",
     "Lines of the audit that are older go, once a day. 0: they stay.",
     "审计中超过此天数的行每天删除一次；0 表示不按时间删除。"},

    {SWITCH(record, enabled), "no",
     "Recordings and snapshots at the server (docs/recording.md). They need the store and parlor-recorder.",
     "在服务器端录像与抓拍（见 docs/recording.md），需要存储与 parlor-recorder。"},
    {PATH(record, recorder), "",
     "The program parlor-recorder. Empty: the one beside parlord.",
     "parlor-recorder 程序的路径；留空则使用 parlord 所在目录中的程序。"},
    {PATH(record, directory), "",
     "Folder of recordings. Empty: recordings, below server.data.",
     "录像目录；留空则为 server.data 下的 recordings。"},
    {CHOICE(record, clients, "nobody", "self", "room"), "room",
     "Whom pages may have recorded: nobody, their own user, or members of their room. Business servers and operators always may.",
     "网页可请求录制的对象：不允许、仅本人、所在房间的成员。业务服务器与管理员始终可以。"},
    {CHOICE(record, uploads, "nobody", "self", "room"), "nobody",
     "Whose recordings pages may upload that they make themselves: nobody's, of their own user, or of members of their room.",
     "网页可上传其自行录制的录像的对象：不允许、仅本人、所在房间的成员。"},
    {NUMBER(record, upload_mbyte, 1, 1048576), "2048",
     "The largest of them in MiB; beyond, its upload ends with 23.",
     "单个上传录像的大小上限（MiB），超出时以 23 结束上传。"},
    {NUMBER(record, upload_user_mbyte, 1, 16777216), "4096",
     "What one user may have uploaded that is not converted yet, in MiB.",
     "单个用户已上传但尚未转换的总量上限（MiB）。"},
    {NUMBER(record, uploads_mbyte, 1, 16777216), "16384",
     "The same of all users.",
     "全部用户已上传但尚未转换的总量上限（MiB）。"},
    {NUMBER(record, upload_minutes, 1, 10080), "60",
     "An upload whose page has gone waits so long for it; then the recording ends with what has come, and says that it is incomplete.",
     "网页断开后上传保留的分钟数；逾期则以已收到的内容结束录像，并标明不完整。"},
    {NUMBER(record, convert_minutes, 1, 10080), "180",
     "How long the conversion of one may take.",
     "单个上传录像转换的最长时间（分钟）。"},
    {SWITCH(record, consent), "no",
     "Who is to be recorded is asked first, and nothing of him is recorded before he agrees. Else everybody in the room is told.",
     "录制前先征求被录制者同意，同意之前不录制其任何内容；否则仅通知房间内所有人。"},
    {NUMBER(record, consent_seconds, 5, 3600), "60",
     "Silence for so long is no.",
     "超过该秒数未答复视为不同意。"},
    {CHOICE(record, rule, "none", "served", "calls"), "none",
     "Calls that are recorded by themselves: those of agents with the clients whom they serve, or all.",
     "自动录制的呼叫：坐席与其服务的客户之间的呼叫，或全部呼叫。"},
    {NUMBER(record, rule_flags, 1, 2147483647), "275",
     "How (BRAC_RECORD_FLAGS_...): 275 is picture and sound of both, side by side.",
     "自动录制的方式（BRAC_RECORD_FLAGS_...）：275 为双方音视频并列。"},
    {NUMBER(record, max_at_once, 1, 10000), "256",
     "Recordings at once; beyond, pages hear 23.",
     "同时录制的上限，超出时返回 23。"},
    {NUMBER(record, max_minutes, 0, 100000), "720",
     "Longest recording; then its file is finished. 0: no limit.",
     "单个录像的最大时长（分钟），到时结束文件；0 表示不限。"},
    {NUMBER(record, max_mbyte, 0, 16777216), "0",
     "Largest file in MiB; then it is finished. 0: no limit.",
     "单个录像文件的大小上限（MiB），到时结束文件；0 表示不限。"},
    {NUMBER(record, width, 0, 4096), "0",
     "Picture of recordings that do not say it; 0: 1280x720.",
     "未指定时的录像画面宽度；0 为 1280x720。"},
    {NUMBER(record, height, 0, 4096), "0",
     "Its height.",
     "画面高度。"},
    {NUMBER(record, fps, 0, 60), "0",
     "Pictures a second; 0: 25.",
     "每秒帧数；0 为 25。"},
    {NUMBER(record, video_kbit, 0, 100000), "0",
     "Bit rate of the picture in kbit/s where none is asked for; 0: by its size.",
     "未指定时的视频码率（kbit/s）；0 按画面尺寸。"},
    {NUMBER(record, audio_kbit, 0, 510), "0",
     "Bit rate of the sound in kbit/s; 0: 64.",
     "音频码率（kbit/s）；0 为 64。"},
    {SWITCH(record, names), "no",
     "Write users' names into mixed pictures.",
     "在合成画面中显示用户名。"},
    {SWITCH(record, clock), "no",
     "Write date and time into pictures.",
     "在画面中显示日期与时间。"},
    {PATH(record, images), "",
     "Folder of logos, backdrops and images that layouts of recordings may name (docs/recording.md). Empty: none.",
     "录像布局可引用的徽标、背景与插入图片所在的目录（见 docs/recording.md）；留空则没有。"},
    {OTHER(record, viewers, PL_SETTING_NAMES), "",
     "Users who may find, play and verify all recordings from a page. Names that are accounts: else "
     "anybody may sign in under them.",
     "可在网页中查找、播放与校验全部录像的用户。应为有账号的用户名，否则任何人都可以此名登录。"},
    {OTHER(record, keepers, PL_SETTING_NAMES), "",
     "Users who may do the same, and delete recordings. Also names that are accounts.",
     "除上述权限外还可删除录像的用户，同样应为有账号的用户名。"},
    {NUMBER(record, link_minutes, 1, 525600), "1440",
     "How long links to files of recordings are good; then 403.",
     "录像文件链接的有效分钟数，过期返回 403。"},
    {NUMBER(record, free_mbyte, 0, 16777216), "512",
     "Place on the disk that recordings leave free, in MiB.",
     "录像为磁盘保留的空间（MiB）。"},
    {NUMBER(record, keep_days, 0, 36500), "0",
     "Recordings are deleted so many days after their end, unless they are held (parlorctl record hold). 0: never.",
     "录像结束后保留的天数，到期删除；被保全（parlorctl record hold）的除外。0 表示永久保留。"},
    {NUMBER(record, rule_keep_days, 0, 36500), "0",
     "The same for recordings of record.rule. 0: as record.keep_days.",
     "按 record.rule 自动录制的录像的保留天数；0 表示与 record.keep_days 相同。"},
    {OTHER(record, keep_rooms, PL_SETTING_KEEPS), "",
     "The same for recordings of these rooms, whoever has begun them: ROOM:DAYS or FIRST-LAST:DAYS, the first that fits; 0 days: never. Other rooms as above.",
     "按房间指定的保留天数，不论由谁发起录像：房间号:天数 或 起始-结束:天数，取第一个匹配项；0 天表示永久保留。其他房间按上述设置。"},
    {SWITCH(record, encrypt), "no",
     "Recordings are encrypted on the disk when they have ended (AES-256-GCM, a key for each). While they grow they are not.",
     "录像结束后在磁盘上加密保存（AES-256-GCM，每个录像一个密钥）；录制过程中的文件不加密。"},
    {PATH(record, master_key), "",
     "The key that wraps the keys of recordings: a file of 64 hexadecimal digits, mode 600. Empty: "
     "record-master.key in the data directory, made when there is none. Keep a copy of it elsewhere.",
     "用于加密各录像密钥的主密钥文件（64 个十六进制字符，权限 600）；留空则使用数据目录中的 record-master.key，没有时自动生成。请另行妥善备份。"},
    {PATH(record, keys), "",
     "Folder of the keys of recordings. Empty: record-keys in the data directory. Keep it out of backups that have the files: a deleted key is what makes copies unreadable.",
     "录像密钥目录；留空则为数据目录中的 record-keys。备份录像文件时请勿一并备份此目录：密钥删除后，遗留副本即无法解密。"},
    {NUMBER(record, nice, 0, 19), "10",
     "Recordings give way to calls: how nice (as in nice(1)) the threads of parlor-recorder are.",
     "录像让位于通话：parlor-recorder 各录像线程的 nice 值。"},

    {PATH(archive, endpoint), "",
     "S3-compatible object store that finished recordings are brought to (https://s3.example.com). Empty: none.",
     "存放已完成录像的 S3 兼容对象存储的地址（https://s3.example.com）；留空则不使用。"},
    {WORD(archive, bucket), "",
     "Its bucket. It must be there already.",
     "存储桶名称，须已存在。"},
    {WORD(archive, region), "us-east-1",
     "Its region, which every signature names; stores without regions take the default.",
     "区域名，参与签名；没有区域概念的存储使用默认值即可。"},
    {WORD(archive, key_id), "",
     "The key that may write, read and delete there.",
     "具有写入、读取与删除权限的访问密钥 ID。"},
    {PATH(archive, secret), "",
     "Its secret. Better in the environment: PARLOR_ARCHIVE_SECRET.",
     "访问密钥的私密部分；建议用环境变量 PARLOR_ARCHIVE_SECRET 设置。"},
    {WORD(archive, prefix), "",
     "What the names of objects begin with, as recordings/; behind it the file's name as in the catalogue.",
     "对象名前缀，例如 recordings/；其后为录像目录中的文件名。"},
    {SWITCH(archive, bucket_in_host), "no",
     "The bucket is part of the host's name (https://bucket.host/name), not of the path.",
     "存储桶位于主机名中（https://bucket.host/name），而非路径中。"},
    {PATH(archive, ca_file), "",
     "PEM file of certificates that the store's is checked by. Empty: the system's.",
     "验证存储服务器证书所用的 PEM 文件；留空则使用系统证书。"},
    {CHOICE(archive, local, "keep", "remove"), "keep",
     "What becomes of the file here once the store has it.",
     "对象存储已保存后，本机文件保留（keep）或删除（remove）。"},
    {NUMBER(archive, local_hours, 0, 876000), "24",
     "With remove: when. 0: at once.",
     "选择 remove 时，上传多少小时后删除本机文件；0 为立即。"},
    {CHOICE(archive, play, "pass", "redirect"), "pass",
     "Files that are only there: passed on by us, or by a redirect to a link of the store's that is good for five minutes (pages elsewhere; the store needs CORS).",
     "本机已无的文件如何播放：由本服务器转发（pass），或重定向至对象存储的五分钟有效链接（redirect，存储须允许跨域）。"},

    {OTHER(multicast, group, PL_SETTING_ADDRESS), "",
     "Multicast group that plain RTP of the users below is sent to, and the port of the first one's "
     "sound: each user has four ports in a row (sound, its RTCP, picture, its RTCP). Empty: off.",
     "接收下列用户媒体（明文 RTP）的组播地址，以及第一个用户的音频端口；每个用户依次占用四个端口（音频、音频 RTCP、视频、视频 RTCP）；留空则关闭。"},
    {OTHER(multicast, users, PL_SETTING_NAMES), "",
     "Names, up to 16, of those whose sound and first camera go there while they are in a room, "
     "signed in with a password. Whoever listens to the group sees and hears them, unencrypted.",
     "媒体发往该组播组的用户名（至多 16 个），须以密码登录且在房间中。任何加入该组的人都能以明文收看收听。"},
    {OTHER(multicast, interface, PL_SETTING_IP), "",
     "Address of the interface to send from. Empty: as the system routes.",
     "发送所用网卡的地址；留空则由系统路由决定。"},
    {NUMBER(multicast, ttl, 0, 255), "1",
     "Networks that it may reach; 1: the one that this machine is in. 0: this machine alone.",
     "组播 TTL：1 仅限本机所在网络，0 仅限本机。"},
    {NUMBER(multicast, key_seconds, 1, 60), "4",
     "How often pictures begin anew for those who have just begun to listen.",
     "为新加入的接收者每隔多少秒请求一次关键帧。"},

    {OTHER(metrics, listen, PL_SETTING_ADDRESS), "",
     "Address and port of /metrics for Prometheus, never those of pages. Empty: off.",
     "供 Prometheus 抓取 /metrics 的地址和端口，与网页端口分开；留空则关闭。"},
};
/* clang-format on */

const size_t pl_settings_count = sizeof(pl_settings) / sizeof(pl_settings[0]);

const struct pl_setting *pl_setting_find(const char *section, const char *key)
{
    for (size_t i = 0; i < pl_settings_count; i++) {
        if (strcmp(pl_settings[i].section, section) == 0 && strcmp(pl_settings[i].key, key) == 0)
            return &pl_settings[i];
    }
    return NULL;
}

bool pl_setting_is_list(const struct pl_setting *s)
{
    return s->type == PL_SETTING_IPS || s->type == PL_SETTING_HOSTS ||
           s->type == PL_SETTING_ORIGINS || s->type == PL_SETTING_PATTERNS ||
           s->type == PL_SETTING_NAMES || s->type == PL_SETTING_CODECS ||
           s->type == PL_SETTING_KEEPS;
}

static const char *list_choices(const struct pl_setting *s, char *text, size_t size)
{
    int n = snprintf(text, size, "one of:");
    for (size_t i = 0; i < PL_SETTING_CHOICES_MAX && s->choices[i]; i++)
        n += snprintf(text + n, size - (size_t)n, "%s %s", i ? "," : "", s->choices[i]);
    return text;
}

const char *pl_setting_allowed(const struct pl_setting *s, char *text, size_t size)
{
    switch (s->type) {
    case PL_SETTING_TEXT:
        (void)snprintf(text, size, "at most %zu bytes", s->size - 1);
        return text;
    case PL_SETTING_NUMBER:
        (void)snprintf(text, size, "a whole number from %u to %u", s->min, s->max);
        return text;
    case PL_SETTING_CHOICE:
        return list_choices(s, text, size);
    case PL_SETTING_SWITCH:
        return "yes or no";
    case PL_SETTING_ADDRESS:
        return s->initial[0] ? "an address and a port, as 0.0.0.0:8906 or [::]:8906"
                             : "an address and a port, as 127.0.0.1:8907 or [::1]:8907, or empty";
    case PL_SETTING_IP:
        return "an address without a port, as 10.0.0.1 or ::1";
    case PL_SETTING_IPS:
        return "up to 16 addresses without a port, as 10.0.0.1 or ::1";
    case PL_SETTING_HOSTS:
        return "up to 16 host names or addresses";
    case PL_SETTING_CODECS:
        return "H264, VP8, VP9 and AV1, each at most once";
    case PL_SETTING_PATTERNS:
        return "up to 16 addresses, with * for any characters";
    case PL_SETTING_NAMES:
        return "up to 16 names of at most 40 bytes, separated by commas";
    case PL_SETTING_KEEPS:
        return "up to 16 of ROOM:DAYS or FIRST-LAST:DAYS, at most 36500 days, as 7:3650, "
               "100-199:30";
    case PL_SETTING_ORIGINS:
        return "up to 16 origins as https://host[:port], or *";
    }
    return "";
}
