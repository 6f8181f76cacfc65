"""Decrypt workbooks that a password protects.

Runs in the child process of `sandbox`.  Covers what Excel and WPS write: .xlsx in an encrypted
package (standard, agile) and .xls (XOR, RC4, CryptoAPI).
"""

from __future__ import annotations

from io import BytesIO

from xltool.core.errors import UnreadableFile
from xltool.core.text.catalogue.sights import W_CIPHER, W_ENCRYPTED, W_PASSWORD
from xltool.office.detect import OLE_MAGIC

BUILT_IN = "VelvetSweatshop"  # what Excel uses when only the structure of the workbook is locked


def work(data: bytes, password: str) -> bytes:
    """The file without its encryption.

    Raises `UnreadableFile`: ``W-encrypted`` (a password is needed), ``W-password`` (not this one),
    ``W-cipher`` (a kind of encryption that cannot be opened).
    """
    from msoffcrypto import OfficeFile
    from msoffcrypto.exceptions import InvalidKeyError

    try:
        file = OfficeFile(BytesIO(data))
    except ImportError:
        raise
    except Exception as error:  # the library lets out whatever its parts raise
        raise UnreadableFile(W_CIPHER) from error
    is_wrong = False
    for attempt in (BUILT_IN, password) if password else (BUILT_IN,):
        opened = BytesIO()
        try:
            # Its verify_password fails on some right passwords (SHA-1); what comes out proves the key.
            file.load_key(password=attempt)
            file.decrypt(opened)
        except InvalidKeyError:
            is_wrong = True
        except ImportError:
            raise
        except Exception:
            is_wrong = False
        else:
            if opened.getvalue().startswith((b"PK", OLE_MAGIC)):
                return opened.getvalue()
            is_wrong = True
    if not password:
        raise UnreadableFile(W_ENCRYPTED)
    raise UnreadableFile(W_PASSWORD if is_wrong else W_CIPHER)
