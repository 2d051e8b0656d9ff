/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
/* Constants of the server SDK. */
#ifndef PARLOR_SERVER_BRAS_CONSTANTS_GEN_H
#define PARLOR_SERVER_BRAS_CONSTANTS_GEN_H

#define BRAC_SO_OBJECT_INITFLAGS 200 /* Business-object identity: ANYCHAT_OBJECT_FLAGS_* of the local user */

#define ANYCHAT_RECORD_FLAGS_VIDEO 1 /* Record video */
#define ANYCHAT_RECORD_FLAGS_AUDIO 2 /* Record audio */
#define ANYCHAT_RECORD_FLAGS_SERVER 4 /* Record on the server */
#define ANYCHAT_RECORD_FLAGS_MIXAUDIO 0x10 /* Mix the other users' sound in */
#define ANYCHAT_RECORD_FLAGS_MIXVIDEO 0x20 /* Overlay the other users' pictures */
#define ANYCHAT_RECORD_FLAGS_ABREAST 0x100 /* Put the pictures side by side */
#define ANYCHAT_RECORD_FLAGS_STEREO 0x200 /* Mix others into a stereo channel */
#define ANYCHAT_RECORD_FLAGS_SNAPSHOT 0x400 /* Snapshot (also marks snapshot results) */
#define ANYCHAT_RECORD_FLAGS_LOCALCB 0x800 /* Report the result to the client as well */
#define ANYCHAT_RECORD_FLAGS_STREAM 0x1000 /* Store the encoded stream without re-encoding (picture rotation may be lost) */
#define ANYCHAT_RECORD_FLAGS_USERFILENAME 0x2000 /* File name supplied by the application */

#define ANYCHAT_VIDEOCLIPMODE_AUTO 0 /* Default: crop as needed then stretch, aspect kept */
#define ANYCHAT_VIDEOCLIPMODE_OVERLAP 1 /* Keep the largest useful part, cut edges */
#define ANYCHAT_VIDEOCLIPMODE_SHRINK 2 /* Scale to fit, no cropping */
#define ANYCHAT_VIDEOCLIPMODE_STRETCH 3 /* Fill, aspect may be lost */
#define ANYCHAT_VIDEOCLIPMODE_DYNAMIC 4 /* Application adapts the surface */

#define ANYCHAT_SERVERQUERY_USERIDBYNAME 1 /* Nickname -> user id (as a decimal string) */
#define ANYCHAT_SERVERQUERY_USERIDBYSTRID 2 /* String id -> user id */
#define ANYCHAT_SERVERQUERY_STRIDBYUSERID 3 /* User id -> string id */
#define ANYCHAT_SERVERQUERY_NAMEBYUSERID 4 /* User id -> name */
#define ANYCHAT_SERVERQUERY_NAMEBYSTRID 5 /* String id -> name */
#define ANYCHAT_SERVERQUERY_USERINFOBYID 6 /* User id -> user info */
#define ANYCHAT_SERVERQUERY_PPTFILEINFO 10 /* Slide file info */
#define ANYCHAT_SERVERQUERY_QUEUEAGENTINFO 100 /* Agents serving a queue */
#define ANYCHAT_SERVERQUERY_RUNNINGSTATUS 200 /* Server running state */
#define ANYCHAT_SERVERQUERY_ONLINEUSERS 201 /* Number of users on the server */

#define BRAS_SERVERAPPMSG_CONNECTED 1 /* Core server connection made (old callback) */
#define BRAS_SERVERAPPMSG_DISCONNECT 2 /* Core server connection lost (old callback) */
#define BRAS_MESSAGE_CORESERVERCONN 10 /* Core server link: wParam = error code (0 connected) */
#define BRAS_MESSAGE_RECORDSERVERCONN 11 /* Recording server link: wParam error code, lParam server id */
#define BRAS_MESSAGE_LOGINSERVERCONN 12 /* Login server link: wParam error code, lParam server id */
#define BRAS_MESSAGE_ROOMSERVERCONN 13 /* Room server link: wParam error code, lParam server id */
#define BRAS_MESSAGE_MEDIASERVERCONN 14 /* Media server link: wParam error code, lParam server id */

#define BRAS_VIDEOCALL_EVENT_REQUEST 1 /* Call request */
#define BRAS_VIDEOCALL_EVENT_REPLY 2 /* Call answer */
#define BRAS_VIDEOCALL_EVENT_START 3 /* Call started */
#define BRAS_VIDEOCALL_EVENT_FINISH 4 /* Call ended */

#define BRAS_USERINFO_CTRLCODE_KICKOUT 1 /* Throw the user out */
#define BRAS_USERINFO_CTRLCODE_SYNCDATA 2 /* Push the user's info/friend data to its client */
#define BRAS_USERINFO_CTRLCODE_FUNCCTRL 3 /* Client function control (wParam = function bits) */
#define BRAS_USERINFO_CTRLCODE_BLOCKIP 4 /* Block an address (string, * wildcard) */
#define BRAS_USERINFO_CTRLCODE_UNBLOCKIP 5 /* Unblock an address (string, * wildcard) */
#define BRAS_USERINFO_CTRLCODE_ADDGROUP 20 /* Add friend group: wParam group id, string name */
#define BRAS_USERINFO_CTRLCODE_DELGROUP 21 /* Delete friend group: wParam group id */
#define BRAS_USERINFO_CTRLCODE_ADDFRIEND 22 /* Add friend: wParam friend id */
#define BRAS_USERINFO_CTRLCODE_DELFRIEND 23 /* Delete friend: wParam friend id */
#define BRAS_USERINFO_CTRLCODE_SETGROUPRELATION 24 /* Put friend into group: wParam group id, lParam friend id */
#define BRAS_USERINFO_CTRLCODE_APPDEFINE 100 /* First code free for applications */

#define BRAS_SO_GETTRANSBUFTIMESTAMP 1 /* Read transparent-channel timestamp (older Linux and Java headers) */
#define BRAS_SO_RECORD_VIDEOBR 2 /* Recording video bitrate */
#define BRAS_SO_RECORD_AUDIOBR 3 /* Recording audio bitrate */
#define BRAS_SO_RECORD_FILETYPE 4 /* Container: 0 MP4, 1 WMV, 2 FLV, 3 MP3 */
#define BRAS_SO_RECORD_WIDTH 5 /* Recorded width */
#define BRAS_SO_RECORD_HEIGHT 6 /* Recorded height */
#define BRAS_SO_RECORD_FILENAMERULE 7 /* File naming rule */
#define BRAS_SO_RECORD_CLIPMODE 8 /* Crop mode */
#define BRAS_SO_CORESDK_WRITELOG 20 /* Write a log line */

#define BRAS_INITFLAGS_MULTITHREADS 1 /* Callbacks may come from several threads */

#define BRAS_TRANSBUFFER_FLAGS_RECORDSERVER 0x10 /* Buffer goes to the recording server */

#define BRAS_CBTYPE_APPMESSAGE 1 /* BRAS_OnServerAppMessage_CallBack */
#define BRAS_CBTYPE_APPMESSAGEEX 2 /* BRAS_OnServerAppMessageEx_CallBack */
#define BRAS_CBTYPE_ONTIMER 3 /* BRAS_OnTimerEvent_CallBack */
#define BRAS_CBTYPE_VERIFYUSER 4 /* BRAS_VerifyUser_CallBack */
#define BRAS_CBTYPE_PERPAREENTERROOM 5 /* BRAS_PrepareEnterRoom_CallBack */
#define BRAS_CBTYPE_USERLOGIN 6 /* BRAS_OnUserLoginAction_CallBack */
#define BRAS_CBTYPE_USERLOGOUT 7 /* BRAS_OnUserLogoutAction_CallBack */
#define BRAS_CBTYPE_USERLOGOUTEX 8 /* BRAS_OnUserLogoutActionEx_CallBack */
#define BRAS_CBTYPE_USERENTERROOM 9 /* BRAS_OnUserEnterRoomAction_CallBack */
#define BRAS_CBTYPE_USERLEAVEROOM 10 /* BRAS_OnUserLeaveRoomAction_CallBack */
#define BRAS_CBTYPE_FILTERDATA 11 /* BRAS_OnRecvUserFilterData_CallBack */
#define BRAS_CBTYPE_TEXTMESSAGE 12 /* BRAS_OnRecvUserTextMsg_CallBack */
#define BRAS_CBTYPE_TRANSBUFFER 13 /* BRAS_OnTransBuffer_CallBack */
#define BRAS_CBTYPE_TRANSBUFFEREX 14 /* BRAS_OnTransBufferEx_CallBack */
#define BRAS_CBTYPE_TRANSFILE 15 /* BRAS_OnTransFile_CallBack */
#define BRAS_CBTYPE_SERVERRECORD 16 /* BRAS_OnServerRecord_CallBack */
#define BRAS_CBTYPE_SERVERRECORDEX 17 /* BRAS_OnServerRecordEx_CallBack */
#define BRAS_CBTYPE_VIDEOCALL 18 /* BRAS_OnVideoCallEvent_CallBack */
#define BRAS_CBTYPE_USERINFOCTRL 19 /* BRAS_OnUserInfoControl_CallBack */
#define BRAS_CBTYPE_OBJECTEVENT 20 /* BRAS_ObjectEventNotify_CallBack */

#endif
