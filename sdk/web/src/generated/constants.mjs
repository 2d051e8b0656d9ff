// SPDX-License-Identifier: Apache-2.0
// Generated from schema/: do not edit, run `make schema`.

// audio-device
export const BRAC_AD_WAVEIN = 0; // Volume API device: microphone (input)
export const BRAC_AD_WAVEOUT = 1; // Volume API device: loudspeaker (output)

// device-type
export const BRAC_DEVICE_VIDEOCAPTURE = 1; // Device class: camera
export const BRAC_DEVICE_AUDIOCAPTURE = 2; // Device class: microphone
export const BRAC_DEVICE_AUDIOPLAYBACK = 3; // Device class: loudspeaker

// sdkoption-audio
export const BRAC_SO_AUDIO_VADCTRL = 1; // Voice activity (silence) detection: 1 on, 0 off
export const BRAC_SO_AUDIO_NSCTRL = 2; // Noise suppression: 1 on, 0 off
export const BRAC_SO_AUDIO_ECHOCTRL = 3; // Echo cancellation: 1 on, 0 off
export const BRAC_SO_AUDIO_AGCCTRL = 4; // Automatic gain control: 1 on, 0 off
export const BRAC_SO_AUDIO_CAPTUREMODE = 5; // Capture profile: 0 speech, 1 music playback, 2 karaoke, 3 line-in
export const BRAC_SO_AUDIO_MICBOOST = 6; // Microphone boost: 0 off, 1 on; a query may return 2 = no such control
export const BRAC_SO_AUDIO_AUTOPARAM = 7; // Choose codec, sample rate and bitrate from the capture profile: 1 on, 0 off (default)
export const BRAC_SO_AUDIO_MONOBITRATE = 8; // Mono audio encoder target, bit/s
export const BRAC_SO_AUDIO_STEREOBITRATE = 9; // Stereo audio encoder target, bit/s
export const BRAC_SO_AUDIO_PLAYDRVCTRL = 70; // Playback driver: 0 default, 1 DirectSound, 2 WaveOut, 3 Java (Android)
export const BRAC_SO_AUDIO_CNGCTRL = 71; // Comfort noise generation: 1 on, 0 off
export const BRAC_SO_AUDIO_CODECID = 72; // Local audio codec id; -1 default; an unknown id falls back to the default
export const BRAC_SO_AUDIO_SOFTVOLMODE = 73; // Software volume (system mixer untouched): 1 on, 0 off
export const BRAC_SO_AUDIO_RECORDDRVCTRL = 74; // Capture driver: 0 default, 1 DirectSound, 2 WaveIn, 3 Java (Android)
export const BRAC_SO_AUDIO_ECHODELAY = 75; // Echo-canceller delay, ms
export const BRAC_SO_AUDIO_NSLEVEL = 76; // Noise suppression strength 0-3, default 2
export const BRAC_SO_AUDIO_CBCODEC = 77; // Codec used for audio handed to data callbacks
export const BRAC_SO_AUDIO_ECHOLEVEL = 78; // Echo cancellation strength 0-4, default 4
export const BRAC_SO_AUDIO_PLAYCAPTURE = 79; // Capture what is being played: 0 off (default), 1 on

// sdkoption-record
export const BRAC_SO_RECORD_VIDEOBR = 10; // Recording video bitrate, bit/s
export const BRAC_SO_RECORD_AUDIOBR = 11; // Recording audio bitrate, bit/s
export const BRAC_SO_RECORD_TMPDIR = 12; // Absolute directory for recordings
export const BRAC_SO_SNAPSHOT_TMPDIR = 13; // Absolute directory for snapshots
export const BRAC_SO_RECORD_FILETYPE = 140; // Recording container: 0 MP4 (default), 1 WMV, 2 FLV, 3 MP3
export const BRAC_SO_RECORD_WIDTH = 141; // Recorded picture width
export const BRAC_SO_RECORD_HEIGHT = 142; // Recorded picture height
export const BRAC_SO_RECORD_FILENAMERULE = 143; // File naming rule number
export const BRAC_SO_RECORD_CLIPMODE = 144; // Crop mode, one of ANYCHAT_VIDEOCLIPMODE_*
export const BRAC_SO_RECORD_DISABLEDATEDIR = 145; // 1 puts files straight into the directory, 0 (default) makes one sub-directory per date
export const BRAC_SO_RECORD_INSERTIMAGE = 146; // JSON describing an image to insert while recording

// sdkoption-core
export const BRAC_SO_CORESDK_TMPDIR = 14; // Absolute temporary directory of the SDK (received files land here)
export const BRAC_SO_CORESDK_MAGICADJUST = 15; // Internal debugging knob
export const BRAC_SO_CORESDK_LOADCODEC = 16; // Absolute path of an external codec to load
export const BRAC_SO_CORESDK_USEARMV6LIB = 17; // Android: 1 force ARMv6 build, 0 auto (default)
export const BRAC_SO_CORESDK_USEHWCODEC = 18; // 1 use platform hardware codecs, 0 (default) software
export const BRAC_SO_CORESDK_REMOTEDEBUG = 19; // Remote debugging of the given user id (the length argument carries the debug kind)
export const BRAC_SO_CORESDK_REMOTEDDEBUG = 19; // Another spelling of BRAC_SO_CORESDK_REMOTEDEBUG
export const BRAC_SO_CORESDK_PATH = 20; // Absolute path of SDK components
export const BRAC_SO_CORESDK_DUMPCOREINFO = 21; // 1 dumps internal state to the log
export const BRAC_SO_CORESDK_MAINVERSION = 22; // Read: major version
export const BRAC_SO_CORESDK_SUBVERSION = 23; // Read: minor version
export const BRAC_SO_CORESDK_BUILDTIME = 24; // Read: build time
export const BRAC_SO_CORESDK_ACTIVESTATE = 25; // Application foreground state: 1 active, 0 background
export const BRAC_SO_CORESDK_EXTVIDEOINPUT = 26; // External video input: 0 off (default), 1 on
export const BRAC_SO_CORESDK_EXTAUDIOINPUT = 27; // External audio input: 0 off (default), 1 on
export const BRAC_SO_CORESDK_LOWDELAYCTRL = 28; // Low-delay mode: 0 off (default), 1 on
export const BRAC_SO_CORESDK_NEWGUID = 29; // Read: a freshly generated GUID
export const BRAC_SO_CORESDK_TICKOUTUSER = 110; // Set: kick this user id off the server
export const BRAC_SO_CORESDK_DEVICEMODE = 130; // LAN device mode without a server: 0 off (default), 1 on
export const BRAC_SO_CORESDK_SCREENCAMERACTRL = 131; // Screen sharing as a camera: 0 off (default), 1 on
export const BRAC_SO_CORESDK_DATAENCRYPTION = 132; // Data encryption: 0 off, 1 on
export const BRAC_SO_CORESDK_MEDIAUTILLIB = 133; // Read: handle of a native library
export const BRAC_SO_CORESDK_UPLOADLOGINFO = 134; // Upload logs to the server: 0 off (default), 1 on
export const BRAC_SO_CORESDK_WRITELOG = 135; // Append a line to the local log
export const BRAC_SO_CORESDK_NEWLOGFILE = 136; // Start a new log file
export const BRAC_SO_CORESDK_SUPPORTSIP = 137; // Read: is SIP supported
export const BRAC_SO_CORESDK_SUPPORTHTML5 = 138; // Read: is HTML5 supported
export const BRAC_SO_CORESDK_DISABLELOGFILE = 139; // Suppress the local log file
export const BRAC_SO_CORESDK_SUPPORTVIDEOCODEC = 210; // Declare a supported video codec
export const BRAC_SO_CORESDK_SUPPORTAUDIOCODEC = 211; // Declare a supported audio codec
export const BRAC_SO_CORESDK_DISABLEMEDIACONSUL = 212; // Disable media negotiation
export const BRAC_SO_CORESDK_QUERYTIMEOUTTIME = 213; // Timeout of server queries, ms, default 1000
export const BRAC_SO_CORESDK_REMOTEASSISTHWND = 214; // Remote-assistance window handle
export const BRAC_SO_CORESDK_REMOTEASSISTXPOS = 215; // Remote-assistance scroll position X
export const BRAC_SO_CORESDK_REMOTEASSISTYPOS = 216; // Remote-assistance scroll position Y
export const BRAC_SO_CORESDK_FITTENCENTLIVE = 217; // Compatibility with a live-streaming SDK of others
export const BRAC_SO_CORESDK_DFCFLIVE = 218; // Live switch of one customer
export const BRAC_SO_CORESDK_DISABLEDNSCONNECT = 219; // Disable DNS based server lookup
export const BRAC_SO_CORESDK_LOGFILEROOTPATH = 220; // Absolute root directory of logs
export const BRAC_SO_CORESDK_LOGFILERULE = 221; // Log files: 0 overwrite (default), 1 one per date
export const BRAC_SO_CORESDK_FILEENCANDDEC = 222; // JSON: file encryption/decryption control
export const BRAC_SO_CORESDK_PPTHELPERINIT = 223; // Initialise slide-broadcast helper
export const BRAC_SO_CORESDK_PPTFILECTRL = 224; // Slide file control
export const BRAC_SO_CORESDK_CBMEDIASTREAM = 225; // Hand raw A/V stream to callbacks
export const BRAC_SO_CORESDK_CBVIDEOSTREAM = 226; // Hand raw video stream to callbacks
export const BRAC_SO_CORESDK_CBAUDIOSTREAM = 227; // Hand raw audio stream to callbacks
export const BRAC_SO_CORESDK_STREAMADAPTIVE = 228; // Media adaptation: 0 off, 1 on (default)
export const BRAC_SO_CORESDK_MAXTRANSFILESIZE = 229; // Largest file that may be transferred, MByte
export const BRAC_SO_CORESDK_USESERVERTIME = 230; // Use server timestamps: 0 off (default), 1 on
export const BRAC_SO_CORESDK_APPMONITORLIST = 231; // Application list for application sharing
export const BRAC_SO_CORESDK_SSLCERTCHAIN = 232; // SSL certificate chain (value 232 is shared with USERRSAPUBKEY of an older native header)
export const BRAC_SO_CORESDK_SUPPORTMEDIACODEC = 233; // Local codec description for negotiation
export const BRAC_SO_CORESDK_SETUSERAPPINFO = 236; // Set application info of the user
export const BRAC_SO_CORESDK_LASTERRORCODE = 237; // Read: last error code
export const BRAC_SO_CORESDK_AUDIOMUTE = 240; // Mute: 0 off (default), 1 on
export const BRAC_SO_CORESDK_RESETAUDIOPLAYBACK = 242; // Set: play the sounds anew
export const BRAC_SO_CORESDK_RESETAUDIOCAPTURE = 243; // Set: open the microphone anew
export const BRAC_SO_CORESDK_VIDEOBKTRANSPARENT = 245; // Transparent background of pictures

// sdkoption-localvideo
export const BRAC_SO_LOCALVIDEO_BITRATECTRL = 30; // Encoder bitrate, bit/s (server config VideoBitrate); 0 = quality driven
export const BRAC_SO_LOCALVIDEO_QUALITYCTRL = 31; // Encoder quality factor (server config VideoQuality)
export const BRAC_SO_LOCALVIDEO_GOPCTRL = 32; // Key frame interval in frames (server config VideoGOPSize)
export const BRAC_SO_LOCALVIDEO_FPSCTRL = 33; // Frame rate (server config VideoFps)
export const BRAC_SO_LOCALVIDEO_PRESETCTRL = 34; // Encoder preset 1-5
export const BRAC_SO_LOCALVIDEO_APPLYPARAM = 35; // Apply the values set before: 1 use them now, 0 return to the server's defaults
export const BRAC_SO_LOCALVIDEO_VIDEOSIZEPOLITIC = 36; // When the size is unsupported: 0 step down (default), 1 use the device default
export const BRAC_SO_LOCALVIDEO_DEINTERLACE = 37; // Deinterlacing: 0 off (default), 1 on
export const BRAC_SO_LOCALVIDEO_WIDTHCTRL = 38; // Capture width (server config VideoWidth)
export const BRAC_SO_LOCALVIDEO_HEIGHTCTRL = 39; // Capture height (server config VideoHeight)
export const BRAC_SO_LOCALVIDEO_FOCUSCTRL = 90; // Focus: 1 automatic, 0 manual
export const BRAC_SO_LOCALVIDEO_PIXFMTCTRL = 91; // Preferred capture pixel format, -1 automatic
export const BRAC_SO_LOCALVIDEO_OVERLAY = 92; // Overlay surface: 1 on, 0 off (default)
export const BRAC_SO_LOCALVIDEO_CODECID = 93; // Local video codec id; -1 default; unknown id falls back to the default
export const BRAC_SO_LOCALVIDEO_ROTATECTRL = 94; // Rotation: 0 none, 1 vertical flip (obsolete in newer headers)
export const BRAC_SO_LOCALVIDEO_CAPDRIVER = 95; // Capture driver: 0 auto (default), 1 V4L, 2 DirectShow, 3 Java
export const BRAC_SO_LOCALVIDEO_FIXCOLORDEVIA = 96; // Colour cast correction: 0 off (default), 1 on
export const BRAC_SO_LOCALVIDEO_ORIENTATION = 97; // How the device is held
export const BRAC_SO_LOCALVIDEO_AUTOROTATION = 98; // Turn the picture with the device: 0 off, 1 on (default)
export const BRAC_SO_LOCALVIDEO_SURFACEROTATION = 99; // Rotation of the own view, degrees
export const BRAC_SO_LOCALVIDEO_CAMERAFACE = 100; // Front or back camera
export const BRAC_SO_LOCALVIDEO_CAMERAROTATION = 101; // Rotation of the camera, degrees
export const BRAC_SO_LOCALVIDEO_DEVICEROTATION = 102; // Rotation of the device, degrees
export const BRAC_SO_LOCALVIDEO_DEVICEMODE = 103; // Kind of device
export const BRAC_SO_LOCALVIDEO_TVFORMAT = 104; // Analog TV standard number, default PAL-B
export const BRAC_SO_LOCALVIDEO_OVERLAYTIMESTAMP = 105; // Burn a timestamp into local video: 0 off (default), 1 on
export const BRAC_SO_LOCALVIDEO_DEVICENAME = 106; // Name of the camera to open
export const BRAC_SO_LOCALVIDEO_CLIPMODE = 107; // Crop mode: 0 auto (default)
export const BRAC_SO_LOCALVIDEO_SCREENHWND = 108; // Window handle for screen capture
export const BRAC_SO_LOCALVIDEO_SCREENFLAGS = 109; // Screen capture flags (ANYCHAT_SCREENSOURCE_FLAGS_*)
export const BRAC_SO_LOCALVIDEO_VIRTUALBK = 111; // JSON: virtual background
export const BRAC_SO_LOCALVIDEO_VIDEOCOLOR = 112; // JSON: colour control

// sdkoption-network
export const BRAC_SO_NETWORK_P2PPOLITIC = 40; // P2P policy: 0 forbid, 1 server decides (default), 2 application decides, 3 on demand
export const BRAC_SO_NETWORK_P2PCONNECT = 41; // Try a P2P link to this user id (with policy 2); result arrives as P2P state event
export const BRAC_SO_NETWORK_P2PBREAK = 42; // Drop the P2P link to this user id (reserved)
export const BRAC_SO_NETWORK_TCPSERVICEPORT = 43; // Local TCP port, set before connecting
export const BRAC_SO_NETWORK_UDPSERVICEPORT = 44; // Local UDP port, set before connecting
export const BRAC_SO_NETWORK_MULTICASTPOLITIC = 45; // Multicast policy, BRAC_MCPOLITIC_*
export const BRAC_SO_NETWORK_TRANSBUFMAXBITRATE = 46; // Ceiling for buffer/file transfers in bit/s, 0 = unlimited (default)
export const BRAC_SO_NETWORK_AUTORECONNECT = 47; // Automatic reconnect: 0 off, 1 on (default)
export const BRAC_SO_NETWORK_MTUSIZE = 48; // Network MTU
export const BRAC_SO_NETWORK_UDPSTATUS = 49; // Read: UDP reachability
export const BRAC_SO_NETWORK_LARGEDELAY = 53; // High-latency (satellite) mode
export const BRAC_SO_NETWORK_IPV6DNS = 54; // IPv6 name resolution: 0 off, 1 on (default)

// sdkoption-proxy
export const BRAC_SO_PROXY_FUNCTIONCTRL = 50; // Proxy function: 1 start, 0 stop (default)
export const BRAC_SO_PROXY_VIDEOCTRL = 51; // Publish local video as if it came from this user id
export const BRAC_SO_PROXY_AUDIOCTRL = 52; // Publish local audio as if it came from this user id

// sdkoption-stream
export const BRAC_SO_STREAM_MAXBUFFERTIME = 60; // Largest playout buffer in ms, 500-5000, default 800 (doubled in music mode)
export const BRAC_SO_STREAM_SMOOTHPLAYMODE = 61; // Keep playing over lost frames: 0 off (default), 1 on

// sdkoption-videoshow
export const BRAC_SO_VIDEOSHOW_MODECTRL = 80; // Display: 0 single picture, 1 overlaid pictures
export const BRAC_SO_VIDEOSHOW_SETPRIMARYUSER = 81; // User id of the main picture
export const BRAC_SO_VIDEOSHOW_SETOVERLAYUSER = 82; // User id of the overlaid picture
export const BRAC_SO_VIDEOSHOW_DRIVERCTRL = 83; // Display driver: 0 default, 1 DirectShow, 2 GDI, 3 SDL, 4 Android 2.x, 5 Android Java
export const BRAC_SO_VIDEOSHOW_GPUDIRECTRENDER = 84; // Drawing by the graphics processor: 0 off (default), 1 on
export const BRAC_SO_VIDEOSHOW_AUTOROTATION = 85; // Turn pictures of the others: 0 off, 1 on (default)
export const BRAC_SO_VIDEOSHOW_CLIPMODE = 86; // Remote picture crop mode: 0 auto (default), ANYCHAT_VIDEOCLIPMODE_*
export const BRAC_SO_VIDEOSHOW_CBPIXFMT = 87; // Pixel format of video data callbacks

// sdkoption-udptrace
export const BRAC_SO_UDPTRACE_MODE = 160; // UDP trace mode
export const BRAC_SO_UDPTRACE_PACKSIZE = 161; // UDP trace packet size, bytes
export const BRAC_SO_UDPTRACE_BITRATE = 162; // UDP trace sending rate, bit/s
export const BRAC_SO_UDPTRACE_START = 163; // UDP trace: 1 start, 0 stop
export const BRAC_SO_UDPTRACE_LOCALRECVNUM = 164; // Read: packets received locally
export const BRAC_SO_UDPTRACE_LOCALRCVNUM = 164; // Another spelling of BRAC_SO_UDPTRACE_LOCALRECVNUM
export const BRAC_SO_UDPTRACE_SERVERRECVNUM = 165; // Read: packets received by the server
export const BRAC_SO_UDPTRACE_SERVERRCVNUM = 165; // Another spelling of BRAC_SO_UDPTRACE_SERVERRECVNUM
export const BRAC_SO_UDPTRACE_SOURCESENDNUM = 166; // Read: packets sent by the source
export const BRAC_SO_UDPTRACE_SENDUSERID = 167; // Read: user id of the source
export const BRAC_SO_UDPTRACE_NETDELAY = 168; // Read: network delay in ms, -1 unknown

// streaminfo
export const BRAC_STREAMINFO_VIDEOWIDTH = 180; // Video width
export const BRAC_STREAMINFO_VIDEOHEIGHT = 181; // Video height
export const BRAC_STREAMINFO_VIDEOFPS = 182; // Video frame rate
export const BRAC_STREAMINFO_VIDEOBITRATE = 183; // Video bitrate, bit/s
export const BRAC_STREAMINFO_VIDEOCODECID = 184; // Video codec id
export const BRAC_STREAMINFO_VIDEOPACKLOSSRATE = 185; // Video packet loss
export const BRAC_STREAMINFO_VIDEODEVICENAME = 186; // Camera name (set it before opening a stream)
export const BRAC_STREAMINFO_AUDIOCHANNELS = 190; // Audio channels
export const BRAC_STREAMINFO_ADUIOCHANNELS = 190; // Another spelling of BRAC_STREAMINFO_AUDIOCHANNELS
export const BRAC_STREAMINFO_AUDIOSAMPLERATE = 191; // Audio sample rate
export const BRAC_STREAMINFO_AUDIOBITRATE = 192; // Audio bitrate, bit/s
export const BRAC_STREAMINFO_AUDIOCODECID = 193; // Audio codec id
export const BRAC_STREAMINFO_AUDIODECODECID = 193; // Another spelling of BRAC_STREAMINFO_AUDIOCODECID
export const BRAC_STREAMINFO_AUDIOPACKLOSSRATE = 194; // Audio packet loss
export const BRAC_STREAMINFO_AUDIODEVICENAME = 195; // Microphone name

// sdkoption-business
export const BRAC_SO_OBJECT_INITFLAGS = 200; // Business-object identity: ANYCHAT_OBJECT_FLAGS_* of the local user

// sdkoption-cloud
export const BRAC_SO_CLOUD_APPGUID = 300; // Application GUID, set before connecting
export const BRAC_SO_CLOUD_ACCTYPE = 301; // Account type of cloud integration
export const BRAC_SO_CLOUD_APPID3RD = 302; // Third-party application id

// sdkoption-web
export const ANYCHATWEB_SO_IPCGUID = 11000; // Read: handle that ties video elements to the SDK instance (internal, local to BRAC_GetIPCGuid)
export const ANYCHATWEB_SO_ENABLEICSLOGIC = 11001; // Logic layer of another product: 0 off (default), 1 on
export const BRAC_SO_ENABLEWEBSERVICE = 11002; // Start the plug-in's local web service
export const BRAC_SO_LOCALPATH2URL = 11003; // GetSDKOptionStringEx: turns a local path into a URL
export const BRAC_SO_GETTASKPATHNAME = 11004; // GetSDKOptionStringEx: file path of a transfer task
export const BRAC_SO_VIDEOBKIMAGE = 11006; // Path of the image shown when there is no video
export const ANYCHATWEB_SO_STRBASE64MODE = 11007; // Base64 mode for strings between wrapper and plug-in (internal)
export const ANYCHATWEB_SO_ASYNCMSGNOTIFY = 11008; // Asynchronous event delivery (internal)
export const ANYCHATWEB_SO_ACTIVEMSG = 11009; // 1 makes the wrapper poll events instead of being called (internal)
export const ANYCHATWEB_SO_SUPPORTACTIVEMSG = 11010; // Read: is polling available (internal)

// transtask
export const BRAC_TRANSTASK_PROGRESS = 1; // Progress 0-100
export const TRANSTASK_PROGRESS = 1; // Another spelling of BRAC_TRANSTASK_PROGRESS
export const BRAC_TRANSTASK_BITRATE = 2; // Current rate, bit/s
export const TRANSTASK_BITRATE = 2; // Another spelling of BRAC_TRANSTASK_BITRATE
export const BRAC_TRANSTASK_STATUS = 3; // State: 1 preparing, 2 transferring, 3 done, 4 cancelled by sender, 5 cancelled by receiver
export const TRANSTASK_STATUS = 3; // Another spelling of BRAC_TRANSTASK_STATUS
export const BRAC_TRANSTASK_SAVEASPATH = 4; // Set: where to save the file, with file name
export const BRAC_TRANSTASK_SOURCEFILE = 5; // Source file with path
export const BRAC_TRANSTASK_JSONSTATUS = 6; // Whole state as JSON

// record-flags
export const ANYCHAT_RECORD_FLAGS_VIDEO = 1; // Record video
export const BRAC_RECORD_FLAGS_VIDEO = 1; // Record video
export const ANYCHAT_RECORD_FLAGS_AUDIO = 2; // Record audio
export const BRAC_RECORD_FLAGS_AUDIO = 2; // Record audio
export const ANYCHAT_RECORD_FLAGS_SERVER = 4; // Record on the server
export const BRAC_RECORD_FLAGS_SERVER = 4; // Record on the server
export const ANYCHAT_RECORD_FLAGS_MIXAUDIO = 0x10; // Mix the other users' sound in
export const BRAC_RECORD_FLAGS_MIXAUDIO = 0x10; // Mix the other users' sound in
export const ANYCHAT_RECORD_FLAGS_MIXVIDEO = 0x20; // Overlay the other users' pictures
export const BRAC_RECORD_FLAGS_MIXVIDEO = 0x20; // Overlay the other users' pictures
export const ANYCHAT_RECORD_FLAGS_ABREAST = 0x100; // Put the pictures side by side
export const BRAC_RECORD_FLAGS_ABREAST = 0x100; // Put the pictures side by side
export const ANYCHAT_RECORD_FLAGS_STEREO = 0x200; // Mix others into a stereo channel
export const BRAC_RECORD_FLAGS_STEREO = 0x200; // Mix others into a stereo channel
export const ANYCHAT_RECORD_FLAGS_SNAPSHOT = 0x400; // Snapshot (also marks snapshot results)
export const BRAC_RECORD_FLAGS_SNAPSHOT = 0x400; // Snapshot (also marks snapshot results)
export const ANYCHAT_RECORD_FLAGS_LOCALCB = 0x800; // Report the result to the client as well
export const BRAC_RECORD_FLAGS_LOCALCB = 0x800; // Report the result to the client as well
export const ANYCHAT_RECORD_FLAGS_STREAM = 0x1000; // Store the encoded stream without re-encoding (picture rotation may be lost)
export const BRAC_RECORD_FLAGS_STREAM = 0x1000; // Store the encoded stream without re-encoding (picture rotation may be lost)
export const ANYCHAT_RECORD_FLAGS_USERFILENAME = 0x2000; // File name supplied by the application
export const BRAC_RECORD_FLAGS_USERFILENAME = 0x2000; // File name supplied by the application
export const ANYCHAT_RECORD_FLAGS_ERRORCODE = 0x4000; // Result carries an error code
export const ANYCHAT_RECORD_FLAGS_MULTISTREAM = 0x8000; // Several streams
export const ANYCHAT_RECORD_FLAGS_CANCEL = 0x10000; // Abandon the recording and delete the file
export const ANYCHAT_RECORD_FLAGS_BUFFERCB = 0x20000; // Deliver buffers through callbacks
export const ANYCHAT_RECORD_FLAGS_FILEMD5 = 0x40000; // Compute the file's MD5
export const BRAC_RECORD_FLAGS_FILEMD5 = 0x40000; // Compute the file's MD5

// video-clipmode
export const ANYCHAT_VIDEOCLIPMODE_UNKNOW = -1; // No cropping wanted / unknown
export const ANYCHAT_VIDEOCLIPMODE_AUTO = 0; // Default: crop as needed then stretch, aspect kept
export const ANYCHAT_VIDEOCLIPMODE_OVERLAP = 1; // Keep the largest useful part, cut edges
export const ANYCHAT_VIDEOCLIPMODE_SHRINK = 2; // Scale to fit, no cropping
export const ANYCHAT_VIDEOCLIPMODE_STRETCH = 3; // Fill, aspect may be lost
export const ANYCHAT_VIDEOCLIPMODE_DYNAMIC = 4; // Application adapts the surface

// multicast
export const BRAC_MCPOLITIC_DISABLE = 0; // Follow server routing, no multicast (default)
export const BRAC_MCFLAGS_JOINGROUP = 1; // Join the group
export const BRAC_MCPOLITIC_ONLYLOCALMC = 1; // Ignore server routing, client multicasts only
export const BRAC_MCFLAGS_LEAVEGROUP = 2; // Leave the group
export const BRAC_MCPOLITIC_SERVERANDLOCALMC = 2; // Server routing plus client multicast
export const BRAC_MCPOLITIC_ONLYSERVERMC = 3; // Ignore server routing, server multicasts only
export const BRAC_MCPOLITIC_SERVERANDSERVERMC = 4; // Server routing plus server multicast
export const BRAC_MCFLAGS_SENDDATA = 0x10; // Group is used for sending
export const BRAC_MCFLAGS_RECVDATA = 0x20; // Group is used for receiving

// userstate
export const BRAC_USERSTATE_CAMERA = 1; // Camera: 0 none, 1 present but closed, 2 open
export const BRAC_USERSTATE_HOLDMIC = 2; // Microphone capture: 0 closed, 1 open
export const BRAC_USERSTATE_SPEAKVOLUME = 3; // Current speaking volume 0.0-100.0
export const BRAC_USERSTATE_RECORDING = 4; // Recording state
export const BRAC_USERSTATE_LEVEL = 5; // User level set by authentication
export const BRAC_USERSTATE_NICKNAME = 6; // Nickname
export const BRAC_USERSTATE_LOCALIP = 7; // Private IP address
export const BRAC_USERSTATE_INTERNETIP = 8; // Public IP address
export const BRAC_USERSTATE_VIDEOBITRATE = 9; // Current video rate
export const BRAC_USERSTATE_AUDIOBITRATE = 10; // Current audio rate
export const BRAC_USERSTATE_P2PCONNECT = 11; // P2P link: 0 none, 1 TCP, 2 UDP, 3 both
export const BRAC_USERSTATE_NETWORKSTATUS = 12; // Network: 0 excellent, 1 good, 2 fair, 3 poor, 4 very poor; poll no faster than once a second
export const BRAC_USERSTATE_VIDEOSIZE = 13; // Picture size: low 16 bits width, high 16 bits height
export const BRAC_USERSTATE_PACKLOSSRATE = 14; // Packet loss percent 0-100
export const BRAC_USERSTATE_DEVICETYPE = 15; // Terminal: 0 unknown, 1 Windows, 2 Android, 3 iOS, 4 Web, 5 Linux, 6 Mac, 7 WinPhone, 8 WinCE
export const BRAC_USERSTATE_SELFUSERSTATUS = 16; // Local state: 0 unknown, 1 connected, 2 logged in, 3 in a room, 4 logged out, 5 link closed
export const BRAC_USERSTATE_SELFUSERID = 17; // Local user id, -1 when not logged in
export const BRAC_USERSTATE_VIDEOROTATION = 18; // Picture rotation in degrees
export const BRAC_USERSTATE_VIDEOMIRRORED = 19; // Does the picture need mirroring
export const BRAC_USERSTATE_AUDIOCODECID = 20; // Audio codec id of the user
export const BRAC_USERSTATE_VIDEOCODECID = 21; // Video codec id of the user
export const BRAC_USERSTATE_RESENDLOSSRATE = 22; // Loss left after retransmission, percent

// notify-message
export const WM_GV = 1224; // Base of notify codes = 0x400 + 200 = 1224
export const WM_GV_CONNECT = 1225; // Connect result: wParam 1/0 success, lParam error code
export const WM_GV_LOGINSYSTEM = 1226; // Login result: wParam own user id, lParam error code
export const WM_GV_ENTERROOM = 1227; // Enter-room result: wParam room id, lParam error code
export const WM_GV_MICSTATECHANGE = 1228; // Microphone state: wParam user id, lParam 0/1
export const WM_GV_USERATROOM = 1229; // Someone entered/left the room: wParam user id, lParam 1/0
export const WM_GV_LINKCLOSE = 1230; // Connection lost: wParam reason (error code), lParam error code
export const WM_GV_ONLINEUSER = 1231; // Room user list ready: wParam count incl. self, lParam room id
export const WM_GV_CAMERASTATE = 1235; // Camera state: wParam user id, lParam 0/1/2
export const WM_GV_CHATMODECHG = 1236; // Chat mode changed: wParam user id, lParam mode
export const WM_GV_ACTIVESTATE = 1237; // Activity state changed: wParam user id, lParam state
export const WM_GV_P2PCONNECTSTATE = 1238; // P2P link changed: wParam other user id, lParam 0-3
export const WM_GV_VIDEOSIZECHG = 1239; // Picture size changed: wParam user id, lParam width | height<<16
export const WM_GV_USERINFOUPDATE = 1240; // User info changed: wParam user id, lParam kind (0,0 = friend list)
export const WM_GV_FRIENDSTATUS = 1241; // Friend presence: wParam user id, lParam 0/1
export const WM_GV_OBJECTEVENT = 1242; // Object event: wParam object type, lParam object id (details come through the object callback)
export const WM_GV_SESSIONKEEP = 1243; // Session keep: wParam 0 begins, 1 ends; lParam error code
export const WM_GV_PRIVATEREQUEST = 1245; // Private chat asked: wParam requester, lParam request id
export const WM_GV_PRIVATEECHO = 1246; // Private chat answered: wParam answerer, lParam error code
export const WM_GV_PRIVATEEXIT = 1247; // Private chat left: wParam user, lParam error code
export const WM_GV_SERVERCFGUPDATE = 1248; // Server configuration changed
export const WM_GV_EXTENDBTNPRESS = 1255; // Extension button on a picture pressed: wParam user id, lParam screen x,y
export const WM_GV_VIDEOFULLSCREEN = 1256; // Full screen toggled: wParam user id, lParam 1/0
export const WM_GV_SDKWARNING = 1265; // SDK warning: wParam warning code
export const WM_GV_AUDIOPLAYCTRL = 1324; // Android internal: playback on/off
export const WM_GV_AUDIORECCTRL = 1325; // Android internal: audio capture on/off
export const WM_GV_VIDEOCAPCTRL = 1326; // Android internal: video capture on/off

// roomstate
export const BRAC_ROOMSTATE_ROOMNAME = 1; // Room name
export const BRAC_ROOMSTATE_ONLINEUSERS = 2; // Users in the room, self excluded

// videocall-event
export const BRAC_VIDEOCALL_EVENT_REQUEST = 1; // Call request
export const BRAC_VIDEOCALL_EVENT_REPLY = 2; // Answer to a request (error code decides)
export const BRAC_VIDEOCALL_EVENT_START = 3; // Session starts; dwParam is the room id
export const BRAC_VIDEOCALL_EVENT_FINISH = 4; // Hang up

// videocall-flags
export const BRAC_VIDEOCALL_FLAGS_AUDIO = 1; // Voice call
export const BRAC_VIDEOCALL_FLAGS_VIDEO = 2; // Video call
export const BRAC_VIDEOCALL_FLAGS_FBSRCAUDIO = 0x10; // Forbid the caller's audio
export const BRAC_VIDEOCALL_FLAGS_FBSRCVIDEO = 0x20; // Forbid the caller's video
export const BRAC_VIDEOCALL_FLAGS_FBTARAUDIO = 0x40; // Forbid the callee's audio
export const BRAC_VIDEOCALL_FLAGS_FBTARVIDEO = 0x80; // Forbid the callee's video
export const BRAC_VIDEOCALL_FLAGS_ASSISTREQ = 0x100; // Ask the target for remote assistance
export const BRAC_VIDEOCALL_FLAGS_CONTROLREQ = 0x200; // Ask to control the target

// rotation-flags
export const BRAC_ROTATION_FLAGS_MIRRORED = 0x1000; // Mirror the picture
export const BRAC_ROTATION_FLAGS_ROTATION90 = 0x2000; // Rotate 90 degrees clockwise
export const BRAC_ROTATION_FLAGS_ROTATION180 = 0x4000; // Rotate 180 degrees
export const BRAC_ROTATION_FLAGS_ROTATION270 = 0x8000; // Rotate 270 degrees clockwise

// userinfo-ctrl-client
export const BRAC_USERINFO_CTRLCODE_ROTATION = 8; // Rotate a user's picture when shown (wParam = angle flags)
export const BRAC_USERINFO_CTRLCODE_DEBUGLOG = 9; // Local debug log (wParam = kind, lParam = on/off)
export const BRAC_USERINFO_CTRLCODE_LVORIENTFIX = 10; // Correct local capture orientation (wParam direction, lParam angle)

// serverquery
export const ANYCHAT_SERVERQUERY_USERIDBYNAME = 1; // Nickname -> user id (as a decimal string)
export const ANYCHAT_SERVERQUERY_USERIDBYSTRID = 2; // String id -> user id
export const ANYCHAT_SERVERQUERY_STRIDBYUSERID = 3; // User id -> string id
export const ANYCHAT_SERVERQUERY_NAMEBYUSERID = 4; // User id -> name
export const ANYCHAT_SERVERQUERY_NAMEBYSTRID = 5; // String id -> name
export const ANYCHAT_SERVERQUERY_USERINFOBYID = 6; // User id -> user info
export const ANYCHAT_SERVERQUERY_PPTFILEINFO = 10; // Slide file info
export const ANYCHAT_SERVERQUERY_QUEUEAGENTINFO = 100; // Agents serving a queue
export const ANYCHAT_SERVERQUERY_RUNNINGSTATUS = 200; // Server running state
export const ANYCHAT_SERVERQUERY_ONLINEUSERS = 201; // Number of users on the server

// ai
export const ANYCHAT_AIROBOT_STATUS_UNKNOW = 0; // Robot unknown
export const ANYCHAT_OCRTYPE_UNKNOW = 0; // Document: unknown
export const ANYCHAT_AFRMODE_IMAGEFACEDETECT = 1; // Face detection in a photo
export const ANYCHAT_AIABILITY_STATUS_PREPARE = 1; // Ability preparing
export const ANYCHAT_AICMODE_FACECAPTURE = 1; // Capture centred face
export const ANYCHAT_AIRMODE_SCENELOGOREC = 1; // Logo recognition
export const ANYCHAT_AIROBOT_STATUS_OFFLINE = 1; // Robot offline
export const ANYCHAT_AI_CTRL_ROBOT_INIT = 1; // Create an AI robot
export const ANYCHAT_AI_EVENT_ROBOT_INITRESULT = 1; // Robot creation result
export const ANYCHAT_AI_TYPE_ASR = 1; // Speech recognition
export const ANYCHAT_ASRMODE_FILESTREAM = 1; // ASR on a recorded file
export const ANYCHAT_ASR_SENTENCE_STARTED = 1; // Sentence begins
export const ANYCHAT_OCRTYPE_NORMALDOC = 1; // Document: standard
export const ANYCHAT_OCRTYPE_NUMBER = 1; // Text kind: digits
export const ANYCHAT_TTSTYPE_MENVOICE = 1; // Male voice
export const ANYCHAT_AFRMODE_STREAMFACEDETECT = 2; // Face detection in a stream
export const ANYCHAT_AIABILITY_STATUS_PROCESS = 2; // Ability running
export const ANYCHAT_AICMODE_FACECOMPARE = 2; // Capture and compare face
export const ANYCHAT_AIROBOT_STATUS_PREPARE = 2; // Robot preparing
export const ANYCHAT_AI_CTRL_ROBOT_RELEASE = 2; // Release an AI robot
export const ANYCHAT_AI_EVENT_ROBOT_STATUS = 2; // Robot state
export const ANYCHAT_AI_TYPE_TTS = 2; // Speech synthesis
export const ANYCHAT_ASRMODE_LIVESTREAM = 2; // ASR on a live stream
export const ANYCHAT_ASR_SENTENCE_CHANGED = 2; // Sentence changed
export const ANYCHAT_OCRTYPE_CHINESE = 2; // Text kind: Mandarin
export const ANYCHAT_OCRTYPE_IDCARDFRONT = 2; // Document: id card front
export const ANYCHAT_TTSTYPE_WOMENVOICE = 2; // Female voice
export const ANYCHAT_AFRMODE_IMAGEFACECOMPARE = 3; // Compare faces of two photos
export const ANYCHAT_AIABILITY_STATUS_FINISH = 3; // Ability finished
export const ANYCHAT_AICMODE_IDCARDFRONTOCR = 3; // Capture id card front
export const ANYCHAT_AIROBOT_STATUS_ONLINE = 3; // Robot online
export const ANYCHAT_AI_CTRL_ROBOT_ACTIVETEST = 3; // Robot heartbeat
export const ANYCHAT_AI_EVENT_ROBOT_ACTIVERET = 3; // Robot heartbeat result
export const ANYCHAT_AI_TYPE_VPR = 3; // Voice print
export const ANYCHAT_ASRMODE_TAGRECORD = 3; // ASR with recording tags
export const ANYCHAT_ASR_SENTENCE_ENDED = 3; // Sentence ends
export const ANYCHAT_OCRTYPE_IDCARDBACK = 3; // Document: id card back
export const ANYCHAT_AFRMODE_STREAMFACECOMPARE = 4; // Compare stream with photo
export const ANYCHAT_AICMODE_IDCARDBACKOCR = 4; // Capture id card back
export const ANYCHAT_AIROBOT_STATUS_PAUSE = 4; // Robot paused
export const ANYCHAT_AI_CTRL_ABILITY_INVOKE = 4; // Run an AI ability
export const ANYCHAT_AI_EVENT_ABILITY_RESULT = 4; // Ability result
export const ANYCHAT_AI_TYPE_AFR = 4; // Face recognition
export const ANYCHAT_ASRMODE_KEYWORDRECOGNITION = 4; // Keyword spotting
export const ANYCHAT_OCRTYPE_BINKCARD = 4; // Document: bank card
export const ANYCHAT_AFRMODE_IMAGEFACEREC = 5; // Identify face in photo
export const ANYCHAT_AICMODE_BANKCARDOCR = 5; // Capture bank card
export const ANYCHAT_AI_CTRL_ABILITY_REQUEST = 5; // Ask for an AI ability
export const ANYCHAT_AI_EVENT_ABILITY_STATUS = 5; // Ability state
export const ANYCHAT_AI_TYPE_OCR = 5; // Text recognition
export const ANYCHAT_AFRMODE_STREAMFACEREC = 6; // Identify face in stream
export const ANYCHAT_AICMODE_NORMALDOCOCR = 6; // Capture document
export const ANYCHAT_AI_CTRL_ABILITY_RELEASE = 6; // Release an AI ability
export const ANYCHAT_AI_EVENT_ABILITY_ACTIVERET = 6; // Ability heartbeat result
export const ANYCHAT_AI_TYPE_HWR = 6; // Handwriting
export const ANYCHAT_AFRMODE_IMAGETWOPERSONCOMPARE = 7; // Two-person photo comparison
export const ANYCHAT_AI_CTRL_ABILITY_ACTIVETEST = 7; // Ability heartbeat
export const ANYCHAT_AI_TYPE_NLU = 7; // Language understanding
export const ANYCHAT_AFRMODE_STREAMTWOPERSONCOMPARE = 8; // Two-person stream comparison
export const ANYCHAT_AI_CTRL_GETOPTION = 8; // Read a parameter
export const ANYCHAT_AI_TYPE_FPR = 8; // Fingerprint
export const ANYCHAT_AFRMODE_IMAGEFACEPOSTUREDETECT = 9; // Face posture
export const ANYCHAT_AI_CTRL_SETOPTION = 9; // Write a parameter
export const ANYCHAT_AI_TYPE_AIR = 9; // Image recognition
export const ANYCHAT_AFRMODE_STREAMFACEPOSTUREDETECT = 10; // Face posture in a stream
export const ANYCHAT_AI_TYPE_AIC = 100; // Automatic photo capture

// sdkcontrol
export const ANYCHAT_SDKCTRL_BASE = 1; // Basic control
export const ANYCHAT_SDKCTRL_USERBUFFER = 3; // User buffer transfer
export const ANYCHAT_SDKCTRL_INVOKEEVENT = 4; // Raise an asynchronous event
export const ANYCHAT_SDKCTRL_RECORD = 5; // Recording
export const ANYCHAT_SDKCTRL_OBJECT = 20; // Object operation
export const ANYCHAT_SDKCTRL_VIDEOCALL = 30; // Call control
export const ANYCHAT_SDKCTRL_USERINFO = 40; // User info control
export const ANYCHAT_SDKCTRL_STREAMPLAY = 50; // Stream playback
export const ANYCHAT_SDKCTRL_MEDIAPROCESS = 51; // Media processing
export const ANYCHAT_SDKCTRL_NETWORK = 60; // Network control
export const ANYCHAT_SDKCTRL_MEDIA = 70; // Media control
export const ANYCHAT_SDKCTRL_RECORDTAG = 71; // Recording tags
export const ANYCHAT_SDKCTRL_SCREENCAPPARAM = 72; // Screen capture parameters
export const ANYCHAT_SDKCTRL_VIRTUALSTUDIO = 73; // Virtual studio
export const ANYCHAT_SDKCTRL_FILEDELETE = 80; // Delete a file
export const ANYCHAT_SDKCTRL_FILEINFO = 81; // File info
export const ANYCHAT_SDKCTRL_DISKSIZE = 82; // Disk capacity
export const ANYCHAT_SDKCTRL_FILEENCRYPT = 83; // File encryption
export const ANYCHAT_SDKCTRL_DELETEDIR = 84; // Delete a directory
export const ANYCHAT_SDKCTRL_CREATEDIR = 85; // Create a directory
export const ANYCHAT_SDKCTRL_DIRCLEAN = 86; // Clean a directory
export const ANYCHAT_SDKCTRL_FINDFILE = 87; // Find a file
export const ANYCHAT_SDKCTRL_PPTHELPERINIT = 90; // Slide helper initialisation
export const ANYCHAT_SDKCTRL_PPTFILECTRL = 91; // Slide file control
export const ANYCHAT_SDKCTRL_PPTFILEINFO = 92; // Slide file info
export const ANYCHAT_SDKCTRL_BUSINESS = 95; // Business message
export const ANYCHAT_SDKCTRL_MEDIAFILTERINIT = 96; // Media filter initialisation
export const ANYCHAT_SDKCTRL_VIDEODEVICEINFO = 97; // Camera details
export const ANYCHAT_SDKCTRL_UPDATERECUSERSTR = 98; // Change the recording's user string
export const ANYCHAT_SDKCTRL_SYNCRECORD = 99; // Synchronised recording
export const ANYCHAT_SDKCTRL_BUSINESSBUFFER = 100; // Business buffer channel
export const ANYCHAT_SDKCTRL_LIVESTREAM = 101; // Live streaming
export const ANYCHAT_SDKCTRL_AIABILITY = 102; // AI ability
export const ANYCHAT_SDKCTRL_APPBUFFER = 103; // Application buffer
export const ANYCHAT_SDKCTRL_FACEEMOTIONCTRL = 300; // Micro-expression analysis

// streamplay
export const ANYCHAT_STREAMPLAY_CTRL_START = 1; // Start
export const ANYCHAT_STREAMPLAY_FLAGS_REPLACEAUDIOINPUT = 1; // Played sound replaces the microphone
export const ANYCHAT_STREAMPLAY_INFO_JSONVALUE = 1; // All playback info as JSON
export const ANYCHAT_STREAMPLAY_CTRL_PAUSE = 2; // Pause
export const ANYCHAT_STREAMPLAY_FLAGS_REPLACEVIDEOINPUT = 2; // Played picture replaces the camera
export const ANYCHAT_STREAMPLAY_CTRL_STOP = 3; // Stop
export const ANYCHAT_STREAMPLAY_EVENT_START = 3; // Playback started
export const ANYCHAT_STREAMPLAY_CTRL_SEEK = 4; // Seek
export const ANYCHAT_STREAMPLAY_EVENT_FINISH = 4; // Playback ended
export const ANYCHAT_STREAMPLAY_CTRL_SPEEDCTRL = 5; // Change speed
export const ANYCHAT_STREAMPLAY_CTRL_OPENLOOP = 6; // Loop on
export const ANYCHAT_STREAMPLAY_CTRL_CLOSELOOP = 7; // Loop off
export const ANYCHAT_STREAMPLAY_FLAGS_CALLBACKDATA = 0x10; // Deliver data to callbacks
export const ANYCHAT_STREAMPLAY_FLAGS_PPTPLAY = 0x80; // Slide playback

// coresdk-event
export const ANYCHAT_CORESDKEVENT_BASEEVENT = 1; // Basic event
export const ANYCHAT_CORESDKEVENT_CONNECTHOLD = 2; // Connection hold
export const ANYCHAT_CORESDKEVENT_CAMERASTATE = 10; // Camera state
export const ANYCHAT_CORESDKEVENT_MICSTATE = 11; // Microphone state
export const ANYCHAT_CORESDKEVENT_TRANSFILE = 12; // File transfer
export const ANYCHAT_CORESDKEVENT_RECORDSTATUS = 13; // Recording state
export const ANYCHAT_CORESDKEVENT_STREAMPLAY = 30; // Stream playback
export const ANYCHAT_CORESDKEVENT_PPTHELPER = 31; // Slide helper
export const ANYCHAT_CORESDKEVENT_BUSINESS = 32; // Business message
export const ANYCHAT_CORESDKEVENT_DEVICEFAIL = 33; // Device failure
export const ANYCHAT_CORESDKEVENT_MEDIABUFFER = 34; // Media buffer
export const ANYCHAT_CORESDKEVENT_USERBUFFER = 35; // User buffer
export const ANYCHAT_CORESDKEVENT_MEDIAPROCESS = 36; // Media processing
export const ANYCHAT_CORESDKEVENT_FACEEMOTION = 40; // Micro-expression result
export const ANYCHAT_CORESDKEVENT_REGEDITDATA = 41; // Data interface result
export const ANYCHAT_CORESDKEVENT_REQUESTEX = 42; // Extended request result
export const ANYCHAT_CORESDKEVENT_BUSINESSBUFFER = 100; // Business buffer
export const ANYCHAT_CORESDKEVENT_LIVESTREAM = 101; // Live streaming
export const ANYCHAT_CORESDKEVENT_AIABILITY = 102; // AI ability
export const ANYCHAT_CORESDKEVENT_APPBUFFER = 103; // Application buffer
export const ANYCHAT_CORESDKEVENT_USERDEFINE = 800; // First number free for applications

// video-element-option
export const ANYCHATWEB_VIDEO_SO_OVERLAY = 8; // Text/image overlays on one video element (small XML)
export const ANYCHATWEB_VIDEO_SO_DISABLEFULLSCREEN = 9; // Forbid full screen by double click
export const ANYCHATWEB_VIDEO_SO_EXTENDEDSCREEN = 10; // Show on an extended screen
export const ANYCHATWEB_VIDEO_SO_VIDEODISPMODE = 11; // Display mode of the element
export const ANYCHATWEB_VIDEO_SO_REMOTEASSIST = 12; // Remote-assistance window
export const ANYCHATWEB_VIDEO_SO_PLAYTASKGUID = 20; // Bind the element to a playback task

// businessbuffer
export const ANYCHAT_BUSINESSBUF_FLAGS_SYNC = 1; // Synchronous business buffer call

// ppt
export const BRPPT_FILECTRL_DOWNLOAD = 1; // Download slide file
export const BRPPT_FILEINFO_DOWNLOAD_STATUS = 1; // Query: download state
export const BRPPT_FILECTRL_CANCEL = 2; // Cancel download
export const BRPPT_FILEINFO_PPTDETAILS = 2; // Query: slide details
export const BRPPT_FILECTRL_DELETE = 4; // Delete slide file

// screensource
export const ANYCHAT_SCREENSOURCE_FLAGS_DISABLECURSOR = 1; // Do not capture the cursor
export const ANYCHAT_SCREENSOURCE_FLAGS_DISABLEBORDER = 2; // No border
export const ANYCHAT_SCREENSOURCE_FLAGS_DISABLETRACE = 4; // No mouse tracking

// js-callback-name
export const JAVASCRIPT_CALLBACK_ANYCHATCORESDKEVENT = 'OnAnyChatCoreSDKEvent'; // Polled message name for OnAnyChatCoreSDKEvent
export const JAVASCRIPT_CALLBACK_NOTIFYMESSAGE = 'OnNotifyMessage'; // Polled message name for OnAnyChatNotifyMessage
export const JAVASCRIPT_CALLBACK_OBJECTEVENT = 'OnObjectEvent'; // Polled message name for OnAnyChatObjectEvent
export const JAVASCRIPT_CALLBACK_RECORDSNAPSHOT = 'OnRecordSnapShot'; // Polled message name for OnAnyChatRecordSnapShot
export const JAVASCRIPT_CALLBACK_RECORDSNAPSHOTEX = 'OnRecordSnapShotEx'; // Polled message name for OnAnyChatRecordSnapShotEx
export const JAVASCRIPT_CALLBACK_RECORDSNAPSHOTEX2 = 'OnRecordSnapShotEx2'; // Polled message name for OnAnyChatRecordSnapShotEx2
export const JAVASCRIPT_CALLBACK_SDKFILTERDATA = 'OnSDKFilterData'; // Polled message name for OnAnyChatSDKFilterData
export const JAVASCRIPT_CALLBACK_TEXTMESSAGE = 'OnTextMessage'; // Polled message name for OnAnyChatTextMessage
export const JAVASCRIPT_CALLBACK_TRANSBUFFER = 'OnTransBuffer'; // Polled message name for OnAnyChatTransBuffer
export const JAVASCRIPT_CALLBACK_TRANSBUFFEREX = 'OnTransBufferEx'; // Polled message name for OnAnyChatTransBufferEx
export const JAVASCRIPT_CALLBACK_TRANSFILE = 'OnTransFile'; // Polled message name for OnAnyChatTransFile
export const JAVASCRIPT_CALLBACK_VIDEOCALLEVENT = 'OnVideoCallEvent'; // Polled message name for OnAnyChatVideoCallEvent
export const JAVASCRIPT_CALLBACK_VOLUMECHANGE = 'OnVolumeChange'; // Polled message name for OnAnyChatVolumeChange

// plugin-version
export const CUR_ANYCHAT_PLUGIN_VAR = ''; // Filled with GetVersion(0) by BRAC_InitSDK
export const MIN_ANYCHAT_PLUGIN_VER = '1.0.0.6'; // Oldest core plug-in accepted (string comparison)
export const MIN_VIDEO_PLUGIN_VER = '1.0.0.4'; // Oldest video plug-in accepted

// object-type
export const ANYCHAT_OBJECT_TYPE_AREA = 4; // Service area (branch office)
export const ANYCHAT_OBJECT_TYPE_QUEUE = 5; // Queue inside an area
export const ANYCHAT_OBJECT_TYPE_AGENT = 6; // Agent (object id = the agent's user id)
export const ANYCHAT_OBJECT_TYPE_CLIENTUSER = 8; // Client user, used to hand own attributes to the server (object id = user id)
export const ANYCHAT_OBJECT_TYPE_SKILL = 9; // Skill
export const ANYCHAT_OBJECT_TYPE_QUEUEGROUP = 10; // Queue group

// object-flags
export const ANYCHAT_INVALID_OBJECT_ID = -1; // No object / all objects of a type
export const ANYCHAT_OBJECT_FLAGS_CLIENT = 0; // Ordinary client
export const ANYCHAT_OBJECT_FLAGS_AGENT = 2; // Agent
export const ANYCHAT_OBJECT_FLAGS_MANANGER = 4; // Manager
export const ANYCHAT_OBJECT_FLAGS_AUTOMODE = 0x10; // Automatic service: server matches, the client places the call
export const ANYCHAT_OBJECT_FLAGS_GUESTLOGIN = 0x20; // Guest login
export const ANYCHAT_MAX_OBJECT_CHANNELS = 36; // Largest number of service channels
export const ANYCHAT_OBJECT_FLAGS_GLOBAL = 0x40; // Global service (all areas)
export const ANYCHAT_OBJECT_FLAGS_CONNECT = 0x80; // Network connection object
export const ANYCHAT_OBJECT_FLAGS_MULTICHANNEL = 0x100; // Several services at a time
export const ANYCHAT_OBJECT_FLAGS_QUEUEUSERLIST = 0x200; // Wants the queue user list
export const ANYCHAT_OBJECT_FLAGS_AREAUSERINFO = 0x400; // Wants detailed area user info
export const ANYCHAT_OBJECT_FLAGS_MANUALSYNCAREA = 0x800; // Area data only on explicit sync
export const ANYCHAT_OBJECT_FLAGS_ONLYSYNCNEED = 0x1000; // Only sync related data

// agent-status
export const ANYCHAT_AGENT_STATUS_CLOSEED = 0; // Closed, gives no service
export const ANYCHAT_AGENT_STATUS_WAITTING = 1; // Free, can take a client
export const ANYCHAT_AGENT_STATUS_WORKING = 2; // Serving a client
export const ANYCHAT_AGENT_STATUS_PAUSED = 3; // Paused
export const ANYCHAT_AGENT_STATUS_OFFLINE = 10; // Offline

// object-info
export const ANYCHAT_OBJECT_INFO_FLAGS = 7; // Object flags
export const ANYCHAT_OBJECT_INFO_NAME = 8; // Name
export const ANYCHAT_OBJECT_INFO_PRIORITY = 9; // Priority (higher first)
export const ANYCHAT_OBJECT_INFO_ATTRIBUTE = 10; // Business attribute bit mask (-1 = everything); newer products also accept a JSON string
export const ANYCHAT_OBJECT_INFO_DESCRIPTION = 11; // Description
export const ANYCHAT_OBJECT_INFO_INTTAG = 12; // Free integer tag
export const ANYCHAT_OBJECT_INFO_STRINGTAG = 13; // Free string tag
export const ANYCHAT_OBJECT_INFO_GUID = 14; // GUID
export const ANYCHAT_OBJECT_INFO_STATUSJSON = 15; // State as JSON
export const ANYCHAT_OBJECT_INFO_STRINGID = 16; // String id
export const ANYCHAT_OBJECT_INFO_STATISTICS = 17; // Statistics

// area-info
export const ANYCHAT_AREA_INFO_AGENTCOUNT = 401; // Agents in the area
export const ANYCHAT_AREA_INFO_GUESTCOUNT = 402; // Visitors in the area that are in no queue
export const ANYCHAT_AREA_INFO_QUEUEUSERCOUNT = 403; // Clients queueing in the area
export const ANYCHAT_AREA_INFO_QUEUECOUNT = 404; // Queues in the area
export const ANYCHAT_AREA_INFO_AGENTIDLIST = 405; // Agent ids
export const ANYCHAT_AREA_INFO_IDLEAGENTCOUNT = 406; // Idle agents
export const ANYCHAT_AREA_INFO_STATUSJSON = 407; // Area state as JSON
export const ANYCHAT_AREA_INFO_WAITINGCOUNT = 408; // Clients out of a queue but not yet served
export const ANYCHAT_AREA_INFO_WORKAGENTCOUNT = 409; // Working agents
export const ANYCHAT_AREA_INFO_BUSYAGENTCOUNT = 410; // Busy (paused) agents

// queue-info
export const ANYCHAT_QUEUE_INFO_MYSEQUENCENO = 501; // Own position in the queue
export const ANYCHAT_QUEUE_INFO_BEFOREUSERNUM = 502; // Clients before me
export const ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME = 503; // When I entered (epoch seconds)
export const ANYCHAT_QUEUE_INFO_MYENTERQUEUEUETIME = 503; // Another spelling of ANYCHAT_QUEUE_INFO_MYENTERQUEUETIME
export const ANYCHAT_QUEUE_INFO_LENGTH = 504; // Clients in the queue
export const ANYCHAT_QUEUE_INFO_WAITTIMESECOND = 508; // My waiting time, seconds
export const ANYCHAT_QUEUE_INFO_AGENTINFO = 509; // Agents serving the queue, JSON
export const ANYCHAT_QUEUE_INFO_USERIDLIST = 510; // User ids in the queue
export const ANYCHAT_QUEUE_INFO_WAITINGTIMELIST = 511; // Waiting times in the queue, seconds
export const ANYCHAT_QUEUE_INFO_USERINFOLIST = 512; // User info list of the queue

// agent-info
export const ANYCHAT_AGENT_INFO_SERVICESTATUS = 601; // Service status (ANYCHAT_AGENT_STATUS_*)
export const ANYCHAT_AGENT_INFO_SERVICEUSERID = 602; // User being served
export const ANYCHAT_AGENT_INFO_SERVICEBEGINTIME = 603; // Start of the current service
export const ANYCHAT_AGENT_INFO_SERVICETOTALTIME = 604; // Total service time, seconds
export const ANYCHAT_AGENT_INFO_SERVICETOTALNUM = 605; // Clients served so far
export const ANYCHAT_AGENT_INFO_SERVICEUSERINFO = 606; // Info of the user being served
export const ANYCHAT_AGENT_INFO_RELATEQUEUES = 607; // Related queue list
export const ANYCHAT_AGENT_INFO_SERVICEFAILNUM = 608; // Failed services
export const ANYCHAT_AGENT_INFO_MAXCHANNELNUM = 609; // Largest number of channels

// object-ctrl
export const ANYCHAT_OBJECT_CTRL_CREATE = 2; // Create an object (queue: dwParam1 = area id)
export const ANYCHAT_OBJECT_CTRL_SYNCDATA = 3; // Send object data to a user (id -1 = all objects of the type; dwParam1 = user id)
export const ANYCHAT_OBJECT_CTRL_DEBUGOUTPUT = 4; // Write object state to the log
export const ANYCHAT_OBJECT_CTRL_DELETE = 5; // Delete an object
export const ANYCHAT_OBJECT_CTRL_MODIFY = 6; // Modify an object

// area-ctrl
export const ANYCHAT_AREA_CTRL_USERENTER = 401; // Enter an area (server side: dwParam1 user id, dwParam2 flags)
export const ANYCHAT_AREA_CTRL_USERLEAVE = 402; // Leave an area (server side: dwParam1 user id, dwParam2 error code)

// queue-ctrl
export const ANYCHAT_QUEUE_CTRL_USERENTER = 501; // Enter a queue
export const ANYCHAT_QUEUE_CTRL_USERLEAVE = 502; // Leave a queue

// agent-ctrl
export const ANYCHAT_AGENT_CTRL_SERVICESTATUS = 601; // Set service status (dwParam1 = status)
export const ANYCHAT_AGENT_CTRL_SERVICEREQUEST = 602; // Ask for the next client
export const ANYCHAT_AGENT_CTRL_STARTSERVICE = 603; // Start serving (dwParam1 = user id)
export const ANYCHAT_AGENT_CTRL_FINISHSERVICE = 604; // End the service (dwParam1 may carry an error code)
export const ANYCHAT_AGENT_CTRL_EVALUATION = 605; // Client's rating (dwParam1 agent id, dwParam2 score, string comment)

// object-event
export const ANYCHAT_OBJECT_EVENT_UPDATE = 1; // Object data arrived or changed
export const ANYCHAT_OBJECT_EVENT_SYNCDATAFINISH = 2; // Synchronisation finished
export const ANYCHAT_OBJECT_EVENT_STATISTICS = 3; // Statistics changed

// area-event
export const ANYCHAT_AREA_EVENT_STATUSCHANGE = 401; // Area counters changed
export const ANYCHAT_AREA_EVENT_ENTERRESULT = 402; // Own area entry: dwParam1 = error code
export const ANYCHAT_AREA_EVENT_USERENTER = 403; // Another user entered: dwParam1 user id, 2 flags, 3 attribute, 4 priority
export const ANYCHAT_AREA_EVENT_USERLEAVE = 404; // Another user left: dwParam1 user id, 2 error code
export const ANYCHAT_AREA_EVENT_LEAVERESULT = 405; // Own area leave: dwParam1 = error code

// queue-event
export const ANYCHAT_QUEUE_EVENT_STATUSCHANGE = 501; // Queue length/position changed
export const ANYCHAT_QUEUE_EVENT_ENTERRESULT = 502; // Own queue entry: dwParam1 = error code
export const ANYCHAT_QUEUE_EVENT_USERENTER = 503; // Another user joined: dwParam1 = user id
export const ANYCHAT_QUEUE_EVENT_USERLEAVE = 504; // Another user left: dwParam1 = user id
export const ANYCHAT_QUEUE_EVENT_LEAVERESULT = 505; // Own queue leave: dwParam1 = 0 by own wish, 751 taken out for service
export const ANYCHAT_QUEUE_EVENT_STARTSERVICE = 506; // A user of the queue is being served
export const ANYCHAT_QUEUE_EVENT_USERINFOLISTCHG = 507; // Queue user list changed

// agent-event
export const ANYCHAT_AGENT_EVENT_STATUSCHANGE = 601; // Agent status changed: dwParam1 = new status
export const ANYCHAT_AGENT_EVENT_SERVICENOTIFY = 602; // Match: dwParam1 agent id, 2 client id, 3 queue id
export const ANYCHAT_AGENT_EVENT_WAITINGUSER = 603; // No client is waiting
export const ANYCHAT_AGENT_EVENT_ISREADY = 604; // Automatic mode: agent ready, client may call (dwParam1 agent, 2 client, 3 queue)

// server-app-message
export const BRAS_SERVERAPPMSG_CONNECTED = 1; // Core server connection made (old callback)
export const BRAS_SERVERAPPMSG_DISCONNECT = 2; // Core server connection lost (old callback)
export const BRAS_MESSAGE_CORESERVERCONN = 10; // Core server link: wParam = error code (0 connected)
export const BRAS_MESSAGE_RECORDSERVERCONN = 11; // Recording server link: wParam error code, lParam server id
export const BRAS_MESSAGE_LOGINSERVERCONN = 12; // Login server link: wParam error code, lParam server id
export const BRAS_MESSAGE_ROOMSERVERCONN = 13; // Room server link: wParam error code, lParam server id
export const BRAS_MESSAGE_MEDIASERVERCONN = 14; // Media server link: wParam error code, lParam server id

// server-videocall-event
export const BRAS_VIDEOCALL_EVENT_REQUEST = 1; // Call request
export const BRAS_VIDEOCALL_EVENT_REPLY = 2; // Call answer
export const BRAS_VIDEOCALL_EVENT_START = 3; // Call started
export const BRAS_VIDEOCALL_EVENT_FINISH = 4; // Call ended

// server-userinfo-ctrl
export const BRAS_USERINFO_CTRLCODE_KICKOUT = 1; // Throw the user out
export const BRAS_USERINFO_CTRLCODE_SYNCDATA = 2; // Push the user's info/friend data to its client
export const BRAS_USERINFO_CTRLCODE_FUNCCTRL = 3; // Client function control (wParam = function bits)
export const BRAS_USERINFO_CTRLCODE_BLOCKIP = 4; // Block an address (string, * wildcard)
export const BRAS_USERINFO_CTRLCODE_UNBLOCKIP = 5; // Unblock an address (string, * wildcard)
export const BRAS_USERINFO_CTRLCODE_ADDGROUP = 20; // Add friend group: wParam group id, string name
export const BRAS_USERINFO_CTRLCODE_DELGROUP = 21; // Delete friend group: wParam group id
export const BRAS_USERINFO_CTRLCODE_ADDFRIEND = 22; // Add friend: wParam friend id
export const BRAS_USERINFO_CTRLCODE_DELFRIEND = 23; // Delete friend: wParam friend id
export const BRAS_USERINFO_CTRLCODE_SETGROUPRELATION = 24; // Put friend into group: wParam group id, lParam friend id
export const BRAS_USERINFO_CTRLCODE_APPDEFINE = 100; // First code free for applications

// server-sdkoption
export const BRAS_SO_GETTRANSBUFTIMESTAMP = 1; // Read transparent-channel timestamp (older Linux and Java headers)
export const BRAS_SO_RECORD_VIDEOBR = 2; // Recording video bitrate
export const BRAS_SO_RECORD_AUDIOBR = 3; // Recording audio bitrate
export const BRAS_SO_RECORD_FILETYPE = 4; // Container: 0 MP4, 1 WMV, 2 FLV, 3 MP3
export const BRAS_SO_RECORD_WIDTH = 5; // Recorded width
export const BRAS_SO_RECORD_HEIGHT = 6; // Recorded height
export const BRAS_SO_RECORD_FILENAMERULE = 7; // File naming rule
export const BRAS_SO_RECORD_CLIPMODE = 8; // Crop mode
export const BRAS_SO_CORESDK_WRITELOG = 20; // Write a log line

// server-init-flags
export const BRAS_INITFLAGS_MULTITHREADS = 1; // Callbacks may come from several threads

// server-transbuffer-flags
export const BRAS_TRANSBUFFER_FLAGS_RECORDSERVER = 0x10; // Buffer goes to the recording server

// server-callback-type
export const BRAS_CBTYPE_APPMESSAGE = 1; // BRAS_OnServerAppMessage_CallBack
export const BRAS_CBTYPE_APPMESSAGEEX = 2; // BRAS_OnServerAppMessageEx_CallBack
export const BRAS_CBTYPE_ONTIMER = 3; // BRAS_OnTimerEvent_CallBack
export const BRAS_CBTYPE_VERIFYUSER = 4; // BRAS_VerifyUser_CallBack
export const BRAS_CBTYPE_PERPAREENTERROOM = 5; // BRAS_PrepareEnterRoom_CallBack
export const BRAS_CBTYPE_USERLOGIN = 6; // BRAS_OnUserLoginAction_CallBack
export const BRAS_CBTYPE_USERLOGOUT = 7; // BRAS_OnUserLogoutAction_CallBack
export const BRAS_CBTYPE_USERLOGOUTEX = 8; // BRAS_OnUserLogoutActionEx_CallBack
export const BRAS_CBTYPE_USERENTERROOM = 9; // BRAS_OnUserEnterRoomAction_CallBack
export const BRAS_CBTYPE_USERLEAVEROOM = 10; // BRAS_OnUserLeaveRoomAction_CallBack
export const BRAS_CBTYPE_FILTERDATA = 11; // BRAS_OnRecvUserFilterData_CallBack
export const BRAS_CBTYPE_TEXTMESSAGE = 12; // BRAS_OnRecvUserTextMsg_CallBack
export const BRAS_CBTYPE_TRANSBUFFER = 13; // BRAS_OnTransBuffer_CallBack
export const BRAS_CBTYPE_TRANSBUFFEREX = 14; // BRAS_OnTransBufferEx_CallBack
export const BRAS_CBTYPE_TRANSFILE = 15; // BRAS_OnTransFile_CallBack
export const BRAS_CBTYPE_SERVERRECORD = 16; // BRAS_OnServerRecord_CallBack
export const BRAS_CBTYPE_SERVERRECORDEX = 17; // BRAS_OnServerRecordEx_CallBack
export const BRAS_CBTYPE_VIDEOCALL = 18; // BRAS_OnVideoCallEvent_CallBack
export const BRAS_CBTYPE_USERINFOCTRL = 19; // BRAS_OnUserInfoControl_CallBack
export const BRAS_CBTYPE_OBJECTEVENT = 20; // BRAS_ObjectEventNotify_CallBack

// codec
export const PARLOR_CODEC_H264 = 1; // Codec of a stream: H.264
export const PARLOR_CODEC_VP8 = 1001; // Codec of a stream: VP8
export const PARLOR_CODEC_VP9 = 1002; // Codec of a stream: VP9
export const PARLOR_CODEC_AV1 = 1003; // Codec of a stream: AV1
export const PARLOR_CODEC_H265 = 1004; // Codec of a stream: H.265
export const PARLOR_CODEC_OPUS = 1101; // Codec of a sound: Opus, the only codec for sound

// error-system
export const GV_ERR_SUCCESS = 0; // Success
export const AC_ERROR_SUCCESS = 0; // Success
export const GV_ERR_DB_ERROR = 1; // Database error
export const AC_ERROR_DB_ERROR = 1; // Database error
export const GV_ERR_NOTINIT = 2; // Not initialised
export const AC_ERROR_NOTINIT = 2; // Not initialised
export const GV_ERR_NOTINROOM = 3; // Not in a room
export const AC_ERROR_NOTINROOM = 3; // Not in a room
export const GV_ERR_MEMORYFAIL = 4; // Out of memory
export const AC_ERROR_MEMORYFAIL = 4; // Out of memory
export const GV_ERR_EXCEPTION = 5; // Internal error
export const AC_ERROR_EXCEPTION = 5; // Internal error
export const AC_ERROR_CANCEL = 6; // Cancelled
export const AC_ERROR_PROTOCOLFAIL = 7; // Protocol error
export const AC_ERROR_SESSIONNOTEXIST = 8; // No such session
export const AC_ERROR_DATANOTEXIST = 9; // No such data
export const AC_ERROR_DATAEXIST = 10; // Data already exists
export const AC_ERROR_INVALIDGUID = 11; // Invalid GUID
export const AC_ERROR_RESOURCERECOVER = 12; // Resource given back
export const AC_ERROR_RESOURCEUSED = 13; // Resource in use
export const AC_ERROR_JSONFAIL = 14; // Invalid JSON
export const AC_ERROR_OBJECTDELETE = 15; // Object deleted
export const AC_ERROR_SESSIONEXIST = 16; // Session exists already
export const AC_ERROR_SESSIONNOTINIT = 17; // Session not ready
export const AC_ERROR_DATANOTPREPARE = 18; // Data not ready
export const AC_ERROR_SIGTERM = 19; // Terminated by a signal
export const GV_ERR_FUNCNOTALLOW = 20; // Not allowed
export const AC_ERROR_FUNCNOTALLOW = 20; // Not allowed
export const GV_ERR_FUNCOPTERROR = 21; // Bad parameter
export const AC_ERROR_FUNCOPTERROR = 21; // Bad parameter
export const GV_ERR_DEVICEOPENFAIL = 22; // Device cannot be opened
export const AC_ERROR_DEVICEOPENFAIL = 22; // Device cannot be opened
export const GV_ERR_NOENOUGHRESOURCE = 23; // Too many requests
export const AC_ERROR_NOENOUGHRESOURCE = 23; // Too many requests
export const GV_ERR_PIXFMTNOTSUPPORT = 24; // Pixel format not supported
export const AC_ERROR_PIXFMTNOTSUPPORT = 24; // Pixel format not supported
export const GV_ERR_NOTMULTICASTADDR = 25; // Not a multicast address
export const AC_ERROR_NOTMULTICASTADDR = 25; // Not a multicast address
export const GV_ERR_MULTIRUNERROR = 26; // Second instance not supported
export const AC_ERROR_MULTIRUNERROR = 26; // Second instance not supported
export const AC_ERROR_FILETRUSTFAILED = 27; // File signature check failed
export const AC_ERROR_CERTVERIFYFAILED = 28; // Licence check failed
export const AC_ERROR_CERTUSERFAILED = 29; // Licence user count check failed
export const GV_ERR_MASTERISSLAVE = 30; // The named master is a standby itself
export const AC_ERROR_MASTERISSLAVE = 30; // The named master is a standby itself
export const GV_ERR_MASTERNOTCREDIT = 31; // The master is not licensed for a standby
export const AC_ERROR_MASTERNOTCREDIT = 31; // The master is not licensed for a standby
export const GV_ERR_VERSIONNOTMATCH = 32; // Not supported
export const AC_ERROR_VERSIONNOTMATCH = 32; // Not supported
export const AC_ERROR_CERTFAILSECOND = 33; // Second licence check failed
export const AC_ERROR_SERVERVERIFYFAIL = 34; // Server security check failed
export const AC_ERROR_CLIENTCERTFAILED = 35; // Client licence check failed
export const AC_ERROR_CERTSUMFAILED = 36; // Licence function check failed
export const AC_ERROR_REMOTECTRL = 37; // Remote control
export const AC_ERROR_DUPLICATESERVICEID = 38; // Duplicate service id
export const AC_ERROR_DIRENTERROR = 39; // Directory error
export const AC_ERROR_EXTRACTFILEERROR = 40; // Unpacking failed
export const AC_ERROR_STARTPROCESSFAILED = 41; // Program could not be started
export const AC_ERROR_SERVICEISRUNNING = 42; // Service already running
export const AC_ERROR_DISKSPACELIMITED = 43; // Disk full
export const AC_ERROR_REQUESTFAILED = 44; // Request to the business server failed
export const AC_ERROR_INVALIDMACHINE = 45; // Invalid machine object
export const AC_ERROR_GETCERTINFOFAILED = 46; // Licence information unavailable
export const AC_ERROR_CLUSTERNOTMATCH = 47; // Cluster attribute mismatch
export const AC_ERROR_NONECLUSTERID = 48; // Empty cluster id
export const AC_ERROR_CREATESERVICE_MORE = 49; // Only one such service a machine
export const AC_ERROR_COPYFILEFAILED = 50; // File copy failed
export const AC_ERROR_CLOUDNATIVEDBFAIL = 51; // Cloud database error
export const AC_ERROR_CLOUDOSSUPLOADFAIL = 52; // Cloud upload error
export const AC_ERROR_SERVICEBINDCHANGE = 53; // Service binding changed
export const AC_ERROR_SERVICENOTBIND = 54; // Service not bound
export const AC_ERROR_SERVICEBINDFAIL = 55; // Service binding failed
export const AC_ERROR_PIPELINEUSERFAIL = 56; // Pipeline user id error
export const AC_ERROR_PIPELINESESSFAIL = 57; // Pipeline session error
export const AC_ERROR_SERVICECLOSED = 58; // Service closed
export const AC_ERROR_FILEENCRYPTED = 59; // File already encrypted
export const AC_ERROR_FILEHEADINVAILD = 60; // Decryption: bad header
export const AC_ERROR_FILEDECODE_PASSERR = 61; // Decryption: wrong password
export const AC_ERROR_OVERFLOW = 62; // Too long
export const AC_ERROR_OLDSERVER = 63; // Server too old
export const AC_ERROR_UNSUPPORTFILETYPE = 64; // File type not supported
export const AC_ERROR_FILECONTENTFAIL = 65; // Bad file content
export const AC_ERROR_KEYVERIFYFAILED = 66; // Key check failed
export const AC_ERROR_NOCERTCHAIN = 67; // No certificate chain
export const AC_ERROR_CERTVERIFYFAIL = 68; // Certificate check failed
export const AC_ERROR_CERTDATEFAIL = 69; // Certificate date check failed
export const AC_ERROR_CERTURLFAIL = 70; // Certificate host check failed
export const AC_ERROR_CERTPUBLICKEYFAIL = 71; // Public key missing
export const AC_ERROR_CERTPRIVATEKEYFAIL = 72; // The server lacks the private key
export const AC_ERROR_CERTFILENOTCONFIG = 73; // The server has no certificate
export const AC_ERROR_CERTHIGHSECURITY = 74; // Refused by the security level
export const AC_ERROR_SECURITYBREAK = 75; // Security negotiation failed
export const AC_ERROR_CERTALGORITHMFAIL = 76; // Algorithm negotiation failed
export const AC_ERROR_LOSSCERTHELPER = 77; // Certificate helper missing
export const AC_ERROR_SECURITYTIMEOUT = 78; // Security negotiation timed out
export const AC_ERROR_MEMORYTOOSMALL = 79; // Buffer too small
export const AC_ERROR_UNSUPPORTCODEC = 80; // Codec not supported
export const AC_ERROR_APPTYPEOVERFLOW = 81; // Connection limit of this kind of application

// error-connect
export const GV_ERR_CONNECT_TIMEOUT = 100; // Connecting timed out
export const AC_ERROR_CONNECT_TIMEOUT = 100; // Connecting timed out
export const GV_ERR_CONNECT_ABORT = 101; // Connection lost
export const AC_ERROR_CONNECT_ABORT = 101; // Connection lost
export const GV_ERR_CONNECT_AUTHFAIL = 102; // Server password refused
export const AC_ERROR_CONNECT_AUTHFAIL = 102; // Server password refused
export const GV_ERR_CONNECT_DNSERROR = 103; // Name not found
export const AC_ERROR_CONNECT_DNSERROR = 103; // Name not found
export const GV_ERR_CONNECT_OVERFLOW = 104; // Server full
export const AC_ERROR_CONNECT_OVERFLOW = 104; // Server full
export const GV_ERR_CONNECT_FUNCLIMIT = 105; // Limit of the demo mode
export const AC_ERROR_CONNECT_FUNCLIMIT = 105; // Limit of the demo mode
export const GV_ERR_CONNECT_INTRANET = 106; // Intranet only
export const AC_ERROR_CONNECT_INTRANET = 106; // Intranet only
export const GV_ERR_CONNECT_OLDVERSION = 107; // Client too old
export const AC_ERROR_CONNECT_OLDVERSION = 107; // Client too old
export const AC_ERROR_CONNECT_SOCKETERR = 108; // Socket error
export const GV_ERR_CONNECT_DEVICELIMIT = 109; // Device not licensed
export const AC_ERROR_CONNECT_DEVICELIMIT = 109; // Device not licensed
export const GV_ERR_CONNECT_PAUSED = 110; // Service paused
export const AC_ERROR_CONNECT_PAUSED = 110; // Service paused
export const GV_ERR_CONNECT_HOTSERVER = 111; // Standby server
export const AC_ERROR_CONNECT_HOTSERVER = 111; // Standby server
export const GV_ERR_CONNECT_ERRCERUSER = 112; // Licensed user count tampered with
export const AC_ERROR_CONNECT_ERRCERUSER = 112; // Licensed user count tampered with
export const GV_ERR_CONNECT_IPFORBID = 113; // Address blocked
export const AC_ERROR_CONNECT_IPFORBID = 113; // Address blocked
export const AC_ERROR_CONNECT_TYPEWRONG = 114; // Kind of connection not supported
export const AC_ERROR_CONNECT_ERRORIP = 115; // Bad server address
export const AC_ERROR_CONNECT_SELFCLOSE = 116; // Closed by own side
export const AC_ERROR_CONNECT_NOSVRLIST = 117; // No list of servers obtained
export const AC_ERROR_CONNECT_LBTIMEOUT = 118; // Load balancer timed out
export const AC_ERROR_CONNECT_NOTWORK = 119; // Server not working
export const AC_ERROR_CONNECT_OFFLINE = 120; // Server offline
export const AC_ERROR_CONNECT_NETLIMITED = 121; // Bandwidth too small
export const AC_ERROR_CONNECT_LOWTRAFFIC = 122; // Traffic quota used up
export const AC_ERROR_CONNECT_IPV6FAIL = 123; // IPv6-only network not supported
export const AC_ERROR_CONNECT_NOMASTER = 124; // No master online
export const AC_ERROR_CONNECT_NOSTATUS = 125; // No state reported
export const AC_ERROR_CONNECT_DATAPREPARE = 126; // Server not ready
export const AC_ERROR_COLDSTANDBY_SLEEP = 127; // Cold standby asleep

// error-login
export const GV_ERR_CERTIFY_FAIL = 200; // Wrong user name or password
export const AC_ERROR_CERTIFY_FAIL = 200; // Wrong user name or password
export const GV_ERR_ALREADY_LOGIN = 201; // Already signed in
export const AC_ERROR_ALREADY_LOGIN = 201; // Already signed in
export const GV_ERR_ACCOUNT_LOCK = 202; // Account locked
export const AC_ERROR_ACCOUNT_LOCK = 202; // Account locked
export const GV_ERR_IPADDR_LOCK = 203; // Address locked
export const AC_ERROR_IPADDR_LOCK = 203; // Address locked
export const GV_ERR_VISITOR_DENY = 204; // Guests not allowed
export const AC_ERROR_VISITOR_DENY = 204; // Guests not allowed
export const GV_ERR_INVALID_USERID = 205; // No such user
export const AC_ERROR_INVALID_USERID = 205; // No such user
export const GV_ERR_SERVERSDK_FAIL = 206; // Business server unreachable
export const AC_ERROR_SERVERSDK_FAIL = 206; // Business server unreachable
export const GV_ERR_SERVERSDK_TIMEOUT = 207; // Business server timed out
export const AC_ERROR_SERVERSDK_TIMEOUT = 207; // Business server timed out
export const GV_ERR_NOTLOGIN = 208; // Not signed in
export const AC_ERROR_NOTLOGIN = 208; // Not signed in
export const GV_ERR_LOGIN_NEWLOGIN = 209; // Signed in elsewhere
export const AC_ERROR_LOGIN_NEWLOGIN = 209; // Signed in elsewhere
export const GV_ERR_LOGIN_EMPTYNAME = 210; // Empty user name
export const AC_ERROR_LOGIN_EMPTYNAME = 210; // Empty user name
export const GV_ERR_KICKOUT = 211; // Removed
export const AC_ERROR_KICKOUT = 211; // Removed
export const GV_ERR_SERVER_RESTART = 212; // Server restarts
export const AC_ERROR_SERVER_RESTART = 212; // Server restarts
export const AC_ERROR_FORBIDDEN = 213; // Forbidden
export const AC_ERROR_SIGSTREMPTY = 214; // Signature missing
export const AC_ERROR_SIGVERIFYFAIL = 215; // Signature wrong
export const AC_ERROR_SIGPUBLICKEYEMPTY = 216; // No public key
export const AC_ERROR_SIGPRIVATEKEYEMPTY = 217; // No private key
export const AC_ERROR_SIGPARAMEMPTY = 218; // Signature parameters missing
export const AC_ERROR_SIGPARAMFAIL = 219; // Signature parameters wrong
export const AC_ERROR_SIGTIMEFAILURE = 220; // Signature expired
export const AC_ERROR_APPNOTACTIVE = 221; // Application not active
export const AC_ERROR_APPPAUSED = 222; // Application paused
export const AC_ERROR_APPLOCKED = 223; // Application locked
export const AC_ERROR_APPEXPIRED = 224; // Application expired
export const AC_ERROR_APPUNKNOWSTATUS = 225; // Application state unknown
export const AC_ERROR_SIGALREADYUSED = 226; // Signature used before
export const AC_ERROR_USERROLE_FAIL = 227; // Role not available
export const AC_ERROR_INVALID_AGENT = 228; // No such agent
export const AC_ERROR_SERVERSIGFAIL = 229; // The server's signature could not be verified
export const AC_ERROR_APPID_DEFAULTNOTSUPPORT = 100300; // Application id missing
export const AC_ERROR_APPID_NOTEXIST = 100303; // Unknown application id

// error-room
export const GV_ERR_ROOM_LOCK = 300; // Room locked
export const AC_ERROR_ROOM_LOCK = 300; // Room locked
export const GV_ERR_ROOM_PASSERR = 301; // Wrong room password
export const AC_ERROR_ROOM_PASSERR = 301; // Wrong room password
export const GV_ERR_ROOM_FULLUSER = 302; // Room full
export const AC_ERROR_ROOM_FULLUSER = 302; // Room full
export const GV_ERR_ROOM_INVALID = 303; // No such room
export const AC_ERROR_ROOM_INVALID = 303; // No such room
export const GV_ERR_ROOM_EXPIRE = 304; // Room expired
export const AC_ERROR_ROOM_EXPIRE = 304; // Room expired
export const GV_ERR_ROOM_REJECT = 305; // Refused by the owner
export const AC_ERROR_ROOM_REJECT = 305; // Refused by the owner
export const GV_ERR_ROOM_OWNERBEOUT = 306; // Owner absent
export const AC_ERROR_ROOM_OWNERBEOUT = 306; // Owner absent
export const GV_ERR_ROOM_ENTERFAIL = 307; // Cannot enter
export const AC_ERROR_ROOM_ENTERFAIL = 307; // Cannot enter
export const GV_ERR_ROOM_ALREADIN = 308; // Already in the room
export const GV_ERR_ROOM_ALREADYIN = 308; // Already in the room
export const AC_ERROR_ROOM_ALREADIN = 308; // Already in the room
export const AC_ERROR_ROOM_NOTIN = 309; // Not in a room

// error-stream
export const AC_ERROR_STREAM_OLDPACK = 350; // Late packet
export const AC_ERROR_STREAM_SAMEPAK = 351; // Duplicate packet
export const AC_ERROR_STREAM_PACKLOSS = 352; // Packet lost
export const AC_ERROR_STREAM_MISTAKE = 353; // Frame number mismatch
export const AC_ERROR_STREAM_LACKBUFFER = 354; // Buffer too short

// error-private
export const GV_ERR_ROOM_PRINULL = 401; // The user has left the room
export const AC_ERROR_ROOM_PRINULL = 401; // The user has left the room
export const GV_ERR_ROOM_REJECTPRI = 402; // Private chat refused
export const AC_ERROR_ROOM_REJECTPRI = 402; // Private chat refused
export const GV_ERR_ROOM_PRIDENY = 403; // Private chat not allowed
export const AC_ERROR_ROOM_PRIDENY = 403; // Private chat not allowed
export const GV_ERR_ROOM_PRIREQIDERR = 420; // Unknown private chat request
export const AC_ERROR_ROOM_PRIREQIDERR = 420; // Unknown private chat request
export const GV_ERR_ROOM_PRIALRCHAT = 421; // Already in private chat
export const AC_ERROR_ROOM_PRIALRCHAT = 421; // Already in private chat
export const GV_ERR_ROOM_PRITIMEOUT = 431; // Private chat request timed out
export const AC_ERROR_ROOM_PRITIMEOUT = 431; // Private chat request timed out
export const GV_ERR_ROOM_PRICHATBUSY = 432; // Busy in private chat
export const AC_ERROR_ROOM_PRICHATBUSY = 432; // Busy in private chat
export const GV_ERR_ROOM_PRIUSERCLOSE = 433; // The other side closed the private chat
export const AC_ERROR_ROOM_PRIUSERCLOSE = 433; // The other side closed the private chat
export const GV_ERR_ROOM_PRISELFCLOSE = 434; // Own side closed the private chat
export const AC_ERROR_ROOM_PRISELFCLOSE = 434; // Own side closed the private chat
export const GV_ERR_ROOM_PRIREQCANCEL = 435; // Private chat request withdrawn
export const AC_ERROR_ROOM_PRIREQCANCEL = 435; // Private chat request withdrawn

// error-call
export const GV_ERR_VIDEOCALL_INCHAT = 440; // Already in a call
export const AC_ERROR_VIDEOCALL_INCHAT = 440; // Already in a call
export const GV_ERR_SESSION_QUIT = 100101; // The caller gave up
export const GV_ERR_VIDEOCALL_CANCEL = 100101; // The caller gave up
export const AC_ERROR_VIDEOCALL_CANCEL = 100101; // The caller gave up
export const GV_ERR_SESSION_OFFLINE = 100102; // The called user is offline
export const GV_ERR_VIDEOCALL_OFFLINE = 100102; // The called user is offline
export const AC_ERROR_VIDEOCALL_OFFLINE = 100102; // The called user is offline
export const GV_ERR_SESSION_BUSY = 100103; // The called user is busy
export const GV_ERR_VIDEOCALL_BUSY = 100103; // The called user is busy
export const AC_ERROR_VIDEOCALL_BUSY = 100103; // The called user is busy
export const GV_ERR_SESSION_REFUSE = 100104; // The called user refused
export const GV_ERR_VIDEOCALL_REJECT = 100104; // The called user refused
export const AC_ERROR_VIDEOCALL_REJECT = 100104; // The called user refused
export const GV_ERR_SESSION_TIMEOUT = 100105; // No answer
export const GV_ERR_VIDEOCALL_TIMEOUT = 100105; // No answer
export const AC_ERROR_VIDEOCALL_TIMEOUT = 100105; // No answer
export const GV_ERR_SESSION_DISCONNECT = 100106; // The other side lost its connection
export const GV_ERR_VIDEOCALL_DISCONNECT = 100106; // The other side lost its connection
export const AC_ERROR_VIDEOCALL_DISCONNECT = 100106; // The other side lost its connection
export const GV_ERR_VIDEOCALL_NOTINCALL = 100107; // Not in a call
export const AC_ERROR_VIDEOCALL_NOTINCALL = 100107; // Not in a call

// error-mic
export const GV_ERR_MICLOSE_TIMEOUT = 500; // Speaking time used up
export const AC_ERROR_MICLOSE_TIMEOUT = 500; // Speaking time used up
export const GV_ERR_MICLOSE_HIGHUSER = 501; // A user of higher level wants to speak
export const AC_ERROR_MICLOSE_HIGHUSER = 501; // A user of higher level wants to speak

// error-name
export const GV_ERR_NAMECHG_ONUSE = 600; // Nickname in use

// error-bus
export const AC_ERROR_COMMBUS_SELFMASTER = 610; // The local bus is master
export const AC_ERROR_COMMBUS_OTHERMASTER = 611; // Another bus exists
export const AC_ERROR_COMMBUS_LOWPRIORITY = 612; // Priority too low

// error-transfer
export const GV_ERR_TRANSBUF_CREATEFAIL = 700; // Transfer could not be created
export const AC_ERROR_TRANSBUF_CREATEFAIL = 700; // Transfer could not be created
export const GV_ERR_TRANSBUF_NOTASK = 701; // No such transfer
export const AC_ERROR_TRANSBUF_NOTASK = 701; // No such transfer
export const GV_ERR_TRANSFILE_OPENFAIL = 710; // File cannot be opened
export const AC_ERROR_TRANSFILE_OPENFAIL = 710; // File cannot be opened
export const GV_ERR_TRANSFILE_ZEROLEN = 711; // File empty
export const AC_ERROR_TRANSFILE_ZEROLEN = 711; // File empty
export const GV_ERR_TRANSFILE_TOOLARGE = 712; // File too large
export const AC_ERROR_TRANSFILE_TOOLARGE = 712; // File too large
export const GV_ERR_TRANSFILE_READFAIL = 713; // File cannot be read
export const AC_ERROR_TRANSFILE_READFAIL = 713; // File cannot be read
export const AC_ERROR_TRANSFILE_DOWNLOADING = 714; // Download in progress
export const AC_ERROR_TRANSFILE_FAILED = 715; // Download failed
export const AC_ERROR_TRANSFILE_NOTASK = 716; // No such transfer task

// error-record
export const GV_ERR_RECORD_NOTASK = 720; // No recording
export const AC_ERROR_RECORD_NOTASK = 720; // No recording
export const GV_ERR_RECORD_CREATEFAIL = 721; // Recording could not be started
export const AC_ERROR_RECORD_CREATEFAIL = 721; // Recording could not be started
export const GV_ERR_RECORD_WAITINFO = 722; // Too early to record
export const AC_ERROR_RECORD_WAITINFO = 722; // Too early to record

// error-queue
export const AC_ERROR_QUEUE_INVALID = 750; // No such queue
export const AC_ERROR_QUEUE_PREPARESERVICE = 751; // Taken out for service

// error-warning
export const AC_ERROR_WARNING_UDPFAIL = 780; // UDP does not reach the server
export const AC_ERROR_WARNING_MISCUTILFAIL = 781; // Helper library missing (misc)
export const AC_ERROR_WARNING_MEDIAUTILFAIL = 782; // Helper library missing (media util)
export const AC_ERROR_WARNING_MEDIACOREFAIL = 783; // Helper library missing (media core)
export const AC_ERROR_WARNING_MEDIASHOWFAIL = 784; // Helper library missing (media show)
export const GV_ERR_WARNING_UDPFAIL = 800; // UDP does not reach the server (older number of 780)
export const GV_ERR_WARNING_MISCUTILFAIL = 801; // Helper library missing (older number of 781)
export const GV_ERR_WARNING_MEDIAUTILFAIL = 802; // Helper library missing (older number of 782)

// error-play
export const AC_ERROR_PLAY_INVALIDSTREAM = 20000; // Bad stream

// error-streamsession
export const AC_ERROR_STREAM_SESSIONFAILED = 30000; // Media session could not be made

// error-object
export const AC_ERROR_OBJECT_EXISTAREA = 100201; // Already in an area
export const AC_ERROR_OBJECT_EXISTQUEUE = 100202; // Already in a queue

// error-plugin
export const GV_ERR_PLUGINNOINSTALL = 1010000; // The browser cannot do it
export const GV_ERR_PLUGINOLDVERSION = 1010001; // Plug-in too old
