#!/usr/bin/env python3
"""Ours beside ONNX Runtime's Python quantizer: size, agreement, noise, speed of the models; time and memory to make them.

    compare.py --photos DIR --models DIR --work DIR [--rounds 3] [NETWORK ...]

Run it with the Python that has numpy, onnx, onnxruntime, sympy, pillow and tokenizers, in a checkout that is built. Both tools are processes of
their own, run by turns, on the same files; their models are judged by the same program.
"""
import argparse
import os
import pathlib
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
PROJECT = HERE.parents[4]
DETECTOR = (
    "grids={grids};input-width={size};input-height={size};scores=Identity:0,Identity_1:0;boxes=Identity_2:0,Identity_3:0;"
    "score-threshold=0.5;suppression-overlap=0.3;match-overlap=0.5"
)
STATIC = "static-min-max"
LADDER = "static-percentile,static-min-max,static-mse,mixed16-mse,static16-min-max,weight-only,float16"
# network: their scheme, our rung of the same scheme, metric, its settings, the gate, the ladder
NETWORKS = {
    "blazeface-front": ("static", STATIC, "detection-agreement", DETECTOR.format(grids="16x16x2,8x8x6", size=128), 0.97, LADDER),
    "blazeface-back": ("static", STATIC, "detection-agreement", DETECTOR.format(grids="16x16x2,8x8x6", size=256), 0.97, LADDER),
    "text-detection": ("static", STATIC, "mask-agreement", "output=sigmoid_0.tmp_0;threshold=0.3", 0.95, LADDER),
    "text-recognition": ("static", STATIC, "sequence-similarity", "output=softmax_11.tmp_0;blank=0", 0.97, LADDER),
    "text-orientation": ("static", STATIC, "top-1-agreement", "output=softmax_0.tmp_0", 0.97, LADDER),
    "audio-embedding": ("static", STATIC, "embedding-cosine", "output=conv2d_19", 0.99, LADDER),
    "sentence-embedding": (
        "dynamic", "dynamic", "embedding-cosine", "output=last_hidden_state;pool=mean", 0.98, "dynamic,blocks-int8,weight-only,float16",
    ),
}


def reason(err):
    """The line of an error output that says most: an exception's first."""
    lines = [line.strip() for line in err.splitlines() if "WARN" not in line and line.strip()]
    told = [line for line in lines if "xception" in line or "Error" in line]
    return (told or lines or ["failed"])[0][:120]


class Runner:
    def __init__(self):
        jars = subprocess.run(
            ["mvn", "-B", "-q", *os.environ.get("MAVEN_ARGS", "").split(), "-pl", "libs/convert", "-am", "test-compile", "dependency:build-classpath", "-Dmdep.outputFile=target/bench.classpath",
             "-Dmdep.includeScope=test"],
            cwd=PROJECT, check=False, capture_output=True, text=True,
        )
        file = PROJECT / "libs/convert/target/bench.classpath"
        if not file.is_file():
            sys.exit(jars.stdout + jars.stderr)
        home = os.environ.get("JAVA_HOME")
        own = [PROJECT / "libs/convert/target" / part for part in ("test-classes", "classes")]
        self.java = [
            f"{home}/bin/java" if home else "java", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED", "-cp", ":".join([*map(str, own), file.read_text().strip()]),
        ]

    def ours(self, program, *words):
        return self.run([*self.java, f"dev.mintmark.convert.bench.{program}", *map(str, words)])

    def run(self, command):
        """Runs a process: its output, seconds, processor seconds and peak memory in MiB."""
        start = time.monotonic()
        with tempfile.TemporaryFile("w+") as errors:
            process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True)
            out = process.stdout.read()
            _, status, used = os.wait4(process.pid, 0)
            errors.seek(0)
            err = errors.read()
        seconds = time.monotonic() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            return None, reason(err), seconds, 0, 0
        return out.strip(), "", seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def samples(runner, photos, models, folder):
    if folder.is_dir():
        return
    made = folder.with_name(folder.name + ".new")
    shutil.rmtree(made, ignore_errors=True)
    subprocess.run([sys.executable, HERE / "samples.py", photos, models, made], check=True)
    crops = PROJECT / "examples/face-detect/crops.txt"
    for network, size in (("blazeface-front", 128), ("blazeface-back", 256)):
        out, why, *_ = runner.ours("MakeCrops", photos, crops, size, made / network)
        if out is None:
            sys.exit(why)
    made.rename(folder)


def judge(runner, files, network):
    """Columns of one model: size, agreement, noise, speed."""
    _, _, metric, settings, *_ = NETWORKS[network]
    if files["candidate"] is None:
        return ["-", "-", "-", "-"]
    out, why, *_ = runner.ours("CompareModels", files["float"], files["candidate"], files["validation"], metric, settings)
    if out is None:
        return ["-", why, "", ""]
    agreement, noise, speed = out.split()
    return [f"{files['candidate'].stat().st_size:,}", agreement, noise, speed]


def compare(runner, network, models, folder, work, rounds):
    theirs, rung, metric, settings, gate, ladder = NETWORKS[network]
    model = models / f"{network}.onnx"
    calibration, validation = folder / network / "calibration", folder / network / "validation"
    made = {name: work / f"{network}.{name}.onnx" for name in ("ours", "theirs", "ladder")}
    figures = {"ours": [], "theirs": []}
    failed = {}
    for _ in range(rounds):
        for name, run in (
            ("ours", lambda: runner.ours("QuantizeOnce", model, calibration, made["ours"], rung)),
            ("theirs", lambda: runner.run([sys.executable, HERE / "quantize_with_ort.py", theirs, model, calibration, made["theirs"]])),
        ):
            out, why, *used = run()
            if out is None:
                failed[name] = why
            else:
                figures[name].append(used)
    passed, why, *_ = runner.ours("LadderOnce", model, calibration, validation, made["ladder"], metric, settings, gate, ladder)
    rows = []
    for name, words in (("theirs", theirs), ("ours", rung), ("ladder", f"our ladder: {passed}" if passed else "our ladder: refused")):
        there = made[name].is_file() and name not in failed and (name != "ladder" or passed)
        files = {"float": model, "candidate": made[name] if there else None, "validation": validation}
        spent = ["", "", ""]
        if figures.get(name):
            spent = [f"{statistics.median(column):.1f}" for column in zip(*figures[name])]
        who = {"theirs": "ONNX Runtime, ", "ours": "ours, "}.get(name, "")
        rows.append([network if name == "theirs" else "", who + words, *judge(runner, files, network), *spent])
        if name in failed:
            rows[-1][3] = failed[name]
    if passed is None:
        rows[-1][3] = why
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("photos", "models", "work"):
        parser.add_argument(f"--{name}", type=lambda text: pathlib.Path(text).resolve(), required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("networks", nargs="*", default=list(NETWORKS))
    options = parser.parse_args()
    options.work.mkdir(parents=True, exist_ok=True)
    runner = Runner()
    samples(runner, options.photos, options.models, options.work / "samples")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors, {options.rounds} rounds, medians\n")
    print("| network | made by | bytes | agreement | SNR dB | time of float's | seconds | CPU s | peak MiB |")
    print("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for network in options.networks:
        for row in compare(runner, network, options.models, options.work / "samples", options.work, options.rounds):
            print("| " + " | ".join(row) + " |", flush=True)


if __name__ == "__main__":
    main()
