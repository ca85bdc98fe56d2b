"""Writing a ZIP entry by entry, so that a second run goes on where the first was killed. Same input, same bytes."""

import json
import os
import shutil
import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import IO, Any

MODE = 0o100644 << 16
UNIX = 3
PIECE = 1024 * 1024


def write_zip(
    target: Path, log: Path, root: Path, names: Sequence[str], day: date, progress: Callable[[], object]
) -> None:
    """Pack root/name for each of `names`, in their order, all dated `day`. Nothing is compressed: the files are already.

    `log` keeps each finished entry; entries that it knows are not written again.
    """
    done = _known(target, log, names)
    with target.open("r+b" if target.exists() else "w+b") as file, log.open("a", encoding="utf-8") as notes:
        end = done[-1]["end"] if done else 0
        file.truncate(end)
        file.seek(end)
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
            for one in done:
                info = _info(one["name"], one["size"], day)
                info.header_offset, info.CRC, info.compress_size = one["offset"], one["crc"], one["size"]
                archive.filelist.append(info)
                archive.NameToInfo[info.filename] = info
                progress()
            for name in names[len(done) :]:
                _add(archive, file, root / name, _info(name, (root / name).stat().st_size, day), notes)
                progress()
        file.flush()
        os.fsync(file.fileno())


def _add(archive: zipfile.ZipFile, file: IO[bytes], source: Path, info: zipfile.ZipInfo, notes: IO[str]) -> None:
    with source.open("rb") as content, archive.open(info, "w") as entry:
        shutil.copyfileobj(content, entry, PIECE)
    file.flush()
    line = {"name": info.filename, "offset": info.header_offset, "crc": info.CRC, "size": info.file_size}
    notes.write(json.dumps({**line, "end": archive.start_dir}, ensure_ascii=False) + "\n")
    notes.flush()


def _info(name: str, size: int, day: date) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    info.external_attr, info.create_system, info.file_size = MODE, UNIX, size
    return info


def _known(target: Path, log: Path, names: Sequence[str]) -> list[dict[str, Any]]:
    """The entries that are whole in the file, as far as they are those that are wanted."""
    if not target.exists() or not log.exists():
        log.unlink(missing_ok=True)
        return []
    size, known = target.stat().st_size, []
    for line, name in zip(log.read_text(encoding="utf-8").splitlines(), names, strict=False):
        try:
            one = json.loads(line)
        except ValueError:
            break
        if one.get("name") != name or one["end"] > size:
            break
        known.append(one)
    log.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in known), encoding="utf-8")
    return known
