/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
/* Business objects (manual 3.6). */
#ifndef PARLOR_SERVER_BRAS_OBJECTS_GEN_H
#define PARLOR_SERVER_BRAS_OBJECTS_GEN_H

#define ANYCHAT_OBJECT_TYPE_AREA 4 /* Service area (branch office) */
#define ANYCHAT_OBJECT_TYPE_QUEUE 5 /* Queue inside an area */
#define ANYCHAT_OBJECT_TYPE_AGENT 6 /* Agent (object id = the agent's user id) */
#define ANYCHAT_OBJECT_TYPE_CLIENTUSER 8 /* Client user, used to hand own attributes to the server (object id = user id) */
#define ANYCHAT_OBJECT_TYPE_SKILL 9 /* Skill */
#define ANYCHAT_OBJECT_TYPE_QUEUEGROUP 10 /* Queue group */

#define ANYCHAT_INVALID_OBJECT_ID (-1) /* No object / all objects of a type */
#define ANYCHAT_OBJECT_FLAGS_CLIENT 0 /* Ordinary client */
#define ANYCHAT_OBJECT_FLAGS_AGENT 2 /* Agent */
#define ANYCHAT_OBJECT_FLAGS_MANANGER 4 /* Manager */
#define ANYCHAT_OBJECT_FLAGS_AUTOMODE 0x10 /* Automatic service: server matches, the client places the call */
#define ANYCHAT_OBJECT_FLAGS_GUESTLOGIN 0x20 /* Guest login */
#define ANYCHAT_MAX_OBJECT_CHANNELS 36 /* Largest number of service channels */
#define ANYCHAT_OBJECT_FLAGS_GLOBAL 0x40 /* Global service (all areas) */
#define ANYCHAT_OBJECT_FLAGS_CONNECT 0x80 /* Network connection object */
#define ANYCHAT_OBJECT_FLAGS_MULTICHANNEL 0x100 /* Several services at a time */
#define ANYCHAT_OBJECT_FLAGS_QUEUEUSERLIST 0x200 /* Wants the queue user list */
#define ANYCHAT_OBJECT_FLAGS_AREAUSERINFO 0x400 /* Wants detailed area user info */
#define ANYCHAT_OBJECT_FLAGS_MANUALSYNCAREA 0x800 /* Area data only on explicit sync */
#define ANYCHAT_OBJECT_FLAGS_ONLYSYNCNEED 0x1000 /* Only sync related data */

#define ANYCHAT_AGENT_STATUS_CLOSEED 0 /* Closed, gives no service */
#define ANYCHAT_AGENT_STATUS_WAITTING 1 /* Free, can take a client */
#define ANYCHAT_AGENT_STATUS_WORKING 2 /* Serving a client */
#define ANYCHAT_AGENT_STATUS_PAUSED 3 /* Paused */
#define ANYCHAT_AGENT_STATUS_OFFLINE 10 /* Offline */

#define ANYCHAT_OBJECT_INFO_FLAGS 7 /* Object flags */
#define ANYCHAT_OBJECT_INFO_NAME 8 /* Name */
#define ANYCHAT_OBJECT_INFO_PRIORITY 9 /* Priority (higher first) */
#define ANYCHAT_OBJECT_INFO_ATTRIBUTE 10 /* Business attribute bit mask (-1 = everything); newer products also accept a JSON string */
#define ANYCHAT_OBJECT_INFO_DESCRIPTION 11 /* Description */
#define ANYCHAT_OBJECT_INFO_INTTAG 12 /* Free integer tag */
#define ANYCHAT_OBJECT_INFO_STRINGTAG 13 /* Free string tag */
#define ANYCHAT_OBJECT_INFO_GUID 14 /* GUID */
#define ANYCHAT_OBJECT_INFO_STATUSJSON 15 /* State as JSON */
#define ANYCHAT_OBJECT_INFO_STRINGID 16 /* String id */
#define ANYCHAT_OBJECT_INFO_STATISTICS 17 /* Statistics */

#define ANYCHAT_AREA_INFO_AGENTCOUNT 401 /* Agents in the area */
#define ANYCHAT_AREA_INFO_GUESTCOUNT 402 /* Visitors in the area that are in no queue */
#define ANYCHAT_AREA_INFO_QUEUEUSERCOUNT 403 /* Clients queueing in the area */
#define ANYCHAT_AREA_INFO_QUEUECOUNT 404 /* Queues in the area */
#define ANYCHAT_AREA_INFO_AGENTIDLIST 405 /* Agent ids */
#define ANYCHAT_AREA_INFO_IDLEAGENTCOUNT 406 /* Idle agents */
#define ANYCHAT_AREA_INFO_STATUSJSON 407 /* Area state as JSON */
#define ANYCHAT_AREA_INFO_WAITINGCOUNT 408 /* Clients out of a queue but not yet served */
#define ANYCHAT_AREA_INFO_WORKAGENTCOUNT 409 /* Working agents */
#define ANYCHAT_AREA_INFO_BUSYAGENTCOUNT 410 /* Busy (paused) agents */

#define ANYCHAT_QUEUE_INFO_MYSEQUENCENO 501 /* Own position in the queue */
#define ANYCHAT_QUEUE_INFO_BEFOREUSERNUM 502 /* Clients before me */
#define ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME 503 /* When I entered (epoch seconds) */
#define ANYCHAT_QUEUE_INFO_MYENTERQUEUEUETIME 503 /* Another spelling of ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME */
#define ANYCHAT_QUEUE_INFO_LENGTH 504 /* Clients in the queue */
#define ANYCHAT_QUEUE_INFO_WAITTIMESECOND 508 /* My waiting time, seconds */
#define ANYCHAT_QUEUE_INFO_AGENTINFO 509 /* Agents serving the queue, JSON */
#define ANYCHAT_QUEUE_INFO_USERIDLIST 510 /* User ids in the queue */
#define ANYCHAT_QUEUE_INFO_WAITINGTIMELIST 511 /* Waiting times in the queue, seconds */
#define ANYCHAT_QUEUE_INFO_USERINFOLIST 512 /* User info list of the queue */

#define ANYCHAT_AGENT_INFO_SERVICESTATUS 601 /* Service status (ANYCHAT_AGENT_STATUS_*) */
#define ANYCHAT_AGENT_INFO_SERVICEUSERID 602 /* User being served */
#define ANYCHAT_AGENT_INFO_SERVICEBEGINTIME 603 /* Start of the current service */
#define ANYCHAT_AGENT_INFO_SERVICETOTALTIME 604 /* Total service time, seconds */
#define ANYCHAT_AGENT_INFO_SERVICETOTALNUM 605 /* Clients served so far */
#define ANYCHAT_AGENT_INFO_SERVICEUSERINFO 606 /* Info of the user being served */
#define ANYCHAT_AGENT_INFO_RELATEQUEUES 607 /* Related queue list */
#define ANYCHAT_AGENT_INFO_SERVICEFAILNUM 608 /* Failed services */
#define ANYCHAT_AGENT_INFO_MAXCHANNELNUM 609 /* Largest number of channels */

#define ANYCHAT_OBJECT_CTRL_CREATE 2 /* Create an object (queue: dwParam1 = area id) */
#define ANYCHAT_OBJECT_CTRL_SYNCDATA 3 /* Send object data to a user (id -1 = all objects of the type; dwParam1 = user id) */
#define ANYCHAT_OBJECT_CTRL_DEBUGOUTPUT 4 /* Write object state to the log */
#define ANYCHAT_OBJECT_CTRL_DELETE 5 /* Delete an object */
#define ANYCHAT_OBJECT_CTRL_MODIFY 6 /* Modify an object */

#define ANYCHAT_AREA_CTRL_USERENTER 401 /* Enter an area (server side: dwParam1 user id, dwParam2 flags) */
#define ANYCHAT_AREA_CTRL_USERLEAVE 402 /* Leave an area (server side: dwParam1 user id, dwParam2 error code) */

#define ANYCHAT_QUEUE_CTRL_USERENTER 501 /* Enter a queue */
#define ANYCHAT_QUEUE_CTRL_USERLEAVE 502 /* Leave a queue */

#define ANYCHAT_AGENT_CTRL_SERVICESTATUS 601 /* Set service status (dwParam1 = status) */
#define ANYCHAT_AGENT_CTRL_SERVICEREQUEST 602 /* Ask for the next client */
#define ANYCHAT_AGENT_CTRL_STARTSERVICE 603 /* Start serving (dwParam1 = user id) */
#define ANYCHAT_AGENT_CTRL_FINISHSERVICE 604 /* End the service (dwParam1 may carry an error code) */
#define ANYCHAT_AGENT_CTRL_EVALUATION 605 /* Client's rating (dwParam1 agent id, dwParam2 score, string comment) */

#define ANYCHAT_OBJECT_EVENT_UPDATE 1 /* Object data arrived or changed */
#define ANYCHAT_OBJECT_EVENT_SYNCDATAFINISH 2 /* Synchronisation finished */
#define ANYCHAT_OBJECT_EVENT_STATISTICS 3 /* Statistics changed */

#define ANYCHAT_AREA_EVENT_STATUSCHANGE 401 /* Area counters changed */
#define ANYCHAT_AREA_EVENT_ENTERRESULT 402 /* Own area entry: dwParam1 = error code */
#define ANYCHAT_AREA_EVENT_USERENTER 403 /* Another user entered: dwParam1 user id, 2 flags, 3 attribute, 4 priority */
#define ANYCHAT_AREA_EVENT_USERLEAVE 404 /* Another user left: dwParam1 user id, 2 error code */
#define ANYCHAT_AREA_EVENT_LEAVERESULT 405 /* Own area leave: dwParam1 = error code */

#define ANYCHAT_QUEUE_EVENT_STATUSCHANGE 501 /* Queue length/position changed */
#define ANYCHAT_QUEUE_EVENT_ENTERRESULT 502 /* Own queue entry: dwParam1 = error code */
#define ANYCHAT_QUEUE_EVENT_USERENTER 503 /* Another user joined: dwParam1 = user id */
#define ANYCHAT_QUEUE_EVENT_USERLEAVE 504 /* Another user left: dwParam1 = user id */
#define ANYCHAT_QUEUE_EVENT_LEAVERESULT 505 /* Own queue leave: dwParam1 = 0 by own wish, 751 taken out for service */
#define ANYCHAT_QUEUE_EVENT_STARTSERVICE 506 /* A user of the queue is being served */
#define ANYCHAT_QUEUE_EVENT_USERINFOLISTCHG 507 /* Queue user list changed */

#define ANYCHAT_AGENT_EVENT_STATUSCHANGE 601 /* Agent status changed: dwParam1 = new status */
#define ANYCHAT_AGENT_EVENT_SERVICENOTIFY 602 /* Match: dwParam1 agent id, 2 client id, 3 queue id */
#define ANYCHAT_AGENT_EVENT_WAITINGUSER 603 /* No client is waiting */
#define ANYCHAT_AGENT_EVENT_ISREADY 604 /* Automatic mode: agent ready, client may call (dwParam1 agent, 2 client, 3 queue) */

#endif
