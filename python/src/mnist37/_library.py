"""libmnist37 through ctypes: the types and functions of mnist37.h. A call releases the interpreter's lock."""
import ctypes
import pathlib

from ._errors import error

PIXELS = 784


class CModel(ctypes.Structure):
    """mnist37_model."""

    _fields_ = [("room", ctypes.c_uint64 * 40)]


class CPrediction(ctypes.Structure):
    """mnist37_prediction."""

    _fields_ = [("digit", ctypes.c_int32), ("probability", ctypes.c_float), ("logit", ctypes.c_float),
                ("known", ctypes.c_float)]


class CInfo(ctypes.Structure):
    """mnist37_info."""

    _fields_ = [
        ("size", ctypes.c_uint32), ("format_version", ctypes.c_uint32), ("file_bytes", ctypes.c_uint32),
        ("layers", ctypes.c_uint32), ("outputs", ctypes.c_uint32), ("element_type", ctypes.c_uint32),
        ("parameters", ctypes.c_uint32), ("multiply_adds", ctypes.c_uint32), ("scratch_bytes", ctypes.c_uint32),
        ("trainer_version", ctypes.c_uint32), ("loss", ctypes.c_uint32), ("epochs", ctypes.c_uint32),
        ("batch_size", ctypes.c_uint32), ("learning_rate", ctypes.c_float), ("validation_count", ctypes.c_uint32),
        ("validation_errors", ctypes.c_uint32), ("seed", ctypes.c_uint64), ("data_fingerprint", ctypes.c_uint64),
        ("class_names", ctypes.c_char * 16 * 2),
    ]


def _load() -> ctypes.CDLL:
    size, pointer, status = ctypes.c_size_t, ctypes.c_void_p, ctypes.c_int32
    library = ctypes.CDLL(str(pathlib.Path(__file__).with_name("libmnist37.so")))
    for name, result, arguments in [
        ("model_init", status, [pointer, pointer, size]),
        ("model_info", status, [pointer, pointer]),
        ("predict", status, [pointer, pointer, pointer]),
        ("predict_bytes", status, [pointer, pointer, pointer]),
        ("predict_batch", status, [pointer, pointer, size, pointer]),
        ("predict_batch_bytes", status, [pointer, pointer, size, pointer]),
        ("frame_scratch", size, [size, size]),
        ("frame", status, [pointer, size, size, size, status, pointer, size, pointer]),
        ("status_text", ctypes.c_char_p, [status]),
        ("version", ctypes.c_uint32, []),
    ]:
        function = getattr(library, f"mnist37_{name}")
        function.restype, function.argtypes = result, arguments
    return library


library = _load()


def check(status: int, subject: object = None) -> None:
    """Raises what a status other than MNIST37_OK stands for, in the library's words."""
    if status != 0:
        raise error(status, library.mnist37_status_text(status).decode(), subject)
