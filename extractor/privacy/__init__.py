"""What a publication must not show: private persons' data, found and masked.

survey(text, pack, known) -> (pieces, known)   # offsets into the text; `known` for the rest of its document
mask(text, pack, known) -> str                 # with labels in their places
mask_file_name(name, pack, known) -> str
"""

from extractor.privacy.filenames import mask_file_name
from extractor.privacy.masking import NOTHING, KnownNames, find_private, label, mask, phrase_of, put_labels, survey
from extractor.privacy.vocabulary import Private

__all__ = [
    "NOTHING",
    "KnownNames",
    "Private",
    "find_private",
    "label",
    "mask",
    "mask_file_name",
    "phrase_of",
    "put_labels",
    "survey",
]
