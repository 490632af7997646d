#!/usr/bin/python3
"""A camera for tests: rtsp-camera.py PORT PATH [USER PASSWORD], or --check. A line on stdin is an order: freeze, thaw, WxH."""
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer

Gst.init(None)
ELEMENTS = ("videotestsrc", "videoscale", "x264enc", "rtph264pay", "valve")
missing = [name for name in ELEMENTS if Gst.ElementFactory.find(name) is None]
if missing:
    sys.exit("GStreamer lacks " + ", ".join(missing))
if sys.argv[1:] == ["--check"]:
    sys.exit(0)

port, path = sys.argv[1:3]
factory = GstRtspServer.RTSPMediaFactory()
factory.set_shared(True)
factory.set_launch(
    "( videotestsrc is-live=true pattern=ball ! videoscale ! valve name=valve ! "
    "capsfilter name=size caps=video/x-raw,width=320,height=240,framerate=25/1 ! "
    "x264enc tune=zerolatency speed-preset=ultrafast key-int-max=10 ! "
    "rtph264pay name=pay0 pt=96 config-interval=-1 )"
)
elements = {}


def configured(_factory, media):
    for name in ("valve", "size"):
        elements[name] = media.get_element().get_by_name_recurse_up(name)


factory.connect("media-configure", configured)
server = GstRtspServer.RTSPServer()
server.set_address("127.0.0.1")
server.set_service(port)
if len(sys.argv) > 3:
    auth, token = GstRtspServer.RTSPAuth(), GstRtspServer.RTSPToken()
    token.set_string("media.factory.role", "user")
    auth.set_supported_methods(2)  # GST_RTSP_AUTH_DIGEST
    auth.add_digest(sys.argv[3], sys.argv[4], token)
    server.set_auth(auth)
    permissions = GstRtspServer.RTSPPermissions()
    permissions.add_permission_for_role("user", "media.factory.access", True)
    permissions.add_permission_for_role("user", "media.factory.construct", True)
    factory.set_permissions(permissions)


def obey():
    for line in sys.stdin:
        order = line.strip()
        if order in ("freeze", "thaw"):
            elements["valve"].set_property("drop", order == "freeze")
        else:
            width, height = order.split("x")
            caps = "video/x-raw,width=%s,height=%s,framerate=25/1" % (width, height)
            elements["size"].set_property("caps", Gst.Caps.from_string(caps))


server.get_mount_points().add_factory(path, factory)
server.attach(None)
threading.Thread(target=obey, daemon=True).start()
print("READY", server.get_bound_port(), flush=True)
GLib.MainLoop().run()
