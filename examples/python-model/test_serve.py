"""Run with: python -m unittest (in this folder)."""
import http.client
import json
import threading
import time
import unittest

from serve import server_for


class Whole:
    def predict(self, messages):
        return f"{len(messages)} 🐟 {messages[-1]['content']}"


class Pieces:
    def __init__(self):
        self.closed = threading.Event()

    def predict(self, messages, parameters):
        try:
            for word in ["Koi ", "🐟 ", json.dumps(parameters, sort_keys=True)]:
                yield word
            while messages[-1]["content"] == "forever":
                time.sleep(0.01)
                yield "on "
            if messages[-1]["content"] == "break":
                raise RuntimeError("the pond is dry")
        finally:
            self.closed.set()


class Broken:
    def predict(self, messages):
        raise RuntimeError("the pond is dry")


class ServeTest(unittest.TestCase):
    def start(self, model, **options):
        server = server_for(model, port=0, **options)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server.server_port

    def ask(self, port, body, path="/v1/chat/completions", headers=None):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
        self.addCleanup(connection.close)
        payload = body if isinstance(body, bytes) else json.dumps(body).encode()
        connection.request("POST", path, payload, {"content-type": "application/json", **(headers or {})})
        response = connection.getresponse()
        return response, connection

    def hello(self, content="hi", **more):
        return {"model": "m", "messages": [{"role": "user", "content": content}], **more}

    def events(self, response):
        lines = [line for line in response.read().decode().split("\n") if line]
        self.assertTrue(all(line.startswith("data: ") for line in lines))
        return [line[6:] for line in lines]

    def test_whole_answer(self):
        response, _ = self.ask(self.start(Whole(), name="mine"), self.hello())
        answer = json.loads(response.read())
        self.assertEqual((response.status, answer["object"], answer["model"]), (200, "chat.completion", "mine"))
        self.assertEqual(answer["choices"][0]["message"], {"role": "assistant", "content": "1 🐟 hi"})

    def test_streamed_answer_with_parameters(self):
        response, _ = self.ask(self.start(Pieces()), self.hello(stream=True, temperature=0.5, top_k=3))
        *chunks, done = self.events(response)
        choices = [json.loads(chunk)["choices"][0] for chunk in chunks]
        text = "".join(choice["delta"].get("content", "") for choice in choices)
        self.assertEqual(text, 'Koi 🐟 {"temperature": 0.5}')
        self.assertEqual([choice["finish_reason"] for choice in choices][-1], "stop")
        self.assertEqual(done, "[DONE]")

    def test_reader_who_leaves_stops_the_model(self):
        model = Pieces()
        response, connection = self.ask(self.start(model), self.hello("forever", stream=True))
        response.read(40)
        response.close()
        connection.close()
        self.assertTrue(model.closed.wait(10))

    def test_failures(self):
        response, _ = self.ask(self.start(Broken()), self.hello(stream=True))
        self.assertEqual(response.status, 500)
        self.assertIn("the pond is dry", json.loads(response.read())["error"]["message"])

        response, _ = self.ask(self.start(Pieces()), self.hello("break", stream=True))
        self.assertIn("the pond is dry", json.loads(self.events(response)[-1])["error"]["message"])

        port = self.start(Whole(), key="the key")
        self.assertEqual(self.ask(port, self.hello())[0].status, 401)
        self.assertEqual(self.ask(port, self.hello(), headers={"authorization": "Bearer the key"})[0].status, 200)

    def test_bad_requests(self):
        port = self.start(Whole())
        for body in (b"{", b"[]", {}, {"messages": []}, {"messages": [{"role": "user"}]}, {"messages": "hi"}):
            response, _ = self.ask(port, body)
            self.assertEqual((response.status, b"messages" in response.read()), (400, True), body)
        self.assertEqual(self.ask(port, self.hello(), path="/v1/other")[0].status, 404)

    def test_models(self):
        connection = http.client.HTTPConnection("127.0.0.1", self.start(Whole(), name="mine"), timeout=10)
        self.addCleanup(connection.close)
        connection.request("GET", "/v1/models")
        self.assertEqual(json.loads(connection.getresponse().read())["data"][0]["id"], "mine")


if __name__ == "__main__":
    unittest.main()
