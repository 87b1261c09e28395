"""Sends WM_DELETE_WINDOW to the top-level window whose title holds the given text: there is no window manager
in the tests whose close button could be pressed. usage: DISPLAY=:n close_window.py TITLE_PART"""
import ctypes
import sys

x = ctypes.CDLL("libX11.so.6")
Window = ctypes.c_ulong
x.XOpenDisplay.restype = ctypes.c_void_p
x.XOpenDisplay.argtypes = [ctypes.c_char_p]
x.XDefaultRootWindow.restype = Window
x.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
x.XInternAtom.restype = ctypes.c_ulong
x.XInternAtom.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int]
x.XQueryTree.argtypes = [ctypes.c_void_p, Window] + [ctypes.c_void_p] * 4
x.XGetWindowProperty.argtypes = [
    ctypes.c_void_p, Window, ctypes.c_ulong, ctypes.c_long, ctypes.c_long, ctypes.c_int, ctypes.c_ulong,
] + [ctypes.c_void_p] * 5
x.XSendEvent.argtypes = [ctypes.c_void_p, Window, ctypes.c_int, ctypes.c_long, ctypes.c_void_p]
x.XSync.argtypes = [ctypes.c_void_p, ctypes.c_int]


class ClientMessage(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int), ("serial", ctypes.c_ulong), ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p), ("window", Window), ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int), ("data", ctypes.c_long * 5), ("pad", ctypes.c_long * 24),
    ]


# A window that goes away while it is asked is no reason to end: it has no title then.
handler = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)(lambda display, error: 0)
x.XSetErrorHandler.argtypes = [ctypes.c_void_p]
x.XSetErrorHandler.restype = ctypes.c_void_p
x.XSetErrorHandler(ctypes.cast(handler, ctypes.c_void_p))
display = x.XOpenDisplay(None)
if not display:
    sys.exit("no display")
atom = lambda name: x.XInternAtom(display, name, 0)


def title(window):
    kind, form, count, rest = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.c_void_p()
    x.XGetWindowProperty(display, window, atom(b"_NET_WM_NAME"), 0, 1024, 0, 0, *map(ctypes.byref, (kind, form, count, rest, data)))
    return ctypes.string_at(data, count.value).decode() if data and count.value else ""


def windows(parent):
    root, up, children, count = Window(), Window(), ctypes.POINTER(Window)(), ctypes.c_uint()
    x.XQueryTree(display, parent, *map(ctypes.byref, (root, up, children, count)))
    for i in range(count.value):
        yield children[i]
        yield from windows(children[i])


sent = 0
for window in windows(x.XDefaultRootWindow(display)):
    if sys.argv[1] in title(window):
        message = ClientMessage(33, 0, 1, display, window, atom(b"WM_PROTOCOLS"), 32)
        message.data[0] = atom(b"WM_DELETE_WINDOW")
        x.XSendEvent(display, window, 0, 0, ctypes.byref(message))
        sent += 1
x.XSync(display, 0)
sys.exit(0 if sent else 1)
