"""Serves any Python object with `predict(messages)` as an OpenAI-compatible model. Needs Python 3.9 and nothing else.

    python serve.py                      # the echo below, at http://127.0.0.1:8100/v1
    serve(MyModel(), name="mine")        # your own, from your own script

`messages` is a list of {"role": "system" | "user" | "assistant", "content": str}. `predict` returns the whole answer as a
string, or yields it piece by piece; a generator is closed when the reader goes away. It may take `parameters` as a second
argument: a dict with what the caller set of temperature, top_p, max_tokens, stop and seed.
"""
import inspect
import json
import time
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PARAMETERS = ("temperature", "top_p", "max_tokens", "stop", "seed")
LARGEST_REQUEST = 16 * 1024 * 1024


class Refused(Exception):
    def __init__(self, status, message, kind="invalid_request_error"):
        super().__init__(message)
        self.status, self.kind = status, kind


def pieces_of(model, body):
    """The answer as an iterator of strings, however the model gives it."""
    parameters = {name: body[name] for name in PARAMETERS if body.get(name) is not None}
    takes_two = len(inspect.signature(model.predict).parameters) > 1
    answer = model.predict(body["messages"], parameters) if takes_two else model.predict(body["messages"])
    return iter([answer]) if isinstance(answer, str) else iter(answer)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        if self.path != "/v1/models":
            return self.refuse(Refused(404, f"There is no {self.path} here."))
        model = {"id": self.server.model_name, "object": "model", "created": 0, "owned_by": "you"}
        self.send_json(200, {"object": "list", "data": [model]})

    def do_POST(self):
        try:
            body = self.read_body()
            if self.path != "/v1/chat/completions":
                raise Refused(404, f"There is no {self.path} here.")
            pieces = pieces_of(self.server.model, body)
            first = next(pieces, "")  # What fails before the first piece is an HTTP status.
        except Refused as refused:
            return self.refuse(refused)
        except Exception as error:
            return self.refuse(Refused(500, f"{type(error).__name__}: {error}", "server_error"))
        head = {"id": f"chatcmpl-{uuid.uuid4().hex}", "created": int(time.time()), "model": self.server.model_name}
        (self.stream if body.get("stream") else self.whole)(head, first, pieces)

    def read_body(self):
        if self.server.key and self.headers.get("authorization") != f"Bearer {self.server.key}":
            raise Refused(401, "The key is missing or wrong.", "authentication_error")
        length = int(self.headers.get("content-length") or 0)
        if length > LARGEST_REQUEST:
            raise Refused(413, "The request is too large.")
        try:
            body = json.loads(self.rfile.read(length))
            messages = body["messages"]
            if not (messages and all(isinstance(m["role"], str) and isinstance(m["content"], str) for m in messages)):
                raise TypeError
        except (ValueError, TypeError, KeyError):
            raise Refused(400, "`messages` must be a list of objects with `role` and `content`, both strings.")
        return body

    def whole(self, head, first, pieces):
        try:
            text = first + "".join(pieces)
        except Exception as error:
            return self.refuse(Refused(500, f"{type(error).__name__}: {error}", "server_error"))
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        self.send_json(200, {**head, "object": "chat.completion", "choices": [choice]})

    def stream(self, head, first, pieces):
        self.close_connection = True
        self.send_response(200)
        for name, value in (("content-type", "text/event-stream"), ("cache-control", "no-store"), ("connection", "close")):
            self.send_header(name, value)
        self.end_headers()
        try:
            self.send_chunk(head, {"role": "assistant", "content": first})
            for piece in pieces:
                self.send_chunk(head, {"content": piece})
            self.send_chunk(head, {}, "stop")
            self.send_event("[DONE]")
        except (BrokenPipeError, ConnectionResetError):
            if hasattr(pieces, "close"):
                pieces.close()  # Nobody reads any more: let the model stop.
        except Exception as error:
            self.send_event(json.dumps({"error": {"message": f"{type(error).__name__}: {error}", "type": "server_error"}}))

    def send_chunk(self, head, delta, finish=None):
        choice = {"index": 0, "delta": delta, "finish_reason": finish}
        self.send_event(json.dumps({**head, "object": "chat.completion.chunk", "choices": [choice]}))

    def send_event(self, data):
        self.wfile.write(f"data: {data}\n\n".encode())
        self.wfile.flush()

    def refuse(self, refused):
        self.close_connection = True
        self.send_json(refused.status, {"error": {"message": str(refused), "type": refused.kind, "code": None}})

    def send_json(self, status, value):
        payload = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(payload)))
        self.end_headers()
        self.wfile.write(payload)

    def log_message(self, *_):
        """Requests hold what people wrote; they are not printed."""


def server_for(model, name="python-model", host="127.0.0.1", port=8100, key=None):
    """A server that answers once `serve_forever()` is called; port 0 takes a free one (`server_port`)."""
    server = ThreadingHTTPServer((host, port), Handler)
    server.daemon_threads = True
    server.model, server.model_name, server.key = model, name, key
    return server


def serve(model, **options):
    server = server_for(model, **options)
    print(f"http://{server.server_address[0]}:{server.server_port}/v1", flush=True)
    server.serve_forever()


class Echo:
    def predict(self, messages):
        for word in f"You said: {messages[-1]['content']}".split(" "):
            yield word + " "


if __name__ == "__main__":
    serve(Echo())
