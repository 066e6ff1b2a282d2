"""What the library's statuses become in Python."""
from __future__ import annotations


class Error(Exception):
    """A status of libmnist37 that is not MNIST37_OK; its text is the library's."""

    def __init__(self, message: str, status: int) -> None:
        super().__init__(message)
        #: One of the MNIST37_ERROR_... of mnist37.h.
        self.status = status

    def __reduce__(self) -> tuple[type, tuple[str, int]]:
        return type(self), (str(self), self.status)


class WeightsError(Error, ValueError):
    """The bytes are no intact weights file that this library can run."""


class PictureError(Error, ValueError):
    """The picture has no digit, is too large, or has a pixel that is no finite number."""


def error(status: int, text: str, subject: object = None) -> Error:
    """The exception of a status. subject, where there is one, is what the error is about: a file or a picture."""
    kind = WeightsError if 20 <= status < 40 else PictureError if status == 3 or 40 <= status < 50 else Error
    return kind(f"{subject}: {text}" if subject is not None else text, status)
