"""Deliveries: one host that hangs holds up no other, a database that is away loses none, nobody waits for either."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from assistant.errors import StorageError
from assistant.server import deliveries as module
from assistant.server.deliveries import Deliveries
from assistant.storage.database import open_database


@contextmanager
def hanging():
    """A host that takes connections and answers nothing; gives its address and the connections it took."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        taken = []

        def take():
            while True:
                try:
                    taken.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=take, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/", taken
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
        for each in taken:
            each.close()


@contextmanager
def answering():
    """A host that takes what is delivered; gives its address and what it got."""
    got = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/", got
    server.shutdown()
    server.server_close()
    thread.join()


def until(holds):
    ends = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < ends
        time.sleep(0.01)


@pytest.fixture
def make(make_workspace, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT", 0.3)
    database = open_database(make_workspace())
    made = []

    def deliveries():
        made.append(Deliveries(database, ["127.0.0.1"], b""))
        return made[-1]

    yield database, deliveries
    for each in made:
        each.close()


def test_a_host_that_hangs_holds_up_no_other(make):
    _, deliveries = make
    with hanging() as (dead, taken), answering() as (alive, got):
        sent = deliveries()
        for number in range(12):
            sent.put(dead, str(number))
        sent.put(alive, "here")
        until(lambda: got)
        assert got == ["here"]
        assert len(taken) == 1


def test_what_the_database_does_not_take_yet_is_kept_until_it_does(make, monkeypatch):
    database, deliveries = make
    write, away = database.write, [True]

    @contextmanager
    def sometimes():
        if away:
            raise StorageError("away")
        with write() as connection:
            yield connection

    monkeypatch.setattr(database, "write", sometimes)
    with answering() as (alive, got):
        sent = deliveries()
        sent.put(alive, "first")
        sent.put(alive, "second")
        time.sleep(0.1)
        assert got == []
        away.clear()
        sent.look()
        until(lambda: len(got) == 2)
        assert got == ["first", "second"]
