"""Attacks by the files that are handed in, and their folder. Each docstring is its text; see corpus.py."""

from __future__ import annotations

import os
import shutil
import socket

from .corpus import RIGHT, UNIT, Place


def shadow_module_file(place: Place) -> None:
    """# goal: marks
    # tries: hands in modules that stand in the place of the grader's and of NumPy
    # must: have NumPy and the grader's own where they are, whatever lies beside the notebook in the box
    # control: its folder is not there
    # status: mended
    # mended: handed in beside the notebook
    """
    for name in ("reference", "autograder", "refold", "numpy", "inside", "sitecustomize"):
        text = "raise SystemExit('shadowed')" if name == "numpy" else "flatten_forward = print"
        (place.folder / f"{name}.py").write_text(text, encoding="utf-8")


def symlink_file(place: Place) -> None:
    """# goal: leak SQLite format 3
    # tries: hands in notes.txt -> gradebook.db, for a grader that copies what links point to
    # control: nothing is copied there
    # must: follow no link of a submission
    """
    os.symlink(place.course.gradebook, place.folder / "notes.txt")


def symlink_notebook(place: Place) -> None:
    """# goal: marks
    # tries: the notebook itself is a link, to that of alice
    # must: refuse links in every part of the path
    # status: needs you
    # reason: links are not followed
    """
    place.notebook = None
    alice = place.course.submission("alice", UNIT) / f"{UNIT}.ipynb"
    os.symlink(alice, place.folder / f"{UNIT}.ipynb")


def symlink_directory(place: Place) -> None:
    """# goal: marks
    # tries: the submission's folder is a link, to that of alice
    # must: refuse links in every part of the path
    # status: needs you
    # reason: links are not followed
    """
    place.notebook = None
    shutil.rmtree(place.folder)
    os.symlink(place.course.submission("alice", UNIT), place.folder)


def hard_link(place: Place) -> None:
    """# goal: leak SQLite format 3
    # tries: the notebook is another name of a file of the teacher's
    # must: quote nothing of what is no notebook
    # status: needs you
    # reason: is no notebook
    """
    place.notebook = None
    secret = place.course.root / "secret.db"
    secret.write_bytes(b"SQLite format 3\0" * 9)
    os.link(secret, place.folder / f"{UNIT}.ipynb")


def pipe_for_a_notebook(place: Place) -> None:
    """# goal: dos
    # tries: the notebook is a pipe, on which a reader waits for ever
    # control: it would wait for ever
    # must: read regular files only, and wait for none
    # status: needs you
    # reason: no regular file
    """
    place.notebook = None
    os.mkfifo(place.folder / f"{UNIT}.ipynb")


def pipe_for_a_folder(place: Place) -> None:
    """# goal: dos
    # tries: the submission's folder is a pipe
    # control: it would wait for ever
    # must: enter folders only
    # status: needs you
    # reason: is a link or no folder
    """
    place.notebook = None
    shutil.rmtree(place.folder)
    os.mkfifo(place.folder)


def device_for_a_notebook(place: Place) -> None:
    """# goal: dos
    # tries: the notebook is a device that never ends (or a link to one, where only root could make it)
    # control: it would take the memory of this machine
    # must: read regular files only
    # status: needs you
    # reason: "01_flatten.ipynb" is
    """
    place.notebook = None
    path = place.folder / f"{UNIT}.ipynb"
    try:
        os.mknod(path, 0o020644, os.makedev(1, 5))
    except PermissionError:
        os.symlink("/dev/zero", path)


def socket_for_a_notebook(place: Place) -> None:
    """# goal: crash
    # tries: the notebook is a socket
    # must: say that it cannot be opened
    # status: needs you
    # reason: cannot be opened
    """
    place.notebook = None
    here = os.getcwd()
    with socket.socket(socket.AF_UNIX) as listener:
        os.chdir(place.folder)  # the path to a socket must be short
        listener.bind(f"{UNIT}.ipynb")
        os.chdir(here)


def folder_for_a_notebook(place: Place) -> None:
    """# goal: crash
    # tries: the notebook is a folder
    # must: read regular files only
    # status: needs you
    # reason: no regular file
    """
    place.notebook = None
    (place.folder / f"{UNIT}.ipynb").mkdir()


def weird_file_names(place: Place) -> None:
    """# goal: crash
    # tries: names that are no text, with line ends, options and commands in them, or as long as names can be
    # control: nothing reads names there
    # must: quote no name as it is, and ask which of the notebooks counts
    # status: needs you
    # reason: which one counts?
    """
    names = [
        b"\xff\xfe.ipynb",
        b"a\nb.ipynb",
        b"$(touch pwn).txt",
        b"--config=x.py",
        b"-rf",
        b"x" * 249 + b".ipynb",
    ]
    for name in [*names, "\u202egnp.exe.ipynb".encode(), b"<script>alert(1)<.ipynb"]:
        with open(os.path.join(os.fsencode(place.folder), name), "w") as file:
            file.write("x")


def weird_notebook_names(place: Place) -> None:
    """# goal: xss
    # tries: one notebook, its name a script and a reversed text
    # control: nothing reads names there
    # must: quote it without what could do harm
    # status: mended
    # mended: The notebook was called
    """
    name = f"\u202e{UNIT}\x1b[2J<img src=x onerror=alert(1)>.ipynb"
    place.write(place.text(), name)


def sparse_notebook(place: Place) -> None:
    """# goal: resource
    # tries: a notebook of a hundred gigabytes that takes no space on the disk
    # control: it would take the memory of this machine
    # must: read no more of a file than it may have
    # status: needs you
    # reason: no more than 20 MB are opened
    """
    place.write("{")
    os.truncate(place.folder / f"{UNIT}.ipynb", 100 << 30)


def crowded_folder(place: Place) -> None:
    """# goal: dos
    # tries: thousands of files, and folders in folders, beside the notebook
    # control: nothing reads names there
    # must: look for the notebook, and copy nothing
    # points: 3

    # %% flatten_forward
    HONEST
    """
    for number in range(3000):
        (place.folder / f"{number}.txt").touch()
    deep = place.folder
    for _ in range(100):
        deep = deep / "deeper"
        deep.mkdir()


def modules_of_all_kinds(place: Place) -> None:
    """# goal: leak SQLite format 3
    # tries: beside the notebook are links, pipes, folders and devices that are called like modules which it
    #   imports, modules of nothing, of zeros, too long to be read, equal but for capitals, and compiled ones
    # control: nothing is there to be imported
    # must: take regular files of text, and let the others be missing
    # status: mended
    # mended: nothing.py, handed in beside the notebook
    # points: 3

    # %% first
    for name in ("link", "pipe", "folder", "long", "zeros", "nothing", "Nothing", "binary", "good", "huge"):
        try:
            print(vars(__import__(name)))
        except BaseException as error:
            print(name, type(error))

    # names of modules for a grader that looks for them: import link, pipe, folder, long, zeros, nothing, good
    import nothing, Nothing, good
    # %% flatten_forward
    flatten_forward = good.flatten_forward
    """
    (place.course.root / "secret.db").write_bytes(b"SQLite format 3\0" * 9)
    os.symlink(place.course.root / "secret.db", place.folder / "link.py")
    os.mkfifo(place.folder / "pipe.py")
    (place.folder / "folder.py").mkdir()
    texts = {"long": "x = 1\n" * 100_000, "zeros": "\0" * 1000, "nothing": "", "Nothing": "\ufeff"}
    texts |= {"huge": "", "good": RIGHT["flatten_forward"]}
    for name, text in texts.items():
        (place.folder / f"{name}.py").write_text(text, encoding="utf-8")
    os.truncate(place.folder / "huge.py", 100 << 30)
    for name in ("binary.so", "binary.pyc", "binary.cpython-311-x86_64-linux-gnu.so", ".hidden.py", "a b.py"):
        (place.folder / name).write_bytes(b"\x7fELF" + bytes(1000))


def packages_and_data_of_all_kinds(place: Place) -> None:
    """# goal: leak SQLite format 3
    # tries: in packages, and in folders of data that it reads, are links to files and to folders, pipes,
    #   devices, files of zeros and names that mean other places
    # control: no file beside the notebook is there
    # must: take regular files alone, by paths that stay below the notebook's folder
    # status: mended
    # mended: Handed in beside the notebook, and there when it is run: mine/__init__.py
    # points: 3

    # %% first
    import glob, os
    for path in glob.glob("**", recursive=True):
        if os.path.isfile(path):
            print(path, open(path, "rb").read(1000))
    names = ["link.db", "pipe.db", "huge.db", "../secret.db"]
    import mine
    # %% flatten_forward
    flatten_forward = mine.flatten_forward
    """
    (place.course.root / "secret.db").write_bytes(b"SQLite format 3\0" * 9)
    for folder in ("mine", "data"):
        (place.folder / folder).mkdir()
        os.symlink(place.course.root, place.folder / folder / "all")
        os.symlink(place.course.root / "secret.db", place.folder / folder / "link.db")
        os.mkfifo(place.folder / folder / "pipe.db")
        (place.folder / folder / "huge.db").touch()
        os.truncate(place.folder / folder / "huge.db", 100 << 30)
        (place.folder / folder / "..\\..\\secret.db").touch()
    os.symlink(place.course.root, place.folder / "linked")
    (place.folder / "mine" / "__init__.py").write_text(RIGHT["flatten_forward"], encoding="utf-8")
