/* SPDX-License-Identifier: Apache-2.0 */
/* Generated from schema/: do not edit, run `make schema`. */
/* Error codes. */
#ifndef PARLOR_SERVER_BRAS_ERRORS_GEN_H
#define PARLOR_SERVER_BRAS_ERRORS_GEN_H

#define GV_ERR_SUCCESS 0 /* Success */
#define AC_ERROR_SUCCESS 0 /* Success */
#define GV_ERR_DB_ERROR 1 /* Database error */
#define AC_ERROR_DB_ERROR 1 /* Database error */
#define GV_ERR_NOTINIT 2 /* Not initialised */
#define AC_ERROR_NOTINIT 2 /* Not initialised */
#define GV_ERR_NOTINROOM 3 /* Not in a room */
#define AC_ERROR_NOTINROOM 3 /* Not in a room */
#define GV_ERR_MEMORYFAIL 4 /* Out of memory */
#define AC_ERROR_MEMORYFAIL 4 /* Out of memory */
#define GV_ERR_EXCEPTION 5 /* Internal error */
#define AC_ERROR_EXCEPTION 5 /* Internal error */
#define AC_ERROR_CANCEL 6 /* Cancelled */
#define AC_ERROR_PROTOCOLFAIL 7 /* Protocol error */
#define AC_ERROR_SESSIONNOTEXIST 8 /* No such session */
#define AC_ERROR_DATANOTEXIST 9 /* No such data */
#define AC_ERROR_DATAEXIST 10 /* Data already exists */
#define AC_ERROR_INVALIDGUID 11 /* Invalid GUID */
#define AC_ERROR_RESOURCERECOVER 12 /* Resource given back */
#define AC_ERROR_RESOURCEUSED 13 /* Resource in use */
#define AC_ERROR_JSONFAIL 14 /* Invalid JSON */
#define AC_ERROR_OBJECTDELETE 15 /* Object deleted */
#define AC_ERROR_SESSIONEXIST 16 /* Session exists already */
#define AC_ERROR_SESSIONNOTINIT 17 /* Session not ready */
#define AC_ERROR_DATANOTPREPARE 18 /* Data not ready */
#define AC_ERROR_SIGTERM 19 /* Terminated by a signal */
#define GV_ERR_FUNCNOTALLOW 20 /* Not allowed */
#define AC_ERROR_FUNCNOTALLOW 20 /* Not allowed */
#define GV_ERR_FUNCOPTERROR 21 /* Bad parameter */
#define AC_ERROR_FUNCOPTERROR 21 /* Bad parameter */
#define GV_ERR_DEVICEOPENFAIL 22 /* Device cannot be opened */
#define AC_ERROR_DEVICEOPENFAIL 22 /* Device cannot be opened */
#define GV_ERR_NOENOUGHRESOURCE 23 /* Too many requests */
#define AC_ERROR_NOENOUGHRESOURCE 23 /* Too many requests */
#define GV_ERR_PIXFMTNOTSUPPORT 24 /* Pixel format not supported */
#define AC_ERROR_PIXFMTNOTSUPPORT 24 /* Pixel format not supported */
#define GV_ERR_NOTMULTICASTADDR 25 /* Not a multicast address */
#define AC_ERROR_NOTMULTICASTADDR 25 /* Not a multicast address */
#define GV_ERR_MULTIRUNERROR 26 /* Second instance not supported */
#define AC_ERROR_MULTIRUNERROR 26 /* Second instance not supported */
#define AC_ERROR_FILETRUSTFAILED 27 /* File signature check failed */
#define AC_ERROR_CERTVERIFYFAILED 28 /* Licence check failed */
#define AC_ERROR_CERTUSERFAILED 29 /* Licence user count check failed */
#define GV_ERR_MASTERISSLAVE 30 /* The named master is a standby itself */
#define AC_ERROR_MASTERISSLAVE 30 /* The named master is a standby itself */
#define GV_ERR_MASTERNOTCREDIT 31 /* The master is not licensed for a standby */
#define AC_ERROR_MASTERNOTCREDIT 31 /* The master is not licensed for a standby */
#define GV_ERR_VERSIONNOTMATCH 32 /* Not supported */
#define AC_ERROR_VERSIONNOTMATCH 32 /* Not supported */
#define AC_ERROR_CERTFAILSECOND 33 /* Second licence check failed */
#define AC_ERROR_SERVERVERIFYFAIL 34 /* Server security check failed */
#define AC_ERROR_CLIENTCERTFAILED 35 /* Client licence check failed */
#define AC_ERROR_CERTSUMFAILED 36 /* Licence function check failed */
#define AC_ERROR_REMOTECTRL 37 /* Remote control */
#define AC_ERROR_DUPLICATESERVICEID 38 /* Duplicate service id */
#define AC_ERROR_DIRENTERROR 39 /* Directory error */
#define AC_ERROR_EXTRACTFILEERROR 40 /* Unpacking failed */
#define AC_ERROR_STARTPROCESSFAILED 41 /* Program could not be started */
#define AC_ERROR_SERVICEISRUNNING 42 /* Service already running */
#define AC_ERROR_DISKSPACELIMITED 43 /* Disk full */
#define AC_ERROR_REQUESTFAILED 44 /* Request to the business server failed */
#define AC_ERROR_INVALIDMACHINE 45 /* Invalid machine object */
#define AC_ERROR_GETCERTINFOFAILED 46 /* Licence information unavailable */
#define AC_ERROR_CLUSTERNOTMATCH 47 /* Cluster attribute mismatch */
#define AC_ERROR_NONECLUSTERID 48 /* Empty cluster id */
#define AC_ERROR_CREATESERVICE_MORE 49 /* Only one such service a machine */
#define AC_ERROR_COPYFILEFAILED 50 /* File copy failed */
#define AC_ERROR_CLOUDNATIVEDBFAIL 51 /* Cloud database error */
#define AC_ERROR_CLOUDOSSUPLOADFAIL 52 /* Cloud upload error */
#define AC_ERROR_SERVICEBINDCHANGE 53 /* Service binding changed */
#define AC_ERROR_SERVICENOTBIND 54 /* Service not bound */
#define AC_ERROR_SERVICEBINDFAIL 55 /* Service binding failed */
#define AC_ERROR_PIPELINEUSERFAIL 56 /* Pipeline user id error */
#define AC_ERROR_PIPELINESESSFAIL 57 /* Pipeline session error */
#define AC_ERROR_SERVICECLOSED 58 /* Service closed */
#define AC_ERROR_FILEENCRYPTED 59 /* File already encrypted */
#define AC_ERROR_FILEHEADINVAILD 60 /* Decryption: bad header */
#define AC_ERROR_FILEDECODE_PASSERR 61 /* Decryption: wrong password */
#define AC_ERROR_OVERFLOW 62 /* Too long */
#define AC_ERROR_OLDSERVER 63 /* Server too old */
#define AC_ERROR_UNSUPPORTFILETYPE 64 /* File type not supported */
#define AC_ERROR_FILECONTENTFAIL 65 /* Bad file content */
#define AC_ERROR_KEYVERIFYFAILED 66 /* Key check failed */
#define AC_ERROR_NOCERTCHAIN 67 /* No certificate chain */
#define AC_ERROR_CERTVERIFYFAIL 68 /* Certificate check failed */
#define AC_ERROR_CERTDATEFAIL 69 /* Certificate date check failed */
#define AC_ERROR_CERTURLFAIL 70 /* Certificate host check failed */
#define AC_ERROR_CERTPUBLICKEYFAIL 71 /* Public key missing */
#define AC_ERROR_CERTPRIVATEKEYFAIL 72 /* The server lacks the private key */
#define AC_ERROR_CERTFILENOTCONFIG 73 /* The server has no certificate */
#define AC_ERROR_CERTHIGHSECURITY 74 /* Refused by the security level */
#define AC_ERROR_SECURITYBREAK 75 /* Security negotiation failed */
#define AC_ERROR_CERTALGORITHMFAIL 76 /* Algorithm negotiation failed */
#define AC_ERROR_LOSSCERTHELPER 77 /* Certificate helper missing */
#define AC_ERROR_SECURITYTIMEOUT 78 /* Security negotiation timed out */
#define AC_ERROR_MEMORYTOOSMALL 79 /* Buffer too small */
#define AC_ERROR_UNSUPPORTCODEC 80 /* Codec not supported */
#define AC_ERROR_APPTYPEOVERFLOW 81 /* Connection limit of this kind of application */

#define GV_ERR_CONNECT_TIMEOUT 100 /* Connecting timed out */
#define AC_ERROR_CONNECT_TIMEOUT 100 /* Connecting timed out */
#define GV_ERR_CONNECT_ABORT 101 /* Connection lost */
#define AC_ERROR_CONNECT_ABORT 101 /* Connection lost */
#define GV_ERR_CONNECT_AUTHFAIL 102 /* Server password refused */
#define AC_ERROR_CONNECT_AUTHFAIL 102 /* Server password refused */
#define GV_ERR_CONNECT_DNSERROR 103 /* Name not found */
#define AC_ERROR_CONNECT_DNSERROR 103 /* Name not found */
#define GV_ERR_CONNECT_OVERFLOW 104 /* Server full */
#define AC_ERROR_CONNECT_OVERFLOW 104 /* Server full */
#define GV_ERR_CONNECT_FUNCLIMIT 105 /* Limit of the demo mode */
#define AC_ERROR_CONNECT_FUNCLIMIT 105 /* Limit of the demo mode */
#define GV_ERR_CONNECT_INTRANET 106 /* Intranet only */
#define AC_ERROR_CONNECT_INTRANET 106 /* Intranet only */
#define GV_ERR_CONNECT_OLDVERSION 107 /* Client too old */
#define AC_ERROR_CONNECT_OLDVERSION 107 /* Client too old */
#define AC_ERROR_CONNECT_SOCKETERR 108 /* Socket error */
#define GV_ERR_CONNECT_DEVICELIMIT 109 /* Device not licensed */
#define AC_ERROR_CONNECT_DEVICELIMIT 109 /* Device not licensed */
#define GV_ERR_CONNECT_PAUSED 110 /* Service paused */
#define AC_ERROR_CONNECT_PAUSED 110 /* Service paused */
#define GV_ERR_CONNECT_HOTSERVER 111 /* Standby server */
#define AC_ERROR_CONNECT_HOTSERVER 111 /* Standby server */
#define GV_ERR_CONNECT_ERRCERUSER 112 /* Licensed user count tampered with */
#define AC_ERROR_CONNECT_ERRCERUSER 112 /* Licensed user count tampered with */
#define GV_ERR_CONNECT_IPFORBID 113 /* Address blocked */
#define AC_ERROR_CONNECT_IPFORBID 113 /* Address blocked */
#define AC_ERROR_CONNECT_TYPEWRONG 114 /* Kind of connection not supported */
#define AC_ERROR_CONNECT_ERRORIP 115 /* Bad server address */
#define AC_ERROR_CONNECT_SELFCLOSE 116 /* Closed by own side */
#define AC_ERROR_CONNECT_NOSVRLIST 117 /* No list of servers obtained */
#define AC_ERROR_CONNECT_LBTIMEOUT 118 /* Load balancer timed out */
#define AC_ERROR_CONNECT_NOTWORK 119 /* Server not working */
#define AC_ERROR_CONNECT_OFFLINE 120 /* Server offline */
#define AC_ERROR_CONNECT_NETLIMITED 121 /* Bandwidth too small */
#define AC_ERROR_CONNECT_LOWTRAFFIC 122 /* Traffic quota used up */
#define AC_ERROR_CONNECT_IPV6FAIL 123 /* IPv6-only network not supported */
#define AC_ERROR_CONNECT_NOMASTER 124 /* No master online */
#define AC_ERROR_CONNECT_NOSTATUS 125 /* No state reported */
#define AC_ERROR_CONNECT_DATAPREPARE 126 /* Server not ready */
#define AC_ERROR_COLDSTANDBY_SLEEP 127 /* Cold standby asleep */

#define GV_ERR_CERTIFY_FAIL 200 /* Wrong user name or password */
#define AC_ERROR_CERTIFY_FAIL 200 /* Wrong user name or password */
#define GV_ERR_ALREADY_LOGIN 201 /* Already signed in */
#define AC_ERROR_ALREADY_LOGIN 201 /* Already signed in */
#define GV_ERR_ACCOUNT_LOCK 202 /* Account locked */
#define AC_ERROR_ACCOUNT_LOCK 202 /* Account locked */
#define GV_ERR_IPADDR_LOCK 203 /* Address locked */
#define AC_ERROR_IPADDR_LOCK 203 /* Address locked */
#define GV_ERR_VISITOR_DENY 204 /* Guests not allowed */
#define AC_ERROR_VISITOR_DENY 204 /* Guests not allowed */
#define GV_ERR_INVALID_USERID 205 /* No such user */
#define AC_ERROR_INVALID_USERID 205 /* No such user */
#define GV_ERR_SERVERSDK_FAIL 206 /* Business server unreachable */
#define AC_ERROR_SERVERSDK_FAIL 206 /* Business server unreachable */
#define GV_ERR_SERVERSDK_TIMEOUT 207 /* Business server timed out */
#define AC_ERROR_SERVERSDK_TIMEOUT 207 /* Business server timed out */
#define GV_ERR_NOTLOGIN 208 /* Not signed in */
#define AC_ERROR_NOTLOGIN 208 /* Not signed in */
#define GV_ERR_LOGIN_NEWLOGIN 209 /* Signed in elsewhere */
#define AC_ERROR_LOGIN_NEWLOGIN 209 /* Signed in elsewhere */
#define GV_ERR_LOGIN_EMPTYNAME 210 /* Empty user name */
#define AC_ERROR_LOGIN_EMPTYNAME 210 /* Empty user name */
#define GV_ERR_KICKOUT 211 /* Removed */
#define AC_ERROR_KICKOUT 211 /* Removed */
#define GV_ERR_SERVER_RESTART 212 /* Server restarts */
#define AC_ERROR_SERVER_RESTART 212 /* Server restarts */
#define AC_ERROR_FORBIDDEN 213 /* Forbidden */
#define AC_ERROR_SIGSTREMPTY 214 /* Signature missing */
#define AC_ERROR_SIGVERIFYFAIL 215 /* Signature wrong */
#define AC_ERROR_SIGPUBLICKEYEMPTY 216 /* No public key */
#define AC_ERROR_SIGPRIVATEKEYEMPTY 217 /* No private key */
#define AC_ERROR_SIGPARAMEMPTY 218 /* Signature parameters missing */
#define AC_ERROR_SIGPARAMFAIL 219 /* Signature parameters wrong */
#define AC_ERROR_SIGTIMEFAILURE 220 /* Signature expired */
#define AC_ERROR_APPNOTACTIVE 221 /* Application not active */
#define AC_ERROR_APPPAUSED 222 /* Application paused */
#define AC_ERROR_APPLOCKED 223 /* Application locked */
#define AC_ERROR_APPEXPIRED 224 /* Application expired */
#define AC_ERROR_APPUNKNOWSTATUS 225 /* Application state unknown */
#define AC_ERROR_SIGALREADYUSED 226 /* Signature used before */
#define AC_ERROR_USERROLE_FAIL 227 /* Role not available */
#define AC_ERROR_INVALID_AGENT 228 /* No such agent */
#define AC_ERROR_SERVERSIGFAIL 229 /* The server's signature could not be verified */
#define AC_ERROR_APPID_DEFAULTNOTSUPPORT 100300 /* Application id missing */
#define AC_ERROR_APPID_NOTEXIST 100303 /* Unknown application id */

#define GV_ERR_ROOM_LOCK 300 /* Room locked */
#define AC_ERROR_ROOM_LOCK 300 /* Room locked */
#define GV_ERR_ROOM_PASSERR 301 /* Wrong room password */
#define AC_ERROR_ROOM_PASSERR 301 /* Wrong room password */
#define GV_ERR_ROOM_FULLUSER 302 /* Room full */
#define AC_ERROR_ROOM_FULLUSER 302 /* Room full */
#define GV_ERR_ROOM_INVALID 303 /* No such room */
#define AC_ERROR_ROOM_INVALID 303 /* No such room */
#define GV_ERR_ROOM_EXPIRE 304 /* Room expired */
#define AC_ERROR_ROOM_EXPIRE 304 /* Room expired */
#define GV_ERR_ROOM_REJECT 305 /* Refused by the owner */
#define AC_ERROR_ROOM_REJECT 305 /* Refused by the owner */
#define GV_ERR_ROOM_OWNERBEOUT 306 /* Owner absent */
#define AC_ERROR_ROOM_OWNERBEOUT 306 /* Owner absent */
#define GV_ERR_ROOM_ENTERFAIL 307 /* Cannot enter */
#define AC_ERROR_ROOM_ENTERFAIL 307 /* Cannot enter */
#define GV_ERR_ROOM_ALREADIN 308 /* Already in the room */
#define GV_ERR_ROOM_ALREADYIN 308 /* Already in the room */
#define AC_ERROR_ROOM_ALREADIN 308 /* Already in the room */
#define AC_ERROR_ROOM_NOTIN 309 /* Not in a room */

#define AC_ERROR_STREAM_OLDPACK 350 /* Late packet */
#define AC_ERROR_STREAM_SAMEPAK 351 /* Duplicate packet */
#define AC_ERROR_STREAM_PACKLOSS 352 /* Packet lost */
#define AC_ERROR_STREAM_MISTAKE 353 /* Frame number mismatch */
#define AC_ERROR_STREAM_LACKBUFFER 354 /* Buffer too short */

#define GV_ERR_ROOM_PRINULL 401 /* The user has left the room */
#define AC_ERROR_ROOM_PRINULL 401 /* The user has left the room */
#define GV_ERR_ROOM_REJECTPRI 402 /* Private chat refused */
#define AC_ERROR_ROOM_REJECTPRI 402 /* Private chat refused */
#define GV_ERR_ROOM_PRIDENY 403 /* Private chat not allowed */
#define AC_ERROR_ROOM_PRIDENY 403 /* Private chat not allowed */
#define GV_ERR_ROOM_PRIREQIDERR 420 /* Unknown private chat request */
#define AC_ERROR_ROOM_PRIREQIDERR 420 /* Unknown private chat request */
#define GV_ERR_ROOM_PRIALRCHAT 421 /* Already in private chat */
#define AC_ERROR_ROOM_PRIALRCHAT 421 /* Already in private chat */
#define GV_ERR_ROOM_PRITIMEOUT 431 /* Private chat request timed out */
#define AC_ERROR_ROOM_PRITIMEOUT 431 /* Private chat request timed out */
#define GV_ERR_ROOM_PRICHATBUSY 432 /* Busy in private chat */
#define AC_ERROR_ROOM_PRICHATBUSY 432 /* Busy in private chat */
#define GV_ERR_ROOM_PRIUSERCLOSE 433 /* The other side closed the private chat */
#define AC_ERROR_ROOM_PRIUSERCLOSE 433 /* The other side closed the private chat */
#define GV_ERR_ROOM_PRISELFCLOSE 434 /* Own side closed the private chat */
#define AC_ERROR_ROOM_PRISELFCLOSE 434 /* Own side closed the private chat */
#define GV_ERR_ROOM_PRIREQCANCEL 435 /* Private chat request withdrawn */
#define AC_ERROR_ROOM_PRIREQCANCEL 435 /* Private chat request withdrawn */

#define GV_ERR_VIDEOCALL_INCHAT 440 /* Already in a call */
#define AC_ERROR_VIDEOCALL_INCHAT 440 /* Already in a call */
#define GV_ERR_SESSION_QUIT 100101 /* The caller gave up */
#define GV_ERR_VIDEOCALL_CANCEL 100101 /* The caller gave up */
#define AC_ERROR_VIDEOCALL_CANCEL 100101 /* The caller gave up */
#define GV_ERR_SESSION_OFFLINE 100102 /* The called user is offline */
#define GV_ERR_VIDEOCALL_OFFLINE 100102 /* The called user is offline */
#define AC_ERROR_VIDEOCALL_OFFLINE 100102 /* The called user is offline */
#define GV_ERR_SESSION_BUSY 100103 /* The called user is busy */
#define GV_ERR_VIDEOCALL_BUSY 100103 /* The called user is busy */
#define AC_ERROR_VIDEOCALL_BUSY 100103 /* The called user is busy */
#define GV_ERR_SESSION_REFUSE 100104 /* The called user refused */
#define GV_ERR_VIDEOCALL_REJECT 100104 /* The called user refused */
#define AC_ERROR_VIDEOCALL_REJECT 100104 /* The called user refused */
#define GV_ERR_SESSION_TIMEOUT 100105 /* No answer */
#define GV_ERR_VIDEOCALL_TIMEOUT 100105 /* No answer */
#define AC_ERROR_VIDEOCALL_TIMEOUT 100105 /* No answer */
#define GV_ERR_SESSION_DISCONNECT 100106 /* The other side lost its connection */
#define GV_ERR_VIDEOCALL_DISCONNECT 100106 /* The other side lost its connection */
#define AC_ERROR_VIDEOCALL_DISCONNECT 100106 /* The other side lost its connection */
#define GV_ERR_VIDEOCALL_NOTINCALL 100107 /* Not in a call */
#define AC_ERROR_VIDEOCALL_NOTINCALL 100107 /* Not in a call */

#define GV_ERR_MICLOSE_TIMEOUT 500 /* Speaking time used up */
#define AC_ERROR_MICLOSE_TIMEOUT 500 /* Speaking time used up */
#define GV_ERR_MICLOSE_HIGHUSER 501 /* A user of higher level wants to speak */
#define AC_ERROR_MICLOSE_HIGHUSER 501 /* A user of higher level wants to speak */

#define GV_ERR_NAMECHG_ONUSE 600 /* Nickname in use */

#define AC_ERROR_COMMBUS_SELFMASTER 610 /* The local bus is master */
#define AC_ERROR_COMMBUS_OTHERMASTER 611 /* Another bus exists */
#define AC_ERROR_COMMBUS_LOWPRIORITY 612 /* Priority too low */

#define GV_ERR_TRANSBUF_CREATEFAIL 700 /* Transfer could not be created */
#define AC_ERROR_TRANSBUF_CREATEFAIL 700 /* Transfer could not be created */
#define GV_ERR_TRANSBUF_NOTASK 701 /* No such transfer */
#define AC_ERROR_TRANSBUF_NOTASK 701 /* No such transfer */
#define GV_ERR_TRANSFILE_OPENFAIL 710 /* File cannot be opened */
#define AC_ERROR_TRANSFILE_OPENFAIL 710 /* File cannot be opened */
#define GV_ERR_TRANSFILE_ZEROLEN 711 /* File empty */
#define AC_ERROR_TRANSFILE_ZEROLEN 711 /* File empty */
#define GV_ERR_TRANSFILE_TOOLARGE 712 /* File too large */
#define AC_ERROR_TRANSFILE_TOOLARGE 712 /* File too large */
#define GV_ERR_TRANSFILE_READFAIL 713 /* File cannot be read */
#define AC_ERROR_TRANSFILE_READFAIL 713 /* File cannot be read */
#define AC_ERROR_TRANSFILE_DOWNLOADING 714 /* Download in progress */
#define AC_ERROR_TRANSFILE_FAILED 715 /* Download failed */
#define AC_ERROR_TRANSFILE_NOTASK 716 /* No such transfer task */

#define GV_ERR_RECORD_NOTASK 720 /* No recording */
#define AC_ERROR_RECORD_NOTASK 720 /* No recording */
#define GV_ERR_RECORD_CREATEFAIL 721 /* Recording could not be started */
#define AC_ERROR_RECORD_CREATEFAIL 721 /* Recording could not be started */
#define GV_ERR_RECORD_WAITINFO 722 /* Too early to record */
#define AC_ERROR_RECORD_WAITINFO 722 /* Too early to record */

#define AC_ERROR_QUEUE_INVALID 750 /* No such queue */
#define AC_ERROR_QUEUE_PREPARESERVICE 751 /* Taken out for service */

#define AC_ERROR_WARNING_UDPFAIL 780 /* UDP does not reach the server */
#define AC_ERROR_WARNING_MISCUTILFAIL 781 /* Helper library missing (misc) */
#define AC_ERROR_WARNING_MEDIAUTILFAIL 782 /* Helper library missing (media util) */
#define AC_ERROR_WARNING_MEDIACOREFAIL 783 /* Helper library missing (media core) */
#define AC_ERROR_WARNING_MEDIASHOWFAIL 784 /* Helper library missing (media show) */
#define GV_ERR_WARNING_UDPFAIL 800 /* UDP does not reach the server (older number of 780) */
#define GV_ERR_WARNING_MISCUTILFAIL 801 /* Helper library missing (older number of 781) */
#define GV_ERR_WARNING_MEDIAUTILFAIL 802 /* Helper library missing (older number of 782) */

#define AC_ERROR_PLAY_INVALIDSTREAM 20000 /* Bad stream */

#define AC_ERROR_STREAM_SESSIONFAILED 30000 /* Media session could not be made */

#define AC_ERROR_OBJECT_EXISTAREA 100201 /* Already in an area */
#define AC_ERROR_OBJECT_EXISTQUEUE 100202 /* Already in a queue */

#define GV_ERR_PLUGINNOINSTALL 1010000 /* The browser cannot do it */
#define GV_ERR_PLUGINOLDVERSION 1010001 /* Plug-in too old */

#endif
