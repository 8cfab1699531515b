#!/usr/bin/env python3
"""Makes the comparison's samples: text drawn on photos, sentences, spectra of made-up sounds.

    samples.py PHOTOS MODELS FOLDER

Each network gets FOLDER/<network>/calibration and validation. The same Pillow and numpy give the same bytes. The detectors' crops are not made
here: examples/face-detect has them.
"""
import pathlib
import sys

import numpy as np
from PIL import Image, ImageDraw, ImageFont

WORDS = (pathlib.Path(__file__).parent / "sentences.txt").read_text().split()
SENTENCES = (pathlib.Path(__file__).parent / "sentences.txt").read_text().splitlines()


def save(folder, network, samples):
    """The first part is calibrated on, the rest judged."""
    half = len(samples) // 2
    for i, sample in enumerate(samples):
        into = folder / network / ("calibration" if i < half else "validation")
        into.mkdir(parents=True, exist_ok=True)
        if isinstance(sample, dict):
            np.savez(into / f"s{i:03}.npz", **sample)
        else:
            np.save(into / f"s{i:03}.npy", np.ascontiguousarray(sample, dtype="<f4"))


def normalized(image, mean, deviation):
    pixels = np.asarray(image, dtype=np.float32) / 255
    return ((pixels - mean) / deviation).transpose(2, 0, 1)[None]


def text_detection(photos, random):
    for i in range(20):
        image = photos[i % len(photos)].resize((480, 480))
        draw = ImageDraw.Draw(image)
        for line in range(3):
            words = " ".join(random.choice(WORDS, 3))
            at = (int(random.integers(5, 160)), 20 + 150 * line + int(random.integers(0, 80)))
            font = ImageFont.load_default(int(random.integers(18, 42)))
            box = draw.textbbox(at, words, font=font)
            draw.rectangle(box, fill="white")
            draw.text(at, words, font=font, fill="black")
        yield normalized(image, [0.485, 0.456, 0.406], [0.229, 0.224, 0.225])


def line_of_text(random, size, width):
    image = Image.new("RGB", (width, 48), tuple(int(c) for c in random.integers(180, 256, 3)))
    words = " ".join(random.choice(WORDS, 2))
    ImageDraw.Draw(image).text(
        (6, 8), words, font=ImageFont.load_default(size), fill=tuple(int(c) for c in random.integers(0, 90, 3))
    )
    return image


def text_recognition(random):
    for _ in range(60):
        yield normalized(line_of_text(random, int(random.integers(22, 30)), 320), 0.5, 0.5)


def text_orientation(random):
    for i in range(80):
        image = line_of_text(random, int(random.integers(20, 30)), 192)
        yield normalized(image.rotate(180) if i % 2 else image, 0.5, 0.5)


def sentence_embedding(models):
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(models / "sentence-embedding.tokenizer.json"))
    tokenizer.no_padding()
    for sentence in SENTENCES:
        encoded = tokenizer.encode(sentence)
        yield {
            "input_ids": np.array([encoded.ids], dtype="<i8"),
            "attention_mask": np.array([encoded.attention_mask], dtype="<i8"),
            "token_type_ids": np.array([encoded.type_ids], dtype="<i8"),
        }


def audio_embedding(random):
    """Logarithmic spectra in the network's range: tones that move, over noise."""
    for _ in range(40):
        spectrum = random.normal(-3.0, 1.0, (76, 32))
        for _ in range(int(random.integers(1, 4))):
            band, slope = random.uniform(2, 30), random.uniform(-0.25, 0.25)
            for t in range(76):
                center = band + slope * t
                spectrum[t] += 5 * np.exp(-((np.arange(32) - center) ** 2) / 3) * (1 + np.sin(t / 5))
        yield (spectrum / 10 + 2).reshape(1, 76, 32, 1)


def main():
    photos, models, folder = (pathlib.Path(argument) for argument in sys.argv[1:4])
    pictures = [Image.open(file).convert("RGB") for file in sorted(photos.glob("*.jpg"))]
    random = np.random.default_rng(7)
    save(folder, "text-detection", list(text_detection(pictures, random)))
    save(folder, "text-recognition", list(text_recognition(random)))
    save(folder, "text-orientation", list(text_orientation(random)))
    save(folder, "sentence-embedding", list(sentence_embedding(models)))
    save(folder, "audio-embedding", list(audio_embedding(random)))


if __name__ == "__main__":
    main()
