"""Notes: a row in Postgres, a copy in Redis, a mail for each. Only the standard library, so that no image has to be built."""

import json
import os
import smtplib
import socket
import sys
import threading
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from postgres import Connection, PostgresError


class Cache:
    """The two commands of Redis that are needed here (RESP, version 2)."""

    def __init__(self, host, port=6379):
        self._socket = socket.create_connection((host, port), timeout=10)
        self._in = self._socket.makefile("rb")

    def command(self, *words):
        data = [w.encode() for w in words]
        self._socket.sendall(b"*%d\r\n" % len(data) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in data))
        line = self._in.readline()
        if line[:1] == b"$":
            size = int(line[1:])
            return None if size < 0 else self._in.read(size + 2)[:-2].decode()
        if line[:1] == b"-":
            raise OSError(line.decode().strip())
        return line[1:].decode().strip()


class Notes:
    def __init__(self, env):
        # Once, without a second try: compose starts this program when the others are healthy, or not at all.
        self._db = Connection(
            env["DATABASE_HOST"], env["DATABASE_USER"], env["DATABASE_PASSWORD"], env["DATABASE_NAME"]
        )
        self._cache = Cache(env["CACHE_HOST"])
        self._mail_host = env["MAIL_HOST"]
        smtplib.SMTP(self._mail_host, 1025, timeout=10).quit()
        self._lock = threading.Lock()
        self._db.query("CREATE TABLE IF NOT EXISTS notes (id serial PRIMARY KEY, body text NOT NULL)")

    def add(self, body):
        with self._lock:
            ((note,),) = self._db.query(f"INSERT INTO notes (body) VALUES ({Connection.literal(body)}) RETURNING id")
            self._cache.command("SET", "note:" + note, body)
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = "notes@example.com", "you@example.com", f"Note {note}"
        message.set_content(body)
        with smtplib.SMTP(self._mail_host, 1025, timeout=10) as smtp:
            smtp.send_message(message)
        return note

    def get(self, note):
        """(text, where it was found), or None."""
        with self._lock:
            body = self._cache.command("GET", "note:" + note)
            if body is not None:
                return body, "cache"
            rows = self._db.query(f"SELECT body FROM notes WHERE id = {int(note)}")
            if not rows:
                return None
            self._cache.command("SET", "note:" + note, rows[0][0])
            return rows[0][0], "database"


def handler(notes):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/health":
                return self._answer(200, {"status": "ok"})
            note = self.path.removeprefix("/notes/")
            found = notes.get(note) if note.isdigit() else None
            if found is None:
                return self._answer(404, {"error": "no such note"})
            return self._answer(200, {"id": int(note), "body": found[0], "from": found[1]})

        def do_POST(self):
            if self.path != "/notes":
                return self._answer(404, {"error": "POST goes to /notes"})
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            return self._answer(201, {"id": int(notes.add(body))})

        def _answer(self, status, document):
            data = (json.dumps(document) + "\n").encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def main():
    try:
        notes = Notes(os.environ)
    except (OSError, PostgresError) as e:
        sys.exit(f"a service this app needs is not ready: {e}")
    print("ready on port 8000")
    ThreadingHTTPServer(("", 8000), handler(notes)).serve_forever()


main()
