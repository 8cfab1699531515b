"""Finds faces: POST /detect with a .npy picture, float32, 1x128x128x3 from -1 to 1; GET /healthz."""

import io
import json
import os
import signal
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import onnxruntime

MAX_BYTES = 1 << 20


class Detector:
    def __init__(self, description, model):
        self.description = description
        self.session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])

    def faces(self, picture):
        size = self.description["input"]
        wanted = (1, size["height"], size["width"], 3)
        if picture.shape != wanted or picture.dtype != np.float32:
            raise ValueError(f"the picture is {picture.dtype} {picture.shape}, not float32 {wanted}")
        names = [output.name for output in self.session.get_outputs()]
        values = self.session.run(names, {self.session.get_inputs()[0].name: picture})
        outputs = dict(zip(names, values))
        found = []
        for grid in self.description["grids"]:
            scores = 1 / (1 + np.exp(-np.clip(outputs[grid["scores"]].reshape(-1), -50, 50)))
            boxes = outputs[grid["boxes"]].reshape(len(scores), -1)
            for i in np.flatnonzero(scores >= self.description["scoreThreshold"]):
                found.append((float(scores[i]), self.box(grid, int(i), boxes[i])))
        return self.suppressed(sorted(found, reverse=True))

    def box(self, grid, index, values):
        """Left, top, right, bottom in shares of the picture."""
        size = self.description["input"]
        cell = index // grid["anchorsPerCell"]
        x = (cell % grid["columns"] + 0.5) / grid["columns"] + values[0] / size["width"]
        y = (cell // grid["columns"] + 0.5) / grid["rows"] + values[1] / size["height"]
        w, h = values[2] / size["width"], values[3] / size["height"]
        return [float(v) for v in (x - w / 2, y - h / 2, x + w / 2, y + h / 2)]

    def suppressed(self, found):
        kept = []
        for score, box in found:
            if all(overlap(box, other) < self.description["suppressionOverlap"] for _, other in kept):
                kept.append((score, box))
        return [{"score": round(s, 4), "box": [round(v, 4) for v in b]} for s, b in kept]


def overlap(a, b):
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    if width <= 0 or height <= 0:
        return 0.0
    both = width * height
    return both / ((a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - both)


def handler(detector):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            ok = self.path == "/healthz"
            self.answer(200 if ok else 404, {"status": "up"} if ok else {"error": "no such page"})

        def do_POST(self):
            length = int(self.headers.get("Content-Length") or -1)
            if self.path != "/detect":
                self.answer(404, {"error": "no such page"})
            elif not 0 <= length <= MAX_BYTES:
                self.answer(413, {"error": f"send at most {MAX_BYTES} bytes with their length"})
            else:
                try:
                    picture = np.load(io.BytesIO(self.rfile.read(length)), allow_pickle=False)
                    self.answer(200, {"faces": detector.faces(picture)})
                except (ValueError, EOFError) as e:
                    self.answer(400, {"error": str(e)})

        def answer(self, status, document):
            body = json.dumps(document).encode() + b"\n"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


def main():
    # The first process of a container ends by a signal only where it has a handler for it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with open(os.environ["MINTMARK_DETECTOR"], encoding="utf-8") as file:
        description = json.load(file)
    model = os.environ.get("MINTMARK_MODEL", description["model"])
    port = int(os.environ.get("PORT", "8080"))
    detector = Detector(description, model)
    ThreadingHTTPServer((os.environ.get("HOST", ""), port), handler(detector)).serve_forever()


if __name__ == "__main__":
    main()
