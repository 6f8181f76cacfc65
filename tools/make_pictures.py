"""Takes the pictures of docs/page.md and of the README; tests prove that they show what is shown now."""

from __future__ import annotations

import io
import json
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from PIL import Image  # noqa: E402
from support.marked_picture import NAME, pdf, picture, words  # noqa: E402
from support.tour import PICTURES, content, demo, tour  # noqa: E402


def main() -> None:
    """Writes docs/pictures/*.png and what they say, docs/pictures/pages.json and marked-copy.txt."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = pdf(Path(folder))
        picture(copy).save(PICTURES / NAME, optimize=True)
        (PICTURES / NAME).with_suffix(".txt").write_text("\n".join(words(copy)) + "\n", encoding="utf-8")
    said = {}
    with tempfile.TemporaryDirectory() as folder, demo(Path(folder)) as (server, window):
        for name in tour(server, window):
            said[name] = content(window)
            shown = Image.open(io.BytesIO(window.driver.get_screenshot_as_png())).convert("RGB")
            shown.quantize(128).save(PICTURES / f"page-{name}.png", optimize=True)
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    (PICTURES / "pages.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
