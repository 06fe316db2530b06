#!/usr/bin/python3
"""Catches mail on port 1025 and lists it on port 8025 in the shape of MailHog's API (GET, DELETE /api/v2/messages)."""

import email
import json
import signal
import threading
from email import policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller

messages = []
lock = threading.Lock()


class Catcher:
    async def handle_DATA(self, server, session, envelope):
        parsed = email.message_from_bytes(envelope.original_content or envelope.content, policy=policy.default)
        body = parsed.get_body(("plain", "html"))
        item = {
            "From": envelope.mail_from,
            "To": envelope.rcpt_tos,
            "Content": {
                "Headers": {name: parsed.get_all(name) for name in parsed.keys()},
                "Body": body.get_content() if body else "",
            },
        }
        with lock:
            messages.insert(0, item)
        return "250 caught"


class Api(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path.split("?")[0] not in ("/api/v1/messages", "/api/v2/messages"):
            return self._answer(404, {"error": "not found"})
        with lock:
            items = list(messages)
        if self.path.startswith("/api/v1/"):
            return self._answer(200, items)
        return self._answer(200, {"total": len(items), "count": len(items), "start": 0, "items": items})

    def do_DELETE(self):
        with lock:
            messages.clear()
        self._answer(200, {})

    def _answer(self, status, document):
        data = json.dumps(document, default=str).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format, *args):
        pass


signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(SystemExit(0)))
Controller(Catcher(), hostname="", port=1025).start()
print("mail on 1025, messages on 8025", flush=True)
ThreadingHTTPServer(("", 8025), Api).serve_forever()
