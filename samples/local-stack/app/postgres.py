"""Just enough of the Postgres protocol (version 3) for this sample: SCRAM-SHA-256 or no password, simple queries."""

import base64
import hashlib
import hmac
import os
import socket
import struct


class PostgresError(Exception):
    pass


class Connection:
    def __init__(self, host, user, password, database, port=5432):
        self._socket = socket.create_connection((host, port), timeout=10)
        self._in = self._socket.makefile("rb")
        start = b"".join(f"{k}\0{v}\0".encode() for k, v in (("user", user), ("database", database))) + b"\0"
        self._socket.sendall(struct.pack("!ii", len(start) + 8, 196608) + start)
        self._authenticate(password)

    def query(self, text):
        """The rows of one statement, each a tuple of str or None."""
        self._send(b"Q", text.encode() + b"\0")
        rows, failure = [], None
        while True:
            kind, body = self._receive()
            if kind == b"D":
                rows.append(self._row(body))
            elif kind == b"E":
                failure = self._message(body)
            elif kind == b"Z":
                if failure:
                    raise PostgresError(failure)
                return rows

    @staticmethod
    def literal(value):
        return "'" + value.replace("\0", "").replace("'", "''") + "'"

    def _authenticate(self, password):
        nonce, first = base64.b64encode(os.urandom(18)).decode(), ""
        while True:
            kind, body = self._receive()
            if kind == b"E":
                raise PostgresError(self._message(body))
            if kind == b"Z":
                return
            if kind != b"R":
                continue
            (step,) = struct.unpack("!i", body[:4])
            if step == 10:
                first = "n=,r=" + nonce
                reply = ("n,," + first).encode()
                self._send(b"p", b"SCRAM-SHA-256\0" + struct.pack("!i", len(reply)) + reply)
            elif step == 11:
                self._send(b"p", self._proof(password, first, nonce, body[4:].decode()))
            elif step not in (0, 12):
                raise PostgresError(f"authentication method {step} is not known to this sample")

    @staticmethod
    def _proof(password, first, nonce, challenge):
        given = dict(part.split("=", 1) for part in challenge.split(","))
        if not given["r"].startswith(nonce):
            raise PostgresError("the server answered another login")
        salted = hashlib.pbkdf2_hmac("sha256", password.encode(), base64.b64decode(given["s"]), int(given["i"]))
        key = hmac.digest(salted, b"Client Key", "sha256")
        last = "c=biws,r=" + given["r"]
        signature = hmac.digest(hashlib.sha256(key).digest(), f"{first},{challenge},{last}".encode(), "sha256")
        return f"{last},p={base64.b64encode(bytes(a ^ b for a, b in zip(key, signature))).decode()}".encode()

    def _send(self, kind, body):
        self._socket.sendall(kind + struct.pack("!i", len(body) + 4) + body)

    def _receive(self):
        head = self._in.read(5)
        if len(head) < 5:
            raise PostgresError("the server closed the connection")
        return head[:1], self._in.read(struct.unpack("!i", head[1:])[0] - 4)

    @staticmethod
    def _row(body):
        (count,), at, row = struct.unpack("!h", body[:2]), 2, []
        for _ in range(count):
            (size,) = struct.unpack("!i", body[at : at + 4])
            at += 4
            row.append(None if size < 0 else body[at : at + size].decode())
            at += max(size, 0)
        return tuple(row)

    @staticmethod
    def _message(body):
        fields = dict((f[:1], f[1:].decode()) for f in body.split(b"\0") if f)
        return fields.get(b"M", "unknown failure")
