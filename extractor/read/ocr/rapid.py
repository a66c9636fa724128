"""RapidOCR: comes with its models in the wheel, and runs by OpenVINO where it is installed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import sha256
from importlib.util import find_spec
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.read.ocr.engines import Engine, EngineFailed
from extractor.read.ocr.runs import OcrRun
from extractor.read.ocr.settings import DETECTED_SIDE, OCR_SECONDS, SHORTEST, STRICTER, WIDTH_STEP

if TYPE_CHECKING:
    from extractor.read.ocr.image import Image

PACKAGE = "veeduria[ocr]"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
MODEL_LICENCE = "Apache-2.0"  # of PP-OCR, from which they come
LAST_LETTER, LAST_SIGN = 0x17F, 0x2BFF  # beyond stand other scripts' letters; those of Asia and their wide signs


def make() -> Engine | None:
    try:
        from importlib.metadata import version

        from rapidocr import RapidOCR
    except ImportError:
        return None
    runtime = "openvino" if find_spec("openvino") else "onnxruntime"
    letters = "Latin" if find_spec("onnx") else "all"
    name = f"rapidocr {version('rapidocr')} {runtime} {DETECTED_SIDE}/{WIDTH_STEP}/{SHORTEST} {letters}"
    return Engine(name, 200, lambda image: _read_rapid(_load_rapid(RapidOCR, runtime), image))


class _InTime:
    """A recogniser that is asked for few widths, so that it plans each once, and no longer than a page may take."""

    def __init__(self, inner: Callable[[Any], Any]) -> None:
        self._inner = inner
        self.ends = inf

    def __call__(self, lines: Any) -> Any:
        import numpy as np

        if time.monotonic() > self.ends:
            raise EngineFailed(f"no end after {OCR_SECONDS:.0f} s")
        blank = -lines.shape[3] % WIDTH_STEP
        return self._inner(np.pad(lines, ((0, 0), (0, 0), (0, 0), (0, blank))) if blank else lines)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


@lru_cache(maxsize=1)
def _load_rapid(make: Callable[..., Any], runtime: str) -> Any:
    from rapidocr import EngineType

    threads = int(os.environ.get("OMP_NUM_THREADS", "-1"))
    reader = make(
        params={
            "Global.log_level": "error",
            "Global.max_side_len": 4000,
            "Global.use_cls": False,  # pages are turned upright before
            "Global.text_score": 0.3,
            "Det.engine_type": EngineType(runtime),
            "Rec.engine_type": EngineType(runtime),
            "Det.limit_type": "max",  # boxes are found on a smaller copy: faster, and as exact
            "Det.limit_side_len": DETECTED_SIDE,
            "Rec.rec_img_shape": [3, 48, SHORTEST],  # shorter lines are padded
            "Rec.rec_batch_num": 1,  # lines differ in length: batches would be padded
            "EngineConfig.onnxruntime.intra_op_num_threads": threads,
            "EngineConfig.openvino.inference_num_threads": threads,
        }
    )
    recogniser = reader._load_rec_model()
    if find_spec("onnx"):
        _keep_latin(recogniser, runtime, threads)
    recogniser.session = _InTime(recogniser.session)
    return reader


def _keep_latin(recogniser: Any, runtime: str, threads: int) -> None:
    """Take all letters but Latin ones out of a model's last layer: a ninth of the work, and none is read for another.

    A model built otherwise than expected is left as it is.
    """
    decoder = recogniser.postprocess_op
    kept = [index for index, char in enumerate(decoder.character) if index == 0 or is_latin(char)]
    model = _cut(model_folder() / RECOGNISER, len(decoder.character), kept)
    if not model:
        return
    recogniser.session.session = _session(recogniser.session.session, model, runtime, threads)
    decoder.character = [decoder.character[index] for index in kept]
    decoder.dict = {char: index for index, char in enumerate(decoder.character)}


def _cut(model: Path, letters: int, kept: Sequence[int]) -> bytes:
    """The model that tells only `kept` of its `letters` apart; nothing if it is not there or built otherwise."""
    import numpy as np
    import onnx
    from onnx import numpy_helper

    if not model.is_file():
        return b""
    made = onnx.load(model)
    last = [one for one in made.graph.initializer if one.dims and one.dims[-1] == letters]
    if sorted(len(one.dims) for one in last) != [1, 2]:
        return b""
    for one in last:
        one.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(one)[..., kept]), one.name))
    for found in (*made.graph.value_info, *made.graph.output):
        for side in found.type.tensor_type.shape.dim:
            if side.dim_value == letters:
                side.dim_value = len(kept)
    return bytes(made.SerializeToString())


def _session(before: Any, model: bytes, runtime: str, threads: int) -> Any:
    """What runs a model, as RapidOCR asks it; of ONNX Runtime with the options of the one before."""
    if runtime == "openvino":
        from openvino import Core

        core, config = Core(), {"INFERENCE_NUM_THREADS": threads} if threads > 0 else {}
        return core.compile_model(core.read_model(model), "CPU", config).create_infer_request()
    from onnxruntime import InferenceSession

    return InferenceSession(model, before.get_session_options(), providers=before.get_providers())


def is_latin(char: str) -> bool:
    """May a Spanish page show this: a Latin letter, a figure, a sign? No wide signs, no other scripts' letters."""
    return all(ord(one) <= (LAST_LETTER if one.isalpha() else LAST_SIGN) for one in char)


def _read_rapid(reader: Any, image: Image) -> list[OcrRun]:
    reader.text_rec.session.ends = time.monotonic() + OCR_SECONDS
    found = reader(image[:, :, None].repeat(3, axis=2))
    if found.boxes is None:
        return []
    return [
        OcrRun(float(x0), float(top), float(x1), float(bottom), text.strip(), float(score) ** STRICTER)
        for box, text, score in zip(found.boxes, found.txts, found.scores, strict=True)
        for (x0, top), (x1, bottom) in [(box.min(axis=0), box.max(axis=0))]
        if text.strip()
    ]


def model_files() -> tuple[tuple[str, str, str], ...]:
    """Return the embedded engine's models that are in use: name, licence and SHA-256 of each; none if it is missing."""
    return tuple(
        (file.name, MODEL_LICENCE, sha256(file.read_bytes()).hexdigest())
        for file in sorted(model_folder().glob("*.onnx"))
        if "_cls_" not in file.name  # the angle classifier is not asked
    )


def model_folder() -> Path:
    """Return where RapidOCR's wheel keeps its models; a folder that is not there without it."""
    found = find_spec("rapidocr")
    return Path(found.origin if found and found.origin else "/none/none").parent / "models"
