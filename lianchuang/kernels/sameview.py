"""Whether two photos show the same spot, by features that both have (ORB) and one plane or turn that joins them.

Needs OpenCV, the extra `lianchuang[images]`; without it nothing is said.
"""

from dataclasses import dataclass

import numpy as np

from lianchuang.kernels.photoprint import Gray

try:
    import cv2
except ImportError:
    IS_THERE = False
else:
    IS_THERE = True

FEATURES = 700
ENOUGH = 120  # features in each; with fewer nothing can be said
FEW = 9  # so few that fit together might be chance
_RATIO = 0.8
_REACH = 4.0  # pixels
_SIDE = 480  # small pictures are made so large, for features of their kind


@dataclass(frozen=True)
class Shared:
    """Of so many features (the fewer of both photos), how many fit together."""

    features: int
    matched: int

    @property
    def is_other_view(self) -> bool:
        """Whether there was enough to see in both, and next to nothing fits."""
        return self.features >= ENOUGH and self.matched <= FEW


def is_offered() -> bool:
    """Whether the extra is there."""
    return IS_THERE


def shared_view(before: Gray, after: Gray) -> Shared | None:
    """What two photos share; None without OpenCV."""
    if not IS_THERE:
        return None
    finder = cv2.ORB.create(nfeatures=FEATURES, fastThreshold=8)
    (points, marks), (others, other_marks) = (finder.detectAndCompute(_enlarged(one), None) for one in (before, after))
    features = min(len(points), len(others))
    if features < ENOUGH:
        return Shared(features, 0)
    pairs = cv2.BFMatcher(cv2.NORM_HAMMING).knnMatch(marks, other_marks, k=2)
    good = [pair[0] for pair in pairs if len(pair) == 2 and pair[0].distance < _RATIO * pair[1].distance]
    if len(good) < 4:
        return Shared(features, len(good))
    here = np.array([points[match.queryIdx].pt for match in good], dtype=np.float32)
    there = np.array([others[match.trainIdx].pt for match in good], dtype=np.float32)
    cv2.setRNGSeed(1)  # the same pictures give the same figures
    _plane, fits = cv2.findHomography(here, there, cv2.RANSAC, _REACH)
    return Shared(features, int(np.count_nonzero(fits)))  # none at all where no plane is found


def _enlarged(gray: Gray) -> Gray:
    scale = _SIDE / max(gray.shape)
    size = (max(1, round(gray.shape[1] * scale)), max(1, round(gray.shape[0] * scale)))
    enlarged: Gray = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC))
    return enlarged
