/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
#include "proto/wire/errors_gen.h"

#include <stddef.h>

struct row {
    int code;
    const char *en;
    const char *zh;
};

/* Ascending, for the search below. */
static const struct row rows[] = {
    {
        .code = 0,
        .en = "Success",
        .zh = "成功",
    },
    {
        .code = 1,
        .en = "Database error",
        .zh = "数据库错误",
    },
    {
        .code = 2,
        .en = "Not initialised",
        .zh = "尚未初始化",
    },
    {
        .code = 3,
        .en = "Not in a room",
        .zh = "不在房间中",
    },
    {
        .code = 4,
        .en = "Out of memory",
        .zh = "内存不足",
    },
    {
        .code = 5,
        .en = "Internal error",
        .zh = "内部异常",
    },
    {
        .code = 6,
        .en = "Cancelled",
        .zh = "操作已取消",
    },
    {
        .code = 7,
        .en = "Protocol error",
        .zh = "协议错误",
    },
    {
        .code = 8,
        .en = "No such session",
        .zh = "会话不存在",
    },
    {
        .code = 9,
        .en = "No such data",
        .zh = "数据不存在",
    },
    {
        .code = 10,
        .en = "Data already exists",
        .zh = "数据已存在",
    },
    {
        .code = 11,
        .en = "Invalid GUID",
        .zh = "GUID 无效",
    },
    {
        .code = 12,
        .en = "Resource given back",
        .zh = "资源已回收",
    },
    {
        .code = 13,
        .en = "Resource in use",
        .zh = "资源被占用",
    },
    {
        .code = 14,
        .en = "Invalid JSON",
        .zh = "JSON 解析失败",
    },
    {
        .code = 15,
        .en = "Object deleted",
        .zh = "对象已删除",
    },
    {
        .code = 16,
        .en = "Session exists already",
        .zh = "会话已存在",
    },
    {
        .code = 17,
        .en = "Session not ready",
        .zh = "会话尚未就绪",
    },
    {
        .code = 18,
        .en = "Data not ready",
        .zh = "数据尚未就绪",
    },
    {
        .code = 19,
        .en = "Terminated by a signal",
        .zh = "收到终止信号",
    },
    {
        .code = 20,
        .en = "Not allowed",
        .zh = "不允许使用该功能",
    },
    {
        .code = 21,
        .en = "Bad parameter",
        .zh = "参数错误",
    },
    {
        .code = 22,
        .en = "Device cannot be opened",
        .zh = "设备无法打开",
    },
    {
        .code = 23,
        .en = "Too many requests",
        .zh = "资源不足或请求过多",
    },
    {
        .code = 24,
        .en = "Pixel format not supported",
        .zh = "不支持的像素格式",
    },
    {
        .code = 25,
        .en = "Not a multicast address",
        .zh = "不是组播地址",
    },
    {
        .code = 26,
        .en = "Second instance not supported",
        .zh = "不支持多开",
    },
    {
        .code = 27,
        .en = "File signature check failed",
        .zh = "文件签名校验失败",
    },
    {
        .code = 28,
        .en = "Licence check failed",
        .zh = "授权校验失败",
    },
    {
        .code = 29,
        .en = "Licence user count check failed",
        .zh = "授权用户数校验失败",
    },
    {
        .code = 30,
        .en = "The named master is a standby itself",
        .zh = "指定的主服务器本身是备机",
    },
    {
        .code = 31,
        .en = "The master is not licensed for a standby",
        .zh = "主服务器未授权双机热备",
    },
    {
        .code = 32,
        .en = "Not supported",
        .zh = "版本不符或不支持",
    },
    {
        .code = 33,
        .en = "Second licence check failed",
        .zh = "授权二次校验失败",
    },
    {
        .code = 34,
        .en = "Server security check failed",
        .zh = "服务器安全校验失败",
    },
    {
        .code = 35,
        .en = "Client licence check failed",
        .zh = "客户端授权校验失败",
    },
    {
        .code = 36,
        .en = "Licence function check failed",
        .zh = "授权功能校验失败",
    },
    {
        .code = 37,
        .en = "Remote control",
        .zh = "远程控制",
    },
    {
        .code = 38,
        .en = "Duplicate service id",
        .zh = "服务标识重复",
    },
    {
        .code = 39,
        .en = "Directory error",
        .zh = "目录错误",
    },
    {
        .code = 40,
        .en = "Unpacking failed",
        .zh = "解压失败",
    },
    {
        .code = 41,
        .en = "Program could not be started",
        .zh = "进程启动失败",
    },
    {
        .code = 42,
        .en = "Service already running",
        .zh = "服务已在运行",
    },
    {
        .code = 43,
        .en = "Disk full",
        .zh = "磁盘空间不足",
    },
    {
        .code = 44,
        .en = "Request to the business server failed",
        .zh = "业务请求发送失败",
    },
    {
        .code = 45,
        .en = "Invalid machine object",
        .zh = "机器对象无效",
    },
    {
        .code = 46,
        .en = "Licence information unavailable",
        .zh = "无法取得授权信息",
    },
    {
        .code = 47,
        .en = "Cluster attribute mismatch",
        .zh = "集群属性不符",
    },
    {
        .code = 48,
        .en = "Empty cluster id",
        .zh = "集群编号为空",
    },
    {
        .code = 49,
        .en = "Only one such service a machine",
        .zh = "每台机器只能有一个该服务",
    },
    {
        .code = 50,
        .en = "File copy failed",
        .zh = "文件复制失败",
    },
    {
        .code = 51,
        .en = "Cloud database error",
        .zh = "云数据库错误",
    },
    {
        .code = 52,
        .en = "Cloud upload error",
        .zh = "云上传错误",
    },
    {
        .code = 53,
        .en = "Service binding changed",
        .zh = "服务绑定已改变",
    },
    {
        .code = 54,
        .en = "Service not bound",
        .zh = "服务未绑定",
    },
    {
        .code = 55,
        .en = "Service binding failed",
        .zh = "服务绑定失败",
    },
    {
        .code = 56,
        .en = "Pipeline user id error",
        .zh = "管道用户编号错误",
    },
    {
        .code = 57,
        .en = "Pipeline session error",
        .zh = "管道会话错误",
    },
    {
        .code = 58,
        .en = "Service closed",
        .zh = "服务已关闭",
    },
    {
        .code = 59,
        .en = "File already encrypted",
        .zh = "文件已加密",
    },
    {
        .code = 60,
        .en = "Decryption: bad header",
        .zh = "解密：文件头校验失败",
    },
    {
        .code = 61,
        .en = "Decryption: wrong password",
        .zh = "解密：密码错误",
    },
    {
        .code = 62,
        .en = "Too long",
        .zh = "数据过长",
    },
    {
        .code = 63,
        .en = "Server too old",
        .zh = "服务器版本过旧",
    },
    {
        .code = 64,
        .en = "File type not supported",
        .zh = "不支持的文件类型",
    },
    {
        .code = 65,
        .en = "Bad file content",
        .zh = "文件内容错误",
    },
    {
        .code = 66,
        .en = "Key check failed",
        .zh = "密钥校验失败",
    },
    {
        .code = 67,
        .en = "No certificate chain",
        .zh = "没有证书链",
    },
    {
        .code = 68,
        .en = "Certificate check failed",
        .zh = "证书校验失败",
    },
    {
        .code = 69,
        .en = "Certificate date check failed",
        .zh = "证书日期校验失败",
    },
    {
        .code = 70,
        .en = "Certificate host check failed",
        .zh = "证书域名校验失败",
    },
    {
        .code = 71,
        .en = "Public key missing",
        .zh = "缺少公钥",
    },
    {
        .code = 72,
        .en = "The server lacks the private key",
        .zh = "服务器缺少私钥",
    },
    {
        .code = 73,
        .en = "The server has no certificate",
        .zh = "服务器未配置证书",
    },
    {
        .code = 74,
        .en = "Refused by the security level",
        .zh = "安全级别不允许",
    },
    {
        .code = 75,
        .en = "Security negotiation failed",
        .zh = "安全协商失败",
    },
    {
        .code = 76,
        .en = "Algorithm negotiation failed",
        .zh = "算法协商失败",
    },
    {
        .code = 77,
        .en = "Certificate helper missing",
        .zh = "缺少证书组件",
    },
    {
        .code = 78,
        .en = "Security negotiation timed out",
        .zh = "安全协商超时",
    },
    {
        .code = 79,
        .en = "Buffer too small",
        .zh = "缓冲区过小",
    },
    {
        .code = 80,
        .en = "Codec not supported",
        .zh = "不支持的编码",
    },
    {
        .code = 81,
        .en = "Connection limit of this kind of application",
        .zh = "该类应用连接数超限",
    },
    {
        .code = 100,
        .en = "Connecting timed out",
        .zh = "连接超时",
    },
    {
        .code = 101,
        .en = "Connection lost",
        .zh = "连接中断",
    },
    {
        .code = 102,
        .en = "Server password refused",
        .zh = "服务器验证密码错误",
    },
    {
        .code = 103,
        .en = "Name not found",
        .zh = "域名解析失败",
    },
    {
        .code = 104,
        .en = "Server full",
        .zh = "服务器连接已满",
    },
    {
        .code = 105,
        .en = "Limit of the demo mode",
        .zh = "演示模式限制",
    },
    {
        .code = 106,
        .en = "Intranet only",
        .zh = "仅限内网使用",
    },
    {
        .code = 107,
        .en = "Client too old",
        .zh = "客户端版本过旧",
    },
    {
        .code = 108,
        .en = "Socket error",
        .zh = "套接字错误",
    },
    {
        .code = 109,
        .en = "Device not licensed",
        .zh = "设备未授权",
    },
    {
        .code = 110,
        .en = "Service paused",
        .zh = "服务已暂停",
    },
    {
        .code = 111,
        .en = "Standby server",
        .zh = "备用服务器不接受连接",
    },
    {
        .code = 112,
        .en = "Licensed user count tampered with",
        .zh = "授权用户数异常",
    },
    {
        .code = 113,
        .en = "Address blocked",
        .zh = "IP 地址被禁止",
    },
    {
        .code = 114,
        .en = "Kind of connection not supported",
        .zh = "不支持的连接类型",
    },
    {
        .code = 115,
        .en = "Bad server address",
        .zh = "服务器地址无效",
    },
    {
        .code = 116,
        .en = "Closed by own side",
        .zh = "本端关闭连接",
    },
    {
        .code = 117,
        .en = "No list of servers obtained",
        .zh = "未取得服务器列表",
    },
    {
        .code = 118,
        .en = "Load balancer timed out",
        .zh = "负载均衡超时",
    },
    {
        .code = 119,
        .en = "Server not working",
        .zh = "服务器未正常工作",
    },
    {
        .code = 120,
        .en = "Server offline",
        .zh = "服务器离线",
    },
    {
        .code = 121,
        .en = "Bandwidth too small",
        .zh = "带宽受限",
    },
    {
        .code = 122,
        .en = "Traffic quota used up",
        .zh = "流量已用完",
    },
    {
        .code = 123,
        .en = "IPv6-only network not supported",
        .zh = "不支持纯 IPv6 网络",
    },
    {
        .code = 124,
        .en = "No master online",
        .zh = "没有在线的主服务器",
    },
    {
        .code = 125,
        .en = "No state reported",
        .zh = "未上报状态",
    },
    {
        .code = 126,
        .en = "Server not ready",
        .zh = "数据尚未准备好",
    },
    {
        .code = 127,
        .en = "Cold standby asleep",
        .zh = "冷备服务器休眠",
    },
    {
        .code = 200,
        .en = "Wrong user name or password",
        .zh = "用户名或密码错误",
    },
    {
        .code = 201,
        .en = "Already signed in",
        .zh = "已经登录",
    },
    {
        .code = 202,
        .en = "Account locked",
        .zh = "账号被锁定",
    },
    {
        .code = 203,
        .en = "Address locked",
        .zh = "IP 地址被锁定",
    },
    {
        .code = 204,
        .en = "Guests not allowed",
        .zh = "不允许游客登录",
    },
    {
        .code = 205,
        .en = "No such user",
        .zh = "用户编号无效",
    },
    {
        .code = 206,
        .en = "Business server unreachable",
        .zh = "业务服务器未连接",
    },
    {
        .code = 207,
        .en = "Business server timed out",
        .zh = "业务服务器超时",
    },
    {
        .code = 208,
        .en = "Not signed in",
        .zh = "尚未登录",
    },
    {
        .code = 209,
        .en = "Signed in elsewhere",
        .zh = "账号在他处登录",
    },
    {
        .code = 210,
        .en = "Empty user name",
        .zh = "用户名为空",
    },
    {
        .code = 211,
        .en = "Removed",
        .zh = "被踢下线",
    },
    {
        .code = 212,
        .en = "Server restarts",
        .zh = "服务器重启",
    },
    {
        .code = 213,
        .en = "Forbidden",
        .zh = "禁止访问",
    },
    {
        .code = 214,
        .en = "Signature missing",
        .zh = "签名为空",
    },
    {
        .code = 215,
        .en = "Signature wrong",
        .zh = "签名校验失败",
    },
    {
        .code = 216,
        .en = "No public key",
        .zh = "未配置公钥",
    },
    {
        .code = 217,
        .en = "No private key",
        .zh = "缺少私钥",
    },
    {
        .code = 218,
        .en = "Signature parameters missing",
        .zh = "签名参数为空",
    },
    {
        .code = 219,
        .en = "Signature parameters wrong",
        .zh = "签名参数错误",
    },
    {
        .code = 220,
        .en = "Signature expired",
        .zh = "签名已过期",
    },
    {
        .code = 221,
        .en = "Application not active",
        .zh = "应用未激活",
    },
    {
        .code = 222,
        .en = "Application paused",
        .zh = "应用已暂停",
    },
    {
        .code = 223,
        .en = "Application locked",
        .zh = "应用已锁定",
    },
    {
        .code = 224,
        .en = "Application expired",
        .zh = "应用已过期",
    },
    {
        .code = 225,
        .en = "Application state unknown",
        .zh = "应用状态未知",
    },
    {
        .code = 226,
        .en = "Signature used before",
        .zh = "签名已被使用",
    },
    {
        .code = 227,
        .en = "Role not available",
        .zh = "用户角色不可用",
    },
    {
        .code = 228,
        .en = "No such agent",
        .zh = "坐席不存在",
    },
    {
        .code = 229,
        .en = "The server's signature could not be verified",
        .zh = "无法验证服务器签名",
    },
    {
        .code = 300,
        .en = "Room locked",
        .zh = "房间已锁定",
    },
    {
        .code = 301,
        .en = "Wrong room password",
        .zh = "房间密码错误",
    },
    {
        .code = 302,
        .en = "Room full",
        .zh = "房间已满",
    },
    {
        .code = 303,
        .en = "No such room",
        .zh = "房间不存在",
    },
    {
        .code = 304,
        .en = "Room expired",
        .zh = "房间已过期",
    },
    {
        .code = 305,
        .en = "Refused by the owner",
        .zh = "被房主拒绝",
    },
    {
        .code = 306,
        .en = "Owner absent",
        .zh = "房主不在",
    },
    {
        .code = 307,
        .en = "Cannot enter",
        .zh = "无法进入房间",
    },
    {
        .code = 308,
        .en = "Already in the room",
        .zh = "已在该房间中",
    },
    {
        .code = 309,
        .en = "Not in a room",
        .zh = "不在房间中",
    },
    {
        .code = 350,
        .en = "Late packet",
        .zh = "迟到的包",
    },
    {
        .code = 351,
        .en = "Duplicate packet",
        .zh = "重复的包",
    },
    {
        .code = 352,
        .en = "Packet lost",
        .zh = "丢包",
    },
    {
        .code = 353,
        .en = "Frame number mismatch",
        .zh = "帧序号不符",
    },
    {
        .code = 354,
        .en = "Buffer too short",
        .zh = "缓冲区过短",
    },
    {
        .code = 401,
        .en = "The user has left the room",
        .zh = "用户已离开房间",
    },
    {
        .code = 402,
        .en = "Private chat refused",
        .zh = "对方拒绝私聊",
    },
    {
        .code = 403,
        .en = "Private chat not allowed",
        .zh = "不允许私聊",
    },
    {
        .code = 420,
        .en = "Unknown private chat request",
        .zh = "私聊请求编号无效",
    },
    {
        .code = 421,
        .en = "Already in private chat",
        .zh = "已在私聊中",
    },
    {
        .code = 431,
        .en = "Private chat request timed out",
        .zh = "私聊请求超时",
    },
    {
        .code = 432,
        .en = "Busy in private chat",
        .zh = "对方正在私聊",
    },
    {
        .code = 433,
        .en = "The other side closed the private chat",
        .zh = "对方结束私聊",
    },
    {
        .code = 434,
        .en = "Own side closed the private chat",
        .zh = "本方结束私聊",
    },
    {
        .code = 435,
        .en = "Private chat request withdrawn",
        .zh = "私聊请求已取消",
    },
    {
        .code = 440,
        .en = "Already in a call",
        .zh = "已在通话中",
    },
    {
        .code = 500,
        .en = "Speaking time used up",
        .zh = "发言时间已到",
    },
    {
        .code = 501,
        .en = "A user of higher level wants to speak",
        .zh = "更高级别的用户要发言",
    },
    {
        .code = 600,
        .en = "Nickname in use",
        .zh = "昵称已被使用",
    },
    {
        .code = 610,
        .en = "The local bus is master",
        .zh = "本地总线为主",
    },
    {
        .code = 611,
        .en = "Another bus exists",
        .zh = "存在其他总线",
    },
    {
        .code = 612,
        .en = "Priority too low",
        .zh = "优先级过低",
    },
    {
        .code = 700,
        .en = "Transfer could not be created",
        .zh = "无法创建传输任务",
    },
    {
        .code = 701,
        .en = "No such transfer",
        .zh = "传输任务不存在",
    },
    {
        .code = 710,
        .en = "File cannot be opened",
        .zh = "文件无法打开",
    },
    {
        .code = 711,
        .en = "File empty",
        .zh = "文件为空",
    },
    {
        .code = 712,
        .en = "File too large",
        .zh = "文件过大",
    },
    {
        .code = 713,
        .en = "File cannot be read",
        .zh = "文件读取失败",
    },
    {
        .code = 714,
        .en = "Download in progress",
        .zh = "正在下载",
    },
    {
        .code = 715,
        .en = "Download failed",
        .zh = "下载失败",
    },
    {
        .code = 716,
        .en = "No such transfer task",
        .zh = "传输任务不存在",
    },
    {
        .code = 720,
        .en = "No recording",
        .zh = "没有录像任务",
    },
    {
        .code = 721,
        .en = "Recording could not be started",
        .zh = "无法创建录像任务",
    },
    {
        .code = 722,
        .en = "Too early to record",
        .zh = "暂时无法录像",
    },
    {
        .code = 750,
        .en = "No such queue",
        .zh = "队列不存在",
    },
    {
        .code = 751,
        .en = "Taken out for service",
        .zh = "转入服务",
    },
    {
        .code = 780,
        .en = "UDP does not reach the server",
        .zh = "UDP 不通",
    },
    {
        .code = 781,
        .en = "Helper library missing (misc)",
        .zh = "缺少组件（misc）",
    },
    {
        .code = 782,
        .en = "Helper library missing (media util)",
        .zh = "缺少组件（media util）",
    },
    {
        .code = 783,
        .en = "Helper library missing (media core)",
        .zh = "缺少组件（media core）",
    },
    {
        .code = 784,
        .en = "Helper library missing (media show)",
        .zh = "缺少组件（media show）",
    },
    {
        .code = 800,
        .en = "UDP does not reach the server (older number of 780)",
        .zh = "UDP 不通（780 的旧编号）",
    },
    {
        .code = 801,
        .en = "Helper library missing (older number of 781)",
        .zh = "缺少组件（781 的旧编号）",
    },
    {
        .code = 802,
        .en = "Helper library missing (older number of 782)",
        .zh = "缺少组件（782 的旧编号）",
    },
    {
        .code = 20000,
        .en = "Bad stream",
        .zh = "流无效",
    },
    {
        .code = 30000,
        .en = "Media session could not be made",
        .zh = "媒体会话创建失败",
    },
    {
        .code = 100101,
        .en = "The caller gave up",
        .zh = "主叫取消呼叫",
    },
    {
        .code = 100102,
        .en = "The called user is offline",
        .zh = "被叫离线",
    },
    {
        .code = 100103,
        .en = "The called user is busy",
        .zh = "被叫忙",
    },
    {
        .code = 100104,
        .en = "The called user refused",
        .zh = "被叫拒绝",
    },
    {
        .code = 100105,
        .en = "No answer",
        .zh = "呼叫超时",
    },
    {
        .code = 100106,
        .en = "The other side lost its connection",
        .zh = "对方连接中断",
    },
    {
        .code = 100107,
        .en = "Not in a call",
        .zh = "不在通话中",
    },
    {
        .code = 100201,
        .en = "Already in an area",
        .zh = "已在营业厅中",
    },
    {
        .code = 100202,
        .en = "Already in a queue",
        .zh = "已在队列中",
    },
    {
        .code = 100300,
        .en = "Application id missing",
        .zh = "缺少应用编号",
    },
    {
        .code = 100303,
        .en = "Unknown application id",
        .zh = "应用编号不存在",
    },
    {
        .code = 1010000,
        .en = "The browser cannot do it",
        .zh = "浏览器不支持",
    },
    {
        .code = 1010001,
        .en = "Plug-in too old",
        .zh = "插件版本过旧",
    },
};

const char *pl_gv_err_text(int code, enum pl_lang lang)
{
    size_t low = 0;
    size_t high = sizeof(rows) / sizeof(rows[0]);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rows[middle].code == code)
            return lang == PL_LANG_ZH ? rows[middle].zh : rows[middle].en;
        if (rows[middle].code < code)
            low = middle + 1;
        else
            high = middle;
    }
    return lang == PL_LANG_ZH ? "未知错误" : "Unknown error";
}
