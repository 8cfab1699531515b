#!/usr/bin/env python3
"""Quantizes with ONNX Runtime's own tool, as its documentation shows it: quantize_with_ort.py static|dynamic MODEL CALIBRATION OUT"""
import logging
import pathlib
import sys
import tempfile

import numpy as np
import onnx
import onnx.version_converter
from onnxruntime import InferenceSession
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quantize_dynamic,
    quantize_static,
)
from onnxruntime.quantization.shape_inference import quant_pre_process

logging.disable(logging.WARNING)


class Samples(CalibrationDataReader):
    def __init__(self, folder, model):
        self.name = InferenceSession(model, providers=["CPUExecutionProvider"]).get_inputs()[0].name
        self.files = iter(sorted(pathlib.Path(folder).iterdir()))

    def get_next(self):
        file = next(self.files, None)
        if file is None:
            return None
        return dict(np.load(file)) if file.suffix == ".npz" else {self.name: np.load(file)}


def raised(model, work):
    """Per-channel weights need operator set 13, which the tool does not see to."""
    loaded = onnx.load(model)
    if all(entry.domain not in ("", "ai.onnx") or entry.version >= 13 for entry in loaded.opset_import):
        return model
    path = f"{work}/raised.onnx"
    onnx.save(onnx.version_converter.convert_version(loaded, 13), path)
    return path


def main():
    scheme, model, calibration, out = sys.argv[1:5]
    with tempfile.TemporaryDirectory() as work:
        prepared = f"{work}/prepared.onnx"
        quant_pre_process(raised(model, work), prepared, skip_symbolic_shape=True)
        if scheme == "dynamic":
            quantize_dynamic(prepared, out, weight_type=QuantType.QInt8, per_channel=True)
        else:
            quantize_static(
                prepared,
                out,
                Samples(calibration, prepared),
                quant_format=QuantFormat.QDQ,
                per_channel=True,
                activation_type=QuantType.QUInt8,
                weight_type=QuantType.QInt8,
            )


if __name__ == "__main__":
    main()
