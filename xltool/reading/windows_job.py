"""Limits for this process on Windows, which has no ``resource``: a job object of its own.

The structures are those of winnt.h; https://learn.microsoft.com/windows/win32/procthread/job-objects.
"""

from __future__ import annotations

import ctypes
import sys

_EXTENDED = 9  # JobObjectExtendedLimitInformation
_PROCESS_TIME, _PROCESS_MEMORY, _DIE = (
    0x2,
    0x100,
    0x400,
)  # JOB_OBJECT_LIMIT_…, the last on an unhandled exception
_TICKS = 10_000_000  # of 100 nanoseconds, in a second


class _Basic(ctypes.Structure):
    _fields_ = (
        ("per_process_time", ctypes.c_int64),
        ("per_job_time", ctypes.c_int64),
        ("flags", ctypes.c_uint32),
        ("least_working_set", ctypes.c_size_t),
        ("most_working_set", ctypes.c_size_t),
        ("most_processes", ctypes.c_uint32),
        ("affinity", ctypes.c_size_t),
        ("priority", ctypes.c_uint32),
        ("scheduling", ctypes.c_uint32),
    )


class _Limits(ctypes.Structure):
    _fields_ = (
        ("basic", _Basic),
        ("transfers", ctypes.c_uint64 * 6),
        ("process_memory", ctypes.c_size_t),
        ("job_memory", ctypes.c_size_t),
        ("peak_process_memory", ctypes.c_size_t),
        ("peak_job_memory", ctypes.c_size_t),
    )


def limits(memory: int, seconds: int) -> _Limits:
    """The limits as Windows wants them: bytes of committed memory, seconds of processor time."""
    basic = _Basic(per_process_time=seconds * _TICKS, flags=_PROCESS_TIME | _PROCESS_MEMORY | _DIE)
    return _Limits(basic=basic, process_memory=memory)


def limit(memory: int, seconds: int) -> bool:
    """Puts this process into a job with these limits; False where the system refuses (older than 8)."""
    if sys.platform != "win32":
        return False
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = kernel.GetCurrentProcess.restype = ctypes.c_void_p
    job = ctypes.c_void_p(kernel.CreateJobObjectW(None, None))
    wanted = limits(memory, seconds)
    return bool(
        job
        and kernel.SetInformationJobObject(job, _EXTENDED, ctypes.byref(wanted), ctypes.sizeof(wanted))
        and kernel.AssignProcessToJobObject(job, ctypes.c_void_p(kernel.GetCurrentProcess()))
    )
